package io.pulldeploy.engine.run;

import io.pulldeploy.engine.compile.LowChunk;
import io.pulldeploy.loader.Minion;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** Hears of each state as the run comes to it. Calls come from the thread that runs the states. */
public interface Progress {
    /** Hears nothing. */
    Progress SILENT = new Progress() {};

    /** Under which a minion's context names who listens to its state functions. */
    String CONTEXT_KEY = "progress";

    /** Who listens to the state functions of a minion, if somebody does. */
    static Progress of(Minion minion) {
        return minion.context().get(CONTEXT_KEY) instanceof Progress listening ? listening : SILENT;
    }

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
