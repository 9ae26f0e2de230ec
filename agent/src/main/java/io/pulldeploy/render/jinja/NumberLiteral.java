package io.pulldeploy.render.jinja;

import java.math.BigInteger;

/**
 * A number in a template's text.
 *
 * @param type of its token: {@code integer} or {@code float}
 * @param end where the text goes on
 */
record NumberLiteral(String type, Object value, int end) {
    /** The longest number that starts with the digit at this place. */
    static NumberLiteral at(String text, int at) {
        int end = digits(text, at);
        int fraction = end < text.length() && text.charAt(end) == '.' ? digits(text, end + 1) : -1;
        boolean afterDot = at > 0 && text.charAt(at - 1) == '.';
        int exponent = exponentEnd(text, fraction > end + 1 ? fraction : end);
        if (!afterDot && end > at && (fraction > end + 1 || exponent > 0)) {
            int to = exponent > 0 ? exponent : fraction;
            double value = Double.parseDouble(text.substring(at, to).replace("_", ""));
            return new NumberLiteral("float", value, to);
        }
        int radix =
                text.charAt(at) != '0' || at + 2 >= text.length()
                        ? 10
                        : switch (text.charAt(at + 1)) {
                            case 'b', 'B' -> 2;
                            case 'o', 'O' -> 8;
                            case 'x', 'X' -> 16;
                            default -> 10;
                        };
        int to = radix == 10 ? at : digits(text, at + 2, radix);
        if (to > at + 2 && radix != 10) {
            return integer(text.substring(at + 2, to), radix, to);
        }
        if (text.charAt(at) != '0') {
            return integer(text.substring(at, end), 10, end);
        }
        to = at + 1;
        while (to < text.length() && (text.charAt(to) == '0' || text.startsWith("_0", to))) {
            to += text.charAt(to) == '0' ? 1 : 2;
        }
        return integer("0", 10, to);
    }

    private static NumberLiteral integer(String digits, int radix, int to) {
        String plain = digits.replace("_", "");
        if (radix == 10 && plain.length() > 4300) {
            throw TemplateError.value(
                    "Exceeds the limit (4300 digits) for integer string conversion: value has "
                            + plain.length()
                            + " digits; use sys.set_int_max_str_digits() to increase the limit");
        }
        return new NumberLiteral("integer", PyNumbers.narrow(new BigInteger(plain, radix)), to);
    }

    private static int digits(String text, int from) {
        int i = from;
        while (i < text.length() && isDigit(text, i)) {
            i++;
            if (i + 1 < text.length() && text.charAt(i) == '_' && isDigit(text, i + 1)) {
                i++;
            }
        }
        return i;
    }

    private static int digits(String text, int from, int radix) {
        int i = from;
        while (i < text.length()) {
            int next = text.charAt(i) == '_' ? i + 1 : i;
            if (next >= text.length()
                    || text.charAt(next) > 0x7f
                    || Character.digit(text.charAt(next), radix) < 0) {
                break;
            }
            i = next + 1;
        }
        return i;
    }

    private static boolean isDigit(String text, int i) {
        return text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }

    private static int exponentEnd(String text, int from) {
        if (from >= text.length() || (text.charAt(from) != 'e' && text.charAt(from) != 'E')) {
            return -1;
        }
        int i = from + 1;
        if (i < text.length() && (text.charAt(i) == '+' || text.charAt(i) == '-')) {
            i++;
        }
        int end = digits(text, i);
        return end > i ? end : -1;
    }
}
