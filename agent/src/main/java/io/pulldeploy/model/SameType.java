package io.pulldeploy.model;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** Keeps of a mapping or list, in its copy, what Python keeps in the type. */
public final class SameType {
    private SameType() {}

    /** The copy of a mapping, as an OrderedDict or marked if the original is. */
    public static Map<@Nullable Object, @Nullable Object> map(
            Map<?, ?> original, Map<@Nullable Object, @Nullable Object> copy) {
        return switch (original) {
            case OrderedDict _ -> new OrderedDict(copy);
            case AggregatedMap _ -> new AggregatedMap(copy);
            default -> copy;
        };
    }

    /** The copy of a list, marked if the original is. */
    public static List<@Nullable Object> list(List<?> original, List<@Nullable Object> copy) {
        return original instanceof AggregatedList ? new AggregatedList(copy) : copy;
    }
}
