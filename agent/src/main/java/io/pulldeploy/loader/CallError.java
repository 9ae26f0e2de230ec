package io.pulldeploy.loader;

/**
 * A function cannot do what its caller asked: wrong arguments, or Salt's CommandExecutionError and
 * its kin.
 */
public final class CallError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message one line, Salt's or Python's wording where there is one
     */
    public CallError(String message) {
        super(message);
    }

    public CallError(String message, Throwable cause) {
        super(message, cause);
    }
}
