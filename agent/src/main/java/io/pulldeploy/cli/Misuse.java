package io.pulldeploy.cli;

/** A command line that cannot be meant so, though each word of it is right. */
public final class Misuse extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Misuse(String message) {
        super(message);
    }
}
