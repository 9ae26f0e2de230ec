package io.pulldeploy.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Plain values, and sets, as Python's {@code str()} and {@code repr()} write them. */
public final class PythonText {
    /** Below this a float has so few bits that one digit may tell it from its neighbours. */
    private static final double FEW_BITS = 1e-300;

    private PythonText() {}

    /** Python's {@code str(value)}. */
    public static String str(@Nullable Object value) {
        return value instanceof CharSequence text ? text.toString() : repr(value);
    }

    /** Python's {@code repr(value)}. */
    public static String repr(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        append(out, value);
        return out.toString();
    }

    /** Appends Python's {@code repr(value)}. */
    public static void append(StringBuilder out, @Nullable Object value) {
        switch (value) {
            case null -> out.append("None");
            case Boolean b -> out.append(b ? "True" : "False");
            case Double d -> out.append(real(d));
            case CharSequence text -> quote(out, text.toString());
            case byte[] bytes -> quote(out, bytes);
            case List<?> list -> append(out, '[', list, ']');
            case Set<?> set when set.isEmpty() -> out.append("set()");
            case Set<?> set -> append(out, '{', set, '}');
            case OrderedDict dict -> {
                out.append(dict.isEmpty() ? "OrderedDict(" : "OrderedDict([");
                String separator = "";
                for (Map.Entry<?, ?> entry : dict.entrySet()) {
                    out.append(separator).append('(');
                    append(out, entry.getKey());
                    out.append(", ");
                    append(out, entry.getValue());
                    out.append(')');
                    separator = ", ";
                }
                out.append(dict.isEmpty() ? ")" : "])");
            }
            case Map<?, ?> map -> {
                out.append('{');
                String separator = "";
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    out.append(separator);
                    append(out, entry.getKey());
                    out.append(": ");
                    append(out, entry.getValue());
                    separator = ", ";
                }
                out.append('}');
            }
            case Object other -> out.append(other);
        }
    }

    private static void append(StringBuilder out, char open, Collection<?> items, char close) {
        out.append(open);
        String separator = "";
        for (Object item : items) {
            out.append(separator);
            append(out, item);
            separator = ", ";
        }
        out.append(close);
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
            case Set<?> set -> "set";
            case OrderedDict dict -> "OrderedDict";
            case Map<?, ?> map -> "dict";
            case Object other -> other.getClass().getSimpleName();
        };
    }

    /** The shortest text that reads back as the same float. */
    private static String real(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        if (number == 0) {
            return 1 / number < 0 ? "-0.0" : "0.0";
        }
        // Java's text has the same digits in another form: 12.5, 1.25E-7.
        String text = Double.toString(Math.abs(number));
        int e = text.indexOf('E');
        String mantissa = e < 0 ? text : text.substring(0, e);
        int point = mantissa.indexOf('.');
        int exponent = point - 1 + (e < 0 ? 0 : Integer.parseInt(text.substring(e + 1)));
        String digits = mantissa.substring(0, point) + mantissa.substring(point + 1);
        int from = 0;
        while (digits.charAt(from) == '0') {
            from++;
            exponent--;
        }
        int to = digits.length();
        while (digits.charAt(to - 1) == '0') {
            to--;
        }
        digits = digits.substring(from, to);
        if (digits.length() == 2 && Math.abs(number) < FEW_BITS) {
            // Java prints two digits at least, Python one: 5e-324.
            BigDecimal one = new BigDecimal(text).round(new MathContext(1, RoundingMode.HALF_EVEN));
            if (one.doubleValue() == Math.abs(number)) {
                digits = one.unscaledValue().toString();
                exponent = -one.scale();
            }
        }
        StringBuilder out = new StringBuilder(number < 0 ? "-" : "");
        if (exponent < -4 || exponent >= 16) {
            out.append(digits.charAt(0));
            if (digits.length() > 1) {
                out.append('.').append(digits, 1, digits.length());
            }
            out.append('e').append(exponent < 0 ? '-' : '+');
            if (Math.abs(exponent) < 10) {
                out.append('0');
            }
            return out.append(Math.abs(exponent)).toString();
        }
        if (exponent < 0) {
            return out.append("0.").append("0".repeat(-exponent - 1)).append(digits).toString();
        }
        if (digits.length() <= exponent + 1) {
            return out.append(digits)
                    .append("0".repeat(exponent + 1 - digits.length()))
                    .append(".0")
                    .toString();
        }
        return out.append(digits, 0, exponent + 1)
                .append('.')
                .append(digits, exponent + 1, digits.length())
                .toString();
    }

    private static void quote(StringBuilder out, String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        out.append(quote);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c == quote || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c >= ' ' && c < 0x7f) {
                out.append((char) c);
            } else {
                escape(out, c);
            }
        }
        out.append(quote);
    }

    private static void escape(StringBuilder out, int c) {
        switch (c) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c >= 0x7f && isPrintable(c)) {
                    out.appendCodePoint(c);
                } else if (c <= 0xff) {
                    out.append(String.format("\\x%02x", c));
                } else if (c <= 0xffff) {
                    out.append(String.format("\\u%04x", c));
                } else {
                    out.append(String.format("\\U%08x", c));
                }
            }
        }
    }

    private static void quote(StringBuilder out, byte[] data) {
        boolean single = false;
        boolean twice = false;
        for (byte b : data) {
            single |= b == '\'';
            twice |= b == '"';
        }
        char quote = single && !twice ? '"' : '\'';
        out.append('b').append(quote);
        for (byte b : data) {
            int c = b & 0xff;
            if (c == quote || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c >= ' ' && c < 0x7f) {
                out.append((char) c);
            } else if (c == '\n' || c == '\r' || c == '\t') {
                escape(out, c);
            } else {
                out.append(String.format("\\x%02x", c));
            }
        }
        out.append(quote);
    }

    /** Python's {@code str.isprintable} of one character. */
    public static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }
}
