package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** {@link Queues} in memory. */
final class FakeQueues implements Queues {
    private static final String BASE = "https://sqs.us-east-1.amazonaws.com/123456789012/";

    private final Map<String, Map<String, @Nullable Object>> queues = new LinkedHashMap<>();
    private final Consumer<String> mutated;

    FakeQueues(Consumer<String> mutated) {
        this.mutated = mutated;
    }

    @Override
    public Optional<String> url(String name) {
        return Optional.of(BASE + name).filter(queues::containsKey);
    }

    @Override
    public List<String> urls(String prefix) {
        return queues.keySet().stream().filter(u -> u.startsWith(BASE + prefix)).toList();
    }

    @Override
    public Map<String, @Nullable Object> attributes(String url) {
        return Map.copyOf(Existing.in(queues, url));
    }

    @Override
    public String create(String name, Map<String, ?> attributes) {
        mutated.accept("sqs:CreateQueue " + name);
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("VisibilityTimeout", "30");
        all.put("DelaySeconds", "0");
        queues.put(BASE + name, all);
        store(all, attributes);
        return BASE + name;
    }

    @Override
    public void set(String url, Map<String, ?> attributes) {
        mutated.accept("sqs:SetQueueAttributes " + url.substring(BASE.length()));
        store(Existing.in(queues, url), attributes);
    }

    private static void store(Map<String, @Nullable Object> into, Map<String, ?> attributes) {
        attributes.forEach((k, v) -> into.put(k, v instanceof Map<?, ?> ? v : String.valueOf(v)));
    }

    @Override
    public void delete(String url) {
        mutated.accept("sqs:DeleteQueue " + url.substring(BASE.length()));
        queues.remove(url);
    }
}
