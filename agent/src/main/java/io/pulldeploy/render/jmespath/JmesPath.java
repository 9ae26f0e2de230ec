package io.pulldeploy.render.jmespath;

import org.jspecify.annotations.Nullable;

/** Queries over plain values. */
public final class JmesPath {
    private JmesPath() {}

    /**
     * {@code jmespath.search(expression, data)}.
     *
     * @throws JmesPathError if the expression is wrong, or a function refuses its arguments
     */
    public static @Nullable Object search(String expression, @Nullable Object data) {
        return new Interpreter().visit(new Parser(expression).parse(), data);
    }
}
