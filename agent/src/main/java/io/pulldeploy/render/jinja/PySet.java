package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Iterator;

/** Python's set, in order of insertion (Python's own order is that of the hashes). */
public final class PySet {
    private final PyDict members = new PyDict();

    /** A set of these engine values; an unhashable one is a TypeError. */
    public PySet(Collection<? extends @Nullable Object> values) {
        for (Object value : values) {
            members.put(value, true);
        }
    }

    public int size() {
        return members.size();
    }

    public boolean contains(@Nullable Object value) {
        return members.containsKey(value);
    }

    public boolean add(@Nullable Object value) {
        int before = members.size();
        members.put(value, true);
        return members.size() != before;
    }

    public boolean remove(@Nullable Object value) {
        return members.remove(value) != Missing.MISSING;
    }

    public Iterator<@Nullable Object> iterate() {
        return members.keys();
    }

    @Override
    public String toString() {
        return PyRepr.repr(this);
    }
}
