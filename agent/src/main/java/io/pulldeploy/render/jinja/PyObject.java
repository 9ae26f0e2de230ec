package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

/** A value of a type of its own: what it is called, how it prints, and which attributes it has. */
public interface PyObject {
    /** Python's name of the type, as its messages use it. */
    String typeName();

    /**
     * How Jinja2 names the value where an attribute is missing: {@code str object} and the like.
     */
    default String description() {
        return typeName() + " object";
    }

    /** The attribute, or {@link Missing#MISSING}. */
    default @Nullable Object attribute(String name) {
        return Missing.MISSING;
    }

    default String repr() {
        return "<" + typeName() + " object at " + PyRepr.address(this) + ">";
    }

    default String str() {
        return repr();
    }

    default boolean truth() {
        return true;
    }
}
