package io.pulldeploy.system;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

/** Turns a program's bad end into a failure that holds its last words. */
final class ProgramFailure {
    private static final int LAST_LINES = 20;

    private ProgramFailure() {}

    /** Runs a program that has to succeed. */
    static Completed orThrow(Command command, Processes processes) {
        return check(command, processes.run(command));
    }

    static Completed check(Command command, Completed done) {
        if (done.succeeded()) {
            return done;
        }
        String words = done.errors().isBlank() ? done.output() : done.errors();
        java.util.List<String> lines = words.strip().lines().toList();
        throw new Failure(
                ExitCode.UNAVAILABLE,
                "%s %s: %s"
                        .formatted(
                                String.join(" ", command.arguments()),
                                done.timedOut()
                                        ? "ran out of time"
                                        : "ended with " + done.exitCode(),
                                String.join(
                                        "\n",
                                        lines.subList(
                                                Math.max(0, lines.size() - LAST_LINES),
                                                lines.size()))),
                "");
    }
}
