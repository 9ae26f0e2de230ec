package io.pulldeploy.artifact;

import io.pulldeploy.aws.InMemoryObjectStore;
import io.pulldeploy.system.FileTree;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/** A bucket in memory, and the hands that publish into it; for tests. */
public final class Bucket {
    public static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);

    public final InMemoryObjectStore store = new InMemoryObjectStore();
    public final Keys keys = new Keys("deploy/");
    private final FileTree files = new FileTree();

    public Repository repository() {
        return repository(Map.of());
    }

    public Repository repository(Map<String, String> trustedKeys) {
        return new Repository(store, keys, new Signatures(trustedKeys));
    }

    public Publisher publisher() {
        return new Publisher(repository(), files, CLOCK, Optional.empty());
    }

    public Publisher publisher(SigningKey key) {
        return new Publisher(repository(), files, CLOCK, Optional.of(key));
    }

    public Manifest publish(String name, String version, Path tree) {
        return publisher()
                .publish(
                        new ArtifactName(name),
                        tree,
                        Optional.of(new Version(version)),
                        Format.TAR_GZ,
                        Manifest.Source.UNKNOWN)
                .manifest();
    }

    public Channel promote(String name, String channel, String version) {
        return publisher()
                .promote(
                        new ArtifactName(name),
                        new ChannelName(channel),
                        new Version(version),
                        "test",
                        false)
                .channel();
    }

    /** Writes a tree of files; names ending in {@code .sh}, and hooks, are executable. */
    public static Path tree(Path directory, Map<String, String> files) {
        try {
            for (Map.Entry<String, String> entry : files.entrySet()) {
                Path file = directory.resolve(entry.getKey());
                Files.createDirectories(file.getParent());
                Files.writeString(file, entry.getValue());
                boolean program =
                        entry.getKey().endsWith(".sh") || entry.getKey().startsWith("hooks/");
                Files.setPosixFilePermissions(
                        file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
