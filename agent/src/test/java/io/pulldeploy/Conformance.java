package io.pulldeploy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads the cases that Salt's own code made. */
public final class Conformance {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_LONG_FOR_INTS).build();

    private Conformance() {}

    /** The mapping in {@code conformance/<path>}; keys in order, whole numbers as Long. */
    public static Map<String, @Nullable Object> read(String path) {
        try (InputStream in = Conformance.class.getResourceAsStream("/conformance/" + path)) {
            if (in == null) {
                throw new IllegalArgumentException("no conformance/" + path);
            }
            return mapping(JSON.readValue(in, Object.class));
        } catch (IOException e) {
            throw new IllegalStateException("conformance/" + path, e);
        }
    }

    /** JSON text as plain values; whole numbers as Long. */
    public static @Nullable Object json(String text) {
        try {
            return JSON.readValue(text, Object.class);
        } catch (IOException e) {
            throw new IllegalArgumentException("no JSON: " + text, e);
        }
    }

    /** Plain values as JSON text. */
    public static String text(@Nullable Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /**
     * The list {@code cases} of a file.
     *
     * @param known the keys that the test reads: any other is refused, so that none is overlooked
     */
    public static List<Map<String, @Nullable Object>> cases(String path, Set<String> known) {
        List<Map<String, @Nullable Object>> cases = new ArrayList<>();
        for (Object entry : list(read(path).get("cases"))) {
            Map<String, @Nullable Object> one = mapping(entry);
            Set<String> unread = new TreeSet<>(one.keySet());
            unread.removeAll(known);
            if (!unread.isEmpty()) {
                throw new IllegalArgumentException(path + " has keys that nobody reads: " + unread);
            }
            cases.add(one);
        }
        return cases;
    }

    /** The value as a mapping by text. */
    public static Map<String, @Nullable Object> mapping(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("no mapping: " + value);
        }
        Map<String, @Nullable Object> mapping = new LinkedHashMap<>();
        map.forEach((key, entry) -> mapping.put(String.valueOf(key), entry));
        return mapping;
    }

    /** The value as a list; null is empty. */
    public static List<@Nullable Object> list(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case List<?> list -> new ArrayList<@Nullable Object>(list);
            case Object other -> throw new IllegalArgumentException("no list: " + other);
        };
    }
}
