package io.pulldeploy.states.aws;

import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/** A resource's properties: Salt's names to AWS's, and how two sets of them differ. */
final class Properties {
    private Properties() {}

    /** {@code metric_interval_lower_bound} as AWS writes it; a name of AWS's own stays. */
    static String awsName(String name) {
        if (name.isEmpty() || Character.isUpperCase(name.charAt(0))) {
            return name;
        }
        StringBuilder aws = new StringBuilder();
        for (String word : name.split("_")) {
            if (!word.isEmpty()) {
                aws.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
            }
        }
        return aws.toString();
    }

    /** The same value with AWS's names in all its mappings; null members are left out. */
    static @Nullable Object awsNamed(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> named = new LinkedHashMap<>();
                map.forEach((k, v) -> {
                    if (v != null) {
                        named.put(awsName(String.valueOf(k)), awsNamed(v));
                    }
                });
                yield named;
            }
            case List<?> list -> list.stream().map(Properties::awsNamed).toList();
            case null, default -> value;
        };
    }

    /** A mapping under AWS's names. */
    static Map<String, @Nullable Object> awsNamedMapping(@Nullable Object value) {
        return Plain.mapping(awsNamed(Plain.mapping(value)));
    }

    /** What AWS leaves out is the same as nothing: no text, no members, not set, false. */
    static boolean isNothing(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case Boolean b -> !b;
            case String s -> s.isEmpty();
            case List<?> l -> l.isEmpty();
            case Map<?, ?> m -> m.values().stream().allMatch(Properties::isNothing);
            default -> false;
        };
    }

    static boolean same(@Nullable Object a, @Nullable Object b) {
        return (isNothing(a) && isNothing(b)) || Meaning.same(a, b);
    }

    /** The properties whose value is another than wanted, with what they are and shall be. */
    record Diff(Map<String, @Nullable Object> old, Map<String, @Nullable Object> now) {
        boolean isEmpty() {
            return now.isEmpty();
        }
    }

    static Diff diff(
            Map<String, ? extends @Nullable Object> wanted,
            Map<String, ? extends @Nullable Object> current) {
        return diff(wanted, current, Properties::same);
    }

    static Diff diff(
            Map<String, ? extends @Nullable Object> wanted,
            Map<String, ? extends @Nullable Object> current,
            BiPredicate<@Nullable Object, @Nullable Object> same) {
        Map<String, @Nullable Object> old = new LinkedHashMap<>();
        Map<String, @Nullable Object> now = new LinkedHashMap<>();
        wanted.forEach((name, value) -> {
            if (!same.test(value, current.get(name))) {
                old.put(name, current.get(name));
                now.put(name, value);
            }
        });
        return new Diff(old, now);
    }
}
