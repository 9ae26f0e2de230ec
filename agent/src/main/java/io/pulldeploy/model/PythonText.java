package io.pulldeploy.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.MathContext;
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
            case CharSequence text -> quoted(text.toString(), false);
            case byte[] bytes -> "b" + quoted(new String(bytes, StandardCharsets.ISO_8859_1), true);
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

    /** Python's {@code repr} of a float: the shortest digits that give the same number. */
    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (decimal.precision() == 2) {
            // Java shows two digits even where one is enough.
            BigDecimal shorter = decimal.round(new MathContext(1));
            decimal = shorter.doubleValue() == value ? shorter.stripTrailingZeros() : decimal;
        }
        String digits = decimal.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - decimal.scale();
        String sign = value < 0 ? "-" : "";
        if (exponent < -4 || exponent >= 16) {
            String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
            return "%s%c%se%s%02d"
                    .formatted(
                            sign,
                            digits.charAt(0),
                            fraction,
                            exponent < 0 ? "-" : "+",
                            Math.abs(exponent));
        }
        String plain = decimal.abs().toPlainString();
        return sign + (plain.indexOf('.') < 0 ? plain + ".0" : plain);
    }

    private static String quoted(String text, boolean bytes) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder quoted = new StringBuilder(text.length() + 2).append(quote);
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
                            } else if (bytes ? c >= ' ' && c < 0x7f : isPrintable(c)) {
                                quoted.appendCodePoint(c);
                            } else {
                                quoted.append(
                                        (c < 0x100
                                                        ? "\\x%02x"
                                                        : c < 0x10000 ? "\\u%04x" : "\\U%08x")
                                                .formatted(c));
                            }
                        }
                    }
                });
        return quoted.append(quote).toString();
    }

    private static boolean isPrintable(int c) {
        if (c == ' ') {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
