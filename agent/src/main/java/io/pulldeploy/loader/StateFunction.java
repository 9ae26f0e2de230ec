package io.pulldeploy.loader;

import io.pulldeploy.model.StateResult;

/**
 * A state function: what {@code file.managed} in an SLS file reaches. A watching state whose
 * requisites changed calls {@code <state>.mod_watch}, registered as a function of that name.
 *
 * @param name full name, {@code state.function}
 * @param doc one line
 * @param namesPlace whether a failure's comment ends with the file and line that declare the state,
 *     which the comments of Salt's own states do not
 */
public record StateFunction(
        String name, String doc, Signature signature, Body body, boolean namesPlace) {
    /** Reads, compares, and changes through {@link StateCall#apply}. */
    @FunctionalInterface
    public interface Body {
        StateResult run(StateCall call);
    }

    public StateFunction(String name, String doc, String signature, Body body) {
        this(name, doc, Signature.of(signature), body, false);
    }
}
