package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;

/** A dict's live keys, values or items. */
record PyView(PyDict dict, Kind kind) implements PyIterable {
    enum Kind {
        KEYS("_keys"),
        VALUES("_values"),
        ITEMS("_items");

        private final String suffix;

        Kind(String suffix) {
            this.suffix = suffix;
        }
    }

    @Override
    public String typeName() {
        return (dict.isOrdered() ? "odict" : "dict") + kind.suffix;
    }

    @Override
    public Iterator<@Nullable Object> iterate() {
        return switch (kind) {
            case KEYS -> dict.keys();
            case VALUES -> dict.values();
            case ITEMS -> dict.pairs();
        };
    }

    @Override
    public int length() {
        return dict.size();
    }

    /** Whether this is of keys or items, which are a set. */
    boolean isSet() {
        return kind != Kind.VALUES;
    }

    /** Whether the value is a set, or as good as one. */
    static boolean isSet(@Nullable Object value) {
        return value instanceof PySet || (value instanceof PyView view && view.isSet());
    }

    /** Whether keys or items have this one. */
    boolean contains(@Nullable Object item) {
        if (kind == Kind.KEYS) {
            return dict.containsKey(item);
        }
        if (!(item instanceof PyTuple pair) || pair.items.size() != 2) {
            return false;
        }
        Object value = dict.get(pair.items.get(0));
        return value != Missing.MISSING && PyCompare.same(value, pair.items.get(1));
    }

    @Override
    public boolean isHashable() {
        return !isSet();
    }

    @Override
    public String repr() {
        return PyRepr.repr(this);
    }

    @SuppressWarnings("ReferenceEquality") // Python compares dict_values by identity.
    boolean sameAs(@Nullable Object other) {
        if (!isSet() || !isSet(other)) {
            return this == other;
        }
        return PyCompare.equal(new PySet(PyValues.list(this)), new PySet(PyValues.list(other)));
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
