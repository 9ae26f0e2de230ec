package io.pulldeploy.cli.deploy;

import io.pulldeploy.artifact.ArtifactName;
import io.pulldeploy.artifact.ChannelName;
import io.pulldeploy.artifact.Publisher;
import io.pulldeploy.artifact.Version;
import io.pulldeploy.cli.Machine;
import io.pulldeploy.model.ExitCode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Points an environment at a version. */
@Command(
        name = "promote",
        description =
                "Points an environment at a published version, which its instances take at their"
                        + " next deploy. The base's environments fall back to 'default'.",
        footer = {
            "",
            "Examples:",
            "  pulldeploy promote myapp testing 1.4.2",
            "  pulldeploy promote base default 20260301T120000Z-1a2b3c4d5e6f"
        })
public final class PromoteCommand implements Callable<Integer> {
    private final AgentSource agents;
    private final Results results;

    @Mixin private final DeployOptions options = new DeployOptions();

    @Mixin private final SigningOptions signing = new SigningOptions();

    @Parameters(index = "0", paramLabel = "NAME", description = "A service, or base.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "INSTANCE", description = "The environment.")
    private String instance = "";

    @Parameters(index = "2", paramLabel = "VERSION", description = "A published version.")
    private String version = "";

    @Option(
            names = "--force",
            description =
                    "Replace a channel that is damaged or not signed by a trusted key, and leave a signed"
                            + " one unsigned.")
    private boolean force;

    public PromoteCommand(AgentSource agents, Results results) {
        this.agents = agents;
        this.results = results;
    }

    @Override
    public Integer call() {
        ArtifactName artifact = new ArtifactName(name);
        ChannelName channel = new ChannelName(instance);
        Version wanted = new Version(version);
        Agent agent = agents.open(options);
        Machine machine = agent.machine();
        Publisher.Promoted promoted =
                new Publisher(
                                agent.repository().get(),
                                machine.host().files(),
                                machine.host().clock(),
                                signing.key(machine.host().files()))
                        .promote(artifact, channel, wanted, by(machine), force);
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("name", artifact.text());
        value.put("channel", channel.text());
        value.put("version", wanted.text());
        value.put("previousVersion", promoted.from().map(Version::text).orElse(null));
        value.put("sequence", promoted.channel().sequence());
        value.put("changed", promoted.changed());
        String what = artifact + " " + channel;
        results.print(
                options,
                value,
                List.of(
                        promoted.changed()
                                ? what
                                        + " is now "
                                        + wanted
                                        + promoted.from()
                                                .map(v -> " (before: " + v + ")")
                                                .orElse("")
                                        + ", sequence "
                                        + promoted.channel().sequence()
                                : what + " is " + wanted + " already; nothing changed"));
        return ExitCode.OK.code();
    }

    private static String by(Machine machine) {
        Map<String, String> environment = machine.environment();
        String user =
                environment.getOrDefault("SUDO_USER", environment.getOrDefault("USER", "unknown"));
        return user + "@" + machine.host().hostNames().current();
    }
}
