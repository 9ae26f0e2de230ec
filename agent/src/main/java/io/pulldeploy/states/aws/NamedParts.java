package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;

import org.jspecify.annotations.Nullable;

import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Things that belong to another and have names of their own: a group's scaling policies, scheduled
 * actions and lifecycle hooks. Those that differ are put, those that nobody asked for are deleted.
 *
 * @param property under which changes show them
 * @param toPut under AWS's names
 */
record NamedParts(
        String property,
        List<Map<String, @Nullable Object>> toPut,
        List<String> toDelete,
        Map<String, @Nullable Object> old,
        Map<String, @Nullable Object> now) {

    /**
     * @param nameKey AWS's name of the name, such as {@code PolicyName}
     */
    static NamedParts of(
            String property,
            String nameKey,
            List<Map<String, @Nullable Object>> wanted,
            List<Map<String, @Nullable Object>> current) {
        Map<String, Map<String, @Nullable Object>> is = new LinkedHashMap<>();
        current.forEach(c -> is.put(String.valueOf(c.get(nameKey)), c));
        List<Map<String, @Nullable Object>> toPut = new ArrayList<>();
        Map<String, @Nullable Object> old = new LinkedHashMap<>();
        Map<String, @Nullable Object> now = new LinkedHashMap<>();
        for (Map<String, @Nullable Object> part : wanted) {
            String name = String.valueOf(part.get(nameKey));
            Map<String, @Nullable Object> before = is.remove(name);
            Properties.Diff diff =
                    Properties.diff(part, before == null ? Map.of() : before, NamedParts::same);
            if (before == null) {
                now.put(name, part);
                toPut.add(part);
            } else if (!diff.isEmpty()) {
                old.put(name, diff.old());
                now.put(name, diff.now());
                toPut.add(part);
            }
        }
        old.putAll(is);
        return new NamedParts(property, toPut, List.copyOf(is.keySet()), old, now);
    }

    private static boolean same(@Nullable Object wanted, @Nullable Object current) {
        return Properties.same(wanted, current)
                || (wanted instanceof String a
                        && current instanceof String b
                        && isTime(a)
                        && time(a).equals(time(b)));
    }

    private static boolean isTime(String text) {
        return text.matches("\\d{4}-\\d\\d-\\d\\d[T ].*");
    }

    /** A time without a zone is UTC's, as AWS takes it. */
    private static Object time(String text) {
        String iso = text.replace(' ', 'T');
        try {
            return OffsetDateTime.parse(iso).toInstant();
        } catch (DateTimeParseException e) {
            try {
                return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
            } catch (DateTimeParseException e2) {
                return text;
            }
        }
    }

    boolean isEmpty() {
        return toPut.isEmpty() && toDelete.isEmpty();
    }

    void addTo(Steps steps, Consumer<Map<String, @Nullable Object>> put, Consumer<String> delete) {
        if (!isEmpty()) {
            steps.step(
                    "",
                    "",
                    change(property, old, now),
                    () -> {
                        toPut.forEach(put);
                        toDelete.forEach(delete);
                    });
        }
    }
}
