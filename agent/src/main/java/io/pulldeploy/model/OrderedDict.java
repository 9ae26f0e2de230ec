package io.pulldeploy.model;

import org.jspecify.annotations.Nullable;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;

/**
 * A mapping that Salt has as a collections.OrderedDict, as which templates print it: what its YAML
 * renderer makes.
 */
public final class OrderedDict extends AbstractMap<@Nullable Object, @Nullable Object> {
    private final Map<@Nullable Object, @Nullable Object> entries;

    /** A view of these entries: it can be changed if they can. */
    public OrderedDict(Map<@Nullable Object, @Nullable Object> entries) {
        this.entries = entries;
    }

    /** The copy of a mapping, as an OrderedDict if that is one. */
    public static Map<@Nullable Object, @Nullable Object> like(
            Map<?, ?> original, Map<@Nullable Object, @Nullable Object> copy) {
        return original instanceof OrderedDict ? new OrderedDict(copy) : copy;
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        return entries.get(key);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return entries.containsKey(key);
    }

    @Override
    public @Nullable Object put(@Nullable Object key, @Nullable Object value) {
        return entries.put(key, value);
    }

    @Override
    public @Nullable Object remove(@Nullable Object key) {
        return entries.remove(key);
    }

    @Override
    public Set<Entry<@Nullable Object, @Nullable Object>> entrySet() {
        return entries.entrySet();
    }

    @Override
    public Set<@Nullable Object> keySet() {
        return entries.keySet();
    }
}
