package io.pulldeploy.render.yaml;

/** Writes a scalar's text in one style, wrapped at the width. */
final class ScalarWriter {
    private final EmitterOutput out;
    private final int width;
    private final int bestIndent;
    private final boolean allowUnicode;
    private boolean openEnded;

    ScalarWriter(EmitterOutput out, DumpOptions options) {
        this(
                out,
                options.width() < 0
                        ? Integer.MAX_VALUE
                        : options.width() <= options.indent() * 2 ? 80 : options.width(),
                options.indent(),
                options.allowUnicode());
    }

    ScalarWriter(EmitterOutput out, int width, int bestIndent, boolean allowUnicode) {
        this.out = out;
        this.width = width;
        this.bestIndent = bestIndent;
        this.allowUnicode = allowUnicode;
    }

    /** Whether the last block scalar ends in empty lines that only {@code ...} keeps. */
    boolean isOpenEnded() {
        return openEnded;
    }

    void plain(int[] text, int indent, boolean flow, boolean wrap) {
        if (!out.isWhitespace() && (text.length > 0 || flow)) {
            out.put(' ');
        }
        folded(text, indent, wrap, false);
        out.set(false, false);
    }

    void singleQuoted(int[] text, int indent, boolean wrap) {
        out.indicator("'", true, false, false);
        boolean endsInBreak = folded(text, indent, wrap, true);
        if (endsInBreak) {
            out.indent(indent);
        }
        out.indicator("'", false, false, false);
        out.set(false, false);
    }

    /** Plain and single-quoted text: a break is doubled, a space past the width becomes one. */
    private boolean folded(int[] text, int indent, boolean wrap, boolean quoted) {
        boolean spaces = false;
        boolean breaks = false;
        for (int i = 0; i < text.length; i++) {
            int c = text[i];
            if (c == ' ') {
                boolean inside = !quoted || (i > 0 && i < text.length - 1);
                boolean single = i + 1 >= text.length || text[i + 1] != ' ';
                if (wrap && !spaces && out.column() > width && inside && single) {
                    out.indent(indent);
                } else {
                    out.put(c);
                }
                spaces = true;
            } else if (ScalarAnalysis.isBreak(c)) {
                if (!breaks && c == '\n') {
                    out.lineFeed();
                }
                out.lineBreak(c);
                out.set(out.isWhitespace(), true);
                breaks = true;
            } else {
                if (breaks) {
                    out.indent(indent);
                }
                if (quoted && c == '\'') {
                    out.put('\'');
                }
                out.put(c);
                out.set(out.isWhitespace(), false);
                spaces = false;
                breaks = false;
            }
        }
        return breaks;
    }

    void doubleQuoted(int[] text, int indent, boolean wrap) {
        out.indicator("\"", true, false, false);
        boolean spaces = false;
        for (int i = 0; i < text.length; i++) {
            int c = text[i];
            if (!ScalarAnalysis.isPrintable(c)
                    || (c >= 0x80 && !allowUnicode)
                    || ScalarAnalysis.isBreak(c)
                    || c == '"'
                    || c == '\\') {
                escape(c);
                spaces = false;
            } else if (c == ' ') {
                if (wrap && !spaces && out.column() > width && i > 0 && i < text.length - 1) {
                    out.indent(indent);
                    if (text[i + 1] == ' ') {
                        out.put('\\');
                    }
                } else {
                    out.put(c);
                }
                spaces = true;
            } else {
                out.put(c);
                spaces = false;
            }
        }
        out.indicator("\"", false, false, false);
        out.set(false, false);
    }

    private void escape(int c) {
        out.put('\\');
        int at = "\0\u0007\b\t\n\u000b\f\r\u001b\"\\\u0085\u00a0\u2028\u2029".indexOf(c);
        if (at >= 0) {
            out.put("0abtnvfre\"\\N_LP".charAt(at));
            return;
        }
        String hex =
                c <= 0xFF
                        ? "x%02X".formatted(c)
                        : c <= 0xFFFF ? "u%04X".formatted(c) : "U%08X".formatted(c);
        hex.chars().forEach(digit -> out.put((char) digit));
    }

    void literal(int[] text, int indent) {
        out.indicator("|", true, false, false);
        blockHints(text);
        out.lineFeed();
        out.set(true, true);
        boolean breaks = true;
        for (int c : text) {
            if (ScalarAnalysis.isBreak(c)) {
                out.lineBreak(c);
                out.set(out.isWhitespace(), true);
                breaks = true;
            } else {
                if (breaks) {
                    out.indent(indent);
                }
                out.put(c);
                out.set(out.isWhitespace(), false);
                breaks = false;
            }
        }
    }

    void foldedBlock(int[] text, int indent) {
        out.indicator(">", true, false, false);
        blockHints(text);
        out.lineFeed();
        out.set(true, true);
        boolean breaks = true;
        boolean leadingSpaces = true;
        for (int i = 0; i < text.length; i++) {
            int c = text[i];
            if (ScalarAnalysis.isBreak(c)) {
                if (!breaks && !leadingSpaces && c == '\n') {
                    int k = i;
                    while (k < text.length && ScalarAnalysis.isBreak(text[k])) {
                        k++;
                    }
                    if (k < text.length && text[k] != ' ' && text[k] != '\t' && text[k] != 0) {
                        out.lineFeed();
                    }
                }
                out.lineBreak(c);
                out.set(out.isWhitespace(), true);
                breaks = true;
            } else {
                if (breaks) {
                    out.indent(indent);
                    leadingSpaces = c == ' ' || c == '\t';
                }
                boolean single = i + 1 >= text.length || text[i + 1] != ' ';
                if (!breaks && c == ' ' && single && out.column() > width) {
                    out.indent(indent);
                } else {
                    out.put(c);
                }
                out.set(out.isWhitespace(), false);
                breaks = false;
            }
        }
    }

    private void blockHints(int[] text) {
        if (text.length > 0 && (text[0] == ' ' || ScalarAnalysis.isBreak(text[0]))) {
            out.indicator(Integer.toString(bestIndent), false, false, false);
        }
        openEnded = false;
        int last = text.length - 1;
        if (last < 0 || !ScalarAnalysis.isBreak(text[last])) {
            out.indicator("-", false, false, false);
        } else if (last == 0 || ScalarAnalysis.isBreak(text[last - 1])) {
            out.indicator("+", false, false, false);
            openEnded = true;
        }
    }
}
