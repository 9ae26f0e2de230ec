package io.pulldeploy.cli.deploy;

import io.pulldeploy.artifact.Version;
import io.pulldeploy.cli.Argument;
import io.pulldeploy.cli.Subcommand;
import io.pulldeploy.cli.Usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Goes back to a release that is on disk. */
public final class RollbackCommand implements Subcommand {
    private final AgentSource agents;
    private final Results results;

    private final DeployOptions options = new DeployOptions("what hooks print, and every state");

    private final Argument<String> to =
            Argument.option("VERSION", "This one, instead of the one that ran before.", "--to");

    public RollbackCommand(AgentSource agents, Results results) {
        this.agents = agents;
        this.results = results;
    }

    @Override
    public String name() {
        return "rollback";
    }

    @Override
    public Usage usage() {
        List<Argument<?>> arguments = new ArrayList<>(options.all());
        arguments.add(to);
        return new Usage(
                        List.of(
                                "Goes back to the release that ran before, with the base that it ran with. Needs"
                                        + " neither the bucket nor space.",
                                "That base is held until its channel moves on, or until deploy or refresh --force."),
                        List.of("rollback"),
                        arguments)
                .withoutVersion();
    }

    @Override
    public Integer call() {
        Optional<Version> version = to.given().map(Version::new);
        Agent agent = agents.open(options);
        return results.print(
                options,
                agent,
                agent.deployer(results.narration(options, agent.config().opts()))
                        .rollback(version));
    }
}
