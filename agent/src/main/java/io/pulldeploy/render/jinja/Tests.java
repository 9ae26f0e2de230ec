package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/** Jinja2's own tests. */
final class Tests {
    static final Map<String, PyFunction> ALL = all();

    private Tests() {}

    private interface Check {
        boolean holds(@Nullable Object value);
    }

    private interface Relation {
        boolean holds(@Nullable Object a, @Nullable Object b);
    }

    private static Map<String, PyFunction> all() {
        Map<String, PyFunction> all = new HashMap<>();
        one(all, "odd", v -> PyCompare.equal(PyOps.modulo(v, 2L), 1L));
        one(all, "even", v -> PyCompare.equal(PyOps.modulo(v, 2L), 0L));
        all.put(
                "divisibleby",
                PyFunction.of(
                        "test_divisibleby",
                        "value, num",
                        (_, a) -> PyCompare.equal(PyOps.modulo(a[0], a[1]), 0L)));
        one(all, "defined", v -> !(v instanceof Undefined));
        one(all, "undefined", v -> v instanceof Undefined);
        all.put(
                "filter",
                PyFunction.of(
                        "test_filter",
                        "@, value",
                        (context, a) -> named(context.environment().filters(), a[0])));
        all.put(
                "test",
                PyFunction.of(
                        "test_test",
                        "@, value",
                        (context, a) -> named(context.environment().tests(), a[0])));
        one(all, "none", v -> v == null);
        one(all, "boolean", v -> v instanceof Boolean);
        one(all, "false", v -> v instanceof Boolean flag && !flag);
        one(all, "true", v -> v instanceof Boolean flag && flag);
        one(all, "integer", v -> v instanceof Long || v instanceof BigInteger);
        one(all, "float", v -> v instanceof Double);
        one(all, "lower", v -> PyCase.isCased(PyRepr.str(v), false));
        one(all, "upper", v -> PyCase.isCased(PyRepr.str(v), true));
        one(all, "string", v -> PyValues.text(v) != null);
        one(all, "mapping", v -> v instanceof PyDict);
        one(all, "number", PyNumbers::isNumber);
        one(all, "sequence", Tests::isSequence);
        one(all, "iterable", Tests::isIterable);
        one(all, "callable", PyValues::isCallable);
        one(all, "escaped", Markup::hasHtml);
        two(all, "sameas", PyCompare::identical);
        all.put(
                "in",
                PyFunction.of("test_in", "value, seq", (_, a) -> PyValues.contains(a[1], a[0])));
        relation(all, "eq", PyCompare::equal, "==", "eq", "equalto");
        relation(all, "ne", (a, b) -> !PyCompare.equal(a, b), "!=", "ne");
        relation(all, "gt", (a, b) -> PyCompare.test(">", a, b), ">", "gt", "greaterthan");
        relation(all, "ge", (a, b) -> PyCompare.test(">=", a, b), ">=", "ge");
        relation(all, "lt", (a, b) -> PyCompare.test("<", a, b), "<", "lt", "lessthan");
        relation(all, "le", (a, b) -> PyCompare.test("<=", a, b), "<=", "le");
        return Map.copyOf(all);
    }

    private static void one(Map<String, PyFunction> all, String name, Check check) {
        all.put(name, PyFunction.of("test_" + name, "value", (_, a) -> check.holds(a[0])));
    }

    private static void two(Map<String, PyFunction> all, String name, Relation relation) {
        all.put(
                name,
                PyFunction.of(
                        "test_" + name, "value, other", (_, a) -> relation.holds(a[0], a[1])));
    }

    private static void relation(
            Map<String, PyFunction> all, String python, Relation relation, String... names) {
        PyFunction function = PyFunction.of(python, "a, b", (_, a) -> relation.holds(a[0], a[1]));
        for (String name : names) {
            all.put(name, function);
        }
    }

    private static boolean named(Map<String, PyFunction> functions, @Nullable Object name) {
        PyKey.of(name);
        String text = PyValues.text(name);
        return text != null && functions.containsKey(text);
    }

    private static boolean isSequence(@Nullable Object value) {
        return switch (value) {
            case String _, Markup _, PyList _, PyTuple _, PyDict _, PyBytes _, PyRange _ -> true;
            // Of what is undefined and not strict, the length is 0.
            case Undefined undefined -> !undefined.strict();
            case null, default -> false;
        };
    }

    private static boolean isIterable(@Nullable Object value) {
        try {
            PyValues.iterate(value);
            return true;
        } catch (TemplateError e) {
            if (e.is("TypeError")) {
                return false;
            }
            throw e;
        }
    }
}
