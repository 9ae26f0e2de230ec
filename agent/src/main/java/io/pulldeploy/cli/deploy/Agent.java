package io.pulldeploy.cli.deploy;

import io.pulldeploy.artifact.Repository;
import io.pulldeploy.cli.Machine;
import io.pulldeploy.config.MinionConfig;
import io.pulldeploy.deploy.DeployListener;
import io.pulldeploy.deploy.Deployer;
import io.pulldeploy.deploy.InstanceLayout;
import io.pulldeploy.deploy.Runs;
import io.pulldeploy.system.Signals;

import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The agent as one configuration makes it.
 *
 * @param repository made when it is first asked for
 * @param signals which end what it does
 */
record Agent(
        Machine machine,
        MinionConfig config,
        InstanceLayout layout,
        Supplier<Repository> repository,
        MinionStates states,
        Signals signals) {

    Deployer deployer(DeployListener listener) {
        return new Deployer(
                new Deployer.Parts(
                        layout,
                        machine.host().files(),
                        machine.host().processes(),
                        machine.host().clock(),
                        repository,
                        states,
                        states::role,
                        listener,
                        new Deployer.Settings(
                                config.pulldeploy().keepReleases(),
                                config.pulldeploy().hooks().timeout(),
                                config.pulldeploy().hooks().user(),
                                config.pulldeploy().loadBalancers().register()),
                        signals,
                        "process " + ProcessHandle.current().pid(),
                        machine.secrets()));
    }

    /**
     * How a person learns more of a run. A simulation's records are under its scratch root, where
     * no command of the machine looks.
     */
    String more(DeployOptions options, String run) {
        if (!machine.host().files().root().equals(Path.of("/"))) {
            return machine.host().files().locate(layout.runs().resolve(run)).toString();
        }
        return "pulldeploy explain "
                + run
                + options.configDir().map(d -> " -c " + d).orElse("")
                + options.root().map(r -> " --root " + r).orElse("");
    }

    Runs runs() {
        return new Runs(machine.host().files(), layout);
    }
}
