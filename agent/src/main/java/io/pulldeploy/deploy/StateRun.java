package io.pulldeploy.deploy;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What applying states came to.
 *
 * @param exitCode as {@code --retcode-passthrough} gives it: 0, 1, 2 or 5
 * @param results Salt's result mapping, in the order of the run
 * @param errors what kept the states from running at all
 */
public record StateRun(int exitCode, Map<String, @Nullable Object> results, List<String> errors) {
    public StateRun {
        results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
        errors = List.copyOf(errors);
    }

    public int total() {
        return results.size();
    }

    public int failed() {
        return (int) each().filter(r -> Boolean.FALSE.equals(r.get("result"))).count();
    }

    public int changed() {
        return (int)
                each().filter(r -> r.get("changes") instanceof Map<?, ?> c && !c.isEmpty()).count();
    }

    /**
     * The failed states, {@code id: comment} each, one line. Where no state matched at all, Salt's
     * result names none.
     */
    public List<String> failures() {
        return each().filter(r -> Boolean.FALSE.equals(r.get("result")))
                .map(r ->
                        (r.get("__id__") == null ? "" : r.get("__id__") + ": ")
                                + oneLine(r.get("comment")))
                .toList();
    }

    private Stream<Map<?, ?>> each() {
        return results.values().stream()
                .filter(Map.class::isInstance)
                .<Map<?, ?>>map(Map.class::cast);
    }

    private static String oneLine(@Nullable Object comment) {
        return String.valueOf(comment).strip().lines().findFirst().orElse("");
    }
}
