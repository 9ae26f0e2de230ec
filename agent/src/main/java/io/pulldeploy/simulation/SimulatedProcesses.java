package io.pulldeploy.simulation;

import io.pulldeploy.system.Command;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.Processes;

import java.util.Map;
import java.util.Optional;

/**
 * Programs run for real, but from the scratch root, with the simulated AWS in their environment,
 * and as whoever runs the simulation.
 */
final class SimulatedProcesses implements Processes {
    private final Processes real;

    SimulatedProcesses(Processes real) {
        this.real = real;
    }

    @Override
    public Completed run(Command command, Listener listener) {
        return real.run(here(command), listener);
    }

    @Override
    public Completed runToldOfSignals(Command command) {
        return real.runToldOfSignals(here(command));
    }

    @Override
    public long start(Command command) {
        return real.start(here(command));
    }

    @Override
    public void endAll() {
        real.endAll();
    }

    @Override
    public Optional<String> which(String program) {
        return real.which(program);
    }

    @Override
    public Map<String, String> environment() {
        return real.environment();
    }

    /** Only root could become somebody else, and a simulation does the same for everybody. */
    private static Command here(Command command) {
        return new Command(
                command.arguments(),
                command.environment(),
                command.cleanEnvironment(),
                command.directory().or(() -> Optional.of("/")),
                command.input(),
                Optional.empty(),
                Optional.empty(),
                command.umask(),
                command.limit(),
                command.outputLimit(),
                command.mergeErrors(),
                command.charset());
    }
}
