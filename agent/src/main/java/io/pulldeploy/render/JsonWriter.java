package io.pulldeploy.render;

import io.pulldeploy.model.PythonOrder;
import io.pulldeploy.model.PythonText;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes one JSON document. */
final class JsonWriter {
    private static final int DEEPEST = 900;

    private final JsonStyle style;
    private final StringBuilder out = new StringBuilder();
    private int depth;

    JsonWriter(JsonStyle style) {
        this.style = style;
    }

    String document(@Nullable Object value) {
        write(value);
        return out.toString();
    }

    private void write(@Nullable Object value) {
        switch (value) {
            case null -> out.append("null");
            case CharSequence text -> string(text);
            case Boolean b -> out.append(b ? "true" : "false");
            case Double d -> out.append(number(d));
            case Long _, Integer _, Short _, Byte _, BigInteger _ -> out.append(value);
            case List<?> list -> array(list);
            case Map<?, ?> map -> object(map);
            default ->
                    throw error(
                            "Object of type "
                                    + PythonText.type(value)
                                    + " is not JSON serializable");
        }
    }

    private static JsonError error(String message) {
        return new JsonError("TypeError", message, 0);
    }

    private void enter() {
        if (++depth > DEEPEST) {
            throw new JsonError(
                    "RecursionError",
                    "maximum recursion depth exceeded while encoding a JSON object",
                    0);
        }
    }

    private void newLine() {
        style.indent().ifPresent(indent -> out.append('\n').append(indent.repeat(depth)));
    }

    private void array(List<?> list) {
        if (list.isEmpty()) {
            out.append("[]");
            return;
        }
        enter();
        out.append('[');
        boolean first = true;
        for (Object item : list) {
            out.append(first ? "" : style.itemSeparator());
            first = false;
            newLine();
            write(item);
        }
        depth--;
        newLine();
        out.append(']');
    }

    private void object(Map<?, ?> map) {
        if (map.isEmpty()) {
            out.append("{}");
            return;
        }
        enter();
        out.append('{');
        boolean first = true;
        for (Object key : style.sortKeys() ? sorted(map) : map.keySet()) {
            out.append(first ? "" : style.itemSeparator());
            first = false;
            newLine();
            string(key(key));
            out.append(style.keySeparator());
            write(map.get(key));
        }
        depth--;
        newLine();
        out.append('}');
    }

    private static List<@Nullable Object> sorted(Map<?, ?> map) {
        List<@Nullable Object> keys = new ArrayList<>(map.keySet());
        try {
            keys.sort(PythonOrder::compare);
        } catch (PythonOrder.NotComparable e) {
            throw error(e.getMessage());
        }
        return keys;
    }

    private static String key(@Nullable Object key) {
        return switch (key) {
            case null -> "null";
            case CharSequence text -> text.toString();
            case Boolean b -> b ? "true" : "false";
            case Double d -> number(d);
            case Number n -> n.toString();
            default ->
                    throw error(
                            "keys must be str, int, float, bool or None, not "
                                    + PythonText.type(key));
        };
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "Infinity" : "-Infinity";
        }
        return PythonText.repr(value);
    }

    private void string(CharSequence text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\f' -> out.append("\\f");
                case '\b' -> out.append("\\b");
                default -> {
                    if (c < ' ' || (style.ensureAscii() && c > '~')) {
                        unicodeEscape(c);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private void unicodeEscape(char c) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(Character.forDigit(c >> shift & 0xf, 16));
        }
    }
}
