package io.pulldeploy.target;

/** An expression that cannot be matched at all; the message is Python's or Salt's. */
public final class TargetError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TargetError(String message) {
        super(message);
    }
}
