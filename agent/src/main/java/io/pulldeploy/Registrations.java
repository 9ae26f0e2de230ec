package io.pulldeploy;

import io.pulldeploy.aws.AwsClients;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Registry;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.system.Host;

/** Every plug-in of the product, one line each. */
final class Registrations {
    private Registrations() {}

    static Registry<ExecutionFunction> executionFunctions(Host host, AwsClients aws) {
        return Registry.ofExecutionFunctions();
    }

    static Registry<StateFunction> stateFunctions(Host host, AwsClients aws) {
        return Registry.ofStateFunctions();
    }
}
