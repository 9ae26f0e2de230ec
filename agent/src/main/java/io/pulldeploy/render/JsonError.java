package io.pulldeploy.render;

/** What Python's json module raises, in its words. */
public final class JsonError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String pythonClass;
    private final int line;

    JsonError(String pythonClass, String message, int line) {
        super(message, null, false, false);
        this.pythonClass = pythonClass;
        this.line = line;
    }

    /** {@code JSONDecodeError}, {@code TypeError}, {@code ValueError} or {@code RecursionError}. */
    public String pythonClass() {
        return pythonClass;
    }

    /** 1-based line of the text that was read; 0 if none was. */
    public int line() {
        return line;
    }

    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }
}
