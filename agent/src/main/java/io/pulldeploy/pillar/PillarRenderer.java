package io.pulldeploy.pillar;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** Turns a pillar file into plain values. */
@FunctionalInterface
public interface PillarRenderer {
    /**
     * @param defaults more names for the template
     * @return null or an empty mapping if the file renders to nothing
     * @throws io.pulldeploy.model.SlsException with Salt's text of the render error
     */
    @Nullable Object render(PillarSls file, Map<String, @Nullable Object> defaults);
}
