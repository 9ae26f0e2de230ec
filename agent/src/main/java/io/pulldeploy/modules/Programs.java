package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.system.Command;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.Processes;

import java.util.List;

/** The machine's programs, as functions that read their output need them. */
final class Programs {
    private final Processes processes;

    Programs(Processes processes) {
        this.processes = processes;
    }

    boolean has(String program) {
        return processes.which(program).isPresent();
    }

    /**
     * @throws CallError with Salt's text if the machine lacks the program
     */
    void need(String program) {
        if (!has(program)) {
            throw new CallError("Command '" + program + "' cannot be found");
        }
    }

    /**
     * Where a program is, as Salt writes it on command lines.
     *
     * @throws CallError with Salt's text if the machine lacks it
     */
    String path(String program) {
        return processes
                .which(program)
                .orElseThrow(() -> new CallError("Command '" + program + "' cannot be found"));
    }

    /** How a program ended and what it printed. */
    Completed run(List<String> arguments) {
        return processes.run(Command.of(arguments));
    }

    Completed run(String... arguments) {
        return run(List.of(arguments));
    }

    /** Both outputs as one, without the white space at its end; however the program ended. */
    String output(List<String> arguments) {
        return processes.run(Command.of(arguments).mergingErrors()).output().stripTrailing();
    }

    String output(String... arguments) {
        return output(List.of(arguments));
    }

    List<String> lines(String... arguments) {
        return output(arguments).lines().toList();
    }
}
