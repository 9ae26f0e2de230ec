package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Arithmetic on ints of any size, floats and bools. */
final class PyNumbers {
    private PyNumbers() {}

    static boolean isNumber(@Nullable Object value) {
        return value instanceof Long
                || value instanceof Double
                || value instanceof Boolean
                || value instanceof BigInteger;
    }

    /** Whether Python's {@code isinstance(value, int)} holds. */
    static boolean isInt(@Nullable Object value) {
        return value instanceof Long || value instanceof Boolean || value instanceof BigInteger;
    }

    /** A Long where it fits. */
    static Object narrow(BigInteger number) {
        return number.bitLength() < 64 ? (Object) number.longValue() : number;
    }

    static BigInteger big(@Nullable Object number) {
        return switch (number) {
            case BigInteger integer -> integer;
            case Long integer -> BigInteger.valueOf(integer);
            case Boolean flag -> flag ? BigInteger.ONE : BigInteger.ZERO;
            case null, default -> throw new IllegalArgumentException("no int: " + number);
        };
    }

    static double real(@Nullable Object number) {
        return switch (number) {
            case Double real -> real;
            case Long integer -> integer;
            case Boolean flag -> flag ? 1 : 0;
            case BigInteger integer -> {
                double real = integer.doubleValue();
                if (Double.isInfinite(real)) {
                    throw new TemplateError("OverflowError", "int too large to convert to float");
                }
                yield real;
            }
            case null, default -> throw new IllegalArgumentException("no number: " + number);
        };
    }

    /** True and False as the ints that they are. */
    static Object plain(@Nullable Object number) {
        return switch (number) {
            case Boolean flag -> flag ? 1L : 0L;
            case Double real -> real;
            case Long integer -> integer;
            case null, default -> narrow(big(number));
        };
    }

    static int compare(@Nullable Object a, @Nullable Object b) {
        Object x = plain(a);
        Object y = plain(b);
        if (x instanceof Long m && y instanceof Long n) {
            return Long.compare(m, n);
        }
        if (x instanceof Double m && y instanceof Double n) {
            return m < n ? -1 : m.doubleValue() == n ? 0 : 1;
        }
        if (x instanceof Double real) {
            return -compare(y, real);
        }
        if (y instanceof Double real) {
            if (real.isInfinite()) {
                return real > 0 ? -1 : 1;
            }
            if (real.isNaN()) {
                return -1;
            }
            return new BigDecimal(big(x)).compareTo(new BigDecimal(real));
        }
        return big(x).compareTo(big(y));
    }

    static Object add(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Double || b instanceof Double) {
            return real(a) + real(b);
        }
        if (a instanceof Long x && b instanceof Long y) {
            long sum = x + y;
            if (((x ^ sum) & (y ^ sum)) >= 0) {
                return sum;
            }
        }
        return narrow(big(a).add(big(b)));
    }

    static Object subtract(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Double || b instanceof Double) {
            return real(a) - real(b);
        }
        return narrow(big(a).subtract(big(b)));
    }

    static Object multiply(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Double || b instanceof Double) {
            return real(a) * real(b);
        }
        BigInteger x = big(a);
        BigInteger y = big(b);
        Bounds.checkBits((long) x.bitLength() + y.bitLength());
        return narrow(x.multiply(y));
    }

    static Object divide(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Double || b instanceof Double) {
            double divisor = real(b);
            if (divisor == 0) {
                throw zero("float division by zero");
            }
            return real(a) / divisor;
        }
        BigInteger divisor = big(b);
        if (divisor.signum() == 0) {
            throw zero("division by zero");
        }
        BigInteger dividend = big(a);
        if (dividend.bitLength() <= 53 && divisor.bitLength() <= 53) {
            return dividend.doubleValue() / divisor.doubleValue();
        }
        double quotient = ratio(dividend, divisor);
        if (Double.isInfinite(quotient)) {
            throw new TemplateError(
                    "OverflowError", "integer division result too large for a float");
        }
        return quotient;
    }

    /** Correctly rounded, however large the two are: one extra bit keeps what was cut off. */
    private static double ratio(BigInteger a, BigInteger b) {
        int shift = Math.max(0, b.bitLength() - a.bitLength() + 66);
        BigInteger[] parts = a.abs().shiftLeft(shift).divideAndRemainder(b.abs());
        BigInteger mantissa = parts[0];
        if (parts[1].signum() != 0) {
            mantissa = mantissa.shiftLeft(1).setBit(0);
            shift++;
        }
        double result =
                new BigDecimal(mantissa)
                        .divide(new BigDecimal(BigInteger.TWO.pow(Math.max(shift, 0))))
                        .doubleValue();
        return a.signum() * b.signum() < 0 ? -result : result;
    }

    static Object floorDivide(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Double || b instanceof Double) {
            double dividend = real(a);
            double divisor = real(b);
            if (divisor == 0) {
                throw zero("float floor division by zero");
            }
            double rest = floorMod(dividend, divisor);
            double quotient = (dividend - rest) / divisor;
            if (quotient == 0) {
                return Math.copySign(0.0, dividend / divisor);
            }
            double floor = Math.floor(quotient);
            return quotient - floor > 0.5 ? floor + 1 : floor;
        }
        if (big(b).signum() == 0) {
            throw zero("integer division or modulo by zero");
        }
        if (a instanceof Long x && b instanceof Long y && !(x == Long.MIN_VALUE && y == -1)) {
            return Math.floorDiv(x, y);
        }
        BigInteger[] parts = big(a).divideAndRemainder(big(b));
        boolean down = parts[1].signum() != 0 && parts[1].signum() != big(b).signum();
        return narrow(down ? parts[0].subtract(BigInteger.ONE) : parts[0]);
    }

    static Object modulo(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Double || b instanceof Double) {
            double divisor = real(b);
            double dividend = real(a);
            if (divisor == 0) {
                throw zero("float modulo");
            }
            return floorMod(dividend, divisor);
        }
        if (big(b).signum() == 0) {
            throw zero("integer modulo by zero");
        }
        if (a instanceof Long x && b instanceof Long y) {
            return Math.floorMod(x, y);
        }
        BigInteger rest = big(a).remainder(big(b));
        boolean wrong = rest.signum() != 0 && rest.signum() != big(b).signum();
        return narrow(wrong ? rest.add(big(b)) : rest);
    }

    private static double floorMod(double a, double b) {
        double rest = a % b;
        if (rest == 0) {
            return Math.copySign(0.0, b);
        }
        return (rest < 0) != (b < 0) ? rest + b : rest;
    }

    static Object power(@Nullable Object a, @Nullable Object b) {
        if (PyNumbers.isInt(a) && PyNumbers.isInt(b)) {
            BigInteger base = big(a);
            BigInteger exponent = big(b);
            if (exponent.signum() >= 0) {
                if (base.abs().compareTo(BigInteger.ONE) > 0) {
                    Bounds.checkBits(
                            exponent.bitLength() > 40
                                    ? Long.MAX_VALUE
                                    : (base.bitLength() - 1L) * exponent.longValue());
                    return narrow(base.pow(exponent.intValue()));
                }
                return base.signum() >= 0
                        ? (exponent.signum() == 0 ? 1L : base.longValue())
                        : (exponent.testBit(0) ? -1L : 1L);
            }
        }
        double base = real(a);
        double exponent = real(b);
        if (base == 0 && exponent < 0) {
            throw zero("0.0 cannot be raised to a negative power");
        }
        if (base < 0
                && !Double.isInfinite(base)
                && !Double.isInfinite(exponent)
                && exponent != Math.rint(exponent)) {
            throw TemplateError.value("complex numbers are not supported");
        }
        double result = base == 1 || exponent == 0 ? 1 : Math.pow(base, exponent);
        if (base == -1 && Double.isInfinite(exponent)) {
            return 1.0;
        }
        if (Double.isInfinite(result) && !Double.isInfinite(base) && !Double.isInfinite(exponent)) {
            throw new TemplateError("OverflowError", "(34, 'Numerical result out of range')");
        }
        return result;
    }

    private static TemplateError zero(String message) {
        return new TemplateError("ZeroDivisionError", message);
    }

    static Object negate(@Nullable Object number) {
        return number instanceof Double real ? -real : narrow(big(number).negate());
    }

    /** Whole part of a float, as {@code int(value)} has it. */
    static Object truncate(double value) {
        if (Double.isNaN(value)) {
            throw TemplateError.value("cannot convert float NaN to integer");
        }
        if (Double.isInfinite(value)) {
            throw new TemplateError("OverflowError", "cannot convert float infinity to integer");
        }
        return Math.abs(value) < 1e18
                ? (Object) (long) value
                : narrow(new BigDecimal(value).toBigInteger());
    }

    /** {@code round(number, digits)}: half to even, of the float's exact value. */
    static Object round(@Nullable Object number, long digits) {
        if (number instanceof Double real) {
            if (real.isNaN() || real.isInfinite() || real == 0 || digits > 323) {
                return real;
            }
            if (digits < -323) {
                return Math.copySign(0.0, real);
            }
            double rounded =
                    new BigDecimal(real)
                            .setScale((int) digits, RoundingMode.HALF_EVEN)
                            .doubleValue();
            if (Double.isInfinite(rounded)) {
                throw new TemplateError("OverflowError", "rounded value too large to represent");
            }
            return rounded == 0 ? (Object) Math.copySign(0.0, real) : rounded;
        }
        BigInteger integer = big(number);
        if (digits >= 0) {
            return narrow(integer);
        }
        if (-digits > integer.bitLength()) {
            return 0L;
        }
        return narrow(
                new BigDecimal(integer)
                        .setScale((int) digits, RoundingMode.HALF_EVEN)
                        .toBigInteger());
    }

    /** An argument that Python takes through {@code __index__}: an int. */
    static long index(@Nullable Object value) {
        return switch (value) {
            case Long number -> number;
            case Boolean flag -> flag ? 1 : 0;
            case BigInteger _ ->
                    throw new TemplateError(
                            "OverflowError", "Python int too large to convert to C ssize_t");
            case Undefined undefined when undefined.strict() -> throw notAnInteger(undefined);
            case null, default -> throw notAnInteger(value);
        };
    }

    private static TemplateError notAnInteger(@Nullable Object value) {
        return TemplateError.type(
                "'" + PyValues.typeName(value) + "' object cannot be interpreted as an integer");
    }
}
