package io.pulldeploy.cli;

import io.pulldeploy.engine.compile.LowChunk;
import io.pulldeploy.engine.run.Progress;
import io.pulldeploy.loader.Minion;

/** Shows which state runs, where a person watches. */
public record StateProgress(Terminal terminal) implements Progress {
    /** Shows the states that a minion's functions run. */
    public static void show(Minion minion, Terminal terminal) {
        minion.context().put(CONTEXT_KEY, new StateProgress(terminal));
    }

    @Override
    public void starting(LowChunk chunk, int done, int total) {
        terminal.progress(
                "%s%s.%s %s"
                        .formatted(
                                total > 1 ? "%d of %d states, ".formatted(done, total) : "",
                                chunk.get("state"),
                                chunk.get("fun"),
                                chunk.get("name")));
    }
}
