package io.pulldeploy.model;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Plain values as Python's {@code str()} and {@code repr()} write them. */
public final class PythonText {
    private PythonText() {}

    /** Python's {@code str(value)}. */
    public static String str(@Nullable Object value) {
        return value instanceof CharSequence text ? text.toString() : repr(value);
    }

    /** Python's {@code repr(value)}. */
    public static String repr(@Nullable Object value) {
        return switch (value) {
            case null -> "None";
            case Boolean b -> b ? "True" : "False";
            case Double d -> number(d);
            case CharSequence text -> quoted(text.toString());
            case byte[] bytes -> "b" + quoted(new String(bytes, StandardCharsets.ISO_8859_1));
            case List<?> list ->
                    list.stream().map(PythonText::repr).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(e -> repr(e.getKey()) + ": " + repr(e.getValue()))
                            .collect(Collectors.joining(", ", "{", "}"));
            case Object other -> other.toString();
        };
    }

    /** The name of the value's type in Python. */
    public static String type(@Nullable Object value) {
        return switch (value) {
            case null -> "NoneType";
            case Boolean b -> "bool";
            case Double d -> "float";
            case Number n -> "int";
            case CharSequence text -> "str";
            case byte[] bytes -> "bytes";
            case List<?> list -> "list";
            case Map<?, ?> map -> "dict";
            case Object other -> other.getClass().getSimpleName();
        };
    }

    private static String number(double d) {
        if (Double.isNaN(d)) {
            return "nan";
        }
        if (Double.isInfinite(d)) {
            return d > 0 ? "inf" : "-inf";
        }
        String java = Double.toString(d);
        int exponentAt = java.indexOf('E');
        if (exponentAt < 0) {
            return java;
        }
        int exponent = Integer.parseInt(java.substring(exponentAt + 1));
        String mantissa = java.substring(0, exponentAt);
        if (exponent >= -4 && exponent < 16) {
            String plain = new java.math.BigDecimal(java).toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String digits =
                mantissa.endsWith(".0") ? mantissa.substring(0, mantissa.length() - 2) : mantissa;
        return "%se%s%02d".formatted(digits, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    private static String quoted(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder quoted = new StringBuilder().append(quote);
        text.codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '\n' -> quoted.append("\\n");
                        case '\r' -> quoted.append("\\r");
                        case '\t' -> quoted.append("\\t");
                        case '\\' -> quoted.append("\\\\");
                        default -> {
                            if (c == quote) {
                                quoted.append('\\').append(quote);
                            } else if (c < 0x20 || (c >= 0x7f && c < 0xa1) || c == 0xad) {
                                quoted.append("\\x%02x".formatted(c));
                            } else {
                                quoted.appendCodePoint(c);
                            }
                        }
                    }
                });
        return quoted.append(quote).toString();
    }
}
