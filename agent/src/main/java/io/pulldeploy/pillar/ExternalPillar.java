package io.pulldeploy.pillar;

import io.pulldeploy.loader.Minion;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** A source of pillar values beside the pillar files, as {@code ext_pillar} names it. */
@FunctionalInterface
public interface ExternalPillar {
    /**
     * @param pillar what was compiled before
     * @param settings what stands behind the name in the configuration: text, a list or a mapping
     * @return what is to be merged into the pillar
     * @throws io.pulldeploy.loader.CallError if the settings are wrong
     * @throws io.pulldeploy.model.Failure if the source cannot be read
     */
    Map<?, ?> read(Minion minion, Map<Object, @Nullable Object> pillar, @Nullable Object settings);
}
