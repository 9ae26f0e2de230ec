package io.pulldeploy.deploy;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.Command;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Processes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Runs a release's own programs before and after it becomes current. */
final class Hooks {
    private final FileTree files;
    private final Processes processes;
    private final Duration limit;
    private final Optional<String> user;

    Hooks(FileTree files, Processes processes, Duration limit, Optional<String> user) {
        this.files = files;
        this.processes = processes;
        this.limit = limit;
        this.user = user;
    }

    /** When a hook runs. */
    enum Phase {
        PRE_RELEASE("pre-release"),
        POST_RELEASE("post-release");

        private final String text;

        Phase(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /**
     * Runs all hooks of a phase in the order of their names, in the release's directory; the first
     * that fails ends it.
     *
     * @param environment what hooks are told, beside the agent's own environment
     * @param printed hears each line with its hook's name
     * @return the hooks that ran
     * @throws Failure (HOOK_FAILED) naming the hook, how it ended and the end of its output
     */
    List<String> run(
            Phase phase,
            Path release,
            Map<String, String> environment,
            RunLog log,
            BiConsumer<String, String> printed) {
        Path directory = release.resolve("hooks").resolve(phase.text() + ".d");
        List<Path> hooks =
                files.matching(directory, n -> !n.startsWith(".")).stream()
                        .filter(h -> !files.isDirectory(h))
                        .toList();
        for (Path hook : hooks) {
            runOne(phase, hook, release, environment, log, printed);
        }
        return hooks.stream().map(h -> h.getFileName().toString()).toList();
    }

    private void runOne(
            Phase phase,
            Path hook,
            Path release,
            Map<String, String> environment,
            RunLog log,
            BiConsumer<String, String> printed) {
        String name = phase.text() + " hook " + hook.getFileName();
        if (!files.isExecutable(hook)) {
            throw failed(
                    name + " is not executable", "Publish it again after chmod +x " + hook + ".");
        }
        log.mark();
        log.line("--- " + name);
        Command command =
                Command.of(files.locate(hook).toString())
                        .in(release.toString())
                        .with(environment)
                        .within(limit);
        Completed completed =
                asUser(
                        command,
                        line -> {
                            log.line(line);
                            printed.accept(hook.getFileName().toString(), line);
                        });
        log.line("--- " + name + " ended with " + completed.exitCode());
        if (completed.timedOut()) {
            throw failed(
                    name
                            + " ran longer than "
                            + limit.toSeconds()
                            + " s and was ended with all that it started"
                            + tail(log),
                    "Make it faster, or raise pulldeploy.hooks.timeout.");
        }
        if (!completed.succeeded()) {
            throw failed(
                    name + " exited with " + completed.exitCode() + tail(log),
                    "Correct the hook, publish and promote a new version, and run again.");
        }
        if (!files.isDirectory(release)) {
            throw failed(
                    name + " removed its own release, " + release,
                    "Correct the hook; the next run fetches the release again.");
        }
    }

    private Completed asUser(Command command, Consumer<String> printed) {
        try {
            return processes.run(
                    user.map(command::as).orElse(command), (_, line) -> printed.accept(line));
        } catch (Failure e) {
            if (user.isPresent() && e.exitCode() == ExitCode.UNAVAILABLE) {
                throw new Failure(
                        ExitCode.CONFIGURATION,
                        "hooks cannot run as pulldeploy.hooks.user says: " + e.getMessage(),
                        "Correct it, or make the user; then run again.",
                        e);
            }
            throw e;
        }
    }

    private static String tail(RunLog log) {
        List<String> lines = log.tail().stream().filter(l -> !l.startsWith("--- ")).toList();
        return lines.isEmpty() ? "; it printed nothing" : ":\n    " + String.join("\n    ", lines);
    }

    private static Failure failed(String message, String remedy) {
        return new Failure(ExitCode.HOOK_FAILED, message, remedy);
    }
}
