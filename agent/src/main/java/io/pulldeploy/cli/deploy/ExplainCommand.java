package io.pulldeploy.cli.deploy;

import io.pulldeploy.cli.Argument;
import io.pulldeploy.cli.Subcommand;
import io.pulldeploy.cli.Usage;
import io.pulldeploy.deploy.RunReport;
import io.pulldeploy.deploy.Runs;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.FileTree;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells what one run did, step by step, and why it stopped. */
public final class ExplainCommand implements Subcommand {
    private final AgentSource agents;
    private final Results results;

    private final DeployOptions options =
            new DeployOptions("the run's log, with what hooks printed");

    private final Argument<String> wanted =
            Argument.parameter(0, "RUN", "As history lists it, or its beginning, or 'last'.");

    public ExplainCommand(AgentSource agents, Results results) {
        this.agents = agents;
        this.results = results;
    }

    @Override
    public String name() {
        return "explain";
    }

    @Override
    public Usage usage() {
        List<Argument<?>> arguments = new ArrayList<>(options.all());
        arguments.add(wanted);
        return new Usage(
                        List.of("Tells what one run did, step by step, and why it stopped."),
                        List.of("explain last", "explain 20260301T12"),
                        arguments)
                .withoutVersion();
    }

    @Override
    public Integer call() {
        Agent agent = agents.open(options);
        Runs runs = agent.runs();
        String run = runs.find(wanted.value());
        RunReport report =
                runs.known(run)
                        .orElseThrow(() ->
                                new Failure(
                                        ExitCode.UNAVAILABLE,
                                        "the run " + run + " had not begun when it ended",
                                        "Its disk was full, or it was killed; 'pulldeploy history'"
                                                + " lists the others."));
        Path log = agent.layout().log(run);
        FileTree files = agent.machine().host().files();
        List<String> lines = lines(report, files.isFile(log) ? log.toString() : "none");
        if (options.verbose()) {
            files.textIfPresent(log)
                    .ifPresent(text -> text.lines().forEach(l -> lines.add("  " + l)));
        }
        results.print(options, report.fields(), lines);
        return ExitCode.OK.code();
    }

    private static List<String> lines(RunReport report, String log) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "run "
                        + report.run()
                        + ": "
                        + report.command()
                        + " "
                        + report.service()
                        + " "
                        + report.instance()
                        + ", triggered by "
                        + report.trigger());
        lines.add(
                "started "
                        + report.started()
                        + ", took "
                        + seconds(report.duration().toMillis() / 1000.0)
                        + ", "
                        + report.outcome().text()
                        + report.exitCode().map(code -> " with exit code " + code).orElse(""));
        lines.add(
                "version "
                        + report.version().orElse("not known yet")
                        + ", before "
                        + report.previousVersion().orElse("nothing")
                        + ", base "
                        + report.base().orElse("not known yet"));
        lines.add("");
        for (RunReport.StepTime step : report.steps()) {
            lines.add(
                    "  %-14s %8s  %s%s"
                            .formatted(
                                    step.step(),
                                    seconds(step.seconds()),
                                    step.succeeded() ? "" : "FAILED: ",
                                    step.what().lines().findFirst().orElse("")));
        }
        report.notes().forEach(note -> lines.add("note: " + note));
        if (report.outcome() == RunReport.Outcome.SUCCEEDED) {
            lines.add("");
            lines.add(Results.success(report));
        } else {
            lines.add("");
            lines.addAll(Results.explainFailure(report));
        }
        lines.add("log: " + log);
        return lines;
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }
}
