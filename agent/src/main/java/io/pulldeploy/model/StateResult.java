package io.pulldeploy.model;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one state did, or in a test run would do.
 *
 * @param outcome Salt's result: true, false or null
 * @param changes Salt's changes mapping, in order; empty when nothing changed
 * @param comment Salt's comment
 * @param extra further keys of Salt's result mapping (for example {@code warnings}, {@code
 *     skip_watch}), in order
 */
public record StateResult(
        Outcome outcome,
        Map<String, @Nullable Object> changes,
        String comment,
        Map<String, @Nullable Object> extra) {

    /** Salt's three results. */
    public enum Outcome {
        SUCCEEDED,
        FAILED,
        /** A test run found something to change; Salt's {@code None}. */
        WOULD_CHANGE;

        /** Salt's value: true, false or null. */
        public @Nullable Boolean value() {
            return switch (this) {
                case SUCCEEDED -> true;
                case FAILED -> false;
                case WOULD_CHANGE -> null;
            };
        }
    }

    public StateResult {
        changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
        extra = Collections.unmodifiableMap(new LinkedHashMap<>(extra));
    }

    public static StateResult succeeded(String comment) {
        return new StateResult(Outcome.SUCCEEDED, Map.of(), comment, Map.of());
    }

    public static StateResult changed(Map<String, @Nullable Object> changes, String comment) {
        return new StateResult(Outcome.SUCCEEDED, changes, comment, Map.of());
    }

    public static StateResult failed(String comment) {
        return new StateResult(Outcome.FAILED, Map.of(), comment, Map.of());
    }

    public static StateResult failed(Map<String, @Nullable Object> changes, String comment) {
        return new StateResult(Outcome.FAILED, changes, comment, Map.of());
    }

    public static StateResult wouldChange(Map<String, @Nullable Object> changes, String comment) {
        return new StateResult(Outcome.WOULD_CHANGE, changes, comment, Map.of());
    }

    /** The same result with one more key in Salt's result mapping. */
    public StateResult with(String key, @Nullable Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(extra);
        more.put(key, value);
        return new StateResult(outcome, changes, comment, more);
    }
}
