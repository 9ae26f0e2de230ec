package io.pulldeploy.render.yaml;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/** Python's {@code repr} and {@code str} of the scalars that YAML knows. */
public final class PythonText {
    private PythonText() {}

    /** Python's {@code str} of a scalar. */
    static String str(@Nullable Object scalar) {
        return switch (scalar) {
            case null -> "None";
            case Boolean b -> b ? "True" : "False";
            case Double d -> repr(d.doubleValue());
            case byte[] bytes -> repr(bytes);
            case Object other -> other.toString();
        };
    }

    /** Python's {@code repr} of a float: the shortest text that gives the same number. */
    public static String repr(double value) {
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

    /** Python's {@code repr} of a string. */
    public static String repr(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder out = new StringBuilder(text.length() + 2).append(quote);
        text.codePoints()
                .forEach(c -> {
                    if (c == quote || c == '\\') {
                        out.append('\\').appendCodePoint(c);
                    } else if (c == '\n') {
                        out.append("\\n");
                    } else if (c == '\r') {
                        out.append("\\r");
                    } else if (c == '\t') {
                        out.append("\\t");
                    } else if (printable(c)) {
                        out.appendCodePoint(c);
                    } else if (c < 0x100) {
                        out.append("\\x%02x".formatted(c));
                    } else if (c < 0x10000) {
                        out.append("\\u%04x".formatted(c));
                    } else {
                        out.append("\\U%08x".formatted(c));
                    }
                });
        return out.append(quote).toString();
    }

    /** Python's {@code repr} of bytes. */
    public static String repr(byte[] bytes) {
        StringBuilder latin = new StringBuilder();
        for (byte b : bytes) {
            latin.append((char) (b & 0xff));
        }
        char quote = latin.indexOf("'") >= 0 && latin.indexOf("\"") < 0 ? '"' : '\'';
        StringBuilder out = new StringBuilder("b").append(quote);
        for (int i = 0; i < latin.length(); i++) {
            char c = latin.charAt(i);
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (c == quote) {
                        out.append('\\').append(c);
                    } else if (c >= ' ' && c < 0x7f) {
                        out.append(c);
                    } else {
                        out.append("\\x%02x".formatted((int) c));
                    }
                }
            }
        }
        return out.append(quote).toString();
    }

    private static boolean printable(int c) {
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
