package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** {@link Queues} over SQS. */
final class SdkQueues implements Queues {
    private static final Set<String> ABSENT =
            Set.of(
                    "AWS.SimpleQueueService.NonExistentQueue",
                    "QueueDoesNotExist",
                    "com.amazonaws.sqs#QueueDoesNotExist");

    /** SQS keeps a deleted queue's name for a minute. */
    private static final Set<String> PASSING =
            Set.of("AWS.SimpleQueueService.QueueDeletedRecently", "QueueDeletedRecently");

    private final AwsClients clients;
    private final AwsCalls calls;

    SdkQueues(AwsClients clients, AwsCalls calls) {
        this.clients = clients;
        this.calls = calls;
    }

    @Override
    public Optional<String> url(String name) {
        return calls.find(
                "sqs:GetQueueUrl",
                name,
                ABSENT,
                () -> clients.sqs().getQueueUrl(r -> r.queueName(name)).queueUrl());
    }

    @Override
    public List<String> urls(String prefix) {
        return calls.call(
                "sqs:ListQueues",
                prefix + "*",
                () ->
                        clients
                                .sqs()
                                .listQueuesPaginator(r -> {
                                    if (!prefix.isEmpty()) {
                                        r.queueNamePrefix(prefix);
                                    }
                                })
                                .queueUrls()
                                .stream()
                                .toList());
    }

    @Override
    public Map<String, @Nullable Object> attributes(String url) {
        Map<String, String> answered =
                calls.call(
                        "sqs:GetQueueAttributes",
                        url,
                        ABSENT,
                        () ->
                                clients.sqs()
                                        .getQueueAttributes(r ->
                                                r.queueUrl(url)
                                                        .attributeNames(QueueAttributeName.ALL))
                                        .attributesAsStrings());
        Map<String, @Nullable Object> attributes = new TreeMap<>();
        answered.forEach((name, text) ->
                attributes.put(name, isDocument(name) ? AwsJson.parse(text) : text));
        return attributes;
    }

    @Override
    public String create(String name, Map<String, ?> attributes) {
        return calls.call(
                "sqs:CreateQueue",
                name,
                PASSING,
                () ->
                        clients.sqs()
                                .createQueue(r ->
                                        r.queueName(name).attributesWithStrings(text(attributes)))
                                .queueUrl());
    }

    @Override
    public void set(String url, Map<String, ?> attributes) {
        calls.call(
                "sqs:SetQueueAttributes",
                url,
                ABSENT,
                () ->
                        clients.sqs()
                                .setQueueAttributes(r ->
                                        r.queueUrl(url).attributesWithStrings(text(attributes))));
    }

    @Override
    public void delete(String url) {
        calls.call("sqs:DeleteQueue", url, () -> clients.sqs().deleteQueue(r -> r.queueUrl(url)));
    }

    private static boolean isDocument(String attribute) {
        return attribute.endsWith("Policy");
    }

    private static Map<String, String> text(Map<String, ?> attributes) {
        Map<String, String> text = new LinkedHashMap<>();
        attributes.forEach((name, value) ->
                text.put(
                        name,
                        value instanceof Map<?, ?> ? AwsJson.write(value) : String.valueOf(value)));
        return text;
    }
}
