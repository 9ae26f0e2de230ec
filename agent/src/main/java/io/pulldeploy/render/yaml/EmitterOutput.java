package io.pulldeploy.render.yaml;

/** The text under way, and what the emitter must know of its end. */
final class EmitterOutput {
    private final StringBuilder text = new StringBuilder();
    private int column;
    // Whether the last thing written was white space, and whether it was only indentation.
    private boolean whitespace = true;
    private boolean indention = true;

    int column() {
        return column;
    }

    boolean isIndention() {
        return indention;
    }

    boolean isWhitespace() {
        return whitespace;
    }

    void set(boolean isWhitespace, boolean isIndention) {
        whitespace = isWhitespace;
        indention = isIndention;
    }

    void put(char c) {
        text.append(c);
        column++;
    }

    void put(int codePoint) {
        text.appendCodePoint(codePoint);
        column++;
    }

    void lineFeed() {
        text.append('\n');
        column = 0;
    }

    /** Writes a line break of a scalar: a line feed, or a break that only YAML 1.1 knows. */
    void lineBreak(int codePoint) {
        text.appendCodePoint(codePoint);
        column = 0;
    }

    void indent(int columns) {
        if (!indention || column > columns || (column == columns && !whitespace)) {
            lineFeed();
        }
        while (column < columns) {
            put(' ');
        }
        set(true, true);
    }

    void indicator(String indicator, boolean needsSpace, boolean isSpace, boolean isIndention) {
        if (needsSpace && !whitespace) {
            put(' ');
        }
        for (int i = 0; i < indicator.length(); i++) {
            put(indicator.charAt(i));
        }
        whitespace = isSpace;
        indention &= isIndention;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
