package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Python's {@code str()} and {@code repr()}. */
final class PyRepr {
    /** Python's limit for turning ints into text. */
    private static final int MAX_INT_DIGITS = 4300;

    private static final BigInteger INT_DIGITS_BOUND = BigInteger.TEN.pow(MAX_INT_DIGITS);

    private PyRepr() {}

    static String str(@Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        return switch (value) {
            case Markup markup -> markup.text();
            case Undefined undefined -> undefined.orStrict("");
            case PyObject object -> object.str();
            case null, default -> repr(value);
        };
    }

    static String repr(@Nullable Object value) {
        if (value instanceof Long number) {
            return Long.toString(number);
        }
        StringBuilder out = new StringBuilder();
        write(out, value, null);
        return out.toString();
    }

    /** The containers around a value, so that one within itself prints as Python's ellipsis. */
    @SuppressWarnings("ReferenceEquality") // A container is within itself, not within its equal.
    private record Around(Object container, @Nullable Around outer) {
        static boolean has(@Nullable Around around, Object container) {
            for (Around at = around; at != null; at = at.outer) {
                if (at.container == container) {
                    return true;
                }
            }
            return false;
        }
    }

    private static void write(StringBuilder out, @Nullable Object value, @Nullable Around around) {
        switch (value) {
            case null -> out.append("None");
            case String text -> quote(out, text);
            case Boolean flag -> out.append(flag ? "True" : "False");
            case Long number -> out.append((long) number);
            case BigInteger number -> out.append(integer(number));
            case Double number -> out.append(real(number));
            case Markup markup -> {
                out.append("Markup(");
                quote(out, markup.text());
                out.append(')');
            }
            case PyBytes bytes -> quote(out, bytes.data());
            case PyList list -> {
                if (Around.has(around, list)) {
                    out.append("[...]");
                } else {
                    sequence(out, '[', list.items, ']', new Around(list, around));
                }
            }
            case PyTuple tuple -> {
                sequence(out, '(', tuple.items, ')', new Around(tuple, around));
                if (tuple.items.size() == 1) {
                    out.insert(out.length() - 1, ',');
                }
            }
            case PyDict dict -> {
                if (Around.has(around, dict)) {
                    out.append("{...}");
                } else {
                    dict(out, dict, new Around(dict, around));
                }
            }
            case PySet set -> {
                if (set.size() == 0) {
                    out.append("set()");
                } else {
                    sequence(out, '{', PyValues.list(set), '}', new Around(set, around));
                }
            }
            case Undefined _ -> out.append("Undefined");
            case PySlice slice ->
                    out.append("slice(")
                            .append(repr(slice.start()))
                            .append(", ")
                            .append(repr(slice.stop()))
                            .append(", ")
                            .append(repr(slice.step()))
                            .append(')');
            case PyObject object -> out.append(object.repr());
            case PyCallable callable ->
                    out.append("<function ").append("at ").append(address(callable)).append('>');
            default -> out.append(value);
        }
        Bounds.checkLength(out.length());
    }

    private static void sequence(
            StringBuilder out,
            char open,
            List<? extends @Nullable Object> items,
            char close,
            Around around) {
        out.append(open);
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                out.append(", ");
            }
            write(out, items.get(i), around);
        }
        out.append(close);
    }

    private static void dict(StringBuilder out, PyDict dict, Around around) {
        out.append('{');
        Iterator<Map.Entry<@Nullable Object, @Nullable Object>> entries = dict.entries().iterator();
        while (entries.hasNext()) {
            Map.Entry<@Nullable Object, @Nullable Object> entry = entries.next();
            write(out, entry.getKey(), around);
            out.append(": ");
            write(out, entry.getValue(), around);
            if (entries.hasNext()) {
                out.append(", ");
            }
        }
        out.append('}');
    }

    static String integer(BigInteger number) {
        if (number.bitLength() > MAX_INT_DIGITS * 3
                && number.abs().compareTo(INT_DIGITS_BOUND) >= 0) {
            throw TemplateError.value(
                    "Exceeds the limit (4300 digits) for integer string conversion; use"
                            + " sys.set_int_max_str_digits() to increase the limit");
        }
        return number.toString();
    }

    /** The shortest text that reads back as the same float. */
    static String real(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        if (number == 0) {
            return 1 / number < 0 ? "-0.0" : "0.0";
        }
        BigDecimal shortest =
                new BigDecimal(Double.toString(Math.abs(number))).stripTrailingZeros();
        BigDecimal shorter = shortest.round(new MathContext(1, RoundingMode.HALF_EVEN));
        if (shortest.precision() == 2 && shorter.doubleValue() == Math.abs(number)) {
            // Java prints two digits at least, Python one: 5e-324.
            shortest = shorter.stripTrailingZeros();
        }
        String digits = shortest.unscaledValue().toString();
        int exponent = digits.length() - shortest.scale() - 1;
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
                if (c >= 0x7f && PyStr.isPrintable(c)) {
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

    /** A number that looks like the address that Python prints for objects. */
    static String address(Object object) {
        return String.format("0x7f%010x", System.identityHashCode(object) * 16L);
    }
}
