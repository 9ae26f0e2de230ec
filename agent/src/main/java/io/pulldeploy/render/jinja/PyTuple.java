package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** Python's tuple; {@code names} are a named tuple's fields. */
public final class PyTuple {
    static final PyTuple EMPTY = new PyTuple(List.of(), List.of());

    final List<@Nullable Object> items;
    final List<String> names;

    private PyTuple(List<? extends @Nullable Object> items, List<String> names) {
        this.items = Collections.unmodifiableList(items);
        this.names = names;
    }

    /** A tuple of these engine values. */
    public static PyTuple of(@Nullable Object... values) {
        return new PyTuple(Arrays.asList(values.clone()), List.of());
    }

    /** A tuple of these engine values, copied. */
    public static PyTuple copyOf(Collection<? extends @Nullable Object> values) {
        return values.isEmpty() ? EMPTY : of(values.toArray());
    }

    /** The pair that {@code groupby} yields. */
    static PyTuple group(@Nullable Object grouper, PyList list) {
        return new PyTuple(Arrays.asList(grouper, list), List.of("grouper", "list"));
    }

    /** Whether this is of a named tuple's class, which most of Python's code takes for no tuple. */
    public boolean isNamed() {
        return !names.isEmpty();
    }

    /** Fails as Python does where code makes a new tuple of the same class from a list. */
    public void requirePlain() {
        if (isNamed()) {
            throw TemplateError.type(
                    "_GroupTuple.__new__() missing 1 required positional argument: 'list'");
        }
    }

    public List<@Nullable Object> items() {
        return items;
    }

    @Override
    public String toString() {
        return PyRepr.repr(this);
    }
}
