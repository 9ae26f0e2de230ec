package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Computes the constant parts of an expression before it is compiled: jinja2.optimizer.
 *
 * <p>It shows in what a template prints and how it fails: an operand that never counts is not
 * looked at, an error may come before the first line is rendered, and a negative number that was
 * computed is written into Python's code without parentheses.
 */
final class Optimizer {
    /** Filters that look at the context, which is not there yet. */
    private static final Set<String> CONTEXT_FILTERS =
            Set.of("map", "select", "reject", "selectattr", "rejectattr", "random");

    private final Jinja jinja;
    private final Escaping escaping;
    private final Context context;

    /** What the visited parts of an expression are, or that they are no constants. */
    private final IdentityHashMap<Expr, @Nullable Object> known = new IdentityHashMap<>();

    Optimizer(Jinja jinja, Escaping escaping) {
        this.jinja = jinja;
        this.escaping = escaping;
        Environment environment =
                new Environment(jinja, TemplateLoader.none(), new LinkedHashMap<>());
        Context.Escaping escaped = new Context.Escaping();
        escaped.on = escaping.on();
        this.context = new Context(environment, Map.of(), null, Map.of(), escaped);
    }

    /**
     * The same expression with its constant parts computed.
     *
     * @throws TemplateError what fails as early as this; most errors are left for later
     */
    Expr optimize(Expr expression) {
        Expr node = withParts(expression);
        if (node instanceof Expr.Const || node instanceof Expr.Name || node instanceof Expr.Call) {
            return node;
        }
        Object value = constant(node);
        if (Literal.canHold(value)) {
            return new Expr.Const(value, node.line());
        }
        known.put(node, value);
        return node;
    }

    @SuppressWarnings("ReferenceEquality") // what did not change is not copied
    private List<Expr> optimize(List<Expr> expressions) {
        List<Expr> all = expressions;
        for (int i = 0; i < expressions.size(); i++) {
            Expr before = expressions.get(i);
            Expr after = optimize(before);
            if (after != before) {
                all = all == expressions ? new ArrayList<>(expressions) : all;
                all.set(i, after);
            }
        }
        return all;
    }

    private @Nullable Expr optionally(@Nullable Expr expression) {
        return expression == null ? null : optimize(expression);
    }

    @SuppressWarnings("ReferenceEquality") // the one value of most calls is not copied
    private Expr.CallArguments optimize(Expr.CallArguments arguments) {
        return arguments == Expr.CallArguments.NONE
                ? arguments
                : new Expr.CallArguments(
                        optimize(arguments.positional()),
                        arguments.keywords().stream()
                                .map(k -> new Expr.Keyword(k.name(), optimize(k.value())))
                                .toList(),
                        optionally(arguments.star()),
                        optionally(arguments.doubleStar()));
    }

    private Expr withParts(Expr expression) {
        int line = expression.line();
        return switch (expression) {
            case Expr.Name _, Expr.NamespaceRef _, Expr.Const _, Expr.Data _ -> expression;
            case Expr.Tuple tuple -> new Expr.Tuple(optimize(tuple.items()), line);
            case Expr.ListDisplay list -> new Expr.ListDisplay(optimize(list.items()), line);
            case Expr.DictDisplay dict -> pairs(dict);
            case Expr.Conditional c ->
                    new Expr.Conditional(
                            optimize(c.test()),
                            optimize(c.then()),
                            optionally(c.otherwise()),
                            line);
            case Expr.Binary b ->
                    new Expr.Binary(b.operator(), optimize(b.left()), optimize(b.right()), line);
            case Expr.And and -> new Expr.And(optimize(and.left()), optimize(and.right()), line);
            case Expr.Or or -> new Expr.Or(optimize(or.left()), optimize(or.right()), line);
            case Expr.Not not -> new Expr.Not(optimize(not.operand()), line);
            case Expr.Unary unary ->
                    new Expr.Unary(unary.operator(), optimize(unary.operand()), line);
            case Expr.Concat concat -> new Expr.Concat(optimize(concat.parts()), line);
            case Expr.Compare c ->
                    new Expr.Compare(
                            optimize(c.first()), c.operators(), optimize(c.operands()), line);
            case Expr.GetAttribute get ->
                    new Expr.GetAttribute(optimize(get.owner()), get.name(), line);
            case Expr.GetItem get ->
                    new Expr.GetItem(optimize(get.owner()), optimize(get.key()), line);
            case Expr.Slice slice ->
                    new Expr.Slice(
                            optionally(slice.start()),
                            optionally(slice.stop()),
                            optionally(slice.step()),
                            line);
            case Expr.Call call ->
                    new Expr.Call(optimize(call.function()), optimize(call.arguments()), line);
            case Expr.Filter filter ->
                    new Expr.Filter(
                            optionally(filter.value()),
                            filter.name(),
                            optimize(filter.arguments()),
                            line);
            case Expr.Test test ->
                    new Expr.Test(
                            optimize(test.value()), test.name(), optimize(test.arguments()), line);
        };
    }

    private Expr pairs(Expr.DictDisplay dict) {
        List<Expr> keys = new ArrayList<>();
        List<Expr> values = new ArrayList<>();
        for (int i = 0; i < dict.keys().size(); i++) {
            keys.add(optimize(dict.keys().get(i)));
            values.add(optimize(dict.values().get(i)));
        }
        return new Expr.DictDisplay(keys, values, dict.line());
    }

    /**
     * The value of a constant expression, or {@link Missing#MISSING}: jinja2.nodes' as_const.
     *
     * @throws TemplateError where Jinja2 lets one out instead of leaving it for later
     */
    @Nullable Object constant(Expr expression) {
        if (expression instanceof Expr.Const constant) {
            return constant.value();
        }
        Object value = known.get(expression);
        return value != null || known.containsKey(expression) ? value : compute(expression);
    }

    private @Nullable Object compute(Expr expression) {
        return switch (expression) {
            case Expr.Name _, Expr.NamespaceRef _, Expr.Call _ -> Missing.MISSING;
            case Expr.Const constant -> constant.value();
            case Expr.Data data -> data.text();
            case Expr.Tuple tuple -> {
                List<@Nullable Object> items = constants(tuple.items());
                yield items == null ? Missing.MISSING : PyTuple.copyOf(items);
            }
            case Expr.ListDisplay list -> {
                List<@Nullable Object> items = constants(list.items());
                yield items == null ? Missing.MISSING : new PyList(items);
            }
            case Expr.DictDisplay dict -> dict(dict);
            case Expr.Conditional conditional -> conditional(conditional);
            case Expr.And and -> {
                Object left = constant(and.left());
                yield left != Missing.MISSING && PyValues.truth(left)
                        ? constant(and.right())
                        : left;
            }
            case Expr.Or or -> {
                Object left = constant(or.left());
                yield left == Missing.MISSING || PyValues.truth(left) ? left : constant(or.right());
            }
            case Expr.Concat concat -> concat(concat.parts());
            case Expr.Compare compare -> compare(compare);
            case Expr.Slice slice -> slice(slice);
            case Expr.Filter filter ->
                    filter.value() == null || CONTEXT_FILTERS.contains(filter.name())
                            ? Missing.MISSING
                            : applied(
                                    jinja.filters().get(filter.name()),
                                    filter.value(),
                                    filter.arguments());
            case Expr.Test test ->
                    applied(jinja.tests().get(test.name()), test.value(), test.arguments());
            case Expr.Binary _, Expr.Not _, Expr.Unary _, Expr.GetAttribute _, Expr.GetItem _ ->
                    operation(expression);
        };
    }

    /** What Jinja2 computes, or leaves for later if that fails. */
    private @Nullable Object operation(Expr expression) {
        try {
            return switch (expression) {
                case Expr.Binary binary -> {
                    Object left = constant(binary.left());
                    Object right = left == Missing.MISSING ? left : constant(binary.right());
                    yield right == Missing.MISSING
                            ? right
                            : PyOps.binary(binary.operator()).apply(left, right);
                }
                case Expr.Not not -> ifConstant(not.operand(), value -> !PyValues.truth(value));
                case Expr.Unary unary ->
                        ifConstant(
                                unary.operand(),
                                unary.operator().equals("-") ? PyOps::negate : PyOps::positive);
                case Expr.GetAttribute get ->
                        ifConstant(
                                get.owner(),
                                owner -> context.environment().getattr(owner, get.name()));
                case Expr.GetItem get ->
                        ifConstant(
                                get.owner(),
                                owner ->
                                        ifConstant(
                                                get.key(),
                                                key -> context.environment().getitem(owner, key)));
                default -> Missing.MISSING;
            };
        } catch (TemplateError e) {
            return Missing.MISSING;
        }
    }

    private @Nullable Object ifConstant(
            Expr expression, UnaryOperator<@Nullable Object> operation) {
        Object value = constant(expression);
        return value == Missing.MISSING ? value : operation.apply(value);
    }

    private @Nullable List<@Nullable Object> constants(List<Expr> expressions) {
        List<@Nullable Object> values = new ArrayList<>(expressions.size());
        for (Expr expression : expressions) {
            Object value = constant(expression);
            if (value == Missing.MISSING) {
                return null;
            }
            values.add(value);
        }
        return values;
    }

    private Object dict(Expr.DictDisplay dict) {
        PyDict result = new PyDict();
        for (int i = 0; i < dict.keys().size(); i++) {
            Object key = constant(dict.keys().get(i));
            Object value = key == Missing.MISSING ? key : constant(dict.values().get(i));
            if (value == Missing.MISSING) {
                return value;
            }
            result.put(key, value);
        }
        return result;
    }

    private @Nullable Object conditional(Expr.Conditional conditional) {
        Object test = constant(conditional.test());
        if (test == Missing.MISSING) {
            return test;
        }
        if (PyValues.truth(test)) {
            return constant(conditional.then());
        }
        Expr otherwise = conditional.otherwise();
        return otherwise == null ? Missing.MISSING : constant(otherwise);
    }

    private Object concat(List<Expr> parts) {
        StringBuilder text = new StringBuilder();
        for (Expr part : parts) {
            Object value = constant(part);
            if (value == Missing.MISSING) {
                return value;
            }
            text.append(PyRepr.str(value));
            Bounds.checkLength(text.length());
        }
        return text.toString();
    }

    private Object compare(Expr.Compare compare) {
        Object left = constant(compare.first());
        if (left == Missing.MISSING) {
            return left;
        }
        try {
            for (int i = 0; i < compare.operators().size(); i++) {
                Object right = constant(compare.operands().get(i));
                if (right == Missing.MISSING) {
                    return right;
                }
                if (!PyCompare.holds(compare.operators().get(i), left, right)) {
                    return false;
                }
                left = right;
            }
            return true;
        } catch (TemplateError e) {
            return Missing.MISSING;
        }
    }

    private Object slice(Expr.Slice slice) {
        @Nullable Object[] bounds = new @Nullable Object[3];
        @Nullable Expr[] parts = {slice.start(), slice.stop(), slice.step()};
        for (int i = 0; i < parts.length; i++) {
            Expr part = parts[i];
            bounds[i] = part == null ? null : constant(part);
            if (bounds[i] == Missing.MISSING) {
                return Missing.MISSING;
            }
        }
        return new PySlice(bounds[0], bounds[1], bounds[2]);
    }

    private @Nullable Object applied(
            @Nullable PyFunction function, Expr subject, Expr.CallArguments arguments) {
        if (function == null || escaping.dynamic()) {
            return Missing.MISSING;
        }
        List<@Nullable Object> positional = constants(arguments.positional());
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        for (Expr.Keyword keyword : arguments.keywords()) {
            named.put(keyword.name(), constant(keyword.value()));
        }
        if (positional == null
                || named.containsValue(Missing.MISSING)
                || !addStarred(arguments, positional, named)) {
            return Missing.MISSING;
        }
        Object value = constant(subject);
        if (value == Missing.MISSING) {
            return value;
        }
        positional.addFirst(value);
        try {
            return function.call(context, positional, named);
        } catch (TemplateError e) {
            return Missing.MISSING;
        }
    }

    /** Adds what {@code *args} and {@code **kwargs} hold; false if that is no constant. */
    private boolean addStarred(
            Expr.CallArguments arguments,
            Collection<@Nullable Object> positional,
            Map<String, @Nullable Object> named) {
        try {
            if (arguments.star() != null) {
                Object star = constant(arguments.star());
                if (star == Missing.MISSING) {
                    return false;
                }
                positional.addAll(PyValues.list(star));
            }
            if (arguments.doubleStar() != null) {
                if (!(constant(arguments.doubleStar()) instanceof PyDict dict)) {
                    return false;
                }
                for (Map.Entry<@Nullable Object, @Nullable Object> entry : dict.entries()) {
                    if (!(entry.getKey() instanceof String name)) {
                        return false;
                    }
                    named.put(name, entry.getValue());
                }
            }
            return true;
        } catch (TemplateError e) {
            return false;
        }
    }
}
