package io.pulldeploy.cli.deploy;

import io.pulldeploy.artifact.ArtifactName;
import io.pulldeploy.artifact.Format;
import io.pulldeploy.artifact.Manifest;
import io.pulldeploy.artifact.Publisher;
import io.pulldeploy.artifact.Publisher.Published;
import io.pulldeploy.artifact.SourceRevision;
import io.pulldeploy.artifact.Version;
import io.pulldeploy.cli.Argument;
import io.pulldeploy.cli.Subcommand;
import io.pulldeploy.cli.Usage;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Packs a directory and uploads it as a new version. */
public final class PublishCommand implements Subcommand {
    private final AgentSource agents;
    private final Results results;

    private final DeployOptions options = new DeployOptions("what was packed");

    private final SigningOptions signing = new SigningOptions();

    private final Argument<String> name = Argument.parameter(0, "NAME", "A service, or base.");

    private final Argument<Path> directory =
            Argument.parameter(Path.class, 1, "DIR", "The artifact's root.");

    private final Argument<String> version =
            Argument.option(
                    "VERSION",
                    "Else one is made of the time and the content's digest.",
                    "--version");

    private final Argument<String> format =
            Argument.option("FORMAT", "tar.gz or tar.zst.", "--format");

    public PublishCommand(AgentSource agents, Results results) {
        this.agents = agents;
        this.results = results;
    }

    @Override
    public String name() {
        return "publish";
    }

    @Override
    public Usage usage() {
        List<Argument<?>> arguments = new ArrayList<>(options.all());
        arguments.addAll(signing.all());
        arguments.add(name);
        arguments.add(directory);
        arguments.add(version);
        arguments.add(format);
        return new Usage(
                        List.of(
                                "Packs a directory and uploads it as a version that never changes.",
                                "The base is the directories states, pillar and grains in DIR; a service is",
                                "all of DIR less .git and what .pulldeployignore names.",
                                "No environment runs it before 'pulldeploy promote'."),
                        List.of(
                                "publish myapp . --version 1.4.2 --key release.pem",
                                "publish base ."),
                        arguments)
                .withoutVersion();
    }

    @Override
    public Integer call() {
        ArtifactName artifact = new ArtifactName(name.value());
        Optional<Version> asked = version.given().map(Version::new);
        String packedAs = format.or("tar.gz");
        Format packing =
                Format.of(packedAs)
                        .orElseThrow(() ->
                                new Failure(
                                        ExitCode.USAGE,
                                        "unknown format '" + packedAs + "'",
                                        "Choose tar.gz or tar.zst."));
        Agent agent = agents.open(options);
        Host host = agent.machine().host();
        Path root = directory.value().toAbsolutePath().normalize();
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
        List<String> lines = new ArrayList<>();
        if (options.verbose()) {
            published.entries().forEach(e -> lines.add("  " + e));
        }
        lines.add(told(artifact, published));
        lines.add(
                "next: pulldeploy promote "
                        + artifact
                        + " "
                        + (artifact.isBase() ? "default" : "INSTANCE")
                        + " "
                        + made);
        results.print(options, value, lines);
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
                            + published.entries().size()
                            + " entries, "
                            + manifest.size()
                            + " bytes, SHA-256 "
                            + manifest.sha256();
            case SIGNED -> what + " is already published with this content; signed it";
            case NOTHING -> what + " is already published with this content";
        };
    }
}
