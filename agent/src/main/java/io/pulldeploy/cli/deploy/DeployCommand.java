package io.pulldeploy.cli.deploy;

import io.pulldeploy.artifact.ArtifactName;
import io.pulldeploy.artifact.ChannelName;
import io.pulldeploy.artifact.Version;
import io.pulldeploy.deploy.Deployer;
import io.pulldeploy.deploy.Role;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.Optional;
import java.util.concurrent.Callable;

/** Brings a service onto this instance. */
@Command(
        name = "deploy",
        description = {
            "Brings a service onto this instance: fetches and verifies base and service, points next"
                    + " at the release, runs the pre-release hooks, applies the highstate, points"
                    + " current at it, runs the post-release hooks.",
            "A run that fails before current moves puts everything back."
        },
        footer = {
            "",
            "Examples:",
            "  pulldeploy deploy myapp testing -v",
            "  pulldeploy deploy myapp testing --version 20260301T120000Z-1a2b3c4d5e6f"
        })
public final class DeployCommand implements Callable<Integer> {
    private final AgentSource agents;
    private final Results results;

    @Mixin private final DeployOptions options = new DeployOptions();

    @Parameters(index = "0", paramLabel = "SERVICE", description = "Such as myapp.")
    private String service = "";

    @Parameters(
            index = "1",
            paramLabel = "INSTANCE",
            description = "The environment, such as testing.")
    private String instance = "";

    @Option(
            names = "--version",
            paramLabel = "VERSION",
            description = "This one, instead of the one that the environment's channel names.")
    private @Nullable String version;

    @Option(
            names = "--register",
            description = "Run elb.register as the last step, after everything else succeeded.")
    private boolean register;

    @Option(
            names = "--force",
            description = "Take what a rollback holds back, and a channel that went back.")
    private boolean force;

    public DeployCommand(AgentSource agents, Results results) {
        this.agents = agents;
        this.results = results;
    }

    @Override
    public Integer call() {
        Role role = new Role(ArtifactName.ofService(service), new ChannelName(instance));
        Optional<Version> asked = Optional.ofNullable(version).map(Version::new);
        Agent agent = agents.open(options);
        return results.print(
                options,
                agent,
                agent.deployer(results.narration(options, agent.config().opts()))
                        .deploy(new Deployer.Request(role, asked, register, force)));
    }
}
