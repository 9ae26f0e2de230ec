package io.pulldeploy.cli.deploy;

import io.pulldeploy.cli.Argument;
import io.pulldeploy.cli.Logging;
import io.pulldeploy.cli.Subcommand;
import io.pulldeploy.cli.Usage;
import io.pulldeploy.config.PulldeployConfig;
import io.pulldeploy.deploy.Daemon;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.Processes;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Refreshes the base from time to time, until it is stopped. */
public final class DaemonCommand implements Subcommand {
    private static final Logger log = LoggerFactory.getLogger(DaemonCommand.class);

    /** Under systemd's ninety seconds, after which it kills. */
    private static final Duration PATIENCE = Duration.ofSeconds(80);

    private static final String INSTALLED = "/srv/pulldeploy/bin/pulldeploy";

    private final AgentSource agents;

    private final DeployOptions options = new DeployOptions("each refresh, as -l info does");

    private final Argument<String> program =
            Argument.option(
                    "PATH",
                    "What to run; else pulldeploy on the PATH, else " + INSTALLED + ".",
                    "--program");

    public DaemonCommand(AgentSource agents) {
        this.agents = agents;
    }

    @Override
    public String name() {
        return "daemon";
    }

    @Override
    public Usage usage() {
        List<Argument<?>> arguments = new ArrayList<>(options.withoutForm());
        arguments.add(program);
        return new Usage(
                        List.of(
                                "Runs 'pulldeploy refresh' from time to time, until it gets SIGTERM.",
                                "How often is pulldeploy.daemon in the configuration. A refresh that goes on is"
                                        + " waited for. A timer or cron do the same; run one of the three."),
                        List.of("daemon --program /srv/pulldeploy/bin/pulldeploy"),
                        arguments)
                .withoutVersion();
    }

    @Override
    public Integer call() {
        Agent agent = agents.open(options);
        if (options.verbose()) {
            Logging.show("info", agent.machine().secrets());
        }
        PulldeployConfig.Daemon settings = agent.config().pulldeploy().daemon();
        Daemon daemon =
                new Daemon(
                        agent.machine().host().processes(),
                        refresh(agent.machine().host().processes()),
                        settings.interval(),
                        settings.splay(),
                        new SplittableRandom());
        log.info(
                "refreshing every {} to {} s",
                settings.interval().toSeconds(),
                settings.interval().plus(settings.splay()).toSeconds());
        return agent.signals()
                .during(
                        _ -> stop(daemon),
                        () -> {
                            daemon.run();
                            return ExitCode.OK.code();
                        });
    }

    /**
     * SIGTERM is how a daemon ends, so that its exit code is no error. A refresh that goes on for
     * too long is ended with it.
     */
    private static Duration stop(Daemon daemon) {
        if (daemon.stop(PATIENCE)) {
            Runtime.getRuntime().halt(ExitCode.OK.code());
        }
        return Duration.ZERO;
    }

    /**
     * A program that is not there would fail at every refresh for ever; it is refused at the start.
     */
    private static String existing(Processes processes, String name) {
        return processes
                .which(name)
                .orElseThrow(() ->
                        new Failure(
                                ExitCode.CONFIGURATION,
                                "there is no program " + name,
                                "Give --program the path of pulldeploy."));
    }

    private List<String> refresh(Processes processes) {
        List<String> command = new ArrayList<>();
        command.add(
                program.given().map(p -> existing(processes, p)).orElseGet(() -> found(processes)));
        command.add("refresh");
        command.add("--quiet");
        options.configDir().ifPresent(d -> command.addAll(List.of("--config-dir", d)));
        options.root().ifPresent(r -> command.addAll(List.of("--root", r.toString())));
        return command;
    }

    private static String found(Processes processes) {
        return processes
                .which("pulldeploy")
                .or(() -> processes.which(INSTALLED))
                .orElseThrow(() ->
                        new Failure(
                                ExitCode.CONFIGURATION,
                                "pulldeploy is neither on the PATH nor " + INSTALLED,
                                "Name it with --program."));
    }
}
