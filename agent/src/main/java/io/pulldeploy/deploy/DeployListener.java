package io.pulldeploy.deploy;

import io.pulldeploy.artifact.ArtifactName;

/** Hears what a run does while it does it. */
public interface DeployListener {
    void started(String run, String what);

    void began(Step step);

    /**
     * @param what came of it, one line
     */
    void done(Step step, String what);

    void failed(Step step, String message);

    void downloaded(ArtifactName name, long bytes, long total);

    void applied(int done, int total);

    /** A state run ended; its results are Salt's. */
    void states(StateRun run);

    void hookPrinted(String hook, String line);

    /** A signal ends the run; the step that goes on is ended first. */
    void stopping(String signal);

    /** Something that the reader should know, one line. */
    void warned(String message);
}
