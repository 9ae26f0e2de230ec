package io.pulldeploy.states.aws;

import io.pulldeploy.loader.CallError;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What AWS decides for good when it creates a resource. */
final class Fixed {
    private Fixed() {}

    /**
     * Says of properties that differ and cannot be changed what they are, and what to do.
     *
     * @param what such as {@code Cache cluster web}
     * @param instead what to do about a property, where there is more to do than to begin anew
     */
    static CallError refusal(
            String what,
            Properties.Diff diff,
            Collection<String> fixed,
            Map<String, String> instead) {
        String properties =
                fixed.stream()
                        .map(p ->
                                "%s (is %s, not %s)"
                                        .formatted(p, shown(diff.old().get(p)), diff.now().get(p)))
                        .collect(Collectors.joining(", "));
        List<String> ways =
                fixed.stream().filter(instead::containsKey).map(instead::get).distinct().toList();
        return refusal(
                what,
                properties,
                fixed.size() == ways.size() && !ways.isEmpty()
                        ? String.join("; ", ways)
                        : "remove it first, or give it another name");
    }

    /** The same for one property, where all there is to do is to begin anew. */
    static CallError refusal(
            String what, String property, @Nullable Object is, @Nullable Object wanted) {
        return refusal(
                what,
                new Properties.Diff(Steps.entry(property, is), Steps.entry(property, wanted)),
                List.of(property),
                Map.of());
    }

    private static Object shown(@Nullable Object value) {
        return value == null || Properties.isNothing(value) ? "not set" : value;
    }

    /**
     * @param properties what differs, such as {@code the path (is /, not /app/)}
     */
    static CallError refusal(String what, String properties, String way) {
        return new CallError(
                "%s exists, and after creation AWS cannot change %s: %s."
                        .formatted(what, properties, way));
    }
}
