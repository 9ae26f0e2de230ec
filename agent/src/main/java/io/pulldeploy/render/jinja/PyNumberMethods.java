package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;

/** The attributes and methods of int, bool and float. */
final class PyNumberMethods {
    private static final Set<String> INT =
            Set.of("as_integer_ratio", "bit_count", "bit_length", "conjugate");
    private static final Set<String> FLOAT =
            Set.of("as_integer_ratio", "conjugate", "hex", "is_integer");

    private PyNumberMethods() {}

    static @Nullable Object find(Object self, String name) {
        boolean real = self instanceof Double;
        if ((real ? FLOAT : INT).contains(name)) {
            return new PyMethod(self, name);
        }
        return switch (name) {
            case "real" -> PyNumbers.plain(self);
            case "imag" -> real ? (Object) 0.0 : 0L;
            case "numerator" -> real ? Missing.MISSING : PyNumbers.plain(self);
            case "denominator" -> real ? Missing.MISSING : (Object) 1L;
            default -> Missing.MISSING;
        };
    }

    static Object call(Object self, String name, Arguments a) {
        boolean real = self instanceof Double;
        a.none((self instanceof Boolean ? "int" : PyValues.typeName(self)) + "." + name);
        return switch (name) {
            case "conjugate" -> PyNumbers.plain(self);
            case "bit_length" -> (long) PyNumbers.big(self).abs().bitLength();
            case "bit_count" -> (long) PyNumbers.big(self).abs().bitCount();
            case "is_integer" ->
                    PyNumbers.real(self) == Math.rint(PyNumbers.real(self))
                            && !Double.isInfinite(PyNumbers.real(self));
            case "hex" -> hex(PyNumbers.real(self));
            case "as_integer_ratio" ->
                    real ? ratio(PyNumbers.real(self)) : PyTuple.of(PyNumbers.plain(self), 1L);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static PyTuple ratio(double real) {
        if (Double.isNaN(real)) {
            throw TemplateError.value("cannot convert NaN to integer ratio");
        }
        if (Double.isInfinite(real)) {
            throw new TemplateError("OverflowError", "cannot convert Infinity to integer ratio");
        }
        BigDecimal exact = new BigDecimal(real);
        BigInteger denominator = BigInteger.TEN.pow(Math.max(0, exact.scale()));
        BigInteger numerator = exact.multiply(new BigDecimal(denominator)).toBigInteger();
        BigInteger common = numerator.gcd(denominator);
        return PyTuple.of(
                PyNumbers.narrow(numerator.divide(common)),
                PyNumbers.narrow(denominator.divide(common)));
    }

    private static String hex(double real) {
        if (Double.isNaN(real) || Double.isInfinite(real)) {
            return PyRepr.repr(real);
        }
        String java = Double.toHexString(real);
        int dot = java.indexOf('.');
        int power = java.indexOf('p');
        String fraction = java.substring(dot + 1, power);
        if (real != 0) {
            fraction += "0".repeat(13 - fraction.length());
        }
        String exponent = java.substring(power + 1);
        return java.substring(0, dot + 1)
                + fraction
                + "p"
                + (exponent.startsWith("-") ? "" : "+")
                + exponent;
    }
}
