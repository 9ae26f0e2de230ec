package io.pulldeploy.render.jmespath;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A parsed expression. */
sealed interface Expression {
    record Identity() implements Expression {}

    record Field(String name) implements Expression {}

    record Literal(@Nullable Object value) implements Expression {}

    record Index(long at) implements Expression {}

    record Slice(Optional<Long> start, Optional<Long> end, Optional<Long> step)
            implements Expression {}

    /** One after the other: {@code a.b}, {@code a | b}. */
    record Chain(Expression first, Expression second) implements Expression {}

    /** {@code a[0][1]}: told apart because a further index joins it. */
    record IndexExpression(List<Expression> parts) implements Expression {}

    record Projection(Expression source, Expression each) implements Expression {}

    record ValueProjection(Expression source, Expression each) implements Expression {}

    record FilterProjection(Expression source, Expression each, Expression condition)
            implements Expression {}

    record Flatten(Expression source) implements Expression {}

    record MultiSelectList(List<Expression> items) implements Expression {}

    record MultiSelectHash(List<Map.Entry<String, Expression>> entries) implements Expression {}

    record Or(Expression left, Expression right) implements Expression {}

    record And(Expression left, Expression right) implements Expression {}

    record Not(Expression operand) implements Expression {}

    record Comparison(String operator, Expression left, Expression right) implements Expression {}

    record Call(String function, List<Expression> arguments) implements Expression {}

    /** {@code &a}: an expression as a function's argument. */
    record Reference(Expression expression) implements Expression {}
}
