package io.pulldeploy.model;

import org.jspecify.annotations.Nullable;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;

/** A view of a mapping that has another type in Python. It can be changed if the mapping can. */
abstract sealed class MapView extends AbstractMap<@Nullable Object, @Nullable Object>
        permits AggregatedMap, OrderedDict {
    private final Map<@Nullable Object, @Nullable Object> entries;

    MapView(Map<@Nullable Object, @Nullable Object> entries) {
        this.entries = entries;
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
