package io.pulldeploy.render.jinja;

/** The tokens of a template, with the current one at hand. */
public final class TokenStream {
    private final Lexer lexer;
    private Token current = new Token(1, "initial", "");
    private Token ahead = current;
    private boolean looked;

    TokenStream(Lexer lexer) {
        this.lexer = lexer;
        next();
    }

    public Token current() {
        return current;
    }

    /** Goes one token ahead and returns the one left behind. */
    public Token next() {
        Token left = current;
        if (looked) {
            current = ahead;
            looked = false;
        } else if (!left.type().equals("eof")) {
            current = lexer.next(left.line());
        }
        return left;
    }

    /** The token after the current one. */
    public Token look() {
        if (!looked) {
            ahead = current.type().equals("eof") ? current : lexer.next(current.line());
            looked = true;
        }
        return ahead;
    }

    public void skip(int count) {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    /** Goes ahead if the current token is {@code expression}. */
    public boolean skipIf(String expression) {
        boolean found = current.is(expression);
        if (found) {
            next();
        }
        return found;
    }

    /**
     * Goes ahead if the current token is {@code expression}, such as {@code name:as}, and returns
     * it.
     *
     * @throws TemplateError a TemplateSyntaxError if it is not
     */
    public Token expect(String expression) {
        if (current.is(expression)) {
            return next();
        }
        String expected = PyRepr.repr(Token.describeExpression(expression));
        throw Lexer.error(
                current.type().equals("eof")
                        ? "unexpected end of template, expected " + expected + "."
                        : "expected token " + expected + ", got " + PyRepr.repr(current.describe()),
                current.line(),
                lexer.source());
    }
}
