package io.pulldeploy.render.salt;

/** A template that Salt refuses, in Salt's words and where its author finds it. */
public final class SaltTemplateError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final int line;
    private final String offending;
    private final String hint;

    SaltTemplateError(
            String message, String file, int line, String offending, String hint, Throwable cause) {
        super(message, cause);
        this.file = file;
        this.line = line;
        this.offending = offending;
        this.hint = hint;
    }

    /** SaltRenderError's text. */
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }

    public String file() {
        return file;
    }

    public int line() {
        return line;
    }

    public String offending() {
        return offending;
    }

    public String hint() {
        return hint;
    }
}
