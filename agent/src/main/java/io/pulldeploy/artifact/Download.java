package io.pulldeploy.artifact;

import io.pulldeploy.aws.ObjectStore;
import io.pulldeploy.aws.ObjectStore.Stored;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.FileTree;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Brings an archive to disk, never whole in memory, and only if its digest is the manifest's. */
public final class Download {
    private static final Logger log = LoggerFactory.getLogger(Download.class);

    private static final int BUFFER = 128 * 1024;

    /** How often a broken connection is taken up again. */
    private static final int RESUMES = 5;

    /** How often an object that was replaced in between is started anew. */
    private static final int STARTS = 3;

    /** A corrupt object is fetched once more, because the fault may be on the way. */
    private static final int FETCHES = 2;

    private final ObjectStore store;
    private final FileTree files;

    public Download(ObjectStore store, FileTree files) {
        this.store = store;
        this.files = files;
    }

    /**
     * Writes the archive to a file, which is replaced if it is there and gone after a failure.
     *
     * @param progress told the number of bytes that have arrived
     * @throws Failure (REFUSED) if the digest is wrong twice; (UNAVAILABLE) if the store is; {@code
     *     CANNOT_WRITE} if the disk is full or too small for it
     */
    public void fetch(Manifest manifest, Path target, LongConsumer progress) {
        requireSpace(manifest, target);
        String wrong = "";
        for (int attempt = 1; attempt <= FETCHES; attempt++) {
            Optional<String> complaint;
            try {
                complaint = stream(manifest, target, progress);
            } catch (RuntimeException e) {
                files.delete(target);
                throw e;
            }
            if (complaint.isEmpty()) {
                return;
            }
            files.delete(target);
            wrong = store.uri(manifest.artifact()) + " has " + complaint.get();
            log.warn("{}; discarded", wrong);
        }
        throw new Failure(
                ExitCode.REFUSED,
                wrong + "; it was fetched twice",
                "The object is damaged or was replaced: publish the content under a new version.");
    }

    /** Unpacking needs the archive and at least as much again. */
    private void requireSpace(Manifest manifest, Path target) {
        long usable = files.usableSpace(Optional.ofNullable(target.getParent()).orElse(target));
        if (usable < 2 * manifest.size()) {
            throw new Failure(
                    ExitCode.CANNOT_WRITE,
                    "no space for "
                            + manifest.name()
                            + " "
                            + manifest.version()
                            + ": "
                            + target.getParent()
                            + " has "
                            + usable
                            + " bytes left, and "
                            + 2 * manifest.size()
                            + " are needed at least",
                    "Free some space, then run again; what runs now is untouched.");
        }
    }

    /** What is wrong with what arrived; empty if nothing is. */
    private Optional<String> stream(Manifest manifest, Path target, LongConsumer progress) {
        for (int start = 0; start < STARTS; start++) {
            Stored object = store.find(manifest.artifact()).orElseThrow(() -> missing(manifest));
            if (object.size() != manifest.size()) {
                return Optional.of(
                        object.size() + " bytes, and its manifest says " + manifest.size());
            }
            Optional<String> got = version(object, target, progress);
            if (got.isPresent()) {
                return got.filter(digest -> !digest.equals(manifest.sha256()))
                        .map(d ->
                                "the SHA-256 "
                                        + d
                                        + ", and its manifest says "
                                        + manifest.sha256());
            }
            log.warn("{} was replaced while it was read; starting again", store.uri(object.key()));
        }
        throw new Failure(
                ExitCode.UNAVAILABLE,
                store.uri(manifest.artifact())
                        + " was replaced "
                        + STARTS
                        + " times while it was read",
                "Find out who writes it, then run again.");
    }

    /**
     * Reads one version of an object, resuming where a connection broke off.
     *
     * @return the SHA-256 of what arrived; empty if the object was replaced
     */
    private Optional<String> version(Stored object, Path target, LongConsumer progress) {
        MessageDigest digest = sha256();
        try (OutputStream out = files.create(target)) {
            long at = 0;
            for (int attempt = 0; attempt <= RESUMES; attempt++) {
                Optional<InputStream> opened = store.open(object.key(), object.etag(), at);
                if (opened.isEmpty()) {
                    return Optional.empty();
                }
                try (InputStream in = opened.get()) {
                    at = copy(in, out, digest, at, progress);
                }
                if (at >= object.size()) {
                    return Optional.of(HexFormat.of().formatHex(digest.digest()));
                }
                log.warn("reading {} broke off at byte {}", store.uri(object.key()), at);
            }
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.CANNOT_WRITE,
                    "cannot write " + target + ": " + e.getMessage(),
                    "Free some space, then run again; what runs now is untouched.",
                    e);
        }
        throw new Failure(
                ExitCode.UNAVAILABLE,
                "reading " + store.uri(object.key()) + " broke off " + (RESUMES + 1) + " times",
                "Run again when the network is better; what runs now is untouched.");
    }

    /** Copies to the end or to where the connection breaks; the position reached. */
    private static long copy(
            InputStream in,
            OutputStream out,
            MessageDigest digest,
            long from,
            LongConsumer progress)
            throws IOException {
        byte[] buffer = new byte[BUFFER];
        long at = from;
        while (true) {
            int read;
            try {
                read = in.read(buffer);
            } catch (IOException e) {
                log.debug("the connection broke", e);
                return at;
            }
            if (read < 0) {
                return at;
            }
            out.write(buffer, 0, read);
            digest.update(buffer, 0, read);
            at += read;
            progress.accept(at);
        }
    }

    private Failure missing(Manifest manifest) {
        return new Failure(
                ExitCode.UNAVAILABLE,
                store.uri(manifest.artifact()) + " is not there, although its manifest is",
                "Publish the content under a new version.");
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
