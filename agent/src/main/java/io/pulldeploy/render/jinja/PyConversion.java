package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Python's {@code int()} and {@code float()}. */
public final class PyConversion {
    private PyConversion() {}

    /** {@code float(value)}. */
    public static double toFloat(@Nullable Object value) {
        String text = value instanceof PyBytes bytes ? latin(bytes) : PyValues.text(value);
        if (text != null) {
            return parseFloat(text, value);
        }
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (value == null || !PyNumbers.isNumber(value)) {
            throw TemplateError.type(
                    "float() argument must be a string or a real number, not '"
                            + PyValues.typeName(value)
                            + "'");
        }
        return PyNumbers.real(value);
    }

    private static double parseFloat(String text, @Nullable Object original) {
        String trimmed = PyStr.decimals(PyStr.strip(text, null, true, true));
        String plain = trimmed.replaceAll("(?<=[0-9])_(?=[0-9])", "");
        String lower = plain.toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            case "nan", "+nan", "-nan" -> Double.NaN;
            default -> {
                if (!lower.matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)(e[+-]?[0-9]+)?")) {
                    throw TemplateError.value(
                            "could not convert string to float: " + PyRepr.repr(original));
                }
                yield Double.parseDouble(lower);
            }
        };
    }

    /** {@code int(value)}. */
    public static Object toInt(@Nullable Object value) {
        String text = PyValues.text(value);
        if (text != null) {
            return parseInt(text, 10);
        }
        return switch (value) {
            case Undefined undefined -> throw undefined.error();
            case Double real -> PyNumbers.truncate(real);
            case Long number -> number;
            case Boolean flag -> PyNumbers.plain(flag);
            case BigInteger number -> number;
            case PyBytes bytes -> parseInt(latin(bytes), 10);
            case null, default ->
                    throw TemplateError.type(
                            "int() argument must be a string, a bytes-like object or a real"
                                    + " number, not '"
                                    + PyValues.typeName(value)
                                    + "'");
        };
    }

    /** {@code int(text, base)}. */
    public static Object parseInt(String text, int base) {
        if (base != 0 && (base < 2 || base > 36)) {
            throw TemplateError.value("int() base must be >= 2 and <= 36, or 0");
        }
        String digits = PyStr.decimals(PyStr.strip(text, null, true, true));
        boolean negative = digits.startsWith("-");
        if (negative || digits.startsWith("+")) {
            digits = digits.substring(1);
        }
        int radix = base;
        String prefix = digits.length() > 1 ? digits.substring(0, 2).toLowerCase(Locale.ROOT) : "";
        int named =
                switch (prefix) {
                    case "0x" -> 16;
                    case "0o" -> 8;
                    case "0b" -> 2;
                    default -> 0;
                };
        if (named != 0 && (base == 0 || base == named)) {
            radix = named;
            digits = digits.substring(digits.startsWith("_", 2) ? 3 : 2);
        } else if (base == 0) {
            radix = 10;
            if (digits.matches("0[0_]*[1-9].*")) {
                digits = "";
            }
        }
        if (!digits.matches("[0-9a-zA-Z]+(_[0-9a-zA-Z]+)*")) {
            throw invalid(text, base);
        }
        if (digits.length() > 4300 && Integer.bitCount(radix) != 1) {
            throw TemplateError.value(
                    "Exceeds the limit (4300 digits) for integer string conversion: value has "
                            + digits.replace("_", "").length()
                            + " digits; use sys.set_int_max_str_digits() to increase the limit");
        }
        try {
            BigInteger number = new BigInteger(digits.replace("_", ""), radix);
            return PyNumbers.narrow(negative ? number.negate() : number);
        } catch (NumberFormatException e) {
            throw invalid(text, base);
        }
    }

    private static TemplateError invalid(String text, int base) {
        return TemplateError.value(
                "invalid literal for int() with base " + base + ": " + PyRepr.repr(text));
    }

    private static String latin(PyBytes bytes) {
        return new String(bytes.data(), StandardCharsets.ISO_8859_1);
    }

    /** A number if the value is one or spells one; else the value itself. */
    public static @Nullable Object numberOrSame(@Nullable Object value) {
        try {
            return toInt(value);
        } catch (TemplateError notInt) {
            if (!notInt.is("ValueError")) {
                throw notInt;
            }
        }
        try {
            return toFloat(value);
        } catch (TemplateError notFloat) {
            if (!notFloat.is("ValueError")) {
                throw notFloat;
            }
            return value;
        }
    }
}
