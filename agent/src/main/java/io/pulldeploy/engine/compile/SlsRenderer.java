package io.pulldeploy.engine.compile;

import org.jspecify.annotations.Nullable;

/** Turns an SLS or top file into plain values. */
@FunctionalInterface
public interface SlsRenderer {
    /**
     * @param sls the SLS's dotted name; empty for a top file
     * @return a plain value, in which what a YAML alias repeats is one object, as in Salt; null or
     *     an empty mapping if the file renders to nothing
     * @throws io.pulldeploy.model.SlsException with Salt's whole text: {@code Rendering SLS
     *     'base:a' failed: …}
     */
    @Nullable Object render(SlsFile file, String sls);
}
