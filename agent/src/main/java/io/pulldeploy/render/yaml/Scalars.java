package io.pulldeploy.render.yaml;

import io.pulldeploy.model.PythonBase64;
import io.pulldeploy.model.PythonText;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a tagged scalar's text means, with Python's errors where the text does not fit. */
final class Scalars {
    private static final Pattern DECIMAL = Pattern.compile("\\s*[-+]?[0-9]+\\s*");
    private static final Pattern FLOAT =
            Pattern.compile("[-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:e[-+]?[0-9]+)?");

    private Scalars() {}

    static Boolean bool(String text, Mark where) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "yes", "true", "on" -> true;
            case "no", "false", "off" -> false;
            default ->
                    throw YamlError.value(
                            "KeyError", PythonText.repr(text.toLowerCase(Locale.ROOT)), where);
        };
    }

    static Object integer(String text, Mark where) {
        String value = text.replace("_", "");
        requireText(value, where);
        boolean negative = value.charAt(0) == '-';
        if (negative || value.charAt(0) == '+') {
            value = value.substring(1);
            requireText(value, where);
        }
        BigInteger number;
        if (value.startsWith("0b")) {
            number = parse(value.substring(2), 2, where);
        } else if (value.startsWith("0x")) {
            number = parse(value.substring(2), 16, where);
        } else if (value.length() > 1 && value.charAt(0) == '0') {
            number = parse(value, 8, where);
        } else if (value.indexOf(':') >= 0) {
            number = BigInteger.ZERO;
            for (String digits : value.split(":", -1)) {
                number = number.multiply(BigInteger.valueOf(60)).add(parse(digits, 10, where));
            }
        } else {
            number = parse(value, 10, where);
        }
        return plain(negative ? number.negate() : number);
    }

    /** A Long if it fits. */
    static Object plain(BigInteger number) {
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }

    private static void requireText(String value, Mark where) {
        if (value.isEmpty()) {
            throw YamlError.value("IndexError", "string index out of range", where);
        }
    }

    private static BigInteger parse(String digits, int base, Mark where) {
        if (base == 10 && digits.length() > 4300 && DECIMAL.matcher(digits).matches()) {
            throw YamlError.value(
                    "ValueError",
                    "Exceeds the limit (4300 digits) for integer string conversion: value has "
                            + digits.length()
                            + " digits; use sys.set_int_max_str_digits() to increase the limit",
                    where);
        }
        try {
            return new BigInteger(digits.strip(), base);
        } catch (NumberFormatException e) {
            throw YamlError.value(
                    "ValueError",
                    "invalid literal for int() with base " + base + ": " + PythonText.repr(digits),
                    where);
        }
    }

    static Double floating(String text, Mark where) {
        String value = text.replace("_", "").toLowerCase(Locale.ROOT);
        requireText(value, where);
        double sign = value.charAt(0) == '-' ? -1 : 1;
        if (value.charAt(0) == '-' || value.charAt(0) == '+') {
            value = value.substring(1);
        }
        if (value.equals(".inf")) {
            return sign * Double.POSITIVE_INFINITY;
        }
        if (value.equals(".nan")) {
            return Double.NaN;
        }
        if (value.indexOf(':') < 0) {
            return sign * parseFloat(value, where);
        }
        double total = 0;
        double base = 1;
        List<Double> digits = new ArrayList<>();
        for (String part : value.split(":", -1)) {
            digits.add(parseFloat(part, where));
        }
        for (double digit : digits.reversed()) {
            total += digit * base;
            base *= 60;
        }
        return sign * total;
    }

    private static double parseFloat(String text, Mark where) {
        String value = text.strip();
        if (FLOAT.matcher(value).matches()) {
            return Double.parseDouble(value);
        }
        return switch (value) {
            case "inf", "infinity", "+inf", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            case "nan", "+nan", "-nan" -> Double.NaN;
            default ->
                    throw YamlError.value(
                            "ValueError",
                            "could not convert string to float: " + PythonText.repr(text),
                            where);
        };
    }

    static byte[] binary(String text, String name, Mark where) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                throw constructor(
                        name,
                        "failed to convert base64 data into ascii: " + notAscii(text, i),
                        where);
            }
        }
        int missing = text.length() % 4;
        String padded = missing == 0 ? text : text + "=".repeat(4 - missing);
        try {
            return PythonBase64.decode(padded);
        } catch (IllegalArgumentException e) {
            throw constructor(name, "failed to decode base64 data: " + e.getMessage(), where);
        }
    }

    private static String notAscii(String text, int from) {
        int to = from;
        while (to < text.length() && text.charAt(to) >= 0x80) {
            to++;
        }
        int start = text.codePointCount(0, from);
        int count = text.codePointCount(from, to);
        if (count > 1) {
            return "'ascii' codec can't encode characters in position %d-%d: ordinal not in range(128)"
                    .formatted(start, start + count - 1);
        }
        return "'ascii' codec can't encode character %s in position %d: ordinal not in range(128)"
                .formatted(escaped(text.codePointAt(from)), start);
    }

    private static String escaped(int c) {
        String format = c < 0x100 ? "'\\x%02x'" : c < 0x10000 ? "'\\u%04x'" : "'\\U%08x'";
        return format.formatted(c);
    }

    /** What tells keys apart: Python's 1, 1.0 and True are one key. */
    static @Nullable Object hashed(@Nullable Object key) {
        return switch (key) {
            case null -> null;
            case Boolean b -> BigDecimal.valueOf(b ? 1 : 0);
            case Long l -> BigDecimal.valueOf(l).stripTrailingZeros();
            case BigInteger i -> new BigDecimal(i).stripTrailingZeros();
            case Double d when !d.isNaN() && !d.isInfinite() ->
                    new BigDecimal(d).stripTrailingZeros();
            case byte[] bytes -> ByteBuffer.wrap(bytes);
            case Object other -> other;
        };
    }

    private static YamlError constructor(String name, String problem, Mark where) {
        return YamlError.marked(YamlError.Kind.CONSTRUCTOR, name, null, null, problem, where);
    }
}
