package io.pulldeploy.engine;

import io.pulldeploy.model.SlsError;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** Compiles the pillar of this machine. */
@FunctionalInterface
public interface PillarSource {
    /** A pillar, and what is wrong with it. */
    record Compiled(Map<Object, @Nullable Object> pillar, List<SlsError> errors) {}

    /**
     * @param minion what pillar templates see: configuration, grains, execution functions
     * @param before the pillar that there was; its keys stay unless they are replaced
     * @param override laid over the pillar, and seen by its templates
     */
    Compiled compile(
            LocalMinion minion,
            Map<Object, @Nullable Object> before,
            Map<Object, @Nullable Object> override);
}
