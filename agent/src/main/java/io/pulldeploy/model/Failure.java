package io.pulldeploy.model;

import org.jspecify.annotations.Nullable;

/**
 * The environment's failure: something outside the author's files went wrong. Ports throw it, the
 * command line catches it in one place and prints {@code message} and {@code remedy}.
 */
public class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final String remedy;

    public Failure(ExitCode exitCode, String message, String remedy) {
        this(exitCode, message, remedy, null);
    }

    /**
     * @param message what happened, with the names of the things involved, one line
     * @param remedy what the reader can do about it, one sentence; empty if there is nothing to do
     */
    public Failure(ExitCode exitCode, String message, String remedy, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
        this.remedy = remedy;
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    public String remedy() {
        return remedy;
    }
}
