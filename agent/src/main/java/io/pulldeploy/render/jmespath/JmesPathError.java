package io.pulldeploy.render.jmespath;

/** What Python's jmespath raises, in its words. */
public final class JmesPathError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String pythonClass;

    JmesPathError(String pythonClass, String message) {
        super(message, null, false, false);
        this.pythonClass = pythonClass;
    }

    /** An error at a place in the expression, which the message shows. */
    static JmesPathError at(
            String message, int position, String token, String type, String expression) {
        return new JmesPathError(
                "ParseError",
                "%s: Parse error at column %d, token \"%s\" (%s), for expression:\n\"%s\"\n%s^"
                        .formatted(
                                message,
                                position,
                                token,
                                type.toUpperCase(java.util.Locale.ROOT),
                                expression,
                                " ".repeat(position + 1)));
    }

    static JmesPathError incomplete(String expression) {
        return new JmesPathError(
                "IncompleteExpressionError",
                "Invalid jmespath expression: Incomplete expression:\n\"%s\"\n%s^"
                        .formatted(expression, " ".repeat(expression.length() + 1)));
    }

    static JmesPathError lexer(String message, int position, String expression) {
        return new JmesPathError(
                "LexerError",
                "Bad jmespath expression: %s:\n%s\n%s^"
                        .formatted(message, expression, " ".repeat(position)));
    }

    /** The exception's class name in Python. */
    public String pythonClass() {
        return pythonClass;
    }

    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }
}
