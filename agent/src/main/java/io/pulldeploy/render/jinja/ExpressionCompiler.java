package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;

/** Turns expressions into code, with every name resolved to the place where its value will be. */
final class ExpressionCompiler {
    /** Filters that look at the context, which is not there yet when constants are computed. */
    private static final Set<String> CONTEXT_FILTERS =
            Set.of("map", "select", "reject", "selectattr", "rejectattr", "random");

    private final Jinja jinja;
    private final Source source;

    private Escaping escaping;

    /** Whether a constant is being computed. */
    private boolean folding;

    ExpressionCompiler(Jinja jinja, Source source) {
        this.escaping = Escaping.of(jinja.options().autoescape());
        this.jinja = jinja;
        this.source = source;
    }

    Escaping escaping() {
        return escaping;
    }

    void setEscaping(Escaping known) {
        escaping = known;
    }

    /** How an expression's value is printed: Jinja2 prints constants when it compiles. */
    Escaping escapingOf(Expr expression) {
        return escaping == Escaping.DYNAMIC && isConstant(expression) ? Escaping.OFF : escaping;
    }

    /** Whether Jinja2 computes the expression when it compiles. */
    private boolean isConstant(Expr expression) {
        return switch (expression) {
            case Expr.Name _, Expr.NamespaceRef _, Expr.Call _ -> false;
            case Expr.Filter filter ->
                    escaping != Escaping.DYNAMIC
                            && !CONTEXT_FILTERS.contains(filter.name())
                            && filter.children().stream()
                                    .allMatch(child -> child instanceof Expr e && isConstant(e));
            default ->
                    expression.children().stream()
                            .allMatch(child -> child instanceof Expr e && isConstant(e));
        };
    }

    /** Compiles an expression; a constant one is computed here and now, as Jinja2 does. */
    Code compile(Expr expression, Scope scope) {
        if (!folding && expression.isComputed()) {
            Object value = constant(expression, scope);
            if (isScalar(value)) {
                return _ -> value;
            }
        }
        return translate(expression, scope);
    }

    /** The value of a constant expression, or {@link Missing#MISSING} if it has none. */
    @Nullable Object constant(Expr expression, Scope scope) {
        if (escaping == Escaping.DYNAMIC || !isConstant(expression)) {
            return Missing.MISSING;
        }
        folding = true;
        try {
            Environment environment =
                    new Environment(jinja, TemplateLoader.none(), new LinkedHashMap<>());
            Context.Escaping escaped = new Context.Escaping();
            escaped.on = escaping == Escaping.ON;
            Context context = new Context(environment, Map.of(), null, Map.of(), escaped);
            Code.Routine nothing = new Code.Routine(source, "", 1, 0, _ -> Code.Flow.NEXT);
            return translate(expression, scope)
                    .eval(new Frame(context, null, nothing, new StringBuilder()));
        } catch (TemplateError e) {
            // It fails again, where and when the template comes to it.
            return Missing.MISSING;
        } finally {
            folding = false;
        }
    }

    private static boolean isScalar(@Nullable Object value) {
        return value == null
                || value instanceof String
                || value instanceof Markup
                || PyNumbers.isNumber(value)
                || (value instanceof PyTuple tuple
                        && tuple.items.stream().allMatch(ExpressionCompiler::isScalar));
    }

    private Code translate(Expr expression, Scope scope) {
        return switch (expression) {
            case Expr.Name name -> name(name.name(), scope);
            case Expr.NamespaceRef ref -> name(ref.name(), scope);
            case Expr.Const constant -> {
                Object value = constant.value();
                yield _ -> value;
            }
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
                    concat(
                            all(concat.parts(), scope),
                            escaping == Escaping.ON && !isConstant(concat));
            case Expr.Compare compare -> compare(compare, scope);
            case Expr.GetAttribute get -> {
                Code owner = compile(get.owner(), scope);
                String name = get.name();
                yield frame -> frame.context.environment().getattr(owner.eval(frame), name);
            }
            case Expr.GetItem get -> {
                Code owner = compile(get.owner(), scope);
                Code key = compile(get.key(), scope);
                yield get.key() instanceof Expr.Slice && !folding
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
            case Expr.Call call -> call(call, scope, null);
            case Expr.Filter filter -> filter(filter, scope, null);
            case Expr.Test test -> {
                Code value = compile(test.value(), scope);
                Code function = function(jinja.tests(), "test", test.name(), test.line(), scope);
                yield invocation(function, value, test.arguments(), scope, null);
            }
        };
    }

    private Code[] all(List<Expr> expressions, Scope scope) {
        Code[] codes = new Code[expressions.size()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = compile(expressions.get(i), scope);
        }
        return codes;
    }

    private static List<@Nullable Object> evaluate(Code[] codes, Frame frame) {
        @Nullable Object[] values = new @Nullable Object[codes.length];
        for (int i = 0; i < codes.length; i++) {
            values[i] = codes[i].eval(frame);
        }
        return Arrays.asList(values);
    }

    private Code orNone(@Nullable Expr expression, Scope scope) {
        return expression == null ? _ -> null : compile(expression, scope);
    }

    private Code name(String name, Scope scope) {
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
        Code left = compile(binary.left(), scope);
        Code right = compile(binary.right(), scope);
        BinaryOperator<@Nullable Object> operation =
                switch (binary.operator()) {
                    case "+" -> PyOps::add;
                    case "-" -> PyOps::subtract;
                    case "*" -> PyOps::multiply;
                    case "/" -> PyOps::divide;
                    case "//" -> PyOps::floorDivide;
                    case "%" -> PyOps::modulo;
                    default -> PyOps::power;
                };
        return frame -> operation.apply(left.eval(frame), right.eval(frame));
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
            return frame -> holds(operator, first.eval(frame), second.eval(frame));
        }
        return frame -> {
            Object left = first.eval(frame);
            for (int i = 0; i < operators.length; i++) {
                Object right = operands[i].eval(frame);
                if (!holds(operators[i], left, right)) {
                    return false;
                }
                left = right;
            }
            return true;
        };
    }

    private static boolean holds(String operator, @Nullable Object left, @Nullable Object right) {
        return switch (operator) {
            case "eq" -> PyCompare.equal(left, right);
            case "ne" -> !PyCompare.equal(left, right);
            case "lt" -> PyCompare.test("<", left, right);
            case "lteq" -> PyCompare.test("<=", left, right);
            case "gt" -> PyCompare.test(">", left, right);
            case "gteq" -> PyCompare.test(">=", left, right);
            case "in" -> PyValues.contains(right, left);
            default -> !PyValues.contains(right, left);
        };
    }

    private static @Nullable Object sliced(@Nullable Object owner, @Nullable Object slice) {
        if (owner instanceof PyDict) {
            throw TemplateError.type("unhashable type: 'slice'");
        }
        return Attributes.subscript(owner, slice);
    }

    /** A call; {@code caller} is the body of a call block. */
    Code call(Expr.Call call, Scope scope, @Nullable Code caller) {
        Code function = compile(call.function(), scope);
        return invocation(function, null, call.arguments(), scope, caller);
    }

    /** A filter; {@code block} is what a filter block has printed. */
    Code filter(Expr.Filter filter, Scope scope, @Nullable Code block) {
        Code function = function(jinja.filters(), "filter", filter.name(), filter.line(), scope);
        Code value;
        if (filter.value() instanceof Expr.Filter inner) {
            value = filter(inner, scope, block);
        } else if (filter.value() != null) {
            value = compile(filter.value(), scope);
        } else if (block != null) {
            value = block;
        } else {
            throw new IllegalStateException("a filter without a value");
        }
        return invocation(function, value, filter.arguments(), scope, null);
    }

    private Code function(
            Map<String, PyFunction> functions, String type, String name, int line, Scope scope) {
        PyFunction function = functions.get(name);
        if (function != null) {
            return _ -> function;
        }
        if (!scope.soft) {
            throw new TemplateError(
                            "TemplateAssertionError",
                            "No " + type + " named " + PyRepr.repr(name) + ".")
                    .within(source.frame(line, "template"));
        }
        PyFunction missing =
                PyFunction.of(
                        name,
                        "*args, **kwargs",
                        (_, _) -> {
                            throw TemplateError.runtime(
                                    "No " + type + " named " + PyRepr.repr(name) + " found.");
                        });
        return _ -> missing;
    }

    private Code invocation(
            Code function,
            @Nullable Code first,
            Expr.CallArguments arguments,
            Scope scope,
            @Nullable Code caller) {
        List<Code> leading = new ArrayList<>();
        if (first != null) {
            leading.add(first);
        }
        leading.addAll(Arrays.asList(all(arguments.positional(), scope)));
        Code[] positional = leading.toArray(Code[]::new);
        if (arguments.keywords().isEmpty()
                && arguments.star() == null
                && arguments.doubleStar() == null
                && caller == null) {
            return frame -> {
                Object callee = function.eval(frame);
                return PyValues.call(frame.context, callee, evaluate(positional, frame), Map.of());
            };
        }
        Map<String, Code> keywords = new LinkedHashMap<>();
        for (Expr.Keyword keyword : arguments.keywords()) {
            if (keywords.put(keyword.name(), compile(keyword.value(), scope)) != null) {
                throw new TemplateError(
                        "SyntaxError", "keyword argument repeated: " + keyword.name());
            }
        }
        if (caller != null) {
            keywords.put("caller", caller);
        }
        Code star = arguments.star() == null ? null : compile(arguments.star(), scope);
        Code doubleStar =
                arguments.doubleStar() == null ? null : compile(arguments.doubleStar(), scope);
        return frame -> {
            Object callee = function.eval(frame);
            List<@Nullable Object> args = new ArrayList<>(evaluate(positional, frame));
            if (star != null) {
                args.addAll(starred(star.eval(frame)));
            }
            Map<String, @Nullable Object> kwargs = new LinkedHashMap<>();
            keywords.forEach((name, value) -> kwargs.put(name, value.eval(frame)));
            if (doubleStar != null) {
                addStarred(kwargs, doubleStar.eval(frame));
            }
            return PyValues.call(frame.context, callee, args, kwargs);
        };
    }

    private static final String CALL = "jinja2.sandbox.SandboxedEnvironment.call()";

    private static List<@Nullable Object> starred(@Nullable Object value) {
        try {
            return PyValues.list(value);
        } catch (TemplateError e) {
            throw e.is("TypeError")
                    ? TemplateError.type(
                            "Value after * must be an iterable, not " + PyValues.typeName(value))
                    : e;
        }
    }

    private static void addStarred(Map<String, @Nullable Object> kwargs, @Nullable Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (!(value instanceof PyDict dict)) {
            throw TemplateError.type(
                    CALL + " argument after ** must be a mapping, not " + PyValues.typeName(value));
        }
        for (Map.Entry<@Nullable Object, @Nullable Object> entry : dict.entries()) {
            String name = PyValues.text(entry.getKey());
            if (name == null) {
                throw TemplateError.type("keywords must be strings");
            }
            if (kwargs.containsKey(name)) {
                throw TemplateError.type(
                        CALL + " got multiple values for keyword argument " + PyRepr.repr(name));
            }
            kwargs.put(name, entry.getValue());
        }
    }

    /** Where an assignment stores: a name, a namespace's attribute, or a tuple of them. */
    Code.Target target(Expr target, Scope scope) {
        return switch (target) {
            case Expr.Name name -> {
                int index = scope.symbols.ref(name.name()).index();
                yield (frame, value) -> frame.slots[index] = value;
            }
            case Expr.NamespaceRef ref -> {
                Code owner = name(ref.name(), scope);
                String attribute = ref.attribute();
                yield (frame, value) -> {
                    if (owner.eval(frame) instanceof Namespace namespace) {
                        namespace.set(attribute, value);
                    }
                };
            }
            case Expr.Tuple tuple -> {
                List<Code.Target> targets =
                        tuple.items().stream().map(item -> target(item, scope)).toList();
                yield (frame, value) -> unpack(targets, frame, value);
            }
            default -> throw new IllegalStateException("no target: " + target);
        };
    }

    private static void unpack(List<Code.Target> targets, Frame frame, @Nullable Object value) {
        List<@Nullable Object> values = unpack(value, targets.size());
        for (int i = 0; i < targets.size(); i++) {
            targets.get(i).set(frame, values.get(i));
        }
    }

    /** Exactly {@code count} values out of one. */
    static List<@Nullable Object> unpack(@Nullable Object value, int count) {
        List<@Nullable Object> values;
        try {
            values = PyValues.list(value);
        } catch (TemplateError e) {
            throw e.is("TypeError")
                    ? TemplateError.type(
                            "cannot unpack non-iterable " + PyValues.typeName(value) + " object")
                    : e;
        }
        if (values.size() < count) {
            throw TemplateError.value(
                    "not enough values to unpack (expected "
                            + count
                            + ", got "
                            + values.size()
                            + ")");
        }
        if (values.size() > count) {
            throw TemplateError.value("too many values to unpack (expected " + count + ")");
        }
        return values;
    }
}
