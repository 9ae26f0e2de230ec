package io.pulldeploy.cli.output;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What outputters look at.
 *
 * @param opts the configuration: {@code state_output}, {@code state_verbose}, {@code
 *     output_indent}, …
 * @param retcode the call's exit code, which colours the nested outputter
 */
public record OutputOptions(Map<String, @Nullable Object> opts, Colours colours, int retcode) {
    public OutputOptions {
        opts = Collections.unmodifiableMap(new LinkedHashMap<>(opts));
    }

    boolean flag(String key, boolean fallback) {
        Object value = opts.get(key);
        return switch (value) {
            case null -> opts.containsKey(key) ? false : fallback;
            case Boolean b -> b;
            case Number n -> n.longValue() != 0;
            case String s -> !s.isEmpty();
            default -> true;
        };
    }

    String text(String key, String fallback) {
        return opts.get(key) instanceof String s ? s.toLowerCase(Locale.ROOT) : fallback;
    }

    long number(String key, long fallback) {
        return opts.get(key) instanceof Number n ? n.longValue() : fallback;
    }

    Optional<Object> value(String key) {
        return Optional.ofNullable(opts.get(key));
    }
}
