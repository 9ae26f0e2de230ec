package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Cuts a template into tokens, one at a time, as Jinja2's lexer does. */
final class Lexer {
    private enum State {
        ROOT,
        COMMENT,
        BLOCK,
        VARIABLE,
        RAW
    }

    private final JinjaOptions options;
    private final Source source;
    private final String text;
    private final Deque<Token> ready = new ArrayDeque<>();
    private final Deque<Character> open = new ArrayDeque<>();
    private State state = State.ROOT;
    private int at;
    private int line = 1;
    private boolean lineStarting = true;

    Lexer(JinjaOptions options, Source source) {
        this.options = options;
        this.source = source;
        String unified =
                source.text().indexOf('\r') < 0
                        ? source.text()
                        : source.text().replace("\r\n", "\n").replace('\r', '\n');
        this.text =
                !options.keepTrailingNewline() && unified.endsWith("\n")
                        ? unified.substring(0, unified.length() - 1)
                        : unified;
    }

    Source source() {
        return source;
    }

    static TemplateError error(String message, int line, Source source) {
        return new TemplateError("TemplateSyntaxError", message)
                .within(new TemplateFrame(source.path(), source.name() == null, line, "template"));
    }

    private TemplateError error(String message) {
        return error(message, line, source);
    }

    /** The next token; at the end an eof token of {@code lastLine}. */
    Token next(int lastLine) {
        while (ready.isEmpty()) {
            if (at >= text.length()) {
                return new Token(lastLine, "eof", "");
            }
            switch (state) {
                case ROOT -> root();
                case COMMENT -> comment();
                case RAW -> raw();
                case BLOCK, VARIABLE -> expression();
            }
        }
        return ready.removeFirst();
    }

    private void add(String type, Object value) {
        ready.add(new Token(line, type, value));
    }

    /** Moves on; what was passed counts for lines and for "at the start of a line". */
    private void pass(int end) {
        for (int i = at; i < end; i++) {
            if (text.charAt(i) == '\n') {
                line++;
            }
        }
        if (end > at) {
            lineStarting = text.charAt(end - 1) == '\n';
        }
        at = end;
    }

    private void root() {
        int start = at;
        int found = -1;
        for (int i = at; i < text.length() && found < 0; i++) {
            if (text.startsWith(options.blockStart(), i)
                    || text.startsWith(options.variableStart(), i)
                    || text.startsWith(options.commentStart(), i)) {
                found = i;
            }
        }
        if (found < 0) {
            data(text.substring(start));
            pass(text.length());
            return;
        }
        State kind = kind(found);
        int begin = found + length(kind);
        int raw = text.startsWith(options.blockStart(), found) ? rawEnd(found) : -1;
        if (raw >= 0) {
            begin = found + options.blockStart().length();
        }
        char sign = begin < text.length() ? text.charAt(begin) : ' ';
        boolean signed = sign == '-' || sign == '+';
        String before = text.substring(start, found);
        boolean wasLineStarting = lineStarting;
        if (signed && sign == '-') {
            before = PyStr.strip(before, null, false, true);
        } else if (!signed && options.lstripBlocks() && (raw >= 0 || kind != State.VARIABLE)) {
            int lineFrom = before.lastIndexOf('\n') + 1;
            boolean blank =
                    lineFrom < before.length()
                            && PyStr.strip(before.substring(lineFrom), null, true, true).isEmpty();
            if ((lineFrom > 0 || wasLineStarting) && blank) {
                before = before.substring(0, lineFrom);
            }
        }
        data(before);
        pass(found);
        if (raw >= 0) {
            state = State.RAW;
            pass(raw);
            return;
        }
        if (kind != State.COMMENT) {
            add(kind == State.BLOCK ? "block_begin" : "variable_begin", "");
        }
        state = kind;
        pass(signed ? begin + 1 : begin);
    }

    /** Which of the three starts here: the longest first, then in Jinja2's order. */
    private State kind(int from) {
        State best = State.ROOT;
        int length = -1;
        for (State candidate : List.of(State.VARIABLE, State.COMMENT, State.BLOCK)) {
            if (text.startsWith(start(candidate), from) && length(candidate) > length) {
                best = candidate;
                length = length(candidate);
            }
        }
        return best;
    }

    private String start(State kind) {
        return switch (kind) {
            case VARIABLE -> options.variableStart();
            case COMMENT -> options.commentStart();
            case BLOCK, RAW, ROOT -> options.blockStart();
        };
    }

    private int length(State kind) {
        return start(kind).length();
    }

    private void data(String value) {
        if (!value.isEmpty()) {
            add(
                    "data",
                    options.newlineSequence().equals("\n")
                            ? value
                            : value.replace("\n", options.newlineSequence()));
        }
    }

    private int spaces(int from) {
        int i = from;
        while (i < text.length() && PyStr.isSpace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /** Where a {@code {% raw %}} that starts here ends, or -1. */
    private int rawEnd(int from) {
        int i = from + options.blockStart().length();
        if (i < text.length() && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
            i++;
        }
        i = spaces(i);
        if (!text.startsWith("raw", i)) {
            return -1;
        }
        i = spaces(i + 3);
        if (text.startsWith("-" + options.blockEnd(), i)) {
            return spaces(i + 1 + options.blockEnd().length());
        }
        return text.startsWith(options.blockEnd(), i) ? i + options.blockEnd().length() : -1;
    }

    /** Where a closing delimiter ends that may be signed and may swallow space, or -1. */
    private int closing(int from, String end, boolean plusAllowed, boolean trim) {
        if (plusAllowed && text.startsWith("+" + end, from)) {
            return from + 1 + end.length();
        }
        if (text.startsWith("-" + end, from)) {
            return spaces(from + 1 + end.length());
        }
        if (text.startsWith(end, from)) {
            int after = from + end.length();
            return trim && after < text.length() && text.charAt(after) == '\n' ? after + 1 : after;
        }
        return -1;
    }

    private void comment() {
        for (int i = at; i < text.length(); i++) {
            int end = closing(i, options.commentEnd(), true, options.trimBlocks());
            if (end >= 0) {
                pass(end);
                state = State.ROOT;
                return;
            }
        }
        throw error("Missing end of comment tag");
    }

    private void raw() {
        for (int i = at; i < text.length(); i++) {
            if (!text.startsWith(options.blockStart(), i)) {
                continue;
            }
            int after = i + options.blockStart().length();
            char sign = after < text.length() ? text.charAt(after) : ' ';
            boolean signed = sign == '-' || sign == '+';
            int name = spaces(signed ? after + 1 : after);
            if (!text.startsWith("endraw", name)) {
                continue;
            }
            int end = closing(spaces(name + 6), options.blockEnd(), true, options.trimBlocks());
            if (end < 0) {
                continue;
            }
            String content = text.substring(at, i);
            if (sign == '-') {
                content = PyStr.strip(content, null, false, true);
            } else if (!signed && options.lstripBlocks()) {
                int lineFrom = content.lastIndexOf('\n') + 1;
                boolean blank =
                        lineFrom < content.length()
                                && PyStr.strip(content.substring(lineFrom), null, true, true)
                                        .isEmpty();
                if ((lineFrom > 0 || lineStarting) && blank) {
                    content = content.substring(0, lineFrom);
                }
            }
            data(content);
            pass(end);
            state = State.ROOT;
            return;
        }
        throw error("Missing end of raw directive");
    }

    private void expression() {
        if (open.isEmpty()) {
            int end =
                    state == State.BLOCK
                            ? closing(at, options.blockEnd(), true, options.trimBlocks())
                            : closing(at, options.variableEnd(), false, false);
            if (end >= 0) {
                add(state == State.BLOCK ? "block_end" : "variable_end", "");
                pass(end);
                state = State.ROOT;
                return;
            }
        }
        char c = text.charAt(at);
        if (PyStr.isSpace(c)) {
            pass(spaces(at));
        } else if (c >= '0' && c <= '9') {
            number();
        } else if (isWord(text.codePointAt(at))) {
            name();
        } else if ((c == '\'' || c == '"') && stringEnd() > 0) {
            int end = stringEnd();
            add("string", Unescape.unescape(text.substring(at + 1, end - 1), this::error));
            pass(end);
        } else {
            operator(c);
        }
    }

    private void number() {
        NumberLiteral number = NumberLiteral.at(text, at);
        add(number.type(), number.value());
        pass(number.end());
    }

    static boolean isWord(int c) {
        return c == '_'
                || Character.isLetter(c)
                || PyCase.isNumeric(c)
                || (c > 0x7f && Character.isUnicodeIdentifierPart(c));
    }

    /** {@code str.isidentifier()}. */
    static boolean isIdentifier(String name) {
        if (name.isEmpty()) {
            return false;
        }
        int first = name.codePointAt(0);
        return (first == '_' || Character.isUnicodeIdentifierStart(first))
                && name.codePoints()
                        .allMatch(c ->
                                c == '_'
                                        || (Character.isUnicodeIdentifierPart(c)
                                                && !Character.isIdentifierIgnorable(c)));
    }

    private void name() {
        int end = at;
        while (end < text.length() && isWord(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        String name = text.substring(at, end);
        if (!isIdentifier(name)) {
            throw error("Invalid character in identifier");
        }
        add("name", name);
        pass(end);
    }

    private int stringEnd() {
        char quote = text.charAt(at);
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == quote) {
                return i + 1;
            }
        }
        return -1;
    }

    private void operator(char c) {
        String two = at + 1 < text.length() ? text.substring(at, at + 2) : "";
        String type = operator(two);
        int length = 2;
        if (type == null) {
            type = operator(String.valueOf(c));
            length = 1;
        }
        if (type == null) {
            int point = text.codePointAt(at);
            throw error(
                    "unexpected char "
                            + PyRepr.repr(Character.toString(point))
                            + " at "
                            + PyStr.index(text, at));
        }
        balance(c);
        add(type, text.substring(at, at + length));
        pass(at + length);
    }

    private void balance(char c) {
        switch (c) {
            case '{' -> open.push('}');
            case '(' -> open.push(')');
            case '[' -> open.push(']');
            case '}', ')', ']' -> {
                if (open.isEmpty()) {
                    throw error("unexpected '" + c + "'");
                }
                char expected = open.pop();
                if (expected != c) {
                    throw error("unexpected '" + c + "', expected '" + expected + "'");
                }
            }
            default -> {}
        }
    }

    private static @Nullable String operator(String text) {
        return switch (text) {
            case "+" -> "add";
            case "-" -> "sub";
            case "/" -> "div";
            case "//" -> "floordiv";
            case "*" -> "mul";
            case "%" -> "mod";
            case "**" -> "pow";
            case "~" -> "tilde";
            case "[" -> "lbracket";
            case "]" -> "rbracket";
            case "(" -> "lparen";
            case ")" -> "rparen";
            case "{" -> "lbrace";
            case "}" -> "rbrace";
            case "==" -> "eq";
            case "!=" -> "ne";
            case ">" -> "gt";
            case ">=" -> "gteq";
            case "<" -> "lt";
            case "<=" -> "lteq";
            case "=" -> "assign";
            case "." -> "dot";
            case ":" -> "colon";
            case "|" -> "pipe";
            case "," -> "comma";
            case ";" -> "semicolon";
            default -> null;
        };
    }
}
