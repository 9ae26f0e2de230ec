package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.Downloads;
import io.pulldeploy.system.FileTree;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where a state's files come from: {@code salt://}, {@code file://}, a local path, or {@code http}
 * and {@code https} with a digest.
 */
public final class FileSources {
    private static final String SALT = "salt://";
    private static final String FILE = "file://";

    /**
     * @param url as the state wrote it
     * @param hash {@code source_hash} as the state wrote it; empty if there is none
     */
    public record Source(String url, String hash) {}

    /**
     * A {@code salt://} address.
     *
     * @param saltenv empty if the address names none
     */
    public record SaltUrl(String path, Optional<String> saltenv) {}

    /** A source's content, read whole. */
    public static final class Fetched {
        private final byte[] content;
        private final Optional<String> mode;
        private final Optional<String> complaint;

        Fetched(byte[] content, Optional<String> mode) {
            this(content, mode, Optional.empty());
        }

        Fetched(byte[] content, Optional<String> mode, Optional<String> complaint) {
            this.complaint = complaint;
            this.content = content;
            this.mode = mode;
        }

        /** What speaks against writing it, which Salt finds out only when it writes. */
        public Optional<String> complaint() {
            return complaint;
        }

        public byte[] content() {
            return content;
        }

        /**
         * The source file's mode, for {@code mode: keep}; empty where it is not on this machine.
         */
        public Optional<String> mode() {
            return mode;
        }
    }

    private final FileTree files;
    private final Downloads downloads;
    private final FileTree onDisk = new FileTree();

    /**
     * @param files the tree that local paths are seen in; the state tree's files are where they are
     */
    public FileSources(FileTree files, Downloads downloads) {
        this.files = files;
        this.downloads = downloads;
    }

    /** Splits {@code salt://path?saltenv=env}; other addresses are given back as they are. */
    public static SaltUrl saltUrl(String url) {
        if (!isSalt(url)) {
            return new SaltUrl(url, Optional.empty());
        }
        String path = url.substring(SALT.length());
        int query = path.indexOf("?saltenv=");
        Optional<String> saltenv = Optional.empty();
        if (query >= 0) {
            saltenv = Optional.of(path.substring(query + "?saltenv=".length()));
            path = path.substring(0, query);
        }
        if (path.startsWith("|")) {
            path = path.substring(1);
        }
        return new SaltUrl(path, saltenv);
    }

    public static boolean isSalt(String url) {
        return url.startsWith(SALT);
    }

    public static boolean isWeb(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        return lower.startsWith("http://")
                || lower.startsWith("https://")
                || lower.startsWith("ftp://");
    }

    /**
     * The first of the sources that exists; a single one is taken as it is.
     *
     * @param source text, or a list of texts and of mappings from an address to its digest
     * @throws CallError with Salt's text if none of a list exists
     */
    public Source choose(@Nullable Object source, String hash, Minion minion, String saltenv) {
        if (!(source instanceof List<?> list)) {
            return new Source(source == null ? "" : Texts.str(source), hash);
        }
        for (Object entry : list) {
            Source candidate =
                    switch (entry) {
                        case Map<?, ?> m when m.size() == 1 -> {
                            Map.Entry<?, ?> only = m.entrySet().iterator().next();
                            yield new Source(
                                    Texts.str(only.getKey()),
                                    only.getValue() == null ? hash : Texts.str(only.getValue()));
                        }
                        case Map<?, ?> _ -> new Source("", hash);
                        case null -> new Source("", hash);
                        default -> new Source(Texts.str(entry), hash);
                    };
            if (exists(candidate.url(), minion, saltenv)) {
                return candidate;
            }
        }
        throw new CallError("none of the specified sources were found");
    }

    private boolean exists(String url, Minion minion, String saltenv) {
        if (isSalt(url)) {
            return find(url, minion, saltenv).isPresent();
        }
        if (isWeb(url)) {
            try (InputStream in = downloads.open(URI.create(url))) {
                return in.read() >= -1;
            } catch (Failure | IOException | IllegalArgumentException e) {
                return false;
            }
        }
        return url.startsWith(FILE)
                ? files.exists(Path.of(url.substring(FILE.length())))
                : url.startsWith("/") && files.exists(Path.of(url));
    }

    /** Where a {@code salt://} file is on disk. */
    public Optional<Path> find(String url, Minion minion, String saltenv) {
        SaltUrl salt = saltUrl(url);
        return minion.files().find(salt.path(), salt.saltenv().orElse(saltenv));
    }

    /**
     * Reads a source whole.
     *
     * @param name the managed file's name, by which a list of digests is searched
     * @param hashName {@code source_hash_name}, empty if there is none
     * @param verify whether a download needs a digest
     * @throws CallError with Salt's text if there is no such file or its digest is wrong
     */
    public Fetched fetch(
            Source source,
            String name,
            String hashName,
            boolean verify,
            Minion minion,
            String saltenv) {
        String url = source.url();
        if (isSalt(url)) {
            Path path =
                    find(url, minion, saltenv)
                            .orElseThrow(() ->
                                    new CallError(
                                            "Source file %s not found in saltenv '%s'"
                                                    .formatted(url, saltenv)));
            return new Fetched(
                    onDisk.bytes(path), onDisk.stat(path).map(s -> FileModes.normal(s.octal())));
        }
        if (isWeb(url)) {
            return new Fetched(
                    download(source, name, hashName, verify, minion, saltenv), Optional.empty());
        }
        Path path = Path.of(url.startsWith(FILE) ? url.substring(FILE.length()) : url);
        if (!files.exists(path)) {
            throw new CallError("Local file source " + path + " does not exist");
        }
        byte[] content = files.bytes(path);
        Optional<String> complaint = Optional.empty();
        if (verify && !source.hash().isEmpty()) {
            Digests.Digest digest = digest(source, name, hashName, minion, saltenv);
            String actual = Digests.of(digest.type(), content);
            if (!actual.equals(digest.value())) {
                complaint =
                        Optional.of(
                                "Specified %s checksum for %s (%s) does not match actual checksum (%s)"
                                        .formatted(digest.type(), name, digest.value(), actual));
            }
        }
        return new Fetched(content, files.stat(path).map(s -> s.octal()), complaint);
    }

    /** Whether a source is a file of this machine. */
    public static boolean isLocal(String url) {
        return !isSalt(url) && !isWeb(url);
    }

    private byte[] download(
            Source source,
            String name,
            String hashName,
            boolean verify,
            Minion minion,
            String saltenv) {
        if (verify && source.hash().isEmpty()) {
            throw new CallError(
                    "Unable to verify upstream hash of source file %s, please set source_hash or set skip_verify to True"
                            .formatted(source.url()));
        }
        Optional<Digests.Digest> expected =
                verify
                        ? Optional.of(digest(source, name, hashName, minion, saltenv))
                        : Optional.empty();
        byte[] content;
        try (InputStream in = downloads.open(new URI(source.url()))) {
            content = in.readAllBytes();
        } catch (Failure | IOException | URISyntaxException e) {
            throw new CallError(
                    "Failed to cache %s: %s".formatted(source.url(), e.getMessage()), e);
        }
        expected.ifPresent(digest -> {
            String actual = Digests.of(digest.type(), content);
            if (!actual.equals(digest.value())) {
                throw new CallError(
                        "Specified %s checksum for %s (%s) does not match actual checksum (%s). If the 'source_hash' value refers to a remote file with multiple possible matches, then it may be necessary to set 'source_hash_name'."
                                .formatted(digest.type(), source.url(), digest.value(), actual));
            }
        });
        return content;
    }

    /**
     * What {@code source_hash} stands for: a digest, {@code type=digest}, or a file of digests.
     *
     * @throws CallError with Salt's text if it stands for none
     */
    public Digests.Digest digest(
            Source source, String name, String hashName, Minion minion, String saltenv) {
        String hash = source.hash();
        if (hash.startsWith("/") || isSalt(hash) || isWeb(hash) || hash.startsWith(FILE)) {
            Source list = new Source(hash, "");
            byte[] content;
            try {
                content = fetch(list, name, hashName, false, minion, saltenv).content();
            } catch (CallError e) {
                throw new CallError("Source hash file " + hash + " not found", e);
            }
            return SourceHashes.find(Texts.decode(content), name, source.url(), hashName)
                    .orElseThrow(() -> SourceHashes.invalid(hash));
        }
        return SourceHashes.parse(hash);
    }
}
