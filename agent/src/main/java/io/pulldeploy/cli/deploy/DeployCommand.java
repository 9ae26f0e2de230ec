package io.pulldeploy.cli.deploy;

import io.pulldeploy.artifact.ArtifactName;
import io.pulldeploy.artifact.ChannelName;
import io.pulldeploy.artifact.Version;
import io.pulldeploy.cli.Argument;
import io.pulldeploy.cli.Subcommand;
import io.pulldeploy.cli.Usage;
import io.pulldeploy.deploy.Deployer;
import io.pulldeploy.deploy.Role;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings a service onto this instance. */
public final class DeployCommand implements Subcommand {
    private final AgentSource agents;
    private final Results results;

    private final DeployOptions options = new DeployOptions("what hooks print, and every state");

    private final Argument<String> service = Argument.parameter(0, "SERVICE", "Such as myapp.");

    private final Argument<String> instance =
            Argument.parameter(1, "INSTANCE", "The environment, such as testing.");

    private final Argument<String> version =
            Argument.option(
                    "VERSION",
                    "This one, instead of the one that the environment's channel names.",
                    "--version");

    private final Argument<Boolean> register =
            Argument.flag(
                    "Run elb.register as the last step, after everything else succeeded.",
                    "--register");

    private final Argument<Boolean> force =
            Argument.flag(
                    "Take what a rollback holds back, and a channel that went back.", "--force");

    public DeployCommand(AgentSource agents, Results results) {
        this.agents = agents;
        this.results = results;
    }

    @Override
    public String name() {
        return "deploy";
    }

    @Override
    public Usage usage() {
        List<Argument<?>> arguments = new ArrayList<>(options.all());
        arguments.add(service);
        arguments.add(instance);
        arguments.add(version);
        arguments.add(register);
        arguments.add(force);
        return new Usage(
                        List.of(
                                "Brings a service onto this instance: fetches and verifies base and service, points next"
                                        + " at the release, runs the pre-release hooks, applies the highstate, points"
                                        + " current at it, runs the post-release hooks.",
                                "A run that fails before current moves puts everything back."),
                        List.of(
                                "deploy myapp testing -v",
                                "deploy myapp testing --version 20260301T120000Z-1a2b3c4d5e6f"),
                        arguments)
                .withoutVersion();
    }

    @Override
    public Integer call() {
        Role role =
                new Role(
                        ArtifactName.ofService(service.value()), new ChannelName(instance.value()));
        Optional<Version> asked = version.given().map(Version::new);
        Agent agent = agents.open(options);
        return results.print(
                options,
                agent,
                agent.deployer(results.narration(options, agent.config().opts()))
                        .deploy(
                                new Deployer.Request(
                                        role, asked, register.or(false), force.or(false))));
    }
}
