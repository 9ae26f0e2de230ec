package io.pulldeploy.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pulldeploy.system.FileStat;
import io.pulldeploy.system.FileTree;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A bucket of the simulated S3: a directory, so that objects of any size fit and the next
 * simulation under the same root finds them.
 */
final class Bucket {
    /**
     * An object, or rather one version of it.
     *
     * @param etag quoted, as HTTP has it
     */
    record Stored(String key, long size, String etag, Instant modified) {}

    /** Whether a write may happen, decided while nobody else writes. */
    @FunctionalInterface
    interface Condition {
        /**
         * @throws ServiceError if it may not
         */
        void check(Optional<Stored> now);
    }

    /**
     * A key may end where another goes on, so that objects are told from directories by a prefix.
     */
    private static final String OBJECT = "=";

    private final FileTree files;
    private final Path directory;
    private final Path uploads;
    private final TreeMap<String, Stored> objects = new TreeMap<>();

    /**
     * @param uploads where objects are written before they get their name
     */
    Bucket(FileTree files, Path directory, Path uploads) {
        this.files = files;
        this.directory = directory;
        this.uploads = uploads;
        files.makeDirectories(directory);
        files.makeDirectories(uploads);
        for (Path file : files.walk(directory)) {
            if (files.isFile(file)) {
                String key = key(directory.relativize(file));
                objects.put(key, stored(key, file, etag(file)));
            }
        }
    }

    synchronized Optional<Stored> find(String key) {
        return Optional.ofNullable(objects.get(key));
    }

    /** The objects from a key on, in the order of their keys. */
    synchronized List<Stored> from(String key) {
        return new ArrayList<>(objects.tailMap(key).values());
    }

    synchronized boolean isEmpty() {
        return objects.isEmpty();
    }

    /** An object's bytes; those of the version that it has at this moment, whatever comes later. */
    synchronized Optional<Map.Entry<Stored, InputStream>> open(String key) {
        return find(key).map(s -> Map.entry(s, files.open(file(key))));
    }

    /**
     * Writes an object.
     *
     * @param sent checksums that the client sent, by header name; asked once the content is read
     * @throws ServiceError if a checksum differs or the condition does not hold
     */
    Stored put(
            String key,
            InputStream content,
            Supplier<Map<String, String>> sent,
            Condition condition) {
        Path upload = uploads.resolve(UUID.randomUUID().toString());
        try {
            Map<String, String> sums = receive(content, upload);
            sent.get()
                    .forEach((name, value) -> {
                        if (!sums.getOrDefault(name, value).equals(value)) {
                            throw new ServiceError(
                                    400,
                                    "BadDigest",
                                    "The "
                                            + name
                                            + " you specified did not match what we"
                                            + " received.");
                        }
                    });
            String etag = etag(sums.getOrDefault("x-amz-checksum-sha256", ""));
            synchronized (this) {
                condition.check(find(key));
                Path file = file(key);
                files.makeDirectories(parent(file));
                files.rename(upload, file);
                Stored stored = stored(key, file, etag);
                objects.put(key, stored);
                return stored;
            }
        } finally {
            files.delete(upload);
        }
    }

    synchronized void delete(String key) {
        if (objects.remove(key) != null) {
            files.delete(file(key));
        }
    }

    private Map<String, String> receive(InputStream content, Path upload) {
        ContentChecksums sums = new ContentChecksums();
        try (OutputStream out = files.create(upload)) {
            byte[] buffer = new byte[64 * 1024];
            for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                sums.update(buffer, n);
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sums.values();
    }

    private String etag(Path file) {
        ContentChecksums sums = new ContentChecksums();
        try (InputStream in = files.open(file)) {
            byte[] buffer = new byte[64 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sums.update(buffer, n);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return etag(sums.values().getOrDefault("x-amz-checksum-sha256", ""));
    }

    /** Clients must take an ETag as it is; S3's are MD5 sums only for some objects. */
    private static String etag(String sha256) {
        byte[] digest = Base64.getDecoder().decode(sha256);
        return '"' + HexFormat.of().formatHex(digest, 0, 16) + '"';
    }

    private Stored stored(String key, Path file, String etag) {
        FileStat stat = files.stat(file).orElseThrow();
        return new Stored(key, stat.size(), etag, stat.modified());
    }

    private Path file(String key) {
        Path file = directory;
        String[] segments = key.split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            // Dots alone would climb out of the directory; an empty segment would vanish.
            String segment = "+" + URLEncoder.encode(segments[i], UTF_8);
            file = file.resolve(i == segments.length - 1 ? OBJECT + segment : segment);
        }
        return file;
    }

    private static String key(Path relative) {
        List<String> segments = new ArrayList<>();
        for (Path segment : relative) {
            String name = segment.toString();
            String encoded = name.startsWith(OBJECT) ? name.substring(2) : name.substring(1);
            segments.add(URLDecoder.decode(encoded, UTF_8));
        }
        return String.join("/", segments);
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalStateException("an object lies in a bucket");
        }
        return parent;
    }
}
