package io.pulldeploy.render.jmespath;

import io.pulldeploy.model.PythonOrder;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Evaluates an expression over plain values. */
final class Interpreter {
    private final Functions functions = new Functions(this);

    @Nullable Object visit(Expression expression, @Nullable Object value) {
        return switch (expression) {
            case Expression.Identity _ -> value;
            case Expression.Field(String name) ->
                    switch (value) {
                        case Map<?, ?> map -> map.get(name);
                        case JmesPath.Refusing refusing -> throw refusing.refusal();
                        case null, default -> null;
                    };
            case Expression.Literal(Object literal) -> literal;
            case Expression.Index(long at) -> index(value, at);
            case Expression.Slice slice ->
                    value instanceof List<?> list ? slice(list, slice) : null;
            case Expression.Chain(Expression first, Expression second) ->
                    visit(second, visit(first, value));
            case Expression.IndexExpression(List<Expression> parts) -> {
                Object result = value;
                for (Expression part : parts) {
                    result = visit(part, result);
                }
                yield result;
            }
            case Expression.Projection(Expression source, Expression each) ->
                    visit(source, value) instanceof List<?> list ? project(list, each) : null;
            case Expression.ValueProjection(Expression source, Expression each) ->
                    visit(source, value) instanceof Map<?, ?> map
                            ? project(new ArrayList<>(map.values()), each)
                            : null;
            case Expression.FilterProjection filter -> filter(filter, value);
            case Expression.Flatten(Expression source) ->
                    visit(source, value) instanceof List<?> list ? flatten(list) : null;
            case Expression.MultiSelectList(List<Expression> items) -> {
                if (value == null) {
                    yield null;
                }
                List<@Nullable Object> collected = new ArrayList<>();
                items.forEach(item -> collected.add(visit(item, value)));
                yield collected;
            }
            case Expression.MultiSelectHash hash -> {
                if (value == null) {
                    yield null;
                }
                Map<String, @Nullable Object> collected = new LinkedHashMap<>();
                hash.entries()
                        .forEach(entry ->
                                collected.put(entry.getKey(), visit(entry.getValue(), value)));
                yield collected;
            }
            case Expression.Or(Expression left, Expression right) -> {
                Object matched = visit(left, value);
                yield isFalse(matched) ? visit(right, value) : matched;
            }
            case Expression.And(Expression left, Expression right) -> {
                Object matched = visit(left, value);
                yield isFalse(matched) ? matched : visit(right, value);
            }
            case Expression.Not(Expression operand) -> {
                Object result = visit(operand, value);
                // Every number is true, zero too.
                yield !isNumber(result) && isFalse(result);
            }
            case Expression.Comparison comparison -> compare(comparison, value);
            case Expression.Call(String function, List<Expression> arguments) -> {
                List<@Nullable Object> resolved = new ArrayList<>();
                arguments.forEach(argument -> resolved.add(visit(argument, value)));
                yield functions.call(function, resolved);
            }
            case Expression.Reference reference -> reference;
        };
    }

    private static @Nullable Object index(@Nullable Object value, long at) {
        if (!(value instanceof List<?> list)) {
            return null;
        }
        long index = at < 0 ? at + list.size() : at;
        return index >= 0 && index < list.size() ? list.get((int) index) : null;
    }

    private static List<@Nullable Object> slice(List<?> list, Expression.Slice slice) {
        long step = slice.step().orElse(1L);
        if (step == 0) {
            throw new JmesPathError("ValueError", "slice step cannot be zero");
        }
        int size = list.size();
        long low = step > 0 ? 0 : -1;
        long high = step > 0 ? size : size - 1L;
        long start = bound(slice.start(), size, low, high).orElse(step > 0 ? low : high);
        long end = bound(slice.end(), size, low, high).orElse(step > 0 ? high : low);
        List<@Nullable Object> taken = new ArrayList<>();
        for (long i = start; step > 0 ? i < end : i > end; i += step) {
            taken.add(list.get((int) i));
        }
        return taken;
    }

    private static Optional<Long> bound(Optional<Long> at, int size, long low, long high) {
        return at.map(n -> Math.clamp(n < 0 ? n + size : n, low, high));
    }

    private List<@Nullable Object> project(List<?> list, Expression each) {
        List<@Nullable Object> collected = new ArrayList<>();
        for (Object element : list) {
            Object current = visit(each, element);
            if (current != null) {
                collected.add(current);
            }
        }
        return collected;
    }

    private @Nullable Object filter(Expression.FilterProjection filter, @Nullable Object value) {
        if (!(visit(filter.source(), value) instanceof List<?> list)) {
            return null;
        }
        List<@Nullable Object> chosen = new ArrayList<>();
        for (Object element : list) {
            if (!isFalse(visit(filter.condition(), element))) {
                chosen.add(element);
            }
        }
        return project(chosen, filter.each());
    }

    private static List<@Nullable Object> flatten(List<?> list) {
        List<@Nullable Object> merged = new ArrayList<>();
        for (Object element : list) {
            if (element instanceof List<?> inner) {
                merged.addAll(inner);
            } else {
                merged.add(element);
            }
        }
        return merged;
    }

    private @Nullable Object compare(Expression.Comparison comparison, @Nullable Object value) {
        Object left = visit(comparison.left(), value);
        Object right = visit(comparison.right(), value);
        return switch (comparison.operator()) {
            case "eq" -> equal(left, right);
            case "ne" -> !equal(left, right);
            default -> {
                if (!isComparable(left) || !isComparable(right)) {
                    yield null;
                }
                yield order(comparison.operator(), left, right);
            }
        };
    }

    private static boolean order(String operator, @Nullable Object left, @Nullable Object right) {
        String symbol =
                switch (operator) {
                    case "lt" -> "<";
                    case "gt" -> ">";
                    case "lte" -> "<=";
                    default -> ">=";
                };
        int order;
        try {
            order = PythonOrder.compare(left, right);
        } catch (PythonOrder.NotComparable e) {
            throw new JmesPathError(
                    "TypeError", e.getMessage().replaceFirst("'<'", "'" + symbol + "'"));
        }
        return switch (operator) {
            case "lt" -> order < 0;
            case "gt" -> order > 0;
            case "lte" -> order <= 0;
            default -> order >= 0;
        };
    }

    /** Python's equality, except that 0 and 1 are no booleans. */
    private static boolean equal(@Nullable Object x, @Nullable Object y) {
        if (x instanceof Boolean != y instanceof Boolean && (isNumber(x) || isNumber(y))) {
            return false;
        }
        return PythonOrder.equal(x, y);
    }

    private static boolean isComparable(@Nullable Object value) {
        return isNumber(value) || value instanceof CharSequence;
    }

    private static boolean isNumber(@Nullable Object value) {
        return value instanceof Number;
    }

    private static boolean isFalse(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case Boolean b -> !b;
            case CharSequence text -> text.isEmpty();
            case List<?> list -> list.isEmpty();
            case Map<?, ?> map -> map.isEmpty();
            default -> false;
        };
    }
}
