package io.pulldeploy.cli.output;

import io.pulldeploy.render.jinja.PyValues;
import io.pulldeploy.render.salt.PrettyPrinter;

import org.jspecify.annotations.Nullable;

/** Python's texts of plain values, by the template engine's own rules. */
public final class PythonValues implements PythonText {
    @Override
    public String repr(@Nullable Object value) {
        return PyValues.repr(PyValues.fromJava(value));
    }

    @Override
    public String str(@Nullable Object value) {
        return value instanceof String text ? text : PyValues.str(PyValues.fromJava(value));
    }

    @Override
    public String pretty(@Nullable Object value) {
        return PrettyPrinter.format(PyValues.fromJava(value));
    }
}
