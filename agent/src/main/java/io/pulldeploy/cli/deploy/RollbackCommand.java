package io.pulldeploy.cli.deploy;

import io.pulldeploy.artifact.Version;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.Optional;
import java.util.concurrent.Callable;

/** Goes back to a release that is on disk. */
@Command(
        name = "rollback",
        description = {
            "Goes back to the release that ran before, with the base that it ran with. Needs"
                    + " neither the bucket nor space.",
            "That base is held until its channel moves on, or until deploy or refresh --force."
        },
        footer = {"", "Example: pulldeploy rollback"})
public final class RollbackCommand implements Callable<Integer> {
    private final AgentSource agents;
    private final Results results;

    @Mixin private final DeployOptions options = new DeployOptions();

    @Option(
            names = "--to",
            paramLabel = "VERSION",
            description = "This one, instead of the one that ran before.")
    private @Nullable String to;

    public RollbackCommand(AgentSource agents, Results results) {
        this.agents = agents;
        this.results = results;
    }

    @Override
    public Integer call() {
        Optional<Version> version = Optional.ofNullable(to).map(Version::new);
        Agent agent = agents.open(options);
        return results.print(
                options,
                agent,
                agent.deployer(results.narration(options, agent.config().opts()))
                        .rollback(version));
    }
}
