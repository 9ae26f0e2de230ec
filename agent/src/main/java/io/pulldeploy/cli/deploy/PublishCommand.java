package io.pulldeploy.cli.deploy;

import io.pulldeploy.artifact.ArtifactName;
import io.pulldeploy.artifact.Format;
import io.pulldeploy.artifact.Manifest;
import io.pulldeploy.artifact.Publisher;
import io.pulldeploy.artifact.Publisher.Published;
import io.pulldeploy.artifact.SourceRevision;
import io.pulldeploy.artifact.Version;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Packs a directory and uploads it as a new version. */
@Command(
        name = "publish",
        description = {
            "Packs a directory and uploads it as a version that never changes. The base is the"
                    + " directories states, pillar and grains in DIR; a service is all of DIR less"
                    + " .git and what .pulldeployignore names.",
            "No environment runs it before 'pulldeploy promote'."
        },
        footer = {
            "",
            "Examples:",
            "  pulldeploy publish myapp . --version 1.4.2 --key release.pem",
            "  pulldeploy publish base ."
        })
public final class PublishCommand implements Callable<Integer> {
    private final AgentSource agents;
    private final Results results;

    @Mixin private final DeployOptions options = new DeployOptions();

    @Mixin private final SigningOptions signing = new SigningOptions();

    @Parameters(index = "0", paramLabel = "NAME", description = "A service, or base.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "DIR", description = "The artifact's root.")
    private Path directory = Path.of("");

    @Option(
            names = "--version",
            paramLabel = "VERSION",
            description = "Else one is made of the time and the content's digest.")
    private @Nullable String version;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "tar.gz",
            description = "tar.gz or tar.zst.")
    private String format = "tar.gz";

    public PublishCommand(AgentSource agents, Results results) {
        this.agents = agents;
        this.results = results;
    }

    @Override
    public Integer call() {
        ArtifactName artifact = new ArtifactName(name);
        Optional<Version> asked = Optional.ofNullable(version).map(Version::new);
        Format packing =
                Format.of(format)
                        .orElseThrow(() ->
                                new Failure(
                                        ExitCode.USAGE,
                                        "unknown format '" + format + "'",
                                        "Choose tar.gz or tar.zst."));
        Agent agent = agents.open(options);
        Host host = agent.machine().host();
        Path root = directory.toAbsolutePath().normalize();
        Publisher publisher =
                new Publisher(
                        agent.repository().get(),
                        host.files(),
                        host.clock(),
                        signing.key(host.files()));
        results.progress(options, "packing and uploading " + root + " …");
        Path scratch = host.files().temporaryDirectory("pulldeploy-publish-");
        Published published;
        try {
            published =
                    agent.signals()
                            .during(
                                    _ -> {
                                        host.files().delete(scratch);
                                        return Duration.ZERO;
                                    },
                                    () ->
                                            publisher.publish(
                                                    artifact,
                                                    root,
                                                    asked,
                                                    packing,
                                                    new SourceRevision(host.processes()).of(root),
                                                    scratch));
        } finally {
            host.files().delete(scratch);
        }
        Version made = published.manifest().version();
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("name", artifact.text());
        value.put("version", made.text());
        value.put("artifact", published.manifest().artifact());
        value.put("size", published.manifest().size());
        value.put("sha256", published.manifest().sha256());
        value.put("changed", published.outcome() != Published.Outcome.NOTHING);
        results.print(
                options,
                value,
                List.of(
                        told(artifact, published),
                        "next: pulldeploy promote "
                                + artifact
                                + " "
                                + (artifact.isBase() ? "default" : "INSTANCE")
                                + " "
                                + made));
        return ExitCode.OK.code();
    }

    private static String told(ArtifactName artifact, Published published) {
        Manifest manifest = published.manifest();
        String what = artifact + " " + manifest.version();
        return switch (published.outcome()) {
            case NEW ->
                    "published "
                            + what
                            + ": "
                            + published.entries()
                            + " entries, "
                            + manifest.size()
                            + " bytes, SHA-256 "
                            + manifest.sha256();
            case SIGNED -> what + " is already published with this content; signed it";
            case NOTHING -> what + " is already published with this content";
        };
    }
}
