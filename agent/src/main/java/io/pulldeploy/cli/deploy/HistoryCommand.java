package io.pulldeploy.cli.deploy;

import io.pulldeploy.deploy.RunReport;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Lists the runs on this instance. */
@Command(
        name = "history",
        description = "Lists the runs on this instance, the newest last.",
        footer = {"", "Example: pulldeploy history -n 5"})
public final class HistoryCommand implements Callable<Integer> {
    private static final String ROW = "%-22s %-9s %-12s %-12s %-28s %-28s %7s  %s";

    private final AgentSource agents;
    private final Results results;

    @Mixin private final DeployOptions options = new DeployOptions();

    @Option(
            names = {"-n", "--last"},
            paramLabel = "N",
            defaultValue = "20",
            description = "How many; 20 unless it is given.")
    private int last = 20;

    public HistoryCommand(AgentSource agents, Results results) {
        this.agents = agents;
        this.results = results;
    }

    @Override
    public Integer call() {
        if (last < 1) {
            throw new Failure(
                    ExitCode.USAGE,
                    "-n " + last + " is no number of runs",
                    "Give a number from 1 on, or leave it out for the last 20.");
        }
        List<RunReport> reports = agents.open(options).runs().reports();
        List<RunReport> shown = reports.subList(Math.max(0, reports.size() - last), reports.size());
        results.print(options, shown.stream().map(RunReport::fields).toList(), lines(shown));
        return ExitCode.OK.code();
    }

    private static List<String> lines(List<RunReport> reports) {
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
        }
        return lines;
    }

    private static String why(RunReport run) {
        if (run.outcome() == RunReport.Outcome.SUCCEEDED) {
            return run.changed() ? "" : "nothing changed";
        }
        return run.failedStep().map(s -> s + ": ").orElse("") + run.errorLine();
    }
}
