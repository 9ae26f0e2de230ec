package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Python's {@code json.dumps}, for the filter {@code tojson}. */
final class PyJson {
    private final StringBuilder out = new StringBuilder();
    private final @Nullable String indent;
    private final boolean sortKeys;

    private PyJson(@Nullable String indent, boolean sortKeys) {
        this.indent = indent;
        this.sortKeys = sortKeys;
    }

    static String dumps(@Nullable Object value, @Nullable String indent, boolean sortKeys) {
        PyJson json = new PyJson(indent, sortKeys);
        json.write(value, 0);
        return json.out.toString();
    }

    private void write(@Nullable Object value, int depth) {
        if (depth > 500) {
            throw TemplateError.value("Circular reference detected");
        }
        switch (value) {
            case null -> out.append("null");
            case Boolean flag -> out.append((boolean) flag);
            case Long number -> out.append((long) number);
            case BigInteger number -> out.append(PyRepr.integer(number));
            case Double number -> out.append(real(number));
            case String text -> quote(text);
            case Markup markup -> quote(markup.text());
            case PyList list -> array(list.items, depth);
            case PyTuple tuple -> array(tuple.items, depth);
            case PyDict dict -> object(dict, depth);
            default ->
                    throw TemplateError.type(
                            "Object of type "
                                    + PyValues.typeName(value)
                                    + " is not JSON serializable");
        }
        Bounds.checkLength(out.length());
    }

    private static String real(double number) {
        if (Double.isNaN(number)) {
            return "NaN";
        }
        return Double.isInfinite(number)
                ? (number > 0 ? "Infinity" : "-Infinity")
                : PyRepr.repr(number);
    }

    private void array(List<? extends @Nullable Object> items, int depth) {
        if (items.isEmpty()) {
            out.append("[]");
            return;
        }
        out.append('[');
        for (int i = 0; i < items.size(); i++) {
            separate(i, depth + 1);
            write(items.get(i), depth + 1);
        }
        newline(depth);
        out.append(']');
    }

    private void object(PyDict dict, int depth) {
        List<Map.Entry<@Nullable Object, @Nullable Object>> entries =
                new ArrayList<>(dict.entries());
        if (entries.isEmpty()) {
            out.append("{}");
            return;
        }
        if (sortKeys) {
            entries.sort((a, b) -> PyCompare.order(a.getKey(), b.getKey()));
        }
        out.append('{');
        for (int i = 0; i < entries.size(); i++) {
            separate(i, depth + 1);
            quote(key(entries.get(i).getKey()));
            out.append(": ");
            write(entries.get(i).getValue(), depth + 1);
        }
        newline(depth);
        out.append('}');
    }

    private static String key(@Nullable Object key) {
        String text = PyValues.text(key);
        if (text != null) {
            return text;
        }
        return switch (key) {
            case null -> "null";
            case Boolean flag -> flag ? "true" : "false";
            case Long number -> number.toString();
            case BigInteger number -> PyRepr.integer(number);
            case Double number -> real(number);
            default ->
                    throw TemplateError.type(
                            "keys must be str, int, float, bool or None, not "
                                    + PyValues.typeName(key));
        };
    }

    private void separate(int index, int depth) {
        if (index > 0) {
            out.append(indent == null ? ", " : ",");
        }
        newline(depth);
    }

    private void newline(int depth) {
        if (indent != null) {
            out.append('\n').append(indent.repeat(depth));
        }
    }

    private void quote(String text) {
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
                    if (c < ' ' || c > 0x7f) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
