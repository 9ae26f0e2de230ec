package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.sns.model.Topic;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** {@link Topics} over SNS. */
final class SdkTopics implements Topics {
    /** A topic that was made just now may not be known everywhere. */
    private static final Set<String> PASSING = Set.of("NotFound");

    /** SNS's word for a subscription that it still lists, and that is no more. */
    private static final String DELETED = "Deleted";

    private final AwsClients clients;
    private final AwsCalls calls;

    SdkTopics(AwsClients clients, AwsCalls calls) {
        this.clients = clients;
        this.calls = calls;
    }

    @Override
    public Optional<String> arn(String name) {
        return calls.call(
                "sns:ListTopics",
                name,
                () ->
                        clients.sns().listTopicsPaginator().topics().stream()
                                .map(Topic::topicArn)
                                .filter(arn -> arn.equals(name) || arn.endsWith(":" + name))
                                .findFirst());
    }

    @Override
    public Map<String, @Nullable Object> attributes(String arn) {
        Map<String, String> answered =
                calls.call(
                        "sns:GetTopicAttributes",
                        arn,
                        () -> clients.sns().getTopicAttributes(r -> r.topicArn(arn)).attributes());
        Map<String, @Nullable Object> attributes = new TreeMap<>();
        answered.forEach((name, text) ->
                attributes.put(name, name.endsWith("Policy") ? AwsJson.parse(text) : text));
        return attributes;
    }

    @Override
    public List<Subscription> subscriptions(String arn) {
        return calls.call(
                "sns:ListSubscriptionsByTopic",
                arn,
                () ->
                        clients
                                .sns()
                                .listSubscriptionsByTopicPaginator(r -> r.topicArn(arn))
                                .subscriptions()
                                .stream()
                                .filter(s -> !DELETED.equals(s.subscriptionArn()))
                                .map(s ->
                                        new Subscription(
                                                s.subscriptionArn(), s.protocol(), s.endpoint()))
                                .toList());
    }

    @Override
    public String create(String name, Map<String, ?> attributes) {
        Map<String, String> text = new LinkedHashMap<>();
        attributes.forEach((attribute, value) -> text.put(attribute, text(value)));
        if (name.endsWith(".fifo")) {
            text.put("FifoTopic", "true");
        }
        return calls.call(
                "sns:CreateTopic",
                name,
                () -> clients.sns().createTopic(r -> r.name(name).attributes(text)).topicArn());
    }

    @Override
    public void set(String arn, String attribute, Object value) {
        calls.call(
                "sns:SetTopicAttributes",
                arn,
                () ->
                        clients.sns()
                                .setTopicAttributes(r ->
                                        r.topicArn(arn)
                                                .attributeName(attribute)
                                                .attributeValue(text(value))));
    }

    @Override
    public void delete(String arn) {
        calls.call("sns:DeleteTopic", arn, () -> clients.sns().deleteTopic(r -> r.topicArn(arn)));
    }

    @Override
    public void subscribe(String arn, String protocol, String endpoint) {
        calls.call(
                "sns:Subscribe",
                arn,
                PASSING,
                () ->
                        clients.sns()
                                .subscribe(r ->
                                        r.topicArn(arn).protocol(protocol).endpoint(endpoint)));
    }

    @Override
    public void unsubscribe(String subscriptionArn) {
        calls.call(
                "sns:Unsubscribe",
                subscriptionArn,
                () -> clients.sns().unsubscribe(r -> r.subscriptionArn(subscriptionArn)));
    }

    private static String text(Object value) {
        return value instanceof Map<?, ?> ? AwsJson.write(value) : String.valueOf(value);
    }
}
