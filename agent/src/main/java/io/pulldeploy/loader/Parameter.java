package io.pulldeploy.loader;

import org.jspecify.annotations.Nullable;

/**
 * One parameter of a function.
 *
 * @param defaultValue a plain value; meaningless if {@code required}
 */
public record Parameter(String name, boolean required, @Nullable Object defaultValue) {}
