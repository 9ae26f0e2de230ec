package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.function.BinaryOperator;

/** Python's binary and unary operators. */
final class PyOps {
    private PyOps() {}

    /** The operation of {@code + - * / // %} and {@code **}. */
    static BinaryOperator<@Nullable Object> binary(String operator) {
        return switch (operator) {
            case "+" -> PyOps::add;
            case "-" -> PyOps::subtract;
            case "*" -> PyOps::multiply;
            case "/" -> PyOps::divide;
            case "//" -> PyOps::floorDivide;
            case "%" -> PyOps::modulo;
            default -> PyOps::power;
        };
    }

    static @Nullable Object add(@Nullable Object a, @Nullable Object b) {
        if (a instanceof String x && b instanceof String y) {
            return concatenated(x, y);
        }
        if (PyNumbers.isNumber(a) && PyNumbers.isNumber(b)) {
            return PyNumbers.add(a, b);
        }
        checkDefined(a, b);
        if (a instanceof Markup || b instanceof Markup) {
            if (isText(a) && isText(b)) {
                return new Markup(concatenated(Markup.escape(a).text(), Markup.escape(b).text()));
            }
            if (a instanceof Markup) {
                throw unsupported("+", a, b);
            }
        }
        return switch (a) {
            case String _ -> throw concatenation("str", b);
            case PyList list when b instanceof PyList other ->
                    new PyList(joined(list.items, other.items));
            case PyList _ -> throw concatenation("list", b);
            case PyTuple tuple when b instanceof PyTuple other ->
                    PyTuple.copyOf(joined(tuple.items, other.items));
            case PyTuple _ -> throw concatenation("tuple", b);
            case PyBytes x when b instanceof PyBytes y -> {
                byte[] sum = java.util.Arrays.copyOf(x.data(), x.data().length + y.data().length);
                System.arraycopy(y.data(), 0, sum, x.data().length, y.data().length);
                yield new PyBytes(sum);
            }
            case PyBytes _ ->
                    throw TemplateError.type("can't concat " + PyValues.typeName(b) + " to bytes");
            case null, default -> throw unsupported("+", a, b);
        };
    }

    private static String concatenated(String x, String y) {
        Bounds.checkLength((long) x.length() + y.length());
        return x.concat(y);
    }

    private static TemplateError concatenation(String type, @Nullable Object other) {
        return TemplateError.type(
                "can only concatenate "
                        + type
                        + " (not \""
                        + PyValues.typeName(other)
                        + "\") to "
                        + type);
    }

    private static List<@Nullable Object> joined(
            Collection<? extends @Nullable Object> a, Collection<? extends @Nullable Object> b) {
        List<@Nullable Object> all =
                new ArrayList<>(Bounds.checkLength((long) a.size() + b.size()));
        all.addAll(a);
        all.addAll(b);
        return all;
    }

    static @Nullable Object subtract(@Nullable Object a, @Nullable Object b) {
        if (PyNumbers.isNumber(a) && PyNumbers.isNumber(b)) {
            return PyNumbers.subtract(a, b);
        }
        checkDefined(a, b);
        if ((a instanceof PySet && b instanceof PySet) || isSetView(a) || isSetView(b)) {
            PySet rest = new PySet(PyValues.list(a));
            Iterator<@Nullable Object> items = PyValues.iterate(b);
            while (items.hasNext()) {
                rest.remove(items.next());
            }
            return rest;
        }
        throw unsupported("-", a, b);
    }

    /** A view that takes whatever can be iterated on its other side. */
    private static boolean isSetView(@Nullable Object value) {
        return value instanceof PyView view && view.isSet();
    }

    static @Nullable Object multiply(@Nullable Object a, @Nullable Object b) {
        if (PyNumbers.isNumber(a) && PyNumbers.isNumber(b)) {
            return PyNumbers.multiply(a, b);
        }
        if (!(a instanceof Markup)) {
            checkDefined(a, b);
        }
        if (a instanceof Markup || b instanceof Markup) {
            Object count = a instanceof Markup ? b : a;
            if (!PyNumbers.isInt(count)) {
                throw TemplateError.type(
                        "'"
                                + PyValues.typeName(count)
                                + "' object cannot be interpreted as an integer");
            }
        }
        if (isSequence(a)) {
            return repeat(a, b);
        }
        if (isSequence(b)) {
            return repeat(b, a);
        }
        throw unsupported("*", a, b);
    }

    private static boolean isSequence(@Nullable Object value) {
        return value instanceof String
                || value instanceof Markup
                || value instanceof PyList
                || value instanceof PyTuple
                || value instanceof PyBytes;
    }

    private static Object repeat(@Nullable Object sequence, @Nullable Object count) {
        if (count instanceof BigInteger) {
            throw new TemplateError(
                    "OverflowError", "cannot fit 'int' into an index-sized integer");
        }
        if (!PyNumbers.isInt(count) || count == null) {
            throw TemplateError.type(
                    "can't multiply sequence by non-int of type '"
                            + PyValues.typeName(count)
                            + "'");
        }
        long asked = Math.max(0, (Long) PyNumbers.plain(count));
        long length = PyValues.length(sequence);
        int times =
                length == 0
                        ? 0
                        : Bounds.checkLength(asked > Bounds.MAX_LENGTH ? asked : asked * length)
                                / (int) length;
        return switch (sequence) {
            case String text -> text.repeat(times);
            case Markup markup -> new Markup(markup.text().repeat(times));
            case PyTuple tuple -> PyTuple.copyOf(repeated(tuple.items, times));
            case PyList list -> new PyList(repeated(list.items, times));
            case PyBytes bytes -> {
                byte[] all = new byte[bytes.data().length * times];
                for (int i = 0; i < times; i++) {
                    System.arraycopy(
                            bytes.data(), 0, all, i * bytes.data().length, bytes.data().length);
                }
                yield new PyBytes(all);
            }
            case null, default -> throw unsupported("*", sequence, count);
        };
    }

    private static List<@Nullable Object> repeated(
            Collection<? extends @Nullable Object> items, int times) {
        List<@Nullable Object> all = new ArrayList<>(items.size() * times);
        for (int i = 0; i < times; i++) {
            all.addAll(items);
        }
        return all;
    }

    static @Nullable Object divide(@Nullable Object a, @Nullable Object b) {
        if (PyNumbers.isNumber(a) && PyNumbers.isNumber(b)) {
            return PyNumbers.divide(a, b);
        }
        checkDefined(a, b);
        throw unsupported("/", a, b);
    }

    static @Nullable Object floorDivide(@Nullable Object a, @Nullable Object b) {
        if (PyNumbers.isNumber(a) && PyNumbers.isNumber(b)) {
            return PyNumbers.floorDivide(PyNumbers.plain(a), PyNumbers.plain(b));
        }
        checkDefined(a, b);
        throw unsupported("//", a, b);
    }

    static @Nullable Object modulo(@Nullable Object a, @Nullable Object b) {
        if (a instanceof String format) {
            return PyPercent.format(format, b, false);
        }
        if (PyNumbers.isNumber(a) && PyNumbers.isNumber(b)) {
            return PyNumbers.modulo(PyNumbers.plain(a), PyNumbers.plain(b));
        }
        if (a instanceof Markup markup) {
            return new Markup(PyPercent.format(markup.text(), b, true));
        }
        if (a instanceof PyBytes bytes) {
            return PyBytesMethods.format(bytes, b);
        }
        checkDefined(a, b);
        throw unsupported("%", a, b);
    }

    static @Nullable Object power(@Nullable Object a, @Nullable Object b) {
        if (PyNumbers.isNumber(a) && PyNumbers.isNumber(b)) {
            return PyNumbers.power(a, b);
        }
        checkDefined(a, b);
        throw unsupported("** or pow()", a, b);
    }

    static @Nullable Object negate(@Nullable Object value) {
        if (PyNumbers.isNumber(value)) {
            return PyNumbers.negate(value);
        }
        throw unary("-", value);
    }

    static @Nullable Object positive(@Nullable Object value) {
        if (PyNumbers.isNumber(value)) {
            return PyNumbers.plain(value);
        }
        throw unary("+", value);
    }

    private static TemplateError unary(String operator, @Nullable Object value) {
        if (value instanceof Undefined undefined) {
            return undefined.error();
        }
        return TemplateError.type(
                "bad operand type for unary " + operator + ": '" + PyValues.typeName(value) + "'");
    }

    private static boolean isText(@Nullable Object value) {
        return value instanceof String || value instanceof Markup;
    }

    private static void checkDefined(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (b instanceof Undefined undefined) {
            throw undefined.error();
        }
    }

    private static TemplateError unsupported(
            String operator, @Nullable Object a, @Nullable Object b) {
        return TemplateError.type(
                "unsupported operand type(s) for "
                        + operator
                        + ": '"
                        + PyValues.typeName(a)
                        + "' and '"
                        + PyValues.typeName(b)
                        + "'");
    }
}
