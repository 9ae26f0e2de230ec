package io.pulldeploy.cli.deploy;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

/** Brings the newest base under the release that runs. */
@Command(
        name = "refresh",
        description =
                "Brings the newest base under the release that runs here, and applies the"
                        + " highstate. A timer runs this.",
        footer = {"", "Example: pulldeploy refresh -q"})
public final class RefreshCommand implements Callable<Integer> {
    private final AgentSource agents;
    private final Results results;

    @Mixin private final DeployOptions options = new DeployOptions();

    @Option(names = "--force", description = "Take what a rollback holds back.")
    private boolean force;

    public RefreshCommand(AgentSource agents, Results results) {
        this.agents = agents;
        this.results = results;
    }

    @Override
    public Integer call() {
        Agent agent = agents.open(options);
        return results.print(
                options,
                agent,
                agent.deployer(results.narration(options, agent.config().opts())).refresh(force));
    }
}
