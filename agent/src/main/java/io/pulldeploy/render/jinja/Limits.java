package io.pulldeploy.render.jinja;

import java.time.Duration;

/**
 * What one render may use; past it, it ends in a TemplateLimitError that names the limit.
 *
 * @param output characters written, buffers included
 * @param depth macros, includes, imports, blocks and recursive loops within each other
 * @param iterations passes through loops, and items taken from lazy sequences
 */
public record Limits(long output, int depth, long iterations, Duration time) {
    public static final Limits DEFAULT =
            new Limits(32_000_000, 200, 20_000_000, Duration.ofSeconds(60));
}
