package io.pulldeploy.system;

import java.util.Map;
import java.util.Optional;

/** Runs programs. The real one starts them; a simulation may look at them first. */
public interface Processes {
    /** Hears what a program prints while it runs, line by line; called from other threads. */
    @FunctionalInterface
    interface Listener {
        Listener NONE = (_, _) -> {};

        /**
         * @param error whether the line came on standard error
         */
        void line(boolean error, String line);
    }

    /**
     * Runs a program to its end or its time limit, which ends its whole process group. A child that
     * it leaves behind with its output open is not waited for longer than two seconds.
     *
     * @throws io.pulldeploy.model.Failure if the program cannot be started
     */
    Completed run(Command command, Listener listener);

    default Completed run(Command command) {
        return run(command, Listener.NONE);
    }

    /**
     * As {@link #run(Command)}; the exit code of a program that a signal ended is the signal's
     * number below zero, where that can be told from an exit code of the program's own.
     */
    default Completed runToldOfSignals(Command command) {
        return run(command);
    }

    /**
     * Starts a program that outlives the call; its output goes nowhere.
     *
     * @return its process id
     * @throws io.pulldeploy.model.Failure if the program cannot be started
     */
    long start(Command command);

    /** Ends every program that {@link #run} still waits for, with all that it started. */
    default void endAll() {}

    /** Where a program is on the agent's PATH, or the name itself if it is an executable's path. */
    Optional<String> which(String program);

    /**
     * The variables that a user has after logging in; empty where nobody else can be logged in as.
     *
     * @param shell what the log-in runs
     */
    default Map<String, String> loginEnvironment(String user, String shell) {
        return Map.of();
    }

    /** The agent's own environment. */
    Map<String, String> environment();
}
