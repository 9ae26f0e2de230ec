package io.pulldeploy.render.yaml;

/** The characters of a YAML text, and where in it the scanner stands. */
final class Cursor {
    private static final char END = '\0';

    private final String name;
    private final char[] text;
    private int at;
    private int index;
    private int line;
    private int column;

    Cursor(String text, String name) {
        this.name = name;
        int bom = !text.isEmpty() && text.charAt(0) == '\uFEFF' ? 1 : 0;
        int length = text.length() - bom;
        // Four sentinels, because the scanner looks as far as the character after "---".
        this.text = new char[length + 4];
        text.getChars(bom, text.length(), this.text, 0);
        refuseControlCharacters(length, bom);
    }

    private void refuseControlCharacters(int length, int bom) {
        int bytes = bom * 3;
        int lines = 1;
        for (int i = 0; i < length; i++) {
            char c = text[i];
            if (c == '\n') {
                lines++;
            }
            boolean allowed =
                    c == '\t'
                            || c == '\n'
                            || c == '\r'
                            || (c >= ' ' && c <= '~')
                            || c == '\u0085'
                            || (c >= '\u00A0' && c <= '\uFFFD');
            if (!allowed) {
                throw YamlError.reader(
                        "unacceptable character #x%04x: control characters are not allowed\n  in \"%s\", position %d"
                                .formatted((int) c, name, bytes),
                        lines);
            }
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
    }

    Mark mark() {
        return new Mark(line, column);
    }

    /** How many code points have been read. */
    int index() {
        return index;
    }

    int line() {
        return line;
    }

    int column() {
        return column;
    }

    /** The character ahead; NUL at the end. */
    char peek() {
        return text[at];
    }

    char peek(int ahead) {
        return text[at + ahead];
    }

    boolean isAt(char c) {
        return text[at] == c;
    }

    boolean atEnd() {
        return text[at] == END;
    }

    boolean atBlank() {
        char c = text[at];
        return c == ' ' || c == '\t';
    }

    boolean atBreak() {
        return isBreak(text[at]);
    }

    boolean atBreakOrEnd() {
        return atEnd() || atBreak();
    }

    boolean atBlankBreakOrEnd() {
        return isBlankBreakOrEnd(0);
    }

    boolean isBlankBreakOrEnd(int ahead) {
        char c = text[at + ahead];
        return c == ' ' || c == '\t' || c == END || isBreak(c);
    }

    boolean isBreakAt(int ahead) {
        return isBreak(text[at + ahead]);
    }

    /** Whether {@code ---} or {@code ...} stands here as a document's marker. */
    boolean atDocumentMarker() {
        char c = text[at];
        return column == 0
                && (c == '-' || c == '.')
                && text[at + 1] == c
                && text[at + 2] == c
                && isBlankBreakOrEnd(3);
    }

    /** A letter, digit, underscore or dash of ASCII. */
    boolean atWord() {
        char c = text[at];
        return (c >= '0' && c <= '9')
                || (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || c == '_'
                || c == '-';
    }

    boolean atDigit() {
        return text[at] >= '0' && text[at] <= '9';
    }

    void skip() {
        if (!Character.isLowSurrogate(text[at])) {
            index++;
            column++;
        }
        at++;
    }

    void skip(int count) {
        for (int i = 0; i < count; i++) {
            skip();
        }
    }

    void read(StringBuilder into) {
        into.append(text[at]);
        skip();
    }

    /** Steps over a line break, if there is one. */
    void skipLine() {
        if (!atBreak()) {
            return;
        }
        int length = text[at] == '\r' && text[at + 1] == '\n' ? 2 : 1;
        at += length;
        index += length;
        line++;
        column = 0;
    }

    /** Reads a line break, if there is one, as YAML normalises it. */
    void readLine(StringBuilder into) {
        if (atBreak()) {
            into.append(text[at] == '\u2028' || text[at] == '\u2029' ? text[at] : '\n');
            skipLine();
        }
    }

    /** libyaml ends a stream on a new line. */
    void forceNewLine() {
        if (column != 0) {
            column = 0;
            line++;
        }
    }

    private static boolean isBreak(char c) {
        return c == '\n' || c == '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029';
    }
}
