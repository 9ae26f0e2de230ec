package io.pulldeploy.cli.deploy;

import io.pulldeploy.artifact.ArtifactName;
import io.pulldeploy.artifact.Channel;
import io.pulldeploy.artifact.ChannelName;
import io.pulldeploy.artifact.Publisher;
import io.pulldeploy.artifact.Repository;
import io.pulldeploy.artifact.Version;
import io.pulldeploy.cli.Argument;
import io.pulldeploy.cli.Machine;
import io.pulldeploy.cli.Subcommand;
import io.pulldeploy.cli.Usage;
import io.pulldeploy.model.ExitCode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Points an environment at a version. */
public final class PromoteCommand implements Subcommand {
    private final AgentSource agents;
    private final Results results;

    private final DeployOptions options = new DeployOptions("what the other environments run");

    private final SigningOptions signing = new SigningOptions();

    private final Argument<String> name = Argument.parameter(0, "NAME", "A service, or base.");

    private final Argument<String> instance = Argument.parameter(1, "INSTANCE", "The environment.");

    private final Argument<String> version =
            Argument.parameter(2, "VERSION", "A published version.");

    private final Argument<Boolean> force =
            Argument.flag(
                    "Replace a channel that is damaged or not signed by a trusted key, and leave a signed"
                            + " one unsigned.",
                    "--force");

    public PromoteCommand(AgentSource agents, Results results) {
        this.agents = agents;
        this.results = results;
    }

    @Override
    public String name() {
        return "promote";
    }

    @Override
    public Usage usage() {
        List<Argument<?>> arguments = new ArrayList<>(options.all());
        arguments.addAll(signing.all());
        arguments.add(name);
        arguments.add(instance);
        arguments.add(version);
        arguments.add(force);
        return new Usage(
                        List.of(
                                "Points an environment at a published version, which its instances take at their"
                                        + " next deploy. The base's environments fall back to 'default'."),
                        List.of(
                                "promote myapp testing 1.4.2",
                                "promote base default 20260301T120000Z-1a2b3c4d5e6f"),
                        arguments)
                .withoutVersion();
    }

    @Override
    public Integer call() {
        ArtifactName artifact = new ArtifactName(name.value());
        ChannelName channel = new ChannelName(instance.value());
        Version wanted = new Version(version.value());
        Agent agent = agents.open(options);
        Machine machine = agent.machine();
        Publisher.Promoted promoted =
                new Publisher(
                                agent.repository().get(),
                                machine.host().files(),
                                machine.host().clock(),
                                signing.key(machine.host().files()))
                        .promote(artifact, channel, wanted, by(machine), force.or(false));
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("name", artifact.text());
        value.put("channel", channel.text());
        value.put("version", wanted.text());
        value.put("previousVersion", promoted.from().map(Version::text).orElse(null));
        value.put("sequence", promoted.channel().sequence());
        value.put("changed", promoted.changed());
        List<String> lines = new ArrayList<>();
        lines.add(told(artifact + " " + channel, promoted));
        if (options.verbose()) {
            lines.addAll(others(agent.repository().get(), artifact, channel));
        }
        results.print(options, value, lines);
        return ExitCode.OK.code();
    }

    private static String told(String what, Publisher.Promoted promoted) {
        Channel now = promoted.channel();
        return promoted.changed()
                ? what
                        + " is now "
                        + now.version()
                        + promoted.from().map(v -> " (before: " + v + ")").orElse("")
                        + ", sequence "
                        + now.sequence()
                : what + " is " + now.version() + " already; nothing changed";
    }

    /** A line for each other environment, which stays as it is. */
    private static List<String> others(
            Repository repository, ArtifactName artifact, ChannelName moved) {
        return repository.channels(artifact).stream()
                .map(ChannelName::new)
                .filter(other -> !other.equals(moved))
                .flatMap(other -> repository.findChannel(artifact, other).stream())
                .map(c ->
                        "  %s %s is %s, sequence %d, since %s by %s"
                                .formatted(
                                        artifact,
                                        c.channel(),
                                        c.version(),
                                        c.sequence(),
                                        c.updated(),
                                        c.by()))
                .toList();
    }

    private static String by(Machine machine) {
        Map<String, String> environment = machine.environment();
        String user =
                environment.getOrDefault("SUDO_USER", environment.getOrDefault("USER", "unknown"));
        return user + "@" + machine.host().hostNames().current();
    }
}
