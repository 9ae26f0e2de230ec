package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * Python's format specification: {@code [[fill]align][sign][z][#][0][width][grouping][.precision]
 * [type]}.
 */
final class PyFormat {
    private int fill = ' ';
    private char align;
    private char sign = '-';
    private boolean positiveZero;
    private boolean alternate;
    private int width = -1;
    private char grouping;
    private int precision = -1;
    private int type;

    private PyFormat() {}

    /** {@code format(value, spec)}. */
    static String format(@Nullable Object value, String spec) {
        if (spec.isEmpty()) {
            return PyRepr.str(value);
        }
        String text = PyValues.text(value);
        if (text == null && (value == null || !PyNumbers.isNumber(value))) {
            throw TemplateError.type(
                    "unsupported format string passed to "
                            + PyValues.typeName(value)
                            + ".__format__");
        }
        PyFormat format = new PyFormat();
        format.parse(spec, value, text == null ? '>' : '<');
        if (text != null) {
            return format.string(text);
        }
        if (value instanceof Double real) {
            return format.real(real);
        }
        return format.integer(value);
    }

    private void parse(String spec, @Nullable Object value, char defaultAlign) {
        int[] c = spec.codePoints().toArray();
        int at = 0;
        align = defaultAlign;
        boolean filled = false;
        boolean aligned = false;
        if (c.length > 1 && isAlign(c[1])) {
            fill = c[0];
            align = (char) c[1];
            filled = true;
            aligned = true;
            at = 2;
        } else if (c.length > 0 && isAlign(c[0])) {
            align = (char) c[0];
            aligned = true;
            at = 1;
        }
        boolean signed = false;
        if (at < c.length && (c[at] == '+' || c[at] == '-' || c[at] == ' ')) {
            sign = (char) c[at++];
            signed = true;
        }
        if (at < c.length && c[at] == 'z') {
            positiveZero = true;
            at++;
        }
        if (at < c.length && c[at] == '#') {
            alternate = true;
            at++;
        }
        if (!filled && at < c.length && c[at] == '0') {
            fill = '0';
            if (!aligned && defaultAlign == '>') {
                align = '=';
            }
            at++;
        }
        int from = at;
        width = number(c, at, "Too many decimal digits in format string");
        while (at < c.length && isDigit(c[at])) {
            at++;
        }
        if (at == from) {
            width = -1;
        }
        if (at < c.length && c[at] == ',') {
            grouping = ',';
            at++;
        }
        if (at < c.length && c[at] == '_') {
            if (grouping != 0) {
                throw TemplateError.value("Cannot specify both ',' and '_'.");
            }
            grouping = '_';
            at++;
        }
        if (at < c.length && c[at] == ',') {
            if (grouping == '_') {
                throw TemplateError.value("Cannot specify both ',' and '_'.");
            }
        }
        if (at < c.length && c[at] == '.') {
            from = ++at;
            precision = number(c, at, "Too many decimal digits in format string");
            while (at < c.length && isDigit(c[at])) {
                at++;
            }
            if (at == from) {
                throw TemplateError.value("Format specifier missing precision");
            }
        }
        if (c.length - at > 1) {
            throw TemplateError.value(
                    "Invalid format specifier '"
                            + spec
                            + "' for object of type '"
                            + PyValues.typeName(value)
                            + "'");
        }
        type = at < c.length ? c[at] : 0;
        checkGrouping();
        checkType(value, signed, aligned);
    }

    private void checkGrouping() {
        if (grouping == 0) {
            return;
        }
        boolean fits =
                switch (type) {
                    case 'd', 'e', 'f', 'g', 'E', 'G', '%', 'F', 0 -> true;
                    case 'b', 'o', 'x', 'X' -> grouping == '_';
                    default -> false;
                };
        if (!fits) {
            throw TemplateError.value(
                    type > 32 && type < 128
                            ? "Cannot specify '" + grouping + "' with '" + (char) type + "'."
                            : "Cannot specify '"
                                    + grouping
                                    + "' with '\\x"
                                    + Integer.toHexString(type)
                                    + "'.");
        }
    }

    private void checkType(@Nullable Object value, boolean signed, boolean aligned) {
        if (PyValues.text(value) != null) {
            if (type != 0 && type != 's') {
                throw unknown(value);
            }
            if (signed) {
                throw TemplateError.value(
                        sign == ' '
                                ? "Space not allowed in string format specifier"
                                : "Sign not allowed in string format specifier");
            }
            if (positiveZero) {
                throw TemplateError.value(
                        "Negative zero coercion (z) not allowed in string format specifier");
            }
            if (alternate) {
                throw TemplateError.value(
                        "Alternate form (#) not allowed in string format specifier");
            }
            if (aligned && align == '=') {
                throw TemplateError.value("'=' alignment not allowed in string format specifier");
            }
            if (grouping != 0) {
                throw TemplateError.value("Cannot specify '" + grouping + "' with 's'.");
            }
        } else if (value instanceof Double) {
            if (type != 0 && "eEfFgGn%".indexOf(type) < 0) {
                throw unknown(value);
            }
        } else if (type != 0 && "bcdoxXneEfFgG%".indexOf(type) < 0) {
            throw unknown(value);
        }
    }

    private TemplateError unknown(@Nullable Object value) {
        String shown =
                type > 32 && type < 128
                        ? Character.toString(type)
                        : "\\x" + Integer.toHexString(type);
        return TemplateError.value(
                "Unknown format code '"
                        + shown
                        + "' for object of type '"
                        + PyValues.typeName(value)
                        + "'");
    }

    private static int number(int[] c, int from, String tooMany) {
        long number = 0;
        for (int i = from; i < c.length && isDigit(c[i]); i++) {
            number = number * 10 + (c[i] - '0');
            if (number > Integer.MAX_VALUE) {
                throw TemplateError.value(tooMany);
            }
        }
        return Bounds.checkLength(number);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isAlign(int c) {
        return c == '<' || c == '>' || c == '=' || c == '^';
    }

    private String string(String text) {
        String cut = text;
        if (precision >= 0 && PyStr.length(text) > precision) {
            cut = text.substring(0, text.offsetByCodePoints(0, precision));
        }
        char by = align == '=' ? '<' : align;
        return padded(cut, by);
    }

    private String integer(@Nullable Object value) {
        if (type != 0 && "eEfFgG%".indexOf(type) >= 0) {
            return real(PyNumbers.real(value));
        }
        BigInteger number = PyNumbers.big(value);
        if (precision >= 0) {
            throw TemplateError.value("Precision not allowed in integer format specifier");
        }
        if (positiveZero) {
            throw TemplateError.value(
                    "Negative zero coercion (z) not allowed in integer format specifier");
        }
        if (type == 'c') {
            if (sign != '-') {
                throw TemplateError.value("Sign not allowed with integer format specifier 'c'");
            }
            if (alternate) {
                throw TemplateError.value(
                        "Alternate form (#) not allowed with integer format specifier 'c'");
            }
            if (number.bitLength() > 63) {
                throw new TemplateError(
                        "OverflowError", "Python int too large to convert to C long");
            }
            if (number.signum() < 0 || number.bitLength() > 21 || number.intValue() > 0x10ffff) {
                throw notACharacter();
            }
            return string(Character.toString(number.intValue()));
        }
        String digits =
                switch (type) {
                    case 'b' -> number.abs().toString(2);
                    case 'o' -> number.abs().toString(8);
                    case 'x' -> number.abs().toString(16);
                    case 'X' -> number.abs().toString(16).toUpperCase(Locale.ROOT);
                    default -> PyRepr.integer(number.abs());
                };
        String prefix =
                alternate && (type == 'b' || type == 'o' || type == 'x' || type == 'X')
                        ? "0" + (char) type
                        : "";
        return assemble(number.signum() < 0, prefix, digits, "");
    }

    @SuppressWarnings("OrphanedFormatString") // The text is Python's.
    static TemplateError notACharacter() {
        return new TemplateError("OverflowError", "%c arg not in range(0x110000)");
    }

    private String real(double value) {
        char kind = type == 0 ? 0 : (char) type;
        boolean negative = value < 0 || (value == 0 && 1 / value < 0);
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            String text = Double.isNaN(value) ? "nan" : "inf";
            String shown =
                    kind != 0 && Character.isUpperCase(kind) ? text.toUpperCase(Locale.ROOT) : text;
            return assemble(!Double.isNaN(value) && negative, "", shown, kind == '%' ? "%" : "");
        }
        double absolute = Math.abs(kind == '%' ? value * 100 : value);
        String digits = digits(absolute, kind, precision, alternate);
        if (positiveZero && negative && digits.chars().noneMatch(c -> c >= '1' && c <= '9')) {
            negative = false;
        }
        int end = 0;
        while (end < digits.length() && isDigit(digits.charAt(end))) {
            end++;
        }
        String tail = digits.substring(end) + (kind == '%' ? "%" : "");
        return assemble(negative, "", digits.substring(0, end), tail);
    }

    /**
     * The digits of a float that is not negative: as {@code %e}, {@code %f}, {@code %g} or repr.
     */
    static String digits(double value, char kind, int precision, boolean alternate) {
        int places = precision < 0 ? 6 : precision;
        String text =
                switch (Character.toLowerCase(kind)) {
                    case 'e' -> scientific(value, places, alternate);
                    case 'f', '%' -> fixed(value, places, alternate);
                    case 'g', 'n' -> general(value, places, alternate, false);
                    default ->
                            precision < 0
                                    ? PyRepr.repr(value)
                                    : general(value, places, alternate, true);
                };
        return Character.isUpperCase(kind) ? text.toUpperCase(Locale.ROOT) : text;
    }

    private static String fixed(double value, int places, boolean alternate) {
        String text =
                new BigDecimal(value).setScale(places, RoundingMode.HALF_EVEN).toPlainString();
        return alternate && places == 0 ? text + "." : text;
    }

    private static String scientific(double value, int places, boolean alternate) {
        BigDecimal rounded =
                new BigDecimal(value).round(new MathContext(places + 1, RoundingMode.HALF_EVEN));
        String digits = rounded.unscaledValue().toString();
        int exponent = value == 0 ? 0 : digits.length() - rounded.scale() - 1;
        StringBuilder mantissa = new StringBuilder(digits);
        while (mantissa.length() < places + 1) {
            mantissa.append('0');
        }
        mantissa.setLength(places + 1);
        if (places > 0 || alternate) {
            mantissa.insert(1, '.');
        }
        return mantissa
                + (exponent < 0 ? "e-" : "e+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }

    private static String general(double value, int places, boolean alternate, boolean isStr) {
        int significant = places == 0 ? 1 : places;
        BigDecimal rounded =
                new BigDecimal(value).round(new MathContext(significant, RoundingMode.HALF_EVEN));
        int exponent = value == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        if (exponent < -4 || exponent >= (isStr ? significant - 1 : significant)) {
            String text = scientific(value, significant - 1, alternate);
            int e = text.indexOf('e');
            return (alternate ? text.substring(0, e) : trimmed(text.substring(0, e)))
                    + text.substring(e);
        }
        String text = fixed(value, Math.max(0, significant - 1 - exponent), alternate);
        String shown = alternate ? text : trimmed(text);
        return isStr && shown.indexOf('.') < 0 ? shown + ".0" : shown;
    }

    private static String trimmed(String text) {
        if (text.indexOf('.') < 0) {
            return text;
        }
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
    }

    private String assemble(boolean negative, String prefix, String whole, String tail) {
        String signs = negative ? "-" : sign == '-' ? "" : String.valueOf(sign);
        String lead = signs + prefix;
        boolean zeros = align == '=' && fill == '0';
        String digits = whole;
        if (grouping != 0 && !whole.isEmpty() && isHex(whole)) {
            int room = zeros ? width - lead.length() - tail.length() : 0;
            digits = grouped(whole, room);
        } else if (zeros && !whole.isEmpty()) {
            digits = PyStrMethods.zeroFill(whole, width - lead.length() - tail.length());
        }
        String body = digits + tail;
        if (align == '=') {
            return lead + PyStr.pad(body, (long) width - lead.length(), fill, true, false);
        }
        return padded(lead + body, align);
    }

    /** Unlike str.center, a format puts the odd space on the right. */
    private String padded(String text, char to) {
        if (to != '^') {
            return PyStr.pad(text, width, fill, to != '<', false);
        }
        int length = PyStr.length(text);
        String left = PyStr.pad(text, length + Math.max(0, width - length) / 2, fill, true, false);
        return PyStr.pad(left, width, fill, false, true);
    }

    private static boolean isHex(String digits) {
        return digits.chars().allMatch(c -> Character.digit(c, 16) >= 0);
    }

    private String grouped(String whole, int room) {
        int size = type == 'b' || type == 'o' || type == 'x' || type == 'X' ? 4 : 3;
        StringBuilder digits = new StringBuilder(whole).reverse();
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < digits.length() || out.length() < room; i++) {
            if (i > 0 && i % size == 0) {
                out.append(grouping);
            }
            out.append(i < digits.length() ? digits.charAt(i) : '0');
        }
        return out.reverse().toString();
    }
}
