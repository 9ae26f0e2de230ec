package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Python's comparisons. */
@SuppressWarnings("ReferenceEquality") // Python's containers ask for identity first.
final class PyCompare {
    private PyCompare() {}

    /** Whether a comparison holds; {@code operator} is its token's type. */
    static boolean holds(String operator, @Nullable Object left, @Nullable Object right) {
        return switch (operator) {
            case "eq" -> equal(left, right);
            case "ne" -> !equal(left, right);
            case "lt" -> test("<", left, right);
            case "lteq" -> test("<=", left, right);
            case "gt" -> test(">", left, right);
            case "gteq" -> test(">=", left, right);
            case "in" -> PyValues.contains(right, left);
            default -> !PyValues.contains(right, left);
        };
    }

    /** {@code a is b or a == b}, which is how containers compare their elements. */
    static boolean same(@Nullable Object a, @Nullable Object b) {
        return a == b || equal(a, b);
    }

    static boolean equal(@Nullable Object a, @Nullable Object b) {
        if (a instanceof String x && b instanceof String y) {
            return x.equals(y);
        }
        if (a instanceof Undefined first) {
            return first.orStrict(true) && b instanceof Undefined second && second.orStrict(true);
        }
        if (b instanceof Undefined undefined) {
            return undefined.orStrict(false);
        }
        if (a == null || b == null) {
            return a == b;
        }
        if (PyNumbers.isNumber(a)) {
            return PyNumbers.isNumber(b) && PyNumbers.compare(a, b) == 0 && !isNan(a) && !isNan(b);
        }
        return switch (a) {
            case String text -> text.equals(PyValues.text(b));
            case Markup markup -> markup.text().equals(PyValues.text(b));
            case PyBytes bytes -> bytes.equals(b);
            case PyList list -> b instanceof PyList other && equal(list.items, other.items);
            case PyTuple tuple -> b instanceof PyTuple other && equal(tuple.items, other.items);
            case PyDict dict -> b instanceof PyDict other && equal(dict, other);
            case PySet set ->
                    b instanceof PySet other && set.size() == other.size() && subset(set, other);
            case PyView view -> view.sameAs(b);
            default -> a.equals(b);
        };
    }

    private static boolean isNan(@Nullable Object number) {
        return number instanceof Double real && real.isNaN();
    }

    private static boolean equal(
            List<? extends @Nullable Object> a, List<? extends @Nullable Object> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!same(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean equal(PyDict a, PyDict b) {
        if (a.size() != b.size()) {
            return false;
        }
        if (a.isOrdered() && b.isOrdered() && !sameKeys(a.keys(), b.keys())) {
            return false;
        }
        for (Map.Entry<@Nullable Object, @Nullable Object> entry : a.entries()) {
            Object other = b.get(entry.getKey());
            if (other == Missing.MISSING || !same(entry.getValue(), other)) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameKeys(Iterator<@Nullable Object> a, Iterator<@Nullable Object> b) {
        while (a.hasNext()) {
            if (!same(a.next(), b.next())) {
                return false;
            }
        }
        return true;
    }

    private static boolean subset(PySet a, PySet b) {
        Iterator<@Nullable Object> items = a.iterate();
        while (items.hasNext()) {
            if (!b.contains(items.next())) {
                return false;
            }
        }
        return true;
    }

    static boolean less(@Nullable Object a, @Nullable Object b) {
        return test("<", a, b);
    }

    /** For sorting: Python asks {@code a < b} only. */
    static int order(@Nullable Object a, @Nullable Object b) {
        if (a instanceof String x && b instanceof String y) {
            return PyStr.compare(x, y);
        }
        return less(a, b) ? -1 : less(b, a) ? 1 : 0;
    }

    /** One of {@code < <= > >=}. */
    static boolean test(String operator, @Nullable Object a, @Nullable Object b) {
        // What is strict is of a subclass, which Python asks first.
        if (a instanceof Undefined first
                && !(b instanceof Undefined second && second.strict() && !first.strict())) {
            throw first.error();
        }
        if (b instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (PyNumbers.isNumber(a) && PyNumbers.isNumber(b)) {
            if (isNan(a) || isNan(b)) {
                return false;
            }
            return holds(operator, PyNumbers.compare(a, b));
        }
        String x = PyValues.text(a);
        String y = PyValues.text(b);
        if (x != null && y != null) {
            return holds(operator, PyStr.compare(x, y));
        }
        return switch (a) {
            case PyList list when b instanceof PyList other ->
                    lexicographic(operator, list.items, other.items);
            case PyTuple tuple when b instanceof PyTuple other ->
                    lexicographic(operator, tuple.items, other.items);
            case PyBytes bytes when b instanceof PyBytes other ->
                    holds(operator, Arrays.compareUnsigned(bytes.data(), other.data()));
            case PySet set when b instanceof PySet other -> compare(operator, set, other);
            case PyView view when view.isSet() && PyView.isSet(b) ->
                    compare(operator, new PySet(PyValues.list(a)), new PySet(PyValues.list(b)));
            case PySet set when PyView.isSet(b) ->
                    compare(operator, set, new PySet(PyValues.list(b)));
            case null, default ->
                    throw TemplateError.type(
                            "'"
                                    + operator
                                    + "' not supported between instances of '"
                                    + PyValues.typeName(a)
                                    + "' and '"
                                    + PyValues.typeName(b)
                                    + "'");
        };
    }

    private static boolean compare(String operator, PySet a, PySet b) {
        return switch (operator) {
            case "<" -> a.size() < b.size() && subset(a, b);
            case "<=" -> subset(a, b);
            case ">" -> b.size() < a.size() && subset(b, a);
            default -> subset(b, a);
        };
    }

    private static boolean lexicographic(
            String operator,
            List<? extends @Nullable Object> a,
            List<? extends @Nullable Object> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            if (!same(a.get(i), b.get(i))) {
                return test(operator, a.get(i), b.get(i));
            }
        }
        return holds(operator, Integer.compare(a.size(), b.size()));
    }

    private static boolean holds(String operator, int order) {
        return switch (operator) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    /** {@code a is b}: equal scalars of one type are one object, as far as a template can tell. */
    static boolean identical(@Nullable Object a, @Nullable Object b) {
        if (a == b) {
            return true;
        }
        if (a instanceof Boolean || a instanceof Long || a instanceof String) {
            return a.equals(b);
        }
        return a instanceof BigInteger && a.equals(b);
    }
}
