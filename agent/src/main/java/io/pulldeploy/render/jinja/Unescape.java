package io.pulldeploy.render.jinja;

import java.util.function.Function;

/** The escapes of a string literal, as Python's {@code unicode-escape} codec reads them. */
final class Unescape {
    private Unescape() {}

    static String unescape(String text, Function<String, TemplateError> error) {
        int next = text.indexOf('\\');
        if (next < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        int at = 0;
        while (next >= 0) {
            out.append(text, at, next);
            at = escape(text, next + 1, out, error);
            next = text.indexOf('\\', at);
        }
        return out.append(text, at, text.length()).toString();
    }

    private static int escape(
            String text, int at, StringBuilder out, Function<String, TemplateError> error) {
        char c = text.charAt(at);
        switch (c) {
            case '\n' -> {}
            case '\\', '\'', '"' -> out.append(c);
            case 'a' -> out.append('\u0007');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'v' -> out.append('\u000b');
            case 'x' -> {
                return hex(text, at + 1, 2, "truncated \\xXX escape", out, error);
            }
            case 'u' -> {
                return hex(text, at + 1, 4, "truncated \\uXXXX escape", out, error);
            }
            case 'U' -> {
                return hex(text, at + 1, 8, "truncated \\UXXXXXXXX escape", out, error);
            }
            case 'N' -> {
                int end = text.indexOf('}', at);
                if (!text.startsWith("{", at + 1) || end < at + 3) {
                    throw error.apply("malformed \\N character escape");
                }
                try {
                    out.appendCodePoint(Character.codePointOf(text.substring(at + 2, end)));
                } catch (IllegalArgumentException e) {
                    throw error.apply("unknown Unicode character name");
                }
                return end + 1;
            }
            default -> {
                if (c >= '0' && c <= '7') {
                    return octal(text, at, out);
                }
                out.append('\\').append(c);
            }
        }
        return at + 1;
    }

    private static int octal(String text, int at, StringBuilder out) {
        int value = 0;
        int end = at;
        while (end < Math.min(at + 3, text.length())
                && text.charAt(end) >= '0'
                && text.charAt(end) <= '7') {
            value = value * 8 + text.charAt(end++) - '0';
        }
        out.append((char) value);
        return end;
    }

    private static int hex(
            String text,
            int at,
            int digits,
            String truncated,
            StringBuilder out,
            Function<String, TemplateError> error) {
        long value = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = i < text.length() ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                throw error.apply(truncated);
            }
            value = value * 16 + digit;
        }
        if (value > Character.MAX_CODE_POINT) {
            throw error.apply("illegal Unicode character");
        }
        out.appendCodePoint((int) value);
        return at + digits;
    }
}
