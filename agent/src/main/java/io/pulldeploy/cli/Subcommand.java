package io.pulldeploy.cli;

import java.util.concurrent.Callable;

/** A command of the program. What it returns is the process's exit code. */
public interface Subcommand extends Callable<Integer> {
    /** What is typed to run it. */
    String name();

    Usage usage();

    /**
     * @throws Misuse if the command line cannot be meant so
     */
    @Override
    Integer call();
}
