package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.Map;

/** The filters on single values: default, int, float, round, abs, attr. */
final class ValueFilters {
    private ValueFilters() {}

    static void addTo(Map<String, PyFunction> all) {
        PyFunction orElse =
                PyFunction.of(
                        "do_default",
                        "value, default_value='', boolean=False",
                        (_, a) ->
                                a[0] instanceof Undefined
                                                || (PyValues.truth(a[2]) && !PyValues.truth(a[0]))
                                        ? a[1]
                                        : a[0]);
        all.put("default", orElse);
        all.put("d", orElse);
        all.put("int", PyFunction.of("do_int", "value, default=0, base=10", (_, a) -> toInt(a)));
        all.put("float", PyFunction.of("do_float", "value, default=0.0", (_, a) -> toFloat(a)));
        all.put(
                "round",
                PyFunction.of(
                        "do_round", "value, precision=0, method='common'", (_, a) -> round(a)));
        all.put("abs", PyFunction.of("abs", "x, /", (_, a) -> abs(a[0])));
        all.put("attr", PyFunction.of("do_attr", "@, obj, name", ValueFilters::attribute));
    }

    private static @Nullable Object toInt(@Nullable Object[] a) {
        try {
            String text = PyValues.text(a[0]);
            return text == null
                    ? PyConversion.toInt(a[0])
                    : PyConversion.parseInt(text, (int) PyNumbers.index(a[2]));
        } catch (TemplateError e) {
            if (!e.is("TypeError") && !e.is("ValueError")) {
                throw e;
            }
        }
        try {
            return PyNumbers.truncate(PyConversion.toFloat(a[0]));
        } catch (TemplateError e) {
            if (e.is("TypeError") || e.is("ValueError") || e.is("OverflowError")) {
                return a[1];
            }
            throw e;
        }
    }

    private static @Nullable Object toFloat(@Nullable Object[] a) {
        try {
            return PyConversion.toFloat(a[0]);
        } catch (TemplateError e) {
            if (e.is("TypeError") || e.is("ValueError")) {
                return a[1];
            }
            throw e;
        }
    }

    private static @Nullable Object round(@Nullable Object[] a) {
        String method = PyValues.text(a[2]);
        if (method == null
                || !(method.equals("common") || method.equals("ceil") || method.equals("floor"))) {
            throw new TemplateError("FilterArgumentError", "method must be common, ceil or floor");
        }
        if (method.equals("common")) {
            if (a[0] instanceof Undefined || a[0] == null || !PyNumbers.isNumber(a[0])) {
                throw TemplateError.type(
                        "type " + PyValues.typeName(a[0]) + " doesn't define __round__ method");
            }
            if (a[1] == null) {
                return PyConversion.toInt(PyNumbers.round(a[0], 0));
            }
            return PyNumbers.round(PyNumbers.plain(a[0]), PyNumbers.index(a[1]));
        }
        Object factor = PyOps.power(10L, a[1]);
        Object scaled = PyOps.multiply(a[0], factor);
        if (scaled == null || !PyNumbers.isNumber(scaled)) {
            throw TemplateError.type("must be real number, not " + PyValues.typeName(scaled));
        }
        Object whole = scaled;
        if (scaled instanceof Double real) {
            whole = PyNumbers.truncate(method.equals("ceil") ? Math.ceil(real) : Math.floor(real));
        }
        return PyOps.divide(whole, factor);
    }

    private static Object abs(@Nullable Object value) {
        return switch (value) {
            case Double real -> Math.abs(real);
            case Boolean flag -> PyNumbers.plain(flag);
            case Long number -> PyNumbers.narrow(PyNumbers.big(number).abs());
            case BigInteger number -> PyNumbers.narrow(number.abs());
            case null, default ->
                    throw TemplateError.type(
                            "bad operand type for abs(): '" + PyValues.typeName(value) + "'");
        };
    }

    private static @Nullable Object attribute(Context context, @Nullable Object[] a) {
        String name = PyValues.text(a[1]);
        PyKey.of(a[1]); // What cannot be a key is refused for that.
        if (name == null) {
            throw TemplateError.type(
                    "attribute name must be string, not '" + PyValues.typeName(a[1]) + "'");
        }
        boolean there =
                Attributes.find(a[0], name) != Missing.MISSING || Attributes.isInternal(a[0], name);
        return there || a[0] instanceof Undefined
                ? context.environment().getattr(a[0], name)
                : Undefined.of(context.environment().options().strictUndefined(), a[0], a[1]);
    }
}
