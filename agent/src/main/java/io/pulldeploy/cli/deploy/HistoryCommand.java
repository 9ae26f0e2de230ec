package io.pulldeploy.cli.deploy;

import io.pulldeploy.cli.Argument;
import io.pulldeploy.cli.Subcommand;
import io.pulldeploy.cli.Usage;
import io.pulldeploy.deploy.RunReport;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lists the runs on this instance. */
public final class HistoryCommand implements Subcommand {
    private static final String ROW = "%-22s %-9s %-12s %-12s %-28s %-28s %7s  %s";

    private final AgentSource agents;
    private final Results results;

    private final DeployOptions options =
            new DeployOptions("the errors as a whole, and what can be done");

    private final Argument<Integer> last =
            Argument.option(Integer.class, "N", "How many; 20 unless it is given.", "-n", "--last");

    public HistoryCommand(AgentSource agents, Results results) {
        this.agents = agents;
        this.results = results;
    }

    @Override
    public String name() {
        return "history";
    }

    @Override
    public Usage usage() {
        List<Argument<?>> arguments = new ArrayList<>(options.all());
        arguments.add(last);
        return new Usage(
                        List.of("Lists the runs on this instance, the newest last."),
                        List.of("history -n 5"),
                        arguments)
                .withoutVersion();
    }

    @Override
    public Integer call() {
        int runs = last.or(20);
        if (runs < 1) {
            throw new Failure(
                    ExitCode.USAGE,
                    "-n " + runs + " is no number of runs",
                    "Give a number from 1 on, or leave it out for the last 20.");
        }
        List<RunReport> reports = agents.open(options).runs().known();
        List<RunReport> shown = reports.subList(Math.max(0, reports.size() - runs), reports.size());
        results.print(
                options,
                shown.stream().map(RunReport::fields).toList(),
                lines(shown, options.verbose()));
        return ExitCode.OK.code();
    }

    private static List<String> lines(List<RunReport> reports, boolean verbose) {
        if (reports.isEmpty()) {
            return List.of("no runs yet");
        }
        List<String> lines = new ArrayList<>();
        lines.add(
                ROW.formatted(
                                "RUN", "COMMAND", "OUTCOME", "SERVICE", "VERSION", "BASE",
                                "SECONDS", "")
                        .stripTrailing());
        for (RunReport run : reports) {
            String seconds = String.format(Locale.ROOT, "%.1f", run.duration().toMillis() / 1000.0);
            lines.add(
                    ROW.formatted(
                                    run.run(),
                                    run.command(),
                                    run.outcome().text(),
                                    run.service(),
                                    run.version().orElse("-"),
                                    run.base().orElse("-"),
                                    seconds,
                                    why(run))
                            .stripTrailing());
            if (verbose) {
                run.error().lines().skip(1).forEach(lines::add);
                run.remedy().lines().map(l -> "    " + l).forEach(lines::add);
            }
        }
        return lines;
    }

    private static String why(RunReport run) {
        if (run.outcome() == RunReport.Outcome.SUCCEEDED) {
            return run.changed() ? "" : "nothing changed";
        }
        if (run.outcome() == RunReport.Outcome.RUNNING) {
            return run.failedStep().map(s -> "in the step " + s).orElse("");
        }
        return run.failedStep().map(s -> s + ": ").orElse("") + run.errorLine();
    }
}
