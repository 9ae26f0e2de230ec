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

    @Override
    public boolean isHashable() {
        return kind == Kind.VALUES;
    }

    @Override
    public String repr() {
        return PyRepr.repr(this);
    }

    @SuppressWarnings("ReferenceEquality") // Python compares dict_values by identity.
    boolean sameAs(@Nullable Object other) {
        if (kind == Kind.VALUES || !(other instanceof PyView || other instanceof PySet)) {
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
