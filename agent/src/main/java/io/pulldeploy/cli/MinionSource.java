package io.pulldeploy.cli;

import io.pulldeploy.loader.Minion;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;

/** Opens the minion that a configuration directory describes. */
@FunctionalInterface
public interface MinionSource {
    /**
     * @param configDirectory empty means the standard places
     * @param overrides configuration keys that win over the files
     * @throws io.pulldeploy.model.Failure if the configuration is wrong
     */
    Minion open(Optional<String> configDirectory, Map<String, @Nullable Object> overrides);
}
