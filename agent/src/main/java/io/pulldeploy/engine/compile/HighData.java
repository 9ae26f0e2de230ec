package io.pulldeploy.engine.compile;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The shapes of high data. High data is kept as Salt keeps it, a mapping of IDs to mappings of
 * state names to argument lists, because an author's mistakes are mistakes of exactly these shapes.
 */
final class HighData {
    static final String EXTEND = "__extend__";
    static final String EXCLUDE = "__exclude__";

    private HighData() {}

    /** The value as a mapping that can be changed, if it is one. */
    @SuppressWarnings("unchecked")
    static @Nullable Map<Object, @Nullable Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<Object, @Nullable Object>) map : null;
    }

    /** The value as a list that can be changed, if it is one. */
    @SuppressWarnings("unchecked")
    static @Nullable List<@Nullable Object> list(@Nullable Object value) {
        return value instanceof List<?> list ? (List<@Nullable Object>) list : null;
    }

    /** The list under a key, made if it is missing. */
    static List<@Nullable Object> listAt(Map<Object, @Nullable Object> map, String key) {
        List<@Nullable Object> present = list(map.get(key));
        if (present != null) {
            return present;
        }
        List<@Nullable Object> made = new ArrayList<>();
        map.put(key, made);
        return made;
    }

    static boolean isInternal(@Nullable Object key) {
        return key instanceof String s && s.startsWith("__");
    }

    /** The first key of an argument, as {@code next(iter(arg))} finds it; null of an empty one. */
    static @Nullable Object firstKey(Map<?, ?> map) {
        return map.isEmpty() ? null : map.keySet().iterator().next();
    }

    /** A mapping of one key, in the form of an argument. */
    static Map<Object, @Nullable Object> argument(Object key, @Nullable Object value) {
        Map<Object, @Nullable Object> argument = LinkedHashMap.newLinkedHashMap(1);
        argument.put(key, value);
        return argument;
    }

    static String text(Map<?, ?> body, String key, String otherwise) {
        return body.containsKey(key) ? Python.str(body.get(key)) : otherwise;
    }
}
