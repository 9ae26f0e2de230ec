package io.pulldeploy.cli.deploy;

import io.pulldeploy.artifact.Version;
import io.pulldeploy.cli.Subcommand;
import io.pulldeploy.cli.Usage;
import io.pulldeploy.deploy.RunReport;
import io.pulldeploy.deploy.Status;
import io.pulldeploy.model.ExitCode;

import java.util.ArrayList;
import java.util.List;

/** Says what runs on this instance. */
public final class StatusCommand implements Subcommand {
    private final AgentSource agents;
    private final Results results;

    private final DeployOptions options = new DeployOptions("the last run's error as a whole");

    public StatusCommand(AgentSource agents, Results results) {
        this.agents = agents;
        this.results = results;
    }

    @Override
    public String name() {
        return "status";
    }

    @Override
    public Usage usage() {
        return new Usage(
                        List.of("Says what runs on this instance, and how the last run ended."),
                        List.of("status --out json"),
                        options.all())
                .withoutVersion();
    }

    @Override
    public Integer call() {
        Agent agent = agents.open(options);
        Status status = Status.of(agent.machine().host().files(), agent.layout());
        results.print(options, status.fields(), lines(status, options.verbose()));
        return ExitCode.OK.code();
    }

    private static List<String> lines(Status status, boolean verbose) {
        if (status.role().isEmpty() && status.lastRun().isEmpty()) {
            return List.of("nothing is deployed on this instance");
        }
        List<String> lines = new ArrayList<>();
        lines.add(line("service", status.role().map(Object::toString).orElse("none")));
        lines.add(line("current", status.current().map(Version::text).orElse("none")));
        lines.add(line("previous", status.previous().map(Version::text).orElse("none")));
        if (!status.next().equals(status.current())) {
            lines.add(line("next", status.next().map(Version::text).orElse("none")));
        }
        lines.add(
                line(
                        "base",
                        status.base().map(Version::text).orElse("none")
                                + (status.held() ? " (held since a rollback)" : "")));
        lines.add(
                line(
                        "on disk",
                        status.releases().isEmpty()
                                ? "none"
                                : String.join(", ", status.releases())));
        status.lockedBy().ifPresent(run -> lines.add(line("running", run)));
        status.lastRun()
                .ifPresent(run -> {
                    lines.add(line("last run", lastRun(run)));
                    if (verbose) {
                        run.error().lines().skip(1).forEach(lines::add);
                        run.remedy().lines().map(l -> "    " + l).forEach(lines::add);
                    }
                });
        return lines;
    }

    private static String lastRun(RunReport run) {
        return run.run()
                + " "
                + run.command()
                + " "
                + run.outcome().text()
                + (run.error().isEmpty() ? "" : ": " + run.errorLine());
    }

    private static String line(String name, String value) {
        return "%-9s %s".formatted(name, value);
    }
}
