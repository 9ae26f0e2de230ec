package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;

import io.pulldeploy.aws.Queues;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.modules.AwsConnections;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code boto_sqs}: SQS queues. */
public final class QueueState {
    private static final AwsParameters PRESENT =
            AwsParameters.of(
                    "name: text, attributes: attributes=None",
                    Map.of(
                            "attributes",
                            Shapes.fields(
                                    "DelaySeconds: integer, MaximumMessageSize: integer,"
                                            + " MessageRetentionPeriod: integer,"
                                            + " ReceiveMessageWaitTimeSeconds: integer,"
                                            + " VisibilityTimeout: integer, Policy: any,"
                                            + " RedrivePolicy: any, RedriveAllowPolicy: any,"
                                            + " KmsMasterKeyId: text, KmsDataKeyReusePeriodSeconds:"
                                            + " integer, SqsManagedSseEnabled: flag, FifoQueue:"
                                            + " flag, ContentBasedDeduplication: flag,"
                                            + " DeduplicationScope: text, FifoThroughputLimit:"
                                            + " text")));

    private static final AwsParameters ABSENT = AwsParameters.of("name: text", Map.of());

    private final AwsConnections connections;

    public QueueState(AwsConnections connections) {
        this.connections = connections;
    }

    public List<StateFunction> functions() {
        return Stream.of(
                        AwsState.named(
                                "boto_sqs.present",
                                "Ensures that a queue exists with these attributes.",
                                PRESENT,
                                connections,
                                "sqs",
                                QueueState::present),
                        AwsState.named(
                                "boto_sqs.absent",
                                "Ensures that a queue does not exist.",
                                ABSENT,
                                connections,
                                "sqs",
                                QueueState::absent))
                .flatMap(List::stream)
                .toList();
    }

    private static Steps present(AwsState.Call call) {
        String name = call.name();
        Queues queues = call.account().queues();
        Map<String, @Nullable Object> wanted = Plain.mapping(call.args().value("attributes"));
        if (!name.matches("[A-Za-z0-9_-]{1,75}(\\.fifo)?|[A-Za-z0-9_-]{1,80}")) {
            throw new CallError(
                    "'%s' is no name of a queue: letters, digits, - and _, 80 at most."
                            .formatted(name));
        }
        boolean fifo = Plain.flag(wanted.get("FifoQueue"));
        if (fifo != name.endsWith(".fifo")) {
            throw new CallError(
                    fifo
                            ? "'attributes.FifoQueue': the name of such a queue ends in .fifo."
                            : "A queue whose name ends in .fifo needs the attribute FifoQueue:"
                                    + " true.");
        }
        // AWS takes it as true only, and never again.
        wanted.remove("FifoQueue");
        // Salt's comment is a list here, which its outputters join with new lines.
        Steps steps = new Steps("\n");
        Optional<String> url = queues.url(name);
        if (url.isEmpty()) {
            return steps.step(
                    "SQS queue " + name + " is set to be created.",
                    "SQS queue " + name + " created.",
                    change(null, name),
                    () -> {
                        Map<String, @Nullable Object> attributes = new LinkedHashMap<>(wanted);
                        if (fifo) {
                            attributes.put("FifoQueue", "true");
                        }
                        queues.create(name, attributes);
                    });
        }
        steps.note("SQS queue " + name + " present.");
        if (wanted.isEmpty()) {
            return steps;
        }
        Map<String, @Nullable Object> current = queues.attributes(url.get());
        Map<String, @Nullable Object> before = new LinkedHashMap<>();
        Map<String, @Nullable Object> after = new LinkedHashMap<>();
        wanted.forEach((attribute, value) -> {
            if (!same(attribute, value, current.get(attribute))) {
                before.put(attribute, current.get(attribute));
                after.put(attribute, value);
            }
        });
        if (after.isEmpty()) {
            return steps.note("Queue attributes already set correctly.");
        }
        String names = String.join(", ", after.keySet());
        return steps.step(
                "Attribute(s) " + names + " set to be updated.",
                "Updated SQS queue attribute(s) " + names + ".",
                change("attributes", before, after),
                () -> queues.set(url.get(), after));
    }

    private static boolean same(
            String attribute, @Nullable Object wanted, @Nullable Object current) {
        if (attribute.equals("Policy") && wanted instanceof Map<?, ?>) {
            return PolicyMeaning.same(wanted, current);
        }
        return Meaning.same(wanted, current);
    }

    private static Steps absent(AwsState.Call call) {
        String name = call.name();
        Queues queues = call.account().queues();
        Optional<String> url = queues.url(name);
        if (url.isEmpty()) {
            return new Steps()
                    .note(
                            "SQS queue %s does not exist in %s."
                                    .formatted(name, call.args().text("region").orElse("None")));
        }
        return new Steps()
                .step(
                        "SQS queue " + name + " is set to be removed.",
                        "SQS queue " + name + " was deleted.",
                        change(name, null),
                        () -> queues.delete(url.get()));
    }
}
