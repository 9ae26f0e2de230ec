package io.pulldeploy.system;

import java.util.List;

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
        throw new ProgramRefused(message(command, done), words(done));
    }

    private static String message(Command command, Completed done) {
        return "%s %s: %s"
                .formatted(
                        String.join(" ", command.arguments()),
                        done.timedOut() ? "ran out of time" : "ended with " + done.exitCode(),
                        words(done));
    }

    private static String words(Completed done) {
        String words = done.errors().isBlank() ? done.output() : done.errors();
        List<String> lines = words.strip().lines().toList();
        return String.join(
                "\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }
}
