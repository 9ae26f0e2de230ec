package io.pulldeploy.states.aws;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares policy documents by what they mean: AWS answers them in another order, with single
 * values for lists of one, and with its own spelling of principals.
 */
final class PolicyMeaning {
    private static final Set<String> CASELESS = Set.of("Action", "NotAction");

    private PolicyMeaning() {}

    static boolean same(@Nullable Object a, @Nullable Object b) {
        return canonical(a).equals(canonical(b));
    }

    private static Object canonical(@Nullable Object document) {
        if (!(document instanceof Map<?, ?> map)) {
            return String.valueOf(document);
        }
        Map<String, Object> canonical = new TreeMap<>();
        map.forEach((key, value) -> {
            if ("Statement".equals(key)) {
                canonical.put("Statement", statements(value));
            } else if (value != null) {
                canonical.put(String.valueOf(key), String.valueOf(value));
            }
        });
        // A document without a version is of the first one.
        canonical.putIfAbsent("Version", "2008-10-17");
        return canonical;
    }

    private static List<String> statements(@Nullable Object statements) {
        List<?> list =
                statements instanceof List<?> many
                        ? many
                        : statements == null ? List.of() : List.of(statements);
        return new ArrayList<>(
                new TreeSet<>(list.stream().map(s -> statement(s).toString()).toList()));
    }

    private static Object statement(@Nullable Object statement) {
        if (!(statement instanceof Map<?, ?> map)) {
            return String.valueOf(statement);
        }
        Map<String, Object> canonical = new TreeMap<>();
        map.forEach((key, value) -> {
            String name = String.valueOf(key);
            switch (name) {
                case "Principal", "NotPrincipal" -> canonical.put(name, principal(value));
                case "Condition" -> canonical.put(name, condition(value));
                default -> {
                    if (value != null) {
                        canonical.put(name, values(value, CASELESS.contains(name)));
                    }
                }
            }
        });
        return canonical;
    }

    /** Everyone is written {@code *} or {@code {"AWS": "*"}}. */
    private static Object principal(@Nullable Object principal) {
        if (!(principal instanceof Map<?, ?> map)) {
            return Map.of("AWS", values(principal, false));
        }
        Map<String, Object> canonical = new TreeMap<>();
        map.forEach((kind, who) -> canonical.put(String.valueOf(kind), values(who, false)));
        return canonical;
    }

    private static Object condition(@Nullable Object condition) {
        if (!(condition instanceof Map<?, ?> operators)) {
            return String.valueOf(condition);
        }
        Map<String, Object> canonical = new TreeMap<>();
        operators.forEach((operator, tests) -> {
            Map<String, Object> byKey = new TreeMap<>();
            if (tests instanceof Map<?, ?> map) {
                map.forEach((key, wanted) ->
                        byKey.put(
                                String.valueOf(key).toLowerCase(Locale.ROOT),
                                values(wanted, false)));
            }
            canonical.put(String.valueOf(operator), byKey);
        });
        return canonical;
    }

    private static Set<String> values(@Nullable Object value, boolean caseless) {
        Set<String> values = new TreeSet<>();
        List<?> list = value instanceof List<?> many ? many : List.of(String.valueOf(value));
        list.forEach(v -> {
            String text = String.valueOf(v);
            values.add(caseless ? text.toLowerCase(Locale.ROOT) : text);
        });
        return values;
    }
}
