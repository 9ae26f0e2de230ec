package io.pulldeploy.model;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Merges by the marks of yamlex's {@code !aggregate}, as Salt's salt.utils.aggregation does. */
public final class Aggregation {
    private Aggregation() {}

    /**
     * The second value, with what it gains of the first: two marked mappings or lists become one of
     * both. The operands are never changed, and the result may share parts with them.
     *
     * @param levels how many levels, from the outermost, count as marked even where they are not
     */
    public static @Nullable Object merge(
            @Nullable Object first, @Nullable Object second, int levels) {
        Object a = levels > 0 ? marked(first) : first;
        Object b = levels > 0 ? marked(second) : second;
        if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
            // One that is not marked loses its other keys, but the keys of both are merged.
            Map<?, ?> base = a instanceof Aggregated && b instanceof Aggregated ? x : y;
            Map<@Nullable Object, @Nullable Object> merged = new LinkedHashMap<>(base);
            y.forEach((key, value) ->
                    merged.put(
                            key,
                            x.containsKey(key) ? merge(x.get(key), value, levels - 1) : value));
            return SameType.map(base, merged);
        }
        if (a instanceof AggregatedList x && b instanceof AggregatedList y) {
            List<@Nullable Object> merged = new ArrayList<>(x);
            for (Object item : y) {
                if (x.stream().noneMatch(known -> PythonOrder.equal(known, item))) {
                    merged.add(item);
                }
            }
            return new AggregatedList(merged);
        }
        return b;
    }

    /** The value as {@code !aggregate} marks it: a scalar is a list of itself. */
    public static Object marked(@Nullable Object value) {
        return switch (value) {
            case Aggregated marked -> marked;
            case Map<?, ?> map -> new AggregatedMap(new LinkedHashMap<>(map));
            case List<?> list -> new AggregatedList(new ArrayList<>(list));
            case null, default -> {
                List<@Nullable Object> items = new ArrayList<>();
                items.add(value);
                yield new AggregatedList(items);
            }
        };
    }
}
