package io.pulldeploy.cli.deploy;

import io.pulldeploy.cli.Terminal;
import io.pulldeploy.cli.output.Colours;
import io.pulldeploy.cli.output.OutputOptions;
import io.pulldeploy.cli.output.Outputter;
import io.pulldeploy.cli.output.Outputters;
import io.pulldeploy.deploy.RunReport;
import io.pulldeploy.model.ExitCode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Prints what a command found out, in the form that was asked for. */
final class Results {
    private final Terminal terminal;
    private final Outputters outputters;

    Results(Terminal terminal, Outputters outputters) {
        this.terminal = terminal;
        this.outputters = outputters;
    }

    Narration narration(DeployOptions options, Map<String, @Nullable Object> opts) {
        return new Narration(terminal, options, outputter("highstate"), opts);
    }

    /** Says what goes on where a person watches. */
    void progress(DeployOptions options, String text) {
        if (!options.quiet()) {
            terminal.progress(text);
        }
    }

    /**
     * @param value a plain value for machines
     * @param text lines for people
     */
    void print(DeployOptions options, @Nullable Object value, List<String> text) {
        switch (options.form()) {
            case TEXT -> {
                if (!options.quiet()) {
                    text.forEach(terminal::println);
                }
            }
            case JSON -> printWith("json", value);
            case YAML -> printWith("yaml", value);
        }
    }

    /**
     * Prints how a run ended; why it failed goes to standard error.
     *
     * @return the process's exit code
     */
    int print(DeployOptions options, Agent agent, RunReport report) {
        boolean succeeded = report.outcome() == RunReport.Outcome.SUCCEEDED;
        print(options, report.fields(), succeeded ? List.of(success(report)) : List.of());
        if (!succeeded) {
            explainFailure(report).forEach(terminal::note);
            terminal.note("  More: " + agent.more(options, report.run()));
        }
        return report.exitCode().orElse(ExitCode.INTERNAL.code());
    }

    /** One line that says what runs now, and whether anything changed. */
    static String success(RunReport report) {
        String role = report.service() + " " + report.instance();
        String version = report.version().orElse("?");
        String base = "base " + report.base().orElse("?");
        String states = report.states().map(s -> "; " + s.text()).orElse("");
        String time = String.format(Locale.ROOT, "; %.1f s", report.duration().toMillis() / 1000.0);
        if (!report.changed()) {
            return role + ": nothing changed: " + version + ", " + base + states + time;
        }
        String before =
                report.previousVersion()
                        .filter(p -> !p.equals(version))
                        .map(p -> " (before: " + p + ")")
                        .orElse("");
        return role + ": " + version + " is current" + before + ", " + base + states + time;
    }

    static List<String> explainFailure(RunReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "pulldeploy: "
                        + report.command()
                        + " "
                        + report.service()
                        + " "
                        + report.instance()
                        + ending(report));
        if (!report.remedy().isEmpty()) {
            lines.add("  " + report.remedy());
        }
        lines.add("  " + whatStands(report));
        return lines;
    }

    private static String ending(RunReport report) {
        return switch (report.outcome()) {
            case STOPPED ->
                    " "
                            + report.error()
                            + report.failedStep().map(s -> " in the step " + s).orElse("");
            case INTERRUPTED ->
                    " was interrupted"
                            + report.failedStep().map(s -> " in the step " + s).orElse("")
                            + "; "
                            + report.error();
            case RUNNING ->
                    " goes on" + report.failedStep().map(s -> " in the step " + s).orElse("");
            case SUCCEEDED, FAILED ->
                    report.failedStep().map(s -> " failed in the step " + s).orElse("")
                            + ": "
                            + report.error();
        };
    }

    private static String whatStands(RunReport report) {
        if (report.flipped()) {
            return report.version().orElse("?") + " is current and stays; it did not register.";
        }
        String reverted =
                report.reverted().isEmpty()
                        ? ""
                        : " Undone: " + String.join(", ", report.reverted()) + ".";
        return report.previousVersion()
                        .map(v -> v + " is current, as before.")
                        .orElse("Nothing is current, as before.")
                + reverted;
    }

    private void printWith(String outputter, @Nullable Object value) {
        OutputOptions plain = new OutputOptions(Map.of("output_indent", 2L), Colours.NONE, 0);
        terminal.print(outputter(outputter).format(value, plain).stripTrailing() + "\n");
    }

    private Outputter outputter(String name) {
        Optional<Outputter> found = outputters.find(name);
        return found.orElseThrow(() -> new IllegalStateException("no outputter " + name));
    }
}
