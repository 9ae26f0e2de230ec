package io.pulldeploy.engine.run;

import io.pulldeploy.engine.compile.Python;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;

/**
 * How often and how fast a state is tried again.
 *
 * @param until the result that ends the attempts
 * @param attempts how often the state runs at most
 * @param interval seconds between two attempts
 * @param splay random seconds on top, at most
 */
record Retry(boolean until, long attempts, long interval, long splay) {
    private static final Retry DEFAULT = new Retry(true, 2, 30, 0);

    /**
     * What a state declares under {@code retry}; what is not understood is the default, as in Salt.
     */
    static Retry of(@Nullable Object declared) {
        return switch (declared) {
            case Map<?, ?> map ->
                    new Retry(
                            map.get("until") instanceof Boolean b ? b : DEFAULT.until,
                            whole(map.get("attempts")).orElse(DEFAULT.attempts),
                            whole(map.get("interval")).orElse(DEFAULT.interval),
                            whole(map.get("splay")).orElse(DEFAULT.splay));
            case Boolean enabled when !enabled -> new Retry(true, 0, 30, 0);
            case null, default -> DEFAULT;
        };
    }

    private static Optional<Long> whole(@Nullable Object value) {
        return switch (value) {
            case Long l -> Optional.of(l);
            case Boolean b -> Optional.of(b ? 1L : 0L);
            case null, default -> Optional.empty();
        };
    }

    /** What a test run says of it. */
    String prediction() {
        return ("The state would be retried every %d seconds (with a splay of up to %d seconds) a maximum"
                        + " of %d times or until a result of %s is returned")
                .formatted(interval, splay, attempts, Python.str(until));
    }

    /** One attempt's line in the comment. */
    static String attempt(long number, ChunkReturn result, String comment) {
        return "Attempt %d: Returned a result of \"%s\", with the following comment: \"%s\""
                .formatted(number, Python.str(result.get("result")), comment);
    }
}
