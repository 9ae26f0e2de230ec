package io.pulldeploy.render.jmespath;

import org.jspecify.annotations.Nullable;

/** Queries over plain values. */
public final class JmesPath {
    private JmesPath() {}

    /** A value inside the data that fails when it is asked for a field. */
    public interface Refusing {
        RuntimeException refusal();
    }

    /**
     * {@code jmespath.search(expression, data)}.
     *
     * @throws JmesPathError if the expression is wrong, or a function refuses its arguments
     */
    public static @Nullable Object search(String expression, @Nullable Object data) {
        return new Interpreter().visit(new Parser(expression).parse(), data);
    }
}
