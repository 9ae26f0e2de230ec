package io.pulldeploy.cli.deploy;

import io.pulldeploy.artifact.ArtifactName;
import io.pulldeploy.cli.Terminal;
import io.pulldeploy.cli.output.Colours;
import io.pulldeploy.cli.output.OutputOptions;
import io.pulldeploy.cli.output.Outputter;
import io.pulldeploy.deploy.DeployListener;
import io.pulldeploy.deploy.StateRun;
import io.pulldeploy.deploy.Step;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** Tells a person what a run does, on standard error; the states' outcome as Salt prints it. */
final class Narration implements DeployListener {
    private final Terminal terminal;
    private final DeployOptions options;
    private final Outputter highstate;
    private final Map<String, @Nullable Object> opts;

    /**
     * @param opts the configuration, which says how states are printed
     */
    Narration(
            Terminal terminal,
            DeployOptions options,
            Outputter highstate,
            Map<String, @Nullable Object> opts) {
        this.terminal = terminal;
        this.options = options;
        this.highstate = highstate;
        this.opts = opts;
    }

    @Override
    public void started(String run, String what) {
        say("pulldeploy " + what + ", run " + run);
    }

    @Override
    public void began(Step step) {
        progress(step.text() + " …");
    }

    @Override
    public void done(Step step, String what) {
        say("  %-14s %s".formatted(step.text(), what));
    }

    @Override
    public void failed(Step step, String message) {
        say("  %-14s failed".formatted(step.text()));
    }

    @Override
    public void downloaded(ArtifactName name, long bytes, long total) {
        progress("%s %,d of %,d bytes".formatted(name, bytes, total));
    }

    @Override
    public void applied(int done, int total) {
        progress("%d of %d states".formatted(done, total));
    }

    @Override
    public void states(StateRun run) {
        boolean worthShowing = options.verbose() || run.changed() > 0 || run.failed() > 0;
        if (!worthShowing || run.results().isEmpty() || (options.quiet() && run.failed() == 0)) {
            return;
        }
        boolean human = options.form() == DeployOptions.Form.TEXT;
        Colours colours = human && terminal.colours().getAsBoolean() ? Colours.ANSI : Colours.NONE;
        String text =
                highstate.format(
                        Map.of("local", run.results()),
                        new OutputOptions(opts, colours, run.exitCode()));
        if (human) {
            terminal.println(text);
        } else {
            terminal.note(text);
        }
    }

    @Override
    public void hookPrinted(String hook, String line) {
        if (options.verbose()) {
            say("    " + hook + ": " + line);
        }
    }

    @Override
    public void stopping(String signal) {
        terminal.note(signal + ": stopping …");
    }

    @Override
    public void warned(String message) {
        terminal.note("warning: " + message);
    }

    private void say(String line) {
        if (!options.quiet()) {
            terminal.note(line);
        }
    }

    private void progress(String text) {
        if (!options.quiet()) {
            terminal.progress(text);
        }
    }
}
