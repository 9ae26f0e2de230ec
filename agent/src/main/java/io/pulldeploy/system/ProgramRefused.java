package io.pulldeploy.system;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

/** A program of the machine did not do what it was asked. */
public final class ProgramRefused extends Failure {
    private static final long serialVersionUID = 1L;

    private final String words;

    public ProgramRefused(String message, String words) {
        super(ExitCode.UNAVAILABLE, message, "");
        this.words = words;
    }

    /** What the program said, which may be several lines. */
    public String words() {
        return words;
    }
}
