package io.pulldeploy.loader;

import org.jspecify.annotations.Nullable;

/**
 * An execution function: what {@code salt['file.file_exists']} and {@code pulldeploy call
 * file.file_exists} reach.
 *
 * @param name full name, {@code module.function}
 * @param doc one line
 */
public record ExecutionFunction(String name, String doc, Signature signature, Body body) {
    /** What the function does. */
    @FunctionalInterface
    public interface Body {
        /**
         * @return a plain value, in Salt's shape
         * @throws CallError if it cannot be done
         */
        @Nullable Object call(Minion minion, Arguments args);
    }

    public ExecutionFunction(String name, String doc, String signature, Body body) {
        this(name, doc, Signature.of(signature), body);
    }
}
