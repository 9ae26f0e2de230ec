package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.model.DictUpdate;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** Merging that also changes the mapping that a template handed in, as Salt's functions do. */
final class InPlace {
    private InPlace() {}

    /**
     * @throws CallError if one of the two is no mapping
     */
    static Map<Object, @Nullable Object> update(
            @Nullable Object destination,
            @Nullable Object update,
            boolean mergeLists,
            boolean inPlace) {
        if (!(destination instanceof Map<?, ?> into) || !(update instanceof Map<?, ?> more)) {
            throw new CallError(
                    "TypeError", "Cannot update using non-dict types in dictupdate.update()");
        }
        Map<Object, @Nullable Object> merged = DictUpdate.update(into, more, mergeLists);
        return inPlace ? replace(destination, merged) : merged;
    }

    /**
     * Gives a mapping new entries; one that cannot be changed, such as a pillar's, stays as it is.
     */
    @SuppressWarnings("unchecked")
    static Map<Object, @Nullable Object> replace(
            @Nullable Object destination, Map<Object, @Nullable Object> entries) {
        if (!(destination instanceof Map<?, ?>)) {
            return entries;
        }
        Map<Object, @Nullable Object> into = (Map<Object, @Nullable Object>) destination;
        try {
            into.putAll(entries);
            return into;
        } catch (UnsupportedOperationException e) {
            return entries;
        }
    }
}
