package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads plain values the way SLS files mean them. */
public final class Plain {
    private Plain() {}

    /** Text as Python's str() writes it; nothing for null. */
    public static Optional<String> text(@Nullable Object value) {
        return switch (value) {
            case null -> Optional.empty();
            case Boolean b -> Optional.of(b ? "True" : "False");
            default -> Optional.of(value.toString());
        };
    }

    /** A list; null is empty, and a single value is a list of one. */
    public static List<Object> list(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case List<?> list -> new ArrayList<>(list.stream().filter(v -> v != null).toList());
            default -> List.of(value);
        };
    }

    /** A list of text; one text may hold several, with commas between, as Salt takes it. */
    public static List<String> texts(@Nullable Object value) {
        if (value instanceof String several && several.contains(",")) {
            return List.of(several.split("\\s*,\\s*"));
        }
        return list(value).stream().map(v -> text(v).orElseThrow()).toList();
    }

    /** A mapping, which SLS files also write as a list of mappings with one key each. */
    public static Map<String, @Nullable Object> mapping(@Nullable Object value) {
        Map<String, @Nullable Object> mapping = new LinkedHashMap<>();
        switch (value) {
            case null -> {}
            case Map<?, ?> map -> map.forEach((k, v) -> mapping.put(String.valueOf(k), v));
            case List<?> list -> list.forEach(item -> mapping.putAll(mapping(item)));
            default -> throw new CallError("a mapping is wanted here, not '" + value + "'");
        }
        return mapping;
    }

    /** Tags: a mapping of text. */
    public static Map<String, String> textMapping(@Nullable Object value) {
        Map<String, String> texts = new LinkedHashMap<>();
        mapping(value).forEach((k, v) -> texts.put(k, text(v).orElse("")));
        return texts;
    }

    public static Optional<Long> integer(@Nullable Object value) {
        return switch (value) {
            case null -> Optional.empty();
            case Number n -> Optional.of(n.longValue());
            default -> Optional.of(Long.valueOf(value.toString().strip()));
        };
    }

    public static boolean flag(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean b -> b;
            default -> value.toString().equalsIgnoreCase("true");
        };
    }

    /** Adds an entry to the list that a key has, which is made if there is none. */
    @SuppressWarnings("unchecked")
    static void addTo(Map<String, @Nullable Object> lists, String key, String value) {
        ((List<Object>) lists.computeIfAbsent(key, _ -> new ArrayList<>())).add(value);
    }
}
