package io.pulldeploy;

import io.pulldeploy.aws.AwsClients;
import io.pulldeploy.aws.SdkAccounts;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Registry;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.modules.AwsConnections;
import io.pulldeploy.states.aws.QueueState;
import io.pulldeploy.states.aws.RoleState;
import io.pulldeploy.states.aws.SecurityGroupState;
import io.pulldeploy.system.Host;

import java.util.SplittableRandom;

/** Every plug-in of the product, one line each. */
final class Registrations {
    private Registrations() {}

    static Registry<ExecutionFunction> executionFunctions(Host host, AwsClients aws) {
        return Registry.ofExecutionFunctions();
    }

    static Registry<StateFunction> stateFunctions(Host host, AwsClients aws) {
        Registry<StateFunction> registry = Registry.ofStateFunctions();
        addAwsStates(
                registry,
                new AwsConnections(new SdkAccounts(aws, host.clock(), new SplittableRandom())));
        return registry;
    }

    private static void addAwsStates(Registry<StateFunction> registry, AwsConnections aws) {
        registry.add(new SecurityGroupState(aws).functions());
        registry.add(new RoleState(aws).functions());
        registry.add(new QueueState(aws).functions());
    }
}
