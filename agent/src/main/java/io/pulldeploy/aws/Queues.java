package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** SQS queues. Attributes are SQS's; {@code Policy} and {@code RedrivePolicy} are plain values. */
public interface Queues {
    /** The queue's URL. */
    Optional<String> url(String name);

    /** URLs of the queues whose names start so; every queue for an empty prefix. */
    List<String> urls(String prefix);

    Map<String, @Nullable Object> attributes(String url);

    /**
     * @return the queue's URL
     */
    String create(String name, Map<String, ?> attributes);

    void set(String url, Map<String, ?> attributes);

    void delete(String url);
}
