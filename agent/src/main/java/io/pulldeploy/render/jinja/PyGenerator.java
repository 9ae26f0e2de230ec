package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;

/** A lazy sequence that can be walked once: Python's generators and iterators. */
public final class PyGenerator implements PyIterable {
    private final String typeName;
    private final String label;
    private final Iterator<? extends @Nullable Object> items;

    /** A generator of the Python function {@code label}. */
    public PyGenerator(String label, Iterator<? extends @Nullable Object> items) {
        this("generator", label, items);
    }

    /** An iterator of another type, such as {@code list_reverseiterator}. */
    static PyGenerator iterator(String typeName, Iterator<? extends @Nullable Object> items) {
        return new PyGenerator(typeName, "", items);
    }

    private PyGenerator(String typeName, String label, Iterator<? extends @Nullable Object> items) {
        this.typeName = typeName;
        this.label = label;
        this.items = items;
    }

    @Override
    public String typeName() {
        return typeName;
    }

    @Override
    public Iterator<@Nullable Object> iterate() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return items.hasNext();
            }

            @Override
            public @Nullable Object next() {
                return items.next();
            }
        };
    }

    @Override
    public String repr() {
        String middle = label.isEmpty() ? "" : " " + label;
        return "<" + typeName + " object" + middle + " at " + PyRepr.address(this) + ">";
    }
}
