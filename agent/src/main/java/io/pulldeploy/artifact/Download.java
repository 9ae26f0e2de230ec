package io.pulldeploy.artifact;

import io.pulldeploy.aws.ObjectStore;
import io.pulldeploy.aws.ObjectStore.Stored;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.FileTree;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Brings an archive to disk, never whole in memory, and only if its digest is the manifest's. */
public final class Download {
    private static final Logger log = LoggerFactory.getLogger(Download.class);

    /** How often a connection is taken up again that brings next to nothing. */
    private static final int RESUMES = 5;

    /** How often an object that was replaced in between is started anew. */
    private static final int STARTS = 3;

    /** A corrupt object is fetched once more, because the fault may be on the way. */
    private static final int FETCHES = 2;

    private final ObjectStore store;
    private final FileTree files;
    private final Pace pace;

    public Download(ObjectStore store, FileTree files) {
        this(store, files, Pace.DEFAULT);
    }

    /**
     * @param pace under which a connection is taken up anew
     */
    Download(ObjectStore store, FileTree files, Pace pace) {
        this.store = store;
        this.files = files;
        this.pace = pace;
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
        for (int attempt = 1; ; attempt++) {
            String digest;
            try {
                digest = stream(manifest, target, progress);
            } catch (RuntimeException e) {
                files.delete(target);
                throw e;
            }
            if (digest.equals(manifest.sha256())) {
                return;
            }
            files.delete(target);
            if (attempt == FETCHES) {
                throw damaged(manifest, "the SHA-256 " + digest, manifest.sha256());
            }
            log.warn(
                    "what came of {} does not have the SHA-256 of its manifest; discarded, and"
                            + " fetched once more",
                    store.uri(manifest.artifact()));
        }
    }

    private Failure damaged(Manifest manifest, String has, Object wanted) {
        return new Failure(
                ExitCode.REFUSED,
                store.uri(manifest.artifact())
                        + " has "
                        + has
                        + ", and its manifest says "
                        + wanted,
                "The object is damaged or was replaced: publish the content under a new version,"
                        + " and promote that.");
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

    /** The SHA-256 of what arrived. */
    private String stream(Manifest manifest, Path target, LongConsumer progress) {
        for (int start = 0; start < STARTS; start++) {
            Stored object = store.find(manifest.artifact()).orElseThrow(() -> missing(manifest));
            if (object.size() != manifest.size()) {
                throw damaged(manifest, object.size() + " bytes", manifest.size());
            }
            Optional<String> digest = version(object, target, progress);
            if (digest.isPresent()) {
                return digest.get();
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
     * Reads one version of an object, resuming where a connection broke off or became too slow.
     *
     * @return the SHA-256 of what arrived; empty if the object was replaced
     */
    private Optional<String> version(Stored object, Path target, LongConsumer progress) {
        MessageDigest digest = sha256();
        String why = "";
        long at = 0;
        try (OutputStream out = files.create(target)) {
            int fruitless = 0;
            while (fruitless <= RESUMES) {
                long from = at;
                try (Transfer transfer =
                        new Transfer(() -> store.open(object.key(), object.etag(), from), pace)) {
                    if (!transfer.opened()) {
                        return Optional.empty();
                    }
                    Copied copied = copy(transfer, out, digest, from, progress);
                    at = copied.to();
                    why = copied.broken();
                }
                if (at >= object.size()) {
                    return Optional.of(HexFormat.of().formatHex(digest.digest()));
                }
                fruitless = at - from >= pace.bytes() ? 1 : fruitless + 1;
                if (fruitless <= RESUMES) {
                    log.warn(
                            "reading {} broke off at byte {} of {}: {}; taking it up from there",
                            store.uri(object.key()),
                            at,
                            object.size(),
                            why);
                    pause(pace.firstPause().multipliedBy(1L << (fruitless - 1)));
                }
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
                "reading "
                        + store.uri(object.key())
                        + " broke off again and again, at last at byte "
                        + "%d of %d: %s".formatted(at, object.size(), why),
                "Run again when the network is better; what runs now is untouched.");
    }

    /**
     * How far a connection came.
     *
     * @param broken why it did not come to the end, if it did not
     */
    private record Copied(long to, String broken) {}

    private static Copied copy(
            Transfer transfer,
            OutputStream out,
            MessageDigest digest,
            long from,
            LongConsumer progress)
            throws IOException {
        long at = from;
        while (true) {
            Optional<ByteBuffer> next;
            try {
                next = transfer.next();
            } catch (IOException e) {
                log.debug("the connection broke", e);
                return new Copied(at, String.valueOf(e.getMessage()));
            }
            if (next.isEmpty()) {
                return new Copied(at, "the connection was closed");
            }
            ByteBuffer bytes = next.get();
            out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            at += bytes.remaining();
            digest.update(bytes);
            progress.accept(at);
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(
                    ExitCode.UNAVAILABLE, "interrupted while a download went on", "Run again.", e);
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
