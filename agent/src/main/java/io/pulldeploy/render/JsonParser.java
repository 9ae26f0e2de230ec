package io.pulldeploy.render;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one JSON document. */
final class JsonParser {
    private static final int DEEPEST = 900;

    private final String text;
    private int at;
    private int depth;

    JsonParser(String text) {
        this.text = text;
    }

    @Nullable Object document() {
        if (text.startsWith("\ufeff")) {
            throw error("Unexpected UTF-8 BOM (decode using utf-8-sig)", 0);
        }
        skipSpace();
        Object value = value();
        skipSpace();
        if (at < text.length()) {
            throw error("Extra data", at);
        }
        return value;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean isAt(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private @Nullable Object value() {
        if (at >= text.length()) {
            throw error("Expecting value", at);
        }
        return switch (text.charAt(at)) {
            case '"' -> string();
            case '{' -> object();
            case '[' -> array();
            case 'n' -> literal("null", null);
            case 't' -> literal("true", true);
            case 'f' -> literal("false", false);
            case 'N' -> literal("NaN", Double.NaN);
            case 'I' -> literal("Infinity", Double.POSITIVE_INFINITY);
            default -> number();
        };
    }

    private @Nullable Object literal(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw error("Expecting value", at);
        }
        at += word.length();
        return value;
    }

    private Object number() {
        if (text.startsWith("-Infinity", at)) {
            at += 9;
            return Double.NEGATIVE_INFINITY;
        }
        int start = at;
        int end = text.charAt(at) == '-' ? at + 1 : at;
        int digits = digits(end);
        if (digits == end) {
            throw error("Expecting value", start);
        }
        end = text.charAt(end) == '0' ? end + 1 : digits;
        boolean isFloat = false;
        if (end < text.length() && text.charAt(end) == '.' && digits(end + 1) > end + 1) {
            end = digits(end + 1);
            isFloat = true;
        }
        if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
            int exponent = end + 1;
            if (exponent < text.length() && "+-".indexOf(text.charAt(exponent)) >= 0) {
                exponent++;
            }
            if (digits(exponent) > exponent) {
                end = digits(exponent);
                isFloat = true;
            }
        }
        at = end;
        String number = text.substring(start, end);
        if (isFloat) {
            return Double.valueOf(number);
        }
        BigInteger integer = new BigInteger(number);
        return integer.bitLength() < Long.SIZE ? (Object) integer.longValue() : integer;
    }

    private int digits(int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private void enter(String what) {
        if (++depth > DEEPEST) {
            throw new JsonError(
                    "RecursionError",
                    "maximum recursion depth exceeded while decoding a JSON "
                            + what
                            + " from a unicode string",
                    0);
        }
    }

    private Map<String, @Nullable Object> object() {
        enter("object");
        at++;
        skipSpace();
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        boolean more = !isAt('}');
        while (more) {
            if (!isAt('"')) {
                throw error("Expecting property name enclosed in double quotes", at);
            }
            String key = string();
            skipSpace();
            if (!isAt(':')) {
                throw error("Expecting ':' delimiter", at);
            }
            at++;
            skipSpace();
            map.put(key, value());
            more = separator('}');
        }
        at++;
        depth--;
        return Collections.unmodifiableMap(map);
    }

    /** Steps over a comma; false at the closing bracket. */
    private boolean separator(char close) {
        skipSpace();
        if (isAt(close)) {
            return false;
        }
        if (!isAt(',')) {
            throw error("Expecting ',' delimiter", at);
        }
        at++;
        skipSpace();
        return true;
    }

    private List<@Nullable Object> array() {
        enter("array");
        at++;
        skipSpace();
        List<@Nullable Object> list = new ArrayList<>();
        boolean more = !isAt(']');
        while (more) {
            list.add(value());
            more = separator(']');
        }
        at++;
        depth--;
        return Collections.unmodifiableList(list);
    }

    private String string() {
        int begin = at++;
        StringBuilder string = new StringBuilder();
        while (true) {
            if (at >= text.length()) {
                throw error("Unterminated string starting at", begin);
            }
            char c = text.charAt(at++);
            if (c == '"') {
                return string.toString();
            }
            if (c == '\\') {
                escape(begin, string);
            } else if (c < ' ') {
                throw error("Invalid control character at", at - 1);
            } else {
                string.append(c);
            }
        }
    }

    private void escape(int begin, StringBuilder string) {
        if (at >= text.length()) {
            throw error("Unterminated string starting at", begin);
        }
        char c = text.charAt(at++);
        if (c == 'u') {
            unicode(string);
            return;
        }
        int index = "\"\\/bfnrt".indexOf(c);
        if (index < 0) {
            throw error("Invalid \\escape", at - 2);
        }
        string.append("\"\\/\b\f\n\r\t".charAt(index));
    }

    private void unicode(StringBuilder string) {
        if (at + 4 >= text.length()) {
            throw error("Invalid \\uXXXX escape", at - 1);
        }
        int value = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                throw error("Invalid \\uXXXX escape", at - 1);
            }
            value = value * 16 + digit;
        }
        at += 4;
        string.append((char) value);
    }

    private JsonError error(String message, int position) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < position; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new JsonError(
                "JSONDecodeError",
                "%s: line %d column %d (char %d)"
                        .formatted(
                                message,
                                line,
                                text.codePointCount(lineStart, position) + 1,
                                text.codePointCount(0, position)),
                line);
    }
}
