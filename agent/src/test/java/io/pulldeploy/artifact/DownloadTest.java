package io.pulldeploy.artifact;

import static io.pulldeploy.artifact.RepositoryTest.assertFails;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.aws.ObjectStore;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.system.FileTree;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class DownloadTest {
    private static final Pace PACE = new Pace(1000, Duration.ofMillis(100), Duration.ofMillis(1));

    @TempDir private Path dir;

    private final Bucket bucket = new Bucket();
    private final List<Long> starts = new ArrayList<>();
    private Manifest manifest;
    private Path target;

    @BeforeEach
    void aPublishedVersion() {
        Path tree = Bucket.tree(dir.resolve("tree"), Map.of("a", "content\n".repeat(1000)));
        manifest = bucket.publish("myapp", "v1", tree);
        target = dir.resolve("target");
    }

    @Test
    void streamsToDisk() throws Exception {
        fetch(bucket.store);

        assertThat(Files.readAllBytes(target)).isEqualTo(bucket.store.bytes(manifest.artifact()));
    }

    @Test
    void aCorruptObjectIsDiscardedFetchedOnceMoreAndNamed() {
        byte[] bytes = bucket.store.bytes(manifest.artifact());
        bytes[bytes.length / 2] ^= 1;
        bucket.store.replace(manifest.artifact(), bytes);
        int before = bucket.store.opened();

        assertFails(
                () -> fetch(bucket.store),
                ExitCode.REFUSED,
                "memory://bucket/deploy/myapp/artifacts/v1.tar.gz has the SHA-256 ");

        assertThat(bucket.store.opened() - before).isEqualTo(2);
        assertThat(target).doesNotExist();
    }

    @Test
    void aTruncatedObjectIsRefused() {
        bucket.store.replace(manifest.artifact(), new byte[0]);

        assertFails(() -> fetch(bucket.store), ExitCode.REFUSED, "has 0 bytes, and its manifest");
        assertThat(target).doesNotExist();
    }

    @Test
    void aBrokenConnectionIsTakenUpWhereItBroke() throws Exception {
        fetch(new Flaky(bucket.store, 10, 2));

        assertThat(starts).containsExactly(0L, 10L, 20L);
        assertThat(Files.readAllBytes(target)).isEqualTo(bucket.store.bytes(manifest.artifact()));
    }

    @Test
    void aConnectionThatAlwaysBreaksIsAnError() {
        assertFails(
                () -> fetch(new Flaky(bucket.store, 0, 100)), ExitCode.UNAVAILABLE, "broke off");
        assertThat(target).doesNotExist();
    }

    @Test
    void anObjectThatIsReplacedIsStartedAnew() throws Exception {
        byte[] bytes = bucket.store.bytes(manifest.artifact());
        ObjectStore replacing =
                new Flaky(bucket.store, 10, 1) {
                    @Override
                    public Optional<InputStream> open(String key, String etag, long from) {
                        if (from == 10) {
                            bucket.store.replace(key, bytes);
                        }
                        return super.open(key, etag, from);
                    }
                };

        fetch(replacing);

        assertThat(starts).containsExactly(0L, 10L, 0L);
        assertThat(Files.readAllBytes(target)).isEqualTo(bytes);
    }

    private void fetch(ObjectStore store) {
        new Download(store, new FileTree(), PACE).fetch(manifest, target, _ -> {});
    }

    /** Breaks the connection after some bytes, as often as it is told. */
    private class Flaky implements ObjectStore {
        private final ObjectStore real;
        private final int bytes;
        private int breaks;

        Flaky(ObjectStore real, int bytes, int breaks) {
            this.real = real;
            this.bytes = bytes;
            this.breaks = breaks;
        }

        @Override
        public String name() {
            return real.name();
        }

        @Override
        public List<Stored> list(String prefix) {
            return real.list(prefix);
        }

        @Override
        public Optional<Stored> find(String key) {
            return real.find(key);
        }

        @Override
        public Optional<InputStream> open(String key, String etag, long from) {
            starts.add(from);
            Optional<InputStream> opened = real.open(key, etag, from);
            if (breaks-- <= 0) {
                return opened;
            }
            return opened.map(in -> new SequenceInputStream(head(in), new Broken()));
        }

        @Override
        public Optional<Opened> open(String key) {
            return real.open(key);
        }

        @Override
        public PutOutcome put(String key, Content content, Condition condition) {
            return real.put(key, content, condition);
        }

        private InputStream head(InputStream in) {
            try {
                return new ByteArrayInputStream(in.readNBytes(bytes));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private static final class Broken extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("connection reset");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return read();
        }
    }
}
