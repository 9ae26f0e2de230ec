package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;

/** An object that can be iterated, and that may know its length. */
public interface PyIterable extends PyObject {
    Iterator<@Nullable Object> iterate();

    /** The length, or -1 if {@code len()} does not take it. */
    default int length() {
        return -1;
    }

    /** Whether it can be a key of a dict. */
    default boolean isHashable() {
        return true;
    }
}
