package io.pulldeploy.e2e;

import io.pulldeploy.AwsFixture;
import io.pulldeploy.artifact.ArtifactName;
import io.pulldeploy.artifact.ChannelName;
import io.pulldeploy.artifact.Format;
import io.pulldeploy.artifact.Keys;
import io.pulldeploy.artifact.Manifest;
import io.pulldeploy.artifact.Publisher;
import io.pulldeploy.artifact.Repository;
import io.pulldeploy.artifact.Signatures;
import io.pulldeploy.artifact.SigningKey;
import io.pulldeploy.artifact.Version;
import io.pulldeploy.aws.AwsClients;
import io.pulldeploy.aws.AwsSettings;
import io.pulldeploy.aws.ObjectStore;
import io.pulldeploy.aws.S3ObjectStore;
import io.pulldeploy.system.FileTree;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * An instance whose every root is in a scratch directory, and the release engineer who fills its
 * bucket. States write under {@link #out}.
 */
final class Instance {
    private final Path root;
    private final Agent agent;
    private final ObjectStore store;
    private int versions;

    /**
     * @param id of the minion, which names the instance by convention
     * @param engineer what may write the bucket
     * @param environment of the agent
     */
    Instance(Path root, String id, AwsSettings engineer, Map<String, String> environment) {
        this.root = root;
        this.agent = new Agent(environment);
        this.store =
                new S3ObjectStore(
                        new AwsClients(engineer),
                        AwsFixture.BUCKET,
                        Clock.systemUTC(),
                        new Random());
        configure(id, AwsFixture.BUCKET);
    }

    /** Who writes the bucket, with a key or without. */
    Publisher publisher(Optional<SigningKey> key) {
        return new Publisher(
                new Repository(store, new Keys("deploy/"), new Signatures(Map.of())),
                new FileTree(),
                Clock.systemUTC(),
                key);
    }

    /** Overwrites an object behind everybody's back. */
    void damage(String key, String text) {
        store.put(key, new ObjectStore.Content.Text(text), new ObjectStore.Condition.Always());
    }

    /** What an object holds. */
    String object(String key) {
        try (InputStream content = store.open(key).orElseThrow().content()) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds to the configuration. */
    void configureAlso(String text) {
        Tree.at(root).file("etc/minion.d/more.conf", text);
    }

    void configure(String id, String bucket) {
        Path srv = root.resolve("srv");
        Tree.at(root)
                .file(
                        "etc/minion",
                        """
                        id: %1$s
                        failhard: True
                        state_output: mixed
                        state_verbose: False
                        file_client: local
                        local: True
                        cachedir: %3$s/cache
                        out: %3$s/out
                        file_roots:
                          base:
                            - %2$s/service/next/salt/config/states
                            - %2$s/base/current/states
                        pillar_roots:
                          base:
                            - %2$s/service/next/salt/config/pillar
                            - %2$s/base/current/pillar
                        grains_dirs:
                          - %2$s/base/current/grains
                        pulldeploy:
                          bucket: %4$s
                          root: %2$s
                          state_dir: %3$s/state
                          log_dir: %3$s/log
                        """
                                .formatted(id, srv, root, bucket));
    }

    /** Publishes a tree as a new version, and points a channel at it. */
    String offer(String name, String channel, Tree tree) {
        versions++;
        return offer(name, channel, name + "-" + versions, tree);
    }

    String offer(String name, String channel, String wanted, Tree tree) {
        ArtifactName artifact =
                name.equals("base") ? ArtifactName.BASE : ArtifactName.ofService(name);
        Version version = new Version(wanted);
        offer(artifact, new ChannelName(channel), version, tree, Optional.empty());
        return version.text();
    }

    /** Publishes and promotes with a key, or without. */
    void offer(
            ArtifactName artifact,
            ChannelName channel,
            Version version,
            Tree tree,
            Optional<SigningKey> key) {
        publisher(key)
                .publish(
                        artifact,
                        tree.root(),
                        Optional.of(version),
                        Format.TAR_GZ,
                        Manifest.Source.UNKNOWN);
        publisher(key).promote(artifact, channel, version, "test", key.isEmpty());
    }

    Agent.Run deploy(String service, String instance) {
        return agent.run("deploy", service, instance, "-v", "-c", root.resolve("etc").toString());
    }

    /** Starts a command with this instance's configuration, and goes on. */
    Agent.Running start(String command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(command, "-c", root.resolve("etc").toString()));
        all.addAll(List.of(arguments));
        return agent.start(all);
    }

    /** The records of runs, the oldest first. */
    List<Path> runs() {
        Path runs = root.resolve("state/runs");
        if (!Files.exists(runs)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(runs)) {
            return all.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last run's report; empty text if it has none. */
    String lastReport() {
        return read(runs().getLast().resolve("report.json"));
    }

    Agent.Run call(String... arguments) {
        return agent.run(
                Stream.concat(
                                Stream.of("call", "-c", root.resolve("etc").toString()),
                                Stream.of(arguments))
                        .toList());
    }

    Agent.Run run(String... arguments) {
        return agent.run(List.of(arguments));
    }

    Path srv(String name) {
        return root.resolve("srv").resolve(name);
    }

    /** What a state wrote. */
    Path out(String name) {
        return root.resolve("out").resolve(name);
    }

    Path root() {
        return root;
    }

    /** The version that a link of a service names; nothing if there is no link. */
    String version(String name, String link) {
        Path path = srv(name).resolve(link);
        try {
            return Files.isSymbolicLink(path)
                    ? Files.readSymbolicLink(path).getFileName().toString()
                    : "nothing";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
