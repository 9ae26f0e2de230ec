package io.pulldeploy.model;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Salt's ways of merging one mapping into another. The operands are never changed. */
public final class DictUpdate {
    private DictUpdate() {}

    /**
     * Python's {@code copy.deepcopy} of a plain value: every mapping and list is new and can be
     * changed.
     */
    public static @Nullable Object copy(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Map<?, ?> map -> copy(map);
            case List<?> list -> {
                List<@Nullable Object> copied = new ArrayList<>(list.size());
                list.forEach(entry -> copied.add(copy(entry)));
                yield SameType.list(list, copied);
            }
            case Object scalar -> scalar;
        };
    }

    /** {@link #copy(Object)} of a mapping. */
    public static Map<Object, @Nullable Object> copy(Map<?, ?> map) {
        Map<Object, @Nullable Object> copied = new LinkedHashMap<>();
        map.forEach((key, entry) -> copied.put(key, copy(entry)));
        return SameType.map(map, copied);
    }

    /**
     * Salt's {@code dictupdate.update}: mappings merge, anything else is replaced.
     *
     * @param mergeLists whether a list gains the new list's entries that it lacks, instead of being
     *     replaced
     */
    public static Map<Object, @Nullable Object> update(
            Map<?, ?> destination, Map<?, ?> update, boolean mergeLists) {
        Map<Object, @Nullable Object> merged = copy(destination);
        merge(merged, update, mergeLists);
        return merged;
    }

    private static void merge(
            Map<Object, @Nullable Object> into, Map<?, ?> update, boolean mergeLists) {
        update.forEach((key, value) -> {
            Object present = into.get(key);
            if (present instanceof Map<?, ?> before && value instanceof Map<?, ?> more) {
                Map<Object, @Nullable Object> both =
                        SameType.map(before, new LinkedHashMap<>(before));
                merge(both, more, mergeLists);
                into.put(key, both);
            } else if (mergeLists
                    && present instanceof List<?> before
                    && value instanceof List<?> more) {
                into.put(key, union(before, more));
            } else {
                into.put(key, copy(value));
            }
        });
    }

    private static List<@Nullable Object> union(List<?> before, List<?> more) {
        List<@Nullable Object> union = new ArrayList<>(before);
        for (Object entry : more) {
            if (union.stream().noneMatch(known -> PythonOrder.equal(known, entry))) {
                union.add(copy(entry));
            }
        }
        return SameType.list(before, union);
    }

    /**
     * Salt's {@code dictupdate.merge}.
     *
     * @param strategy smart, recurse, list, aggregate, overwrite or none; any other means recurse
     * @param renderer the pipe that made the mappings: smart aggregates what yamlex made
     */
    public static Map<Object, @Nullable Object> merge(
            Map<?, ?> a, Map<?, ?> b, String strategy, String renderer, boolean mergeLists) {
        String chosen = chosen(strategy, renderer);
        return switch (chosen) {
            case "list" -> mergeList(a, b);
            case "aggregate" -> aggregate(a, b);
            case "recurse", "overwrite" -> update(overwritten(a, b, chosen), b, mergeLists);
            default -> update(a, b, false);
        };
    }

    /** The strategy that smart means where this pipe makes the mappings; any other means itself. */
    public static String chosen(String strategy, String renderer) {
        if (!strategy.equals("smart")) {
            return strategy;
        }
        boolean marks =
                renderer.endsWith("|yamlex")
                        || renderer.equals("yamlex")
                        || renderer.startsWith("yamlex_");
        return marks ? "aggregate" : "recurse";
    }

    /** Before it merges, the strategy overwrite takes b's value of every key that both have. */
    private static Map<?, ?> overwritten(Map<?, ?> a, Map<?, ?> b, String strategy) {
        if (!strategy.equals("overwrite")) {
            return a;
        }
        Map<Object, @Nullable Object> result = new LinkedHashMap<>(a);
        b.forEach((key, value) -> result.replace(key, value));
        return result;
    }

    /**
     * Keys of both become lists of the two values; keys that only b has are dropped, as Salt does.
     */
    private static Map<Object, @Nullable Object> mergeList(Map<?, ?> a, Map<?, ?> b) {
        Map<Object, @Nullable Object> merged = new LinkedHashMap<>();
        a.forEach((key, value) -> {
            if (b.containsKey(key)) {
                List<@Nullable Object> both = new ArrayList<>();
                both.add(copy(value));
                both.add(copy(b.get(key)));
                merged.put(key, both);
            } else {
                merged.put(key, copy(value));
            }
        });
        return merged;
    }

    /** The outermost mapping is merged; below it, what yamlex's {@code !aggregate} marks. */
    private static Map<Object, @Nullable Object> aggregate(Map<?, ?> a, Map<?, ?> b) {
        return copy((Map<?, ?>) Objects.requireNonNull(Aggregation.merge(a, b, 1)));
    }
}
