package io.pulldeploy.engine.run;

import io.pulldeploy.engine.compile.LowChunk;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** Hears of each state as the run comes to it. Calls come from the thread that runs the states. */
public interface Progress {
    /** Hears nothing. */
    Progress SILENT = new Progress() {};

    /**
     * @param done states that have a result
     * @param total states of the run
     */
    default void starting(LowChunk chunk, int done, int total) {}

    /**
     * @param result Salt's result mapping; of a parallel state, that it was started
     */
    default void finished(LowChunk chunk, Map<String, @Nullable Object> result) {}
}
