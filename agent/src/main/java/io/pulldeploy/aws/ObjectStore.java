package io.pulldeploy.aws;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One bucket. Whether a key exists is decided by listing alone: without a usable {@code
 * s3:ListBucket} a missing key answers "forbidden", so that a failing read proves nothing.
 *
 * <p>Every method throws {@link io.pulldeploy.model.Failure}: NO_PERMISSION without credentials or
 * when refused, naming the action and the object; UNAVAILABLE when the store or the bucket cannot
 * be reached.
 */
public interface ObjectStore {
    /** The store as messages name it, such as {@code s3://bootstrap}. */
    String name();

    /** Every object whose key starts with {@code prefix}, sorted by key. */
    List<Stored> list(String prefix);

    /** The object with exactly this key, if the listing has it. */
    Optional<Stored> find(String key);

    /**
     * Opens an object for reading; the caller closes it.
     *
     * @param etag the version that is wanted
     * @param from first byte wanted, 0 for all
     * @return empty if the object is no longer that version
     */
    Optional<InputStream> open(String key, String etag, long from);

    /**
     * Opens whatever version an object has now; the caller closes it. A refusal is asked after by
     * listing, so that this takes one request where the object is expected to be there.
     *
     * @return empty if the listing does not have it
     */
    Optional<Opened> open(String key);

    /** Writes an object if the condition holds. */
    PutOutcome put(String key, Content content, Condition condition);

    /** The object as messages name it. */
    default String uri(String key) {
        return name() + "/" + key;
    }

    /**
     * A listed object.
     *
     * @param size bytes
     * @param etag names this version of the object, quoted as HTTP has it
     */
    record Stored(String key, long size, String etag) {}

    /** A version of an object, and its bytes. */
    record Opened(Stored stored, InputStream content) {}

    /** What to write. */
    sealed interface Content {
        /** A short document, written as UTF-8. */
        record Text(String text) implements Content {}

        /** A file of this machine. */
        record File(Path path) implements Content {}
    }

    /** When to write. */
    sealed interface Condition {
        /** Only if there is no such key. */
        record Absent() implements Condition {}

        /** Only if the object still is this version. */
        record Matches(String etag) implements Condition {}

        /** Whatever there is. */
        record Always() implements Condition {}
    }

    /** How a write ended. */
    sealed interface PutOutcome {
        /** Written; the new version's ETag. */
        record Written(String etag) implements PutOutcome {}

        /** Not written, because the condition did not hold. */
        record ConditionFailed() implements PutOutcome {}
    }
}
