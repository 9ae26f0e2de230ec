package io.pulldeploy.render.yaml;

/** Scans plain, quoted and block scalars. */
final class ScalarScanner {
    private final Cursor in;
    private final String name;
    private boolean plainEndedOnNewLine;

    ScalarScanner(Cursor in, String name) {
        this.in = in;
        this.name = name;
    }

    /** Whether the last plain scalar ran to the end of its line, so that a key may follow. */
    boolean plainEndedOnNewLine() {
        return plainEndedOnNewLine;
    }

    Token plain(int parentIndent, boolean flow) {
        Mark start = in.mark();
        Mark end = start;
        int indent = parentIndent + 1;
        StringBuilder text = new StringBuilder();
        StringBuilder blanks = new StringBuilder();
        StringBuilder firstBreak = new StringBuilder();
        StringBuilder moreBreaks = new StringBuilder();
        boolean newLine = false;
        while (!in.atDocumentMarker() && !in.isAt('#')) {
            int before = in.index();
            while (!in.atBlankBreakOrEnd()) {
                char c = in.peek();
                if (flow && c == ':' && in.peek(1) != '\0' && ",?[]{}".indexOf(in.peek(1)) >= 0) {
                    throw error("while scanning a plain scalar", start, "found unexpected ':'");
                }
                if ((c == ':' && in.isBlankBreakOrEnd(1)) || (flow && ",[]{}".indexOf(c) >= 0)) {
                    break;
                }
                if (newLine) {
                    fold(text, firstBreak, moreBreaks);
                    newLine = false;
                }
                if (!blanks.isEmpty()) {
                    text.append(blanks);
                    blanks.setLength(0);
                }
                in.read(text);
            }
            if (in.index() > before) {
                end = in.mark();
            }
            if (!in.atBlank() && !in.atBreak()) {
                break;
            }
            while (in.atBlank() || in.atBreak()) {
                if (in.atBlank()) {
                    if (newLine && in.column() < indent && in.isAt('\t')) {
                        throw error(
                                "while scanning a plain scalar",
                                start,
                                "found a tab character that violates indentation");
                    }
                    if (newLine) {
                        in.skip();
                    } else {
                        in.read(blanks);
                    }
                } else if (newLine) {
                    in.readLine(moreBreaks);
                } else {
                    blanks.setLength(0);
                    in.readLine(firstBreak);
                    newLine = true;
                }
            }
            if (!flow && in.column() < indent) {
                break;
            }
        }
        plainEndedOnNewLine = newLine;
        return new Token(Token.Kind.SCALAR, start, end, text.toString(), "", true);
    }

    /** Folds line breaks into a space, unless they are more than one or not plain newlines. */
    private static void fold(
            StringBuilder text, StringBuilder firstBreak, StringBuilder moreBreaks) {
        if (!firstBreak.isEmpty() && firstBreak.charAt(0) == '\n') {
            if (moreBreaks.isEmpty()) {
                text.append(' ');
            } else {
                text.append(moreBreaks);
            }
        } else {
            text.append(firstBreak).append(moreBreaks);
        }
        firstBreak.setLength(0);
        moreBreaks.setLength(0);
    }

    Token quoted(char quote) {
        Mark start = in.mark();
        StringBuilder text = new StringBuilder();
        StringBuilder blanks = new StringBuilder();
        StringBuilder firstBreak = new StringBuilder();
        StringBuilder moreBreaks = new StringBuilder();
        in.skip();
        while (true) {
            if (in.atDocumentMarker()) {
                throw error(
                        "while scanning a quoted scalar",
                        start,
                        "found unexpected document indicator");
            }
            if (in.atEnd()) {
                throw error(
                        "while scanning a quoted scalar", start, "found unexpected end of stream");
            }
            boolean newLine = quotedLine(quote, start, text);
            if (in.isAt(quote)) {
                break;
            }
            while (in.atBlank() || in.atBreak()) {
                if (in.atBlank()) {
                    if (newLine) {
                        in.skip();
                    } else {
                        in.read(blanks);
                    }
                } else if (newLine) {
                    in.readLine(moreBreaks);
                } else {
                    blanks.setLength(0);
                    in.readLine(firstBreak);
                    newLine = true;
                }
            }
            if (newLine) {
                fold(text, firstBreak, moreBreaks);
            } else {
                text.append(blanks);
            }
            blanks.setLength(0);
        }
        in.skip();
        return new Token(Token.Kind.SCALAR, start, in.mark(), text.toString());
    }

    /** Reads up to a blank, a break or the quote; true if it ended in an escaped line break. */
    private boolean quotedLine(char quote, Mark start, StringBuilder text) {
        while (!in.atBlankBreakOrEnd()) {
            if (quote == '\'' && in.isAt('\'') && in.peek(1) == '\'') {
                text.append('\'');
                in.skip(2);
            } else if (in.isAt(quote)) {
                return false;
            } else if (quote == '"' && in.isAt('\\')) {
                if (in.isBreakAt(1)) {
                    in.skip();
                    in.skipLine();
                    return true;
                }
                escape(start, text);
            } else {
                in.read(text);
            }
        }
        return false;
    }

    private void escape(Mark start, StringBuilder text) {
        char c = in.peek(1);
        int digits =
                switch (c) {
                    case 'x' -> 2;
                    case 'u' -> 4;
                    case 'U' -> 8;
                    default -> 0;
                };
        if (digits == 0) {
            int at = "0abt\tnvfre \"/\\N_LP".indexOf(c);
            if (c == '\0' || at < 0) {
                throw error(
                        "while parsing a quoted scalar", start, "found unknown escape character");
            }
            text.append(
                    "\0\u0007\b\t\t\n\u000b\f\r\u001b \"/\\\u0085\u00a0\u2028\u2029".charAt(at));
            in.skip(2);
            return;
        }
        in.skip(2);
        long value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = in.peek(0) == '\0' ? -1 : hex(in.peek(i));
            if (digit < 0) {
                throw error(
                        "while parsing a quoted scalar",
                        start,
                        "did not find expected hexdecimal number");
            }
            value = value * 16 + digit;
        }
        if ((value >= 0xD800 && value <= 0xDFFF) || value > 0x10FFFF) {
            throw error(
                    "while parsing a quoted scalar",
                    start,
                    "found invalid Unicode character escape code");
        }
        text.appendCodePoint((int) value);
        in.skip(digits);
    }

    private static int hex(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    Token block(boolean literal, int parentIndent) {
        Mark start = in.mark();
        in.skip();
        char chomping = 0;
        int increment = 0;
        if (in.isAt('+') || in.isAt('-')) {
            chomping = in.peek();
            in.skip();
            increment = indentationIndicator(start);
        } else if (in.atDigit()) {
            increment = indentationIndicator(start);
            if (in.isAt('+') || in.isAt('-')) {
                chomping = in.peek();
                in.skip();
            }
        }
        while (in.atBlank()) {
            in.skip();
        }
        if (in.isAt('#')) {
            while (!in.atBreakOrEnd()) {
                in.skip();
            }
        }
        if (!in.atBreakOrEnd()) {
            throw error(
                    "while scanning a block scalar",
                    start,
                    "did not find expected comment or line break");
        }
        in.skipLine();
        Mark end = in.mark();
        int indent = increment == 0 ? 0 : Math.max(parentIndent, 0) + increment;
        StringBuilder text = new StringBuilder();
        StringBuilder lineBreak = new StringBuilder();
        StringBuilder emptyLines = new StringBuilder();
        indent = blockBreaks(indent, parentIndent, emptyLines, start);
        boolean lastStartedBlank = false;
        while (in.column() == indent && !in.atEnd()) {
            boolean startsBlank = in.atBlank();
            if (!literal
                    && !lineBreak.isEmpty()
                    && lineBreak.charAt(0) == '\n'
                    && !lastStartedBlank
                    && !startsBlank) {
                if (emptyLines.isEmpty()) {
                    text.append(' ');
                }
            } else {
                text.append(lineBreak);
            }
            lineBreak.setLength(0);
            text.append(emptyLines);
            emptyLines.setLength(0);
            lastStartedBlank = startsBlank;
            while (!in.atBreakOrEnd()) {
                in.read(text);
            }
            in.readLine(lineBreak);
            indent = blockBreaks(indent, parentIndent, emptyLines, start);
        }
        if (chomping != '-') {
            text.append(lineBreak);
        }
        if (chomping == '+') {
            text.append(emptyLines);
        }
        return new Token(Token.Kind.SCALAR, start, end, text.toString());
    }

    private int indentationIndicator(Mark start) {
        if (!in.atDigit()) {
            return 0;
        }
        int increment = in.peek() - '0';
        if (increment == 0) {
            throw error(
                    "while scanning a block scalar",
                    start,
                    "found an indentation indicator equal to 0");
        }
        in.skip();
        return increment;
    }

    /** Reads empty lines; finds the indentation if it is still 0, and returns it. */
    private int blockBreaks(int indent, int parentIndent, StringBuilder breaks, Mark start) {
        int deepest = 0;
        while (true) {
            while ((indent == 0 || in.column() < indent) && in.isAt(' ')) {
                in.skip();
            }
            deepest = Math.max(deepest, in.column());
            if ((indent == 0 || in.column() < indent) && in.isAt('\t')) {
                throw error(
                        "while scanning a block scalar",
                        start,
                        "found a tab character where an indentation space is expected");
            }
            if (!in.atBreak()) {
                break;
            }
            in.readLine(breaks);
        }
        return indent != 0 ? indent : Math.max(1, Math.max(deepest, parentIndent + 1));
    }

    private YamlError error(String context, Mark start, String problem) {
        return YamlError.marked(YamlError.Kind.SCANNER, name, context, start, problem, in.mark());
    }
}
