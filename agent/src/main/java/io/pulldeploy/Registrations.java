package io.pulldeploy;

import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Registry;
import io.pulldeploy.loader.StateFunction;

/** Every plug-in of the product, one line each. */
final class Registrations {
    private Registrations() {}

    static Registry<ExecutionFunction> executionFunctions() {
        return Registry.ofExecutionFunctions();
    }

    static Registry<StateFunction> stateFunctions() {
        return Registry.ofStateFunctions();
    }
}
