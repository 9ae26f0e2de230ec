package io.pulldeploy.model;

import org.jspecify.annotations.Nullable;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** A list that yamlex's {@code !aggregate} marks. */
public final class AggregatedList extends AbstractList<@Nullable Object>
        implements Aggregated, RandomAccess {
    private final List<@Nullable Object> items;

    /** A view of these items: it can be changed if they can. */
    public AggregatedList(List<@Nullable Object> items) {
        this.items = items;
    }

    @Override
    public @Nullable Object get(int index) {
        return items.get(index);
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    public @Nullable Object set(int index, @Nullable Object item) {
        return items.set(index, item);
    }

    @Override
    public void add(int index, @Nullable Object item) {
        items.add(index, item);
    }

    @Override
    public @Nullable Object remove(int index) {
        return items.remove(index);
    }
}
