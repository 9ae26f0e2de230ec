package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/** Turns expressions into code, with every name resolved to the place where its value will be. */
final class ExpressionCompiler {
    private final Jinja jinja;
    private final Source source;
    private final CallCompiler calls;

    private Escaping escaping;
    private Optimizer optimizer;

    /** Whether what is being compiled has been optimized as a part of something larger. */
    private boolean optimized;

    ExpressionCompiler(Jinja jinja, Source source) {
        this.jinja = jinja;
        this.source = source;
        this.calls = new CallCompiler(this, jinja, source);
        this.escaping = new Escaping(jinja.options().autoescape(), false);
        this.optimizer = new Optimizer(jinja, escaping);
    }

    Escaping escaping() {
        return escaping;
    }

    void setEscaping(Escaping known) {
        escaping = known;
        optimizer = new Optimizer(jinja, known);
    }

    /**
     * The value of a constant expression, or {@link Missing#MISSING}.
     *
     * @throws TemplateError where Jinja2 lets one out instead of leaving it for later
     */
    @Nullable Object constant(Expr expression) {
        return optimizer.constant(expression);
    }

    /** Compiles an expression; its constant parts are computed here and now, as in Jinja2. */
    Code compile(Expr expression, Scope scope) {
        return optimizing(expression, ready -> translate(ready, scope));
    }

    private <E extends Expr> Code optimizing(E expression, Function<Expr, Code> translation) {
        if (optimized || escaping.dynamic() || !expression.isComputed()) {
            return translation.apply(expression);
        }
        Expr ready = optimizer.optimize(expression);
        optimized = true;
        try {
            return translation.apply(ready);
        } finally {
            optimized = false;
        }
    }

    private Code translate(Expr expression, Scope scope) {
        return switch (expression) {
            case Expr.Name name -> name(name.name(), scope);
            case Expr.NamespaceRef ref -> name(ref.name(), scope);
            case Expr.Const constant -> Literal.code(constant.value());
            case Expr.Data data -> {
                String text = data.text();
                yield _ -> text;
            }
            case Expr.Tuple tuple -> {
                Code[] items = all(tuple.items(), scope);
                yield frame -> PyTuple.copyOf(evaluate(items, frame));
            }
            case Expr.ListDisplay list -> {
                Code[] items = all(list.items(), scope);
                yield frame -> new PyList(evaluate(items, frame));
            }
            case Expr.DictDisplay dict -> dict(dict, scope);
            case Expr.Conditional conditional -> conditional(conditional, scope.soften());
            case Expr.Binary binary -> binary(binary, scope);
            case Expr.And and -> {
                Code left = compile(and.left(), scope);
                Code right = compile(and.right(), scope);
                yield frame -> {
                    Object value = left.eval(frame);
                    return PyValues.truth(value) ? right.eval(frame) : value;
                };
            }
            case Expr.Or or -> {
                Code left = compile(or.left(), scope);
                Code right = compile(or.right(), scope);
                yield frame -> {
                    Object value = left.eval(frame);
                    return PyValues.truth(value) ? value : right.eval(frame);
                };
            }
            case Expr.Not not -> {
                Code operand = compile(not.operand(), scope);
                yield frame -> !PyValues.truth(operand.eval(frame));
            }
            case Expr.Unary unary -> {
                Code operand = compile(unary.operand(), scope);
                yield unary.operator().equals("-")
                        ? frame -> PyOps.negate(operand.eval(frame))
                        : frame -> PyOps.positive(operand.eval(frame));
            }
            case Expr.Concat concat ->
                    concat(all(concat.parts(), scope), escaping.on() && !escaping.dynamic());
            case Expr.Compare compare -> compare(compare, scope);
            case Expr.GetAttribute get -> {
                Code owner = compile(get.owner(), scope);
                String name = get.name();
                yield frame -> frame.context.environment().getattr(owner.eval(frame), name);
            }
            case Expr.GetItem get -> {
                Code owner = compile(get.owner(), scope);
                Code key = compile(get.key(), scope);
                yield get.key() instanceof Expr.Slice
                        ? frame -> sliced(owner.eval(frame), key.eval(frame))
                        : frame ->
                                frame.context
                                        .environment()
                                        .getitem(owner.eval(frame), key.eval(frame));
            }
            case Expr.Slice slice -> {
                Code start = orNone(slice.start(), scope);
                Code stop = orNone(slice.stop(), scope);
                Code step = orNone(slice.step(), scope);
                yield frame -> new PySlice(start.eval(frame), stop.eval(frame), step.eval(frame));
            }
            case Expr.Call call -> calls.call(call, scope, null);
            case Expr.Filter filter -> calls.filter(filter, scope, null);
            case Expr.Test test -> calls.test(test, scope);
        };
    }

    Code[] all(List<Expr> expressions, Scope scope) {
        Code[] codes = new Code[expressions.size()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = compile(expressions.get(i), scope);
        }
        return codes;
    }

    static List<@Nullable Object> evaluate(Code[] codes, Frame frame) {
        @Nullable Object[] values = new @Nullable Object[codes.length];
        for (int i = 0; i < codes.length; i++) {
            values[i] = codes[i].eval(frame);
        }
        return Arrays.asList(values);
    }

    private Code orNone(@Nullable Expr expression, Scope scope) {
        return expression == null ? _ -> null : compile(expression, scope);
    }

    Code name(String name, Scope scope) {
        Symbols.Slot slot = scope.symbols.ref(name);
        int index = slot.index();
        int hops = slot.hops(scope.function());
        boolean strict = jinja.options().strictUndefined();
        if (hops == 0) {
            return frame -> {
                Object value = frame.slots[index];
                return value == Missing.MISSING ? Undefined.name(strict, name) : value;
            };
        }
        return frame -> {
            Object value = frame.outer(hops).slots[index];
            return value == Missing.MISSING ? Undefined.name(strict, name) : value;
        };
    }

    private Code dict(Expr.DictDisplay dict, Scope scope) {
        Code[] keys = all(dict.keys(), scope);
        Code[] values = all(dict.values(), scope);
        return frame -> {
            PyDict result = new PyDict();
            for (int i = 0; i < keys.length; i++) {
                result.put(keys[i].eval(frame), values[i].eval(frame));
            }
            return result;
        };
    }

    private Code conditional(Expr.Conditional conditional, Scope scope) {
        Code test = compile(conditional.test(), scope);
        Code then = compile(conditional.then(), scope);
        Undefined nothing =
                Undefined.hint(
                        false,
                        "the inline if-expression on "
                                + source.position(conditional.line())
                                + " evaluated to false and no else section was defined.");
        Expr other = conditional.otherwise();
        Code otherwise = other == null ? _ -> nothing : compile(other, scope);
        return frame -> PyValues.truth(test.eval(frame)) ? then.eval(frame) : otherwise.eval(frame);
    }

    private Code binary(Expr.Binary binary, Scope scope) {
        if (binary.operator().equals("**")
                && binary.left() instanceof Expr.Const constant
                && isNegative(constant.value())
                && !(binary.right() instanceof Expr.Const)) {
            // Python's code has -3 ** x then, which is -(3 ** x).
            Code base = Literal.code(PyOps.negate(constant.value()));
            Code exponent = compile(binary.right(), scope);
            return frame -> PyOps.negate(PyOps.power(base.eval(frame), exponent.eval(frame)));
        }
        Code left = compile(binary.left(), scope);
        Code right = compile(binary.right(), scope);
        BinaryOperator<@Nullable Object> operation = PyOps.binary(binary.operator());
        return frame -> operation.apply(left.eval(frame), right.eval(frame));
    }

    private static boolean isNegative(@Nullable Object value) {
        return switch (value) {
            case Long number -> number < 0;
            case BigInteger number -> number.signum() < 0;
            case Double number -> Math.copySign(1, number) < 0;
            case null, default -> false;
        };
    }

    private static Code concat(Code[] parts, boolean escaped) {
        return frame -> {
            StringBuilder text = new StringBuilder();
            List<@Nullable Object> values = evaluate(parts, frame);
            boolean markup = escaped && values.stream().anyMatch(Markup::hasHtml);
            for (Object value : values) {
                text.append(markup ? Markup.escape(value).text() : PyRepr.str(value));
                Bounds.checkLength(text.length());
            }
            return markup ? new Markup(text.toString()) : text.toString();
        };
    }

    private Code compare(Expr.Compare compare, Scope scope) {
        Code first = compile(compare.first(), scope);
        Code[] operands = all(compare.operands(), scope);
        String[] operators = compare.operators().toArray(String[]::new);
        if (operators.length == 1) {
            String operator = operators[0];
            Code second = operands[0];
            return frame -> PyCompare.holds(operator, first.eval(frame), second.eval(frame));
        }
        return frame -> {
            Object left = first.eval(frame);
            for (int i = 0; i < operators.length; i++) {
                Object right = operands[i].eval(frame);
                if (!PyCompare.holds(operators[i], left, right)) {
                    return false;
                }
                left = right;
            }
            return true;
        };
    }

    private static @Nullable Object sliced(@Nullable Object owner, @Nullable Object slice) {
        if (owner instanceof PyDict) {
            throw TemplateError.type("unhashable type: 'slice'");
        }
        return Attributes.subscript(owner, slice);
    }

    /** A call; {@code caller} is the body of a call block. */
    Code call(Expr.Call call, Scope scope, Code caller) {
        return optimizing(
                call,
                ready ->
                        ready instanceof Expr.Call optimal
                                ? calls.call(optimal, scope, caller)
                                : translate(ready, scope));
    }

    /** A filter of a block; {@code block} is what that has printed. */
    Code filter(Expr.Filter filter, Scope scope, Code block) {
        return optimizing(
                filter,
                ready ->
                        ready instanceof Expr.Filter optimal
                                ? calls.filter(optimal, scope, block)
                                : translate(ready, scope));
    }
}
