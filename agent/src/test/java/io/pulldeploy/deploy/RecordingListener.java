package io.pulldeploy.deploy;

import io.pulldeploy.artifact.ArtifactName;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Keeps what it hears; can crash the run at a given moment, as a power cut does. */
final class RecordingListener implements DeployListener {
    /** The end of the process. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        Crash(String when) {
            super(when);
        }
    }

    final List<String> heard = new CopyOnWriteArrayList<>();
    final List<String> warnings = new ArrayList<>();
    Consumer<String> at = _ -> {};

    private void hear(String what) {
        heard.add(what);
        at.accept(what);
    }

    void crashAt(String moment) {
        at =
                what -> {
                    if (what.equals(moment)) {
                        throw new Crash(moment);
                    }
                };
    }

    @Override
    public void started(String run, String what) {
        hear("started " + what);
    }

    @Override
    public void began(Step step) {
        hear("began " + step.text());
    }

    @Override
    public void done(Step step, String what) {
        hear("done " + step.text());
    }

    @Override
    public void failed(Step step, String message) {
        hear("failed " + step.text());
    }

    @Override
    public void downloaded(ArtifactName name, long bytes, long total) {}

    @Override
    public void applied(int done, int total) {}

    @Override
    public void states(StateRun run) {}

    @Override
    public void hookPrinted(String hook, String line) {
        hear(hook + ": " + line);
    }

    @Override
    public void stopping(String signal) {
        hear("stopping " + signal);
    }

    @Override
    public void warned(String message) {
        warnings.add(message);
    }
}
