package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/** {@code str % values}. */
final class PyPercent {
    private final String text;
    private final @Nullable Object values;
    private final boolean escaping;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private int used;
    private boolean byName;

    private PyPercent(String text, @Nullable Object values, boolean escaping) {
        this.text = text;
        this.values = values;
        this.escaping = escaping;
    }

    /**
     * Formats; {@code escaping} is Markup's way: what {@code %s} and {@code %r} print is escaped.
     */
    static String format(String text, @Nullable Object values, boolean escaping) {
        return new PyPercent(text, values, escaping).run();
    }

    /** {@code ascii(value)}. */
    static String ascii(@Nullable Object value) {
        StringBuilder ascii = new StringBuilder();
        PyRepr.repr(value)
                .codePoints()
                .forEach(c -> {
                    if (c < 0x80) {
                        ascii.append((char) c);
                    } else if (c <= 0xff) {
                        ascii.append(String.format("\\x%02x", c));
                    } else if (c <= 0xffff) {
                        ascii.append(String.format("\\u%04x", c));
                    } else {
                        ascii.append(String.format("\\U%08x", c));
                    }
                });
        return ascii.toString();
    }

    private boolean isMapping() {
        return !(values instanceof PyTuple)
                && PyValues.text(values) == null
                && (values instanceof PyDict
                        || values instanceof PyList
                        || values instanceof PyBytes
                        || (values instanceof PySubscriptable && !(values instanceof DictType))
                        || values instanceof Undefined);
    }

    private String run() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '%') {
                conversion();
                Bounds.checkLength(out.length());
            } else {
                out.append(c);
            }
        }
        boolean all =
                values instanceof PyTuple tuple
                        ? used >= tuple.items.size()
                        : used > 0 || isMapping();
        if (!all && !byName) {
            throw TemplateError.type("not all arguments converted during string formatting");
        }
        return out.toString();
    }

    private void conversion() {
        int start = at - 1;
        String key = null;
        if (at < text.length() && text.charAt(at) == '(') {
            key = key();
        }
        boolean left = false;
        boolean zero = false;
        boolean alternate = false;
        char sign = 0;
        for (; at < text.length(); at++) {
            char flag = text.charAt(at);
            if (flag == '-') {
                left = true;
            } else if (flag == '0') {
                zero = true;
            } else if (flag == '#') {
                alternate = true;
            } else if (flag == '+') {
                sign = '+';
            } else if (flag == ' ') {
                sign = sign == '+' ? '+' : ' ';
            } else {
                break;
            }
        }
        long width = size("width");
        if (width < 0) {
            left = true;
            width = -width;
        }
        long precision = -1;
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            precision = Math.max(0, size("precision"));
        }
        while (at < text.length() && "hlL".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (at >= text.length()) {
            throw TemplateError.value("incomplete format");
        }
        int position = at;
        int c = text.codePointAt(at);
        at += Character.charCount(c);
        if (c == '%' && position == start + 1) {
            out.append('%');
            return;
        }
        Object value = key == null ? next() : Attributes.subscript(values, key);
        if (c == '%') {
            out.append('%');
            return;
        }
        Bounds.checkLength(Math.max(width, precision));
        switch (c) {
            case 's', 'r', 'a' -> {
                String shown =
                        c == 's' ? PyRepr.str(value) : c == 'r' ? PyRepr.repr(value) : ascii(value);
                if (escaping) {
                    shown = (c == 's' ? Markup.escape(value) : Markup.escape(shown)).text();
                }
                if (precision >= 0 && PyStr.length(shown) > precision) {
                    shown = shown.substring(0, shown.offsetByCodePoints(0, (int) precision));
                }
                out.append(PyStr.pad(shown, width, ' ', !left, false));
            }
            case 'c' ->
                    out.append(
                            PyStr.pad(
                                    // A helper of Markup's is no character, whatever it holds.
                                    character(escaping ? null : value), width, ' ', !left, false));
            case 'd', 'i', 'u', 'o', 'x', 'X' -> {
                Object whole = escaping ? helped(value, (char) c) : value;
                String digits = integer(whole, (char) c, alternate, precision);
                number(digits, sign, alternate && "oxX".indexOf(c) >= 0 ? 2 : 0, width, left, zero);
            }
            case 'e', 'E', 'f', 'F', 'g', 'G' -> {
                double real = escaping ? PyConversion.toFloat(value) : real(value);
                boolean negative = real < 0 || (real == 0 && 1 / real < 0);
                String digits =
                        Double.isNaN(real) || Double.isInfinite(real)
                                ? special(real, (char) c)
                                : PyFormat.digits(
                                        Math.abs(real), (char) c, (int) precision, alternate);
                number((negative ? "-" : "") + digits, sign, 0, width, left, zero);
            }
            default ->
                    throw TemplateError.value(
                            "unsupported format character '"
                                    + (c > 31 && c < 128 ? Character.toString(c) : "?")
                                    + "' (0x"
                                    + Integer.toHexString(c)
                                    + ") at index "
                                    + PyStr.index(text, position));
        }
    }

    private static String special(double real, char kind) {
        String text = Double.isNaN(real) ? "nan" : "inf";
        return Character.isUpperCase(kind) ? text.toUpperCase(Locale.ROOT) : text;
    }

    private String key() {
        if (!isMapping()) {
            throw TemplateError.type("format requires a mapping");
        }
        int nested = 1;
        int from = ++at;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '(') {
                nested++;
            } else if (c == ')' && --nested == 0) {
                byName = true;
                return text.substring(from, at - 1);
            }
        }
        throw TemplateError.value("incomplete format key");
    }

    private long size(String what) {
        if (at < text.length() && text.charAt(at) == '*') {
            at++;
            Object value = next();
            if (escaping || !PyNumbers.isInt(value)) {
                throw TemplateError.type("* wants int");
            }
            return PyNumbers.index(value);
        }
        long size = 0;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            size = size * 10 + (text.charAt(at++) - '0');
            if (size > Integer.MAX_VALUE) {
                throw TemplateError.value(what + " too big");
            }
        }
        return size;
    }

    private @Nullable Object next() {
        if (values instanceof PyTuple tuple) {
            List<@Nullable Object> items = tuple.items;
            if (used < items.size()) {
                return items.get(used++);
            }
        } else if (used == 0 && !byName) {
            used = 1;
            return values;
        }
        throw TemplateError.type("not enough arguments for format string");
    }

    private static String character(@Nullable Object value) {
        String text = PyValues.text(value);
        if (text != null && PyStr.length(text) == 1) {
            return text;
        }
        if (text != null || !PyNumbers.isInt(value) || value == null) {
            throw TemplateError.type("%c requires int or char");
        }
        BigInteger number = PyNumbers.big(value);
        if (number.signum() < 0 || number.compareTo(BigInteger.valueOf(0x110000)) >= 0) {
            throw PyFormat.notACharacter();
        }
        return Character.toString(number.intValue());
    }

    private static String integer(
            @Nullable Object value, char type, boolean alternate, long precision) {
        boolean decimal = "diu".indexOf(type) >= 0;
        if (decimal && value instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (value == null || !(decimal ? PyNumbers.isNumber(value) : PyNumbers.isInt(value))) {
            throw noNumber(type, PyValues.typeName(value));
        }
        BigInteger number =
                PyNumbers.big(value instanceof Double real ? PyNumbers.truncate(real) : value);
        String digits =
                switch (type) {
                    case 'o' -> number.abs().toString(8);
                    case 'x' -> number.abs().toString(16);
                    case 'X' -> number.abs().toString(16).toUpperCase(Locale.ROOT);
                    default -> PyRepr.integer(number.abs());
                };
        if (precision > digits.length()) {
            digits = "0".repeat((int) precision - digits.length()) + digits;
        }
        String prefix = alternate && !decimal ? "0" + type : "";
        return (number.signum() < 0 ? "-" : "") + prefix + digits;
    }

    private static TemplateError noNumber(char type, String given) {
        return TemplateError.type(
                "%"
                        + type
                        + " format: "
                        + ("diu".indexOf(type) >= 0 ? "a real number" : "an integer")
                        + " is required, not "
                        + given);
    }

    /** Markup hands each value on inside a helper, which is a whole number only by int(). */
    private static Object helped(@Nullable Object value, char type) {
        try {
            if ("diu".indexOf(type) >= 0) {
                return PyConversion.toInt(value);
            }
        } catch (TemplateError e) {
            if (!e.is("TypeError")) {
                throw e;
            }
        }
        throw noNumber(type, "_MarkupEscapeHelper");
    }

    private static double real(@Nullable Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (value == null || !PyNumbers.isNumber(value)) {
            throw TemplateError.type("must be real number, not " + PyValues.typeName(value));
        }
        return PyNumbers.real(value);
    }

    private void number(
            String digits, char sign, int prefix, long width, boolean left, boolean zero) {
        boolean negative = digits.startsWith("-");
        String lead = negative ? "-" : sign == 0 ? "" : String.valueOf(sign);
        String body = negative ? digits.substring(1) : digits;
        if (zero && !left) {
            lead += body.substring(0, prefix);
            body = body.substring(prefix);
            body = PyStr.pad(body, width - lead.length(), '0', true, false);
        }
        out.append(PyStr.pad(lead + body, width, ' ', !left, false));
    }
}
