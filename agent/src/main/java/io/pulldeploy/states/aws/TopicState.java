package io.pulldeploy.states.aws;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.modules.AwsConnections;

import java.util.List;
import java.util.Map;

/** {@code boto_sns}: known by name, so that whoever has such states hears what to do instead. */
public final class TopicState {
    private static final AwsParameters PRESENT =
            AwsParameters.of("name: text, subscriptions: list=None", Map.of());

    private static final AwsParameters ABSENT =
            AwsParameters.of("name: text, unsubscribe: flag=False", Map.of());

    private final AwsConnections connections;

    public TopicState(AwsConnections connections) {
        this.connections = connections;
    }

    public List<StateFunction> functions() {
        return AwsState.all(
                function("boto_sns.present", PRESENT),
                function("boto_sns.absent", ABSENT),
                function("boto3_sns.topic_present", PRESENT),
                function("boto3_sns.topic_absent", ABSENT));
    }

    private List<StateFunction> function(String name, AwsParameters parameters) {
        return AwsState.named(
                name,
                "Refused: topics are made with the AWS command line, and named here by their ARN.",
                parameters,
                connections,
                "sns",
                call -> {
                    throw new CallError(
                            "%s: pulldeploy has no SNS topics. Use 'aws sns %s' for topic %s, and name its ARN where it is used, such as alarm_actions or notification_arn."
                                    .formatted(
                                            name,
                                            name.endsWith("present")
                                                    ? "create-topic"
                                                    : "delete-topic",
                                            call.name()));
                });
    }
}
