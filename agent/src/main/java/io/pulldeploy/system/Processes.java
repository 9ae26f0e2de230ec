package io.pulldeploy.system;

/** Runs programs. The real one starts them; a simulation may look at them first. */
public interface Processes {
    /**
     * Runs a program to its end or its time limit, which ends its whole process group.
     *
     * @throws io.pulldeploy.model.Failure if the program cannot be started
     */
    Completed run(Command command);
}
