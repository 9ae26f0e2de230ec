package io.pulldeploy.system;

import io.pulldeploy.model.Secrets;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Programs whose arguments, which every user of the machine can see, hold no secrets: a shell gets
 * its command line by the environment, which only its own user can read.
 */
public final class DiscreetProcesses implements Processes {
    private static final Logger log = LoggerFactory.getLogger(DiscreetProcesses.class);
    private static final String VARIABLE = "PULLDEPLOY_COMMAND";
    private static final String EVALUATE =
            "pulldeploy_command=$%1$s; unset %1$s; eval \"$pulldeploy_command\""
                    .formatted(VARIABLE);

    private final Processes processes;
    private final Secrets secrets;

    public DiscreetProcesses(Processes processes, Secrets secrets) {
        this.processes = processes;
        this.secrets = secrets;
    }

    @Override
    public Completed run(Command command, Listener listener) {
        return processes.run(discreet(command), listener);
    }

    @Override
    public Completed runToldOfSignals(Command command) {
        return processes.runToldOfSignals(discreet(command));
    }

    @Override
    public long start(Command command) {
        return processes.start(discreet(command));
    }

    @Override
    public void endAll() {
        processes.endAll();
    }

    @Override
    public Optional<String> which(String program) {
        return processes.which(program);
    }

    @Override
    public Map<String, String> loginEnvironment(String user, String shell) {
        return processes.loginEnvironment(user, shell);
    }

    @Override
    public Map<String, String> environment() {
        return processes.environment();
    }

    private Command discreet(Command command) {
        List<String> arguments = command.arguments();
        if (arguments.stream().noneMatch(secrets::isIn)) {
            return command;
        }
        if (arguments.size() == 3 && arguments.get(1).equals("-c")) {
            List<String> safe = new ArrayList<>(arguments);
            safe.set(2, EVALUATE);
            return command.calling(safe).with(Map.of(VARIABLE, arguments.get(2)));
        }
        log.warn(
                "an argument of {} is a secret, which every user of this machine can see while it"
                        + " runs: hand it over by env or stdin",
                arguments.getFirst());
        return command;
    }
}
