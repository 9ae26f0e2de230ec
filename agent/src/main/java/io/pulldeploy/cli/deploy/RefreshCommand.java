package io.pulldeploy.cli.deploy;

import io.pulldeploy.cli.Argument;
import io.pulldeploy.cli.Subcommand;
import io.pulldeploy.cli.Usage;

import java.util.ArrayList;
import java.util.List;

/** Brings the newest base under the release that runs. */
public final class RefreshCommand implements Subcommand {
    private final AgentSource agents;
    private final Results results;

    private final DeployOptions options = new DeployOptions("what hooks print, and every state");

    private final Argument<Boolean> force =
            Argument.flag("Take what a rollback holds back.", "--force");

    public RefreshCommand(AgentSource agents, Results results) {
        this.agents = agents;
        this.results = results;
    }

    @Override
    public String name() {
        return "refresh";
    }

    @Override
    public Usage usage() {
        List<Argument<?>> arguments = new ArrayList<>(options.all());
        arguments.add(force);
        return new Usage(
                        List.of(
                                "Brings the newest base under the release that runs here, and applies the"
                                        + " highstate. A timer runs this."),
                        List.of("refresh -q"),
                        arguments)
                .withoutVersion();
    }

    @Override
    public Integer call() {
        Agent agent = agents.open(options);
        return results.print(
                options,
                agent,
                agent.deployer(results.narration(options, agent.config().opts()))
                        .refresh(force.or(false)));
    }
}
