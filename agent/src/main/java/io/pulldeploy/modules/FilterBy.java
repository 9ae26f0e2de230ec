package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.model.DictUpdate;
import io.pulldeploy.model.Fnmatch;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.model.Traverse;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Chooses an entry of a mapping by a value, as {@code grains.filter_by} and its kin do. */
final class FilterBy {
    private FilterBy() {}

    /**
     * @param args hold {@code lookup_dict}, {@code merge}, {@code default} and {@code base}
     * @param data where the value is
     * @param path to the value; of a list every entry is tried
     */
    static @Nullable Object of(Arguments args, Map<?, ?> data, String path) {
        Object given = args.value("lookup_dict");
        Object value = Traverse.get(data, path, List.of(), Traverse.DELIMITER);
        List<?> values = value instanceof List<?> list ? list : Collections.singletonList(value);
        if (!(given instanceof Map<?, ?>)) {
            throw noLookup(given, values);
        }
        Map<Object, @Nullable Object> lookup = args.map("lookup_dict");
        Object chosen = matching(lookup, values);
        if (chosen == null) {
            chosen = lookup.get(args.value("default"));
        }
        Object base = args.value("base");
        if (base != null && lookup.containsKey(base)) {
            Object below = lookup.get(base);
            if (chosen == null) {
                chosen = below;
            } else if (below instanceof Map<?, ?> map) {
                if (!(chosen instanceof Map<?, ?> over)) {
                    throw new CallError(
                            "SaltException",
                            "filter_by default and look-up values must both be dictionaries.");
                }
                chosen = DictUpdate.update(map, over, false);
            }
        }
        if (!args.flag("merge")) {
            return chosen;
        }
        if (!(args.value("merge") instanceof Map<?, ?> merge)) {
            throw new CallError("SaltException", "filter_by merge argument must be a dictionary.");
        }
        // Salt merges into the very entry that it chose, unless it stands on a base.
        return chosen == null ? merge : InPlace.update(chosen, merge, false, true);
    }

    private static @Nullable Object matching(Map<Object, @Nullable Object> lookup, List<?> values) {
        for (Object one : values) {
            for (Map.Entry<Object, @Nullable Object> entry : lookup.entrySet()) {
                if (Fnmatch.matches(PythonText.str(one), PythonText.str(entry.getKey()))) {
                    if (entry.getValue() != null) {
                        return entry.getValue();
                    }
                    break;
                }
            }
        }
        return null;
    }

    /** What Python says where it comes to what has no keys: an empty file gives such a lookup. */
    private static CallError noLookup(@Nullable Object given, List<?> values) {
        String type = PythonText.type(given);
        if (!values.isEmpty() && !(given instanceof Collection<?> || given instanceof String)) {
            return new CallError("TypeError", "'%s' object is not iterable".formatted(type));
        }
        return new CallError(
                "AttributeError", "'%s' object has no attribute 'get'".formatted(type));
    }
}
