package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** {@link Topics} in memory. E-mail and the web have to agree, and never do. */
public final class FakeTopics implements Topics {
    private static final String BASE = "arn:aws:sns:us-east-1:123456789012:";

    private final Map<String, Map<String, @Nullable Object>> topics = new LinkedHashMap<>();
    private final Map<String, List<Subscription>> subscriptions = new LinkedHashMap<>();
    private final Consumer<String> mutated;
    private int made;

    FakeTopics(Consumer<String> mutated) {
        this.mutated = mutated;
    }

    @Override
    public Optional<String> arn(String name) {
        return Optional.of(name.startsWith("arn:") ? name : BASE + name)
                .filter(topics::containsKey);
    }

    @Override
    public Map<String, @Nullable Object> attributes(String arn) {
        return Map.copyOf(Existing.in(topics, arn));
    }

    @Override
    public List<Subscription> subscriptions(String arn) {
        return List.copyOf(Existing.in(subscriptions, arn));
    }

    @Override
    public String create(String name, Map<String, ?> attributes) {
        mutated.accept("sns:CreateTopic " + name);
        topics.put(BASE + name, new LinkedHashMap<>(attributes));
        subscriptions.put(BASE + name, new ArrayList<>());
        return BASE + name;
    }

    @Override
    public void set(String arn, String attribute, Object value) {
        mutated.accept("sns:SetTopicAttributes " + attribute);
        Existing.in(topics, arn).put(attribute, value);
    }

    @Override
    public void delete(String arn) {
        mutated.accept("sns:DeleteTopic " + arn.substring(BASE.length()));
        topics.remove(arn);
        subscriptions.remove(arn);
    }

    @Override
    public void subscribe(String arn, String protocol, String endpoint) {
        mutated.accept("sns:Subscribe " + protocol + " " + endpoint);
        boolean waits = protocol.startsWith("email") || protocol.startsWith("http");
        Existing.in(subscriptions, arn)
                .add(
                        new Subscription(
                                waits ? "PendingConfirmation" : arn + ":" + ++made,
                                protocol,
                                endpoint.replaceFirst("^(https?://[^:/]+:)[^/@]+@", "$1****@")));
    }

    @Override
    public void unsubscribe(String subscriptionArn) {
        mutated.accept("sns:Unsubscribe " + subscriptionArn.substring(BASE.length()));
        subscriptions.values().forEach(of -> of.removeIf(s -> s.arn().equals(subscriptionArn)));
    }
}
