package io.pulldeploy.states.aws;

import io.pulldeploy.aws.VpcParts.Part;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;

/**
 * The id of what a state ensures: known at once, or when a step has made it. It is kept rather than
 * looked up, because what was made just now is not found everywhere.
 */
final class LaterId {
    private Optional<String> id;

    LaterId(Part part, Optional<Map<String, @Nullable Object>> found) {
        this(found.map(f -> PartRef.id(part, f)));
    }

    LaterId(Optional<String> found) {
        this.id = found;
    }

    /** What a step has made. */
    String is(String made) {
        id = Optional.of(made);
        return made;
    }

    Optional<String> known() {
        return id;
    }

    /** The id, which a step before has made if there was none. */
    String get() {
        return id.orElseThrow();
    }
}
