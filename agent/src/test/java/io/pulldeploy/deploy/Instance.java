package io.pulldeploy.deploy;

import io.pulldeploy.artifact.ArtifactName;
import io.pulldeploy.artifact.Bucket;
import io.pulldeploy.artifact.ChannelName;
import io.pulldeploy.artifact.Repository;
import io.pulldeploy.artifact.Version;
import io.pulldeploy.model.Secrets;
import io.pulldeploy.system.AccountFiles;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.RealProcesses;
import io.pulldeploy.system.Signals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** An instance under a scratch directory, with a bucket, real files and hooks, and fake states. */
final class Instance {
    static final Role TESTING = new Role(new ArtifactName("myapp"), new ChannelName("testing"));

    final Bucket bucket = new Bucket();
    final FakeStates states = new FakeStates();
    final RecordingListener listener = new RecordingListener();
    final FileTree files = new FileTree();
    final InstanceLayout layout;
    Supplier<Repository> repository = bucket::repository;
    Supplier<Optional<Role>> identity = Optional::empty;
    final Signals signals = new Signals(_ -> Duration.ZERO);
    int keepReleases = 5;
    Optional<String> hookUser = Optional.empty();
    Duration hookLimit = Duration.ofSeconds(20);

    private final Path scratch;
    private final AtomicLong seconds = new AtomicLong();

    Instance(Path scratch) {
        this.scratch = scratch;
        this.layout =
                new InstanceLayout(
                        scratch.resolve("srv"), scratch.resolve("state"), scratch.resolve("log"));
    }

    /** A base and a first version of myapp, promoted to testing. */
    Instance withFirstVersions() {
        publishBase("b1");
        publish("v1", Map.of());
        bucket.promote("base", "default", "b1");
        bucket.promote("myapp", "testing", "v1");
        return this;
    }

    void publishBase(String version) {
        bucket.publish("base", version, tree("base-" + version, Map.of("states/top.sls", version)));
    }

    void publish(String version, Map<String, String> more) {
        Map<String, String> files = new TreeMap<>(more);
        files.put("VERSION", version);
        bucket.publish("myapp", version, tree("myapp-" + version, files));
    }

    private Path tree(String name, Map<String, String> content) {
        return Bucket.tree(scratch.resolve("trees").resolve(name), content);
    }

    Deployer deployer() {
        return new Deployer(
                new Deployer.Parts(
                        layout,
                        files,
                        new RealProcesses(
                                files,
                                new AccountFiles(files, c -> new Completed(0, 0, "", "", false)),
                                Map.of("PATH", "/usr/bin:/bin")),
                        clock(),
                        repository,
                        states,
                        identity,
                        listener,
                        new Deployer.Settings(keepReleases, hookLimit, hookUser, false),
                        signals,
                        "pid 1",
                        new Secrets()));
    }

    RunReport deploy() {
        return deploy(Optional.empty(), false);
    }

    RunReport deploy(Optional<String> version, boolean register) {
        return deployer()
                .deploy(new Deployer.Request(TESTING, version.map(Version::new), register, false));
    }

    /** What a link under the root holds, or "none". */
    String link(String name) {
        Path link = layout.root().resolve(name);
        try {
            return Files.isSymbolicLink(link) ? Files.readSymbolicLink(link).toString() : "none";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String links() {
        return "current="
                + link("myapp/current")
                + " next="
                + link("myapp/next")
                + " previous="
                + link("myapp/previous")
                + " base="
                + link("base/current");
    }

    List<String> releases(String name) {
        Path releases = layout.root().resolve(name).resolve("releases");
        try (Stream<Path> all = Files.list(releases)) {
            return all.map(p -> p.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(String name) {
        try {
            return Files.readString(scratch.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Runs runs() {
        return new Runs(files, layout);
    }

    /** A clock that moves by a second each time it is read. */
    private Clock clock() {
        return new Clock() {
            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.parse("2026-03-01T12:00:00Z").plusSeconds(seconds.incrementAndGet());
            }
        };
    }
}
