package io.pulldeploy.config;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration of this machine.
 *
 * @param directory where the files came from
 * @param opts Salt's keys with Salt's defaults, and every other top-level key as it was written
 * @param configuredId the {@code id} that a file or the command line gives; empty if it was taken
 *     from the host's name
 * @param pulldeploy our own section
 * @param warnings what a reader should know, one sentence each
 */
public record MinionConfig(
        Path directory,
        Map<String, @Nullable Object> opts,
        Optional<String> configuredId,
        PulldeployConfig pulldeploy,
        List<String> warnings) {

    public MinionConfig {
        opts = Collections.unmodifiableMap(new LinkedHashMap<>(opts));
        warnings = List.copyOf(warnings);
    }

    public String id() {
        return String.valueOf(opts.get("id"));
    }

    /** Salt's {@code cachedir}. */
    public Path cacheDirectory() {
        return Path.of(String.valueOf(opts.get("cachedir")));
    }

    /** The state roots by saltenv, in order; the first root that has a file wins. */
    public Map<String, List<String>> fileRoots() {
        return roots("file_roots");
    }

    /** The pillar roots by saltenv, in order. */
    public Map<String, List<String>> pillarRoots() {
        return roots("pillar_roots");
    }

    private Map<String, List<String>> roots(String key) {
        Map<String, List<String>> roots = new LinkedHashMap<>();
        if (opts.get(key) instanceof Map<?, ?> environments) {
            environments.forEach((environment, directories) ->
                    roots.put(
                            String.valueOf(environment),
                            directories instanceof List<?> list
                                    ? list.stream().map(String::valueOf).toList()
                                    : List.of()));
        }
        return Collections.unmodifiableMap(roots);
    }
}
