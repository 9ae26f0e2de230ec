package io.pulldeploy.artifact;

import static io.pulldeploy.artifact.RepositoryTest.assertFails;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.system.FileTree;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

class PublisherTest {
    private static final ArtifactName MYAPP = new ArtifactName("myapp");

    @TempDir private Path dir;

    private final Bucket bucket = new Bucket();

    @Test
    void theSameTreeGivesTheSameDigest() throws Exception {
        Map<String, String> files = Map.of("b.txt", "b", "a/run.sh", "a", "a.txt", "c");
        Path one = Bucket.tree(dir.resolve("one"), files);
        Path two = Bucket.tree(dir.resolve("two"), files);
        Files.setLastModifiedTime(two.resolve("b.txt"), FileTime.from(Instant.EPOCH));
        Files.setPosixFilePermissions(
                two.resolve("b.txt"), PosixFilePermissions.fromString("rw-rw----"));

        assertThat(bucket.publish("myapp", "v1", one).sha256())
                .isEqualTo(bucket.publish("myapp", "v2", two).sha256());
    }

    @Test
    void leavesOutGitAndWhatIsIgnored() throws Exception {
        Path tree =
                Bucket.tree(
                        dir,
                        Map.of(
                                ".pulldeployignore", "# build output\n*.log\n/build/\nsrc/*.tmp\n",
                                ".git/HEAD", "ref",
                                "deep/er/x.log", "log",
                                "build/out", "out",
                                "src/build", "kept: a file",
                                "src/a.tmp", "tmp",
                                "src/deep/a.tmp", "kept: deeper"));

        bucket.publish("myapp", "v1", tree);

        assertThat(entries("deploy/myapp/artifacts/v1.tar.gz"))
                .containsExactly(
                        ".pulldeployignore",
                        "deep/",
                        "deep/er/",
                        "src/",
                        "src/build",
                        "src/deep/",
                        "src/deep/a.tmp");
    }

    @Test
    void theBaseIsItsThreeDirectories() throws Exception {
        Path tree =
                Bucket.tree(
                        dir,
                        Map.of(
                                "states/top.sls", "base: {}",
                                "pillar/top.sls", "base: {}",
                                "grains/README.md", "x",
                                "agent/pom.xml", "x",
                                "README.md", "x"));

        bucket.publish("base", "v1", tree);

        assertThat(entries("deploy/base/artifacts/v1.tar.gz"))
                .containsExactly(
                        "grains/",
                        "grains/README.md",
                        "pillar/",
                        "pillar/top.sls",
                        "states/",
                        "states/top.sls");
    }

    @Test
    void aHookWithoutItsExecuteBitIsAnError() throws Exception {
        Path tree = Bucket.tree(dir, Map.of("hooks/pre-release.d/10-check", "#!/bin/sh"));
        Files.setPosixFilePermissions(
                tree.resolve("hooks/pre-release.d/10-check"),
                PosixFilePermissions.fromString("rw-r--r--"));

        assertFails(
                () -> bucket.publish("myapp", "v1", tree),
                ExitCode.USAGE,
                "a hook is not executable: hooks/pre-release.d/10-check");
        assertThat(bucket.store.list("")).as("nothing was uploaded").isEmpty();
    }

    @Test
    void nothingToPublishIsAnError() throws Exception {
        assertFails(
                () -> bucket.publish("base", "v1", Bucket.tree(dir, Map.of("README", "x"))),
                ExitCode.USAGE,
                "holds nothing to publish");
    }

    @Test
    void aVersionNeverChanges() {
        Path tree = Bucket.tree(dir, Map.of("a", "1"));
        Manifest first = bucket.publish("myapp", "v1", tree);
        assertThat(bucket.publish("myapp", "v1", tree)).as("the same again").isEqualTo(first);

        Bucket.tree(dir, Map.of("a", "2"));
        assertFails(
                () -> bucket.publish("myapp", "v1", tree),
                ExitCode.REFUSED,
                "myapp v1 is already published with other content");
    }

    @Test
    void aPublishThatBrokeOffIsCompleted() {
        Path tree = Bucket.tree(dir, Map.of("a", "1"));
        Manifest first = bucket.publish("myapp", "v1", tree);
        bucket.store.remove("deploy/myapp/artifacts/v1.json");

        assertThat(bucket.publish("myapp", "v1", tree)).isEqualTo(first);

        bucket.store.remove("deploy/myapp/artifacts/v1.json");
        Bucket.tree(dir, Map.of("a", "2"));
        assertFails(() -> bucket.publish("myapp", "v1", tree), ExitCode.REFUSED, "other content");
    }

    @Test
    void aVersionIsMadeOfTimeAndDigestIfNoneIsGiven() {
        Path tree = Bucket.tree(dir, Map.of("a", "1"));
        Manifest made =
                bucket.publisher()
                        .publish(
                                MYAPP,
                                tree,
                                Optional.empty(),
                                Format.TAR_GZ,
                                new Manifest.Source("abc", "git@example.com:x"))
                        .manifest();

        assertThat(made.version().text())
                .isEqualTo("20260301T120000Z-" + made.sha256().substring(0, 12));
        assertThat(bucket.repository().manifest(MYAPP, made.version()).source().revision())
                .isEqualTo("abc");
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void whatIsPackedUnpacksTheSame(Format format) throws Exception {
        Path tree = Bucket.tree(dir.resolve("in"), Map.of("a/x.sh", "x", "b", "é\n".repeat(9999)));
        Files.createSymbolicLink(tree.resolve("a/b"), Path.of("../b"));
        Manifest manifest =
                bucket.publisher()
                        .publish(MYAPP, tree, Optional.empty(), format, Manifest.Source.UNKNOWN)
                        .manifest();

        FileTree files = new FileTree();
        new Download(bucket.store, files).fetch(manifest, dir.resolve("fetched"), _ -> {});
        new Extraction(files, ArchiveLimits.DEFAULT)
                .unpack(
                        dir.resolve("fetched"),
                        format,
                        "archive",
                        dir.resolve(".tmp-1"),
                        dir.resolve("out"));

        assertThat(listing(dir.resolve("out"))).isEqualTo(listing(tree));
        assertThat(Files.readString(dir.resolve("out/a/b"))).startsWith("é");
        assertThat(dir.resolve("out/a/x.sh")).isExecutable();
        assertThat(dir.resolve(".tmp-1")).doesNotExist();
    }

    @Test
    void theSequenceGrowsByOneWithEveryMove() {
        Path tree = Bucket.tree(dir, Map.of("a", "1"));
        bucket.publish("myapp", "v1", tree);
        bucket.publish("myapp", "v2", tree);

        assertThat(bucket.promote("myapp", "testing", "v1").sequence()).isEqualTo(1);
        assertThat(bucket.promote("myapp", "testing", "v2").sequence()).isEqualTo(2);
        assertThat(bucket.promote("myapp", "testing", "v2").sequence())
                .as("nothing to move")
                .isEqualTo(2);
        assertThat(bucket.promote("myapp", "testing", "v1").sequence()).isEqualTo(3);
    }

    @Test
    void aVersionThatIsNotThereIsNotPromoted() {
        assertFails(
                () -> bucket.promote("myapp", "testing", "v9"),
                ExitCode.UNAVAILABLE,
                "there is no version v9 of myapp");
    }

    @Test
    void aPromotionThatBrokeOffLeavesOutItsNumber() throws Exception {
        Path tree = Bucket.tree(dir, Map.of("a", "1"));
        bucket.publish("myapp", "v1", tree);
        bucket.store.replace("deploy/myapp/channels/testing.1.sig", new byte[0]);
        var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        SigningKey key =
                SigningKey.of(
                        "k", Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()));

        Channel moved =
                bucket.publisher(key)
                        .promote(MYAPP, new ChannelName("testing"), new Version("v1"), "me", false)
                        .channel();

        assertThat(moved.sequence()).isEqualTo(2);
        assertThat(bucket.store.find("deploy/myapp/channels/testing.2.sig")).isPresent();
    }

    private List<String> entries(String key) throws IOException {
        List<String> names = new java.util.ArrayList<>();
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(
                        new GZIPInputStream(new ByteArrayInputStream(bucket.store.bytes(key))))) {
            for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
                assertThat(e.getLongUserId()).isZero();
                names.add(e.getName());
            }
        }
        return names;
    }

    private static List<String> listing(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.map(p -> root.relativize(p) + (Files.isSymbolicLink(p) ? "@" : ""))
                    .sorted()
                    .toList();
        }
    }
}
