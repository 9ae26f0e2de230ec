package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

/** An object that answers {@code object[key]}. */
public interface PySubscriptable extends PyObject {
    /**
     * @throws TemplateError of kind KeyError, IndexError or TypeError if there is none
     */
    @Nullable Object item(@Nullable Object key);

    /** {@code key in object}. */
    boolean contains(@Nullable Object key);
}
