package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Python's list. */
public final class PyList {
    final ArrayList<@Nullable Object> items;

    /** Whether yamlex's {@code !aggregate} marks it. */
    final boolean isAggregated;

    public PyList() {
        this(List.of());
    }

    /** A list of these engine values, copied. */
    public PyList(Collection<? extends @Nullable Object> values) {
        this(values, false);
    }

    PyList(Collection<? extends @Nullable Object> values, boolean isAggregated) {
        this.items = new ArrayList<>(values);
        this.isAggregated = isAggregated;
    }

    /** The elements themselves: what is changed here changes the list. */
    public List<@Nullable Object> items() {
        return items;
    }

    /** Iterates by index, so that a template may change the list meanwhile, as in Python. */
    Iterator<@Nullable Object> iterate() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < items.size();
            }

            @Override
            public @Nullable Object next() {
                if (next >= items.size()) {
                    throw new NoSuchElementException();
                }
                return items.get(next++);
            }
        };
    }

    @Override
    public String toString() {
        return PyRepr.repr(this);
    }
}
