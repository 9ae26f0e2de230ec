package io.pulldeploy.loader;

/** A function cannot do what its caller asked: Salt's CommandExecutionError or its kin. */
public final class CallError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final String USUAL = "CommandExecutionError";

    private final String pythonClass;

    /**
     * @param message one line, Salt's or Python's wording where there is one
     */
    public CallError(String message) {
        this(USUAL, message);
    }

    public CallError(String message, Throwable cause) {
        this(USUAL, message, cause);
    }

    /**
     * @param pythonClass the exception's class as Python names it, such as {@code TypeError}
     */
    public CallError(String pythonClass, String message) {
        super(message);
        this.pythonClass = pythonClass;
    }

    public CallError(String pythonClass, String message, Throwable cause) {
        super(message, cause);
        this.pythonClass = pythonClass;
    }

    /** The class of the exception that Salt's function raises; a template's error names it. */
    public String pythonClass() {
        return pythonClass;
    }
}
