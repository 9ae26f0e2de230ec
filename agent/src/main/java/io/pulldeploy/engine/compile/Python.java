package io.pulldeploy.engine.compile;

import io.pulldeploy.model.PythonText;
import io.pulldeploy.model.SameType;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How Python writes, names and compares plain values, where Salt's texts and rules rest on it. */
public final class Python {
    private Python() {}

    /** Python's {@code str()}. */
    public static String str(@Nullable Object value) {
        return value instanceof String s ? s : repr(value);
    }

    /** Python's {@code repr()}; a mapping is the ordered dictionary that the YAML loader makes. */
    public static String repr(@Nullable Object value) {
        return switch (value) {
            case List<?> list ->
                    list.stream().map(Python::repr).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map ->
                    map.isEmpty()
                            ? "OrderedDict()"
                            : map.entrySet().stream()
                                    .map(e ->
                                            "("
                                                    + repr(e.getKey())
                                                    + ", "
                                                    + repr(e.getValue())
                                                    + ")")
                                    .collect(Collectors.joining(", ", "OrderedDict([", "])"));
            case null, default -> PythonText.repr(value);
        };
    }

    /** The name of the value's Python type. */
    public static String typeName(@Nullable Object value) {
        return value instanceof Map ? "OrderedDict" : PythonText.type(value);
    }

    /**
     * What Python's {@code for} goes through: a list's items, a mapping's keys, a text's
     * characters; nothing of what it cannot go through.
     */
    public static List<@Nullable Object> items(@Nullable Object value) {
        return switch (value) {
            case List<?> list -> new ArrayList<>(list);
            case Map<?, ?> map -> new ArrayList<>(map.keySet());
            case String text -> text.codePoints().<Object>mapToObj(Character::toString).toList();
            case null, default -> List.of();
        };
    }

    /** Python's truth of a value. */
    public static boolean truth(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean b -> b;
            case Number n -> n.doubleValue() != 0;
            case CharSequence s -> !s.isEmpty();
            case List<?> l -> !l.isEmpty();
            case Map<?, ?> m -> !m.isEmpty();
            default -> true;
        };
    }

    /** A copy that shares no list and no mapping with the original. */
    public static @Nullable Object copy(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<@Nullable Object, @Nullable Object> copy =
                        SameType.map(map, LinkedHashMap.newLinkedHashMap(map.size()));
                map.forEach((k, v) -> copy.put(k, copy(v)));
                yield copy;
            }
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>(list.size());
                list.forEach(v -> copy.add(copy(v)));
                yield SameType.list(list, copy);
            }
            case null -> null;
            default -> value;
        };
    }

    /**
     * A copy that can be changed, in which what was one list or mapping is one still: what Salt
     * adds to a list that YAML aliases share, it adds for all who share it.
     */
    public static @Nullable Object mutable(@Nullable Object value) {
        return mutable(value, new IdentityHashMap<>());
    }

    private static @Nullable Object mutable(@Nullable Object value, Map<Object, Object> copies) {
        if (value instanceof Map<?, ?> map) {
            Object made = copies.get(value);
            if (made != null) {
                return made;
            }
            Map<@Nullable Object, @Nullable Object> copy =
                    SameType.map(map, LinkedHashMap.newLinkedHashMap(map.size()));
            copies.put(value, copy);
            map.forEach((k, v) -> copy.put(k, mutable(v, copies)));
            return copy;
        }
        if (value instanceof List<?> list) {
            Object made = copies.get(value);
            if (made != null) {
                return made;
            }
            List<@Nullable Object> copy = new ArrayList<>(list.size() + 2);
            copies.put(value, copy);
            list.forEach(v -> copy.add(mutable(v, copies)));
            return copy;
        }
        return value;
    }
}
