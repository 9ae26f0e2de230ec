package io.pulldeploy.render.jmespath;

import io.pulldeploy.model.PythonOrder;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.render.Json;
import io.pulldeploy.render.JsonError;
import io.pulldeploy.render.JsonStyle;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** JMESPath's built-in functions. */
final class Functions {
    /** The type of what JMESPath has no type for. */
    private static final String OTHER = "unknown";

    /** Types of one parameter; none allows all. */
    private record Parameter(List<String> types) {
        static Parameter of(String... types) {
            return new Parameter(List.of(types));
        }
    }

    private record Signature(boolean variadic, List<Parameter> parameters) {
        static Signature of(Parameter... parameters) {
            return new Signature(false, List.of(parameters));
        }
    }

    private static final Parameter ANY = Parameter.of();
    private static final Parameter STRING = Parameter.of("string");
    private static final Parameter NUMBER = Parameter.of("number");
    private static final Parameter ARRAY = Parameter.of("array");
    private static final Parameter OBJECT = Parameter.of("object");
    private static final Parameter EXPREF = Parameter.of("expref");
    private static final Parameter NUMBERS = Parameter.of("array-number");
    private static final Parameter NUMBERS_OR_STRINGS =
            Parameter.of("array-number", "array-string");
    private static final Map<String, Signature> SIGNATURES =
            Map.ofEntries(
                    Map.entry("abs", Signature.of(NUMBER)),
                    Map.entry("avg", Signature.of(NUMBERS)),
                    Map.entry("not_null", new Signature(true, List.of(ANY))),
                    Map.entry("to_array", Signature.of(ANY)),
                    Map.entry("to_string", Signature.of(ANY)),
                    Map.entry("to_number", Signature.of(ANY)),
                    Map.entry("contains", Signature.of(Parameter.of("array", "string"), ANY)),
                    Map.entry("length", Signature.of(Parameter.of("string", "array", "object"))),
                    Map.entry("ends_with", Signature.of(STRING, STRING)),
                    Map.entry("starts_with", Signature.of(STRING, STRING)),
                    Map.entry("reverse", Signature.of(Parameter.of("array", "string"))),
                    Map.entry("ceil", Signature.of(NUMBER)),
                    Map.entry("floor", Signature.of(NUMBER)),
                    Map.entry("join", Signature.of(STRING, Parameter.of("array-string"))),
                    Map.entry("map", Signature.of(EXPREF, ARRAY)),
                    Map.entry("max", Signature.of(NUMBERS_OR_STRINGS)),
                    Map.entry("merge", new Signature(true, List.of(OBJECT))),
                    Map.entry("min", Signature.of(NUMBERS_OR_STRINGS)),
                    Map.entry("sort", Signature.of(Parameter.of("array-string", "array-number"))),
                    Map.entry("sum", Signature.of(NUMBERS)),
                    Map.entry("keys", Signature.of(OBJECT)),
                    Map.entry("values", Signature.of(OBJECT)),
                    Map.entry("type", Signature.of(ANY)),
                    Map.entry("sort_by", Signature.of(ARRAY, EXPREF)),
                    Map.entry("min_by", Signature.of(ARRAY, EXPREF)),
                    Map.entry("max_by", Signature.of(ARRAY, EXPREF)));
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+(?:_[0-9]+)*");
    private static final Pattern FLOAT =
            Pattern.compile("[-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?");

    private final Interpreter interpreter;

    Functions(Interpreter interpreter) {
        this.interpreter = interpreter;
    }

    @Nullable Object call(String name, List<@Nullable Object> args) {
        Signature signature = SIGNATURES.get(name);
        if (signature == null) {
            throw new JmesPathError("UnknownFunctionError", "Unknown function: " + name + "()");
        }
        checkCount(name, signature, args.size());
        for (int i = 0; i < signature.parameters().size(); i++) {
            checkType(name, args.get(i), signature.parameters().get(i).types());
        }
        Object first = args.getFirst();
        return switch (name) {
            case "abs" -> narrow(decimal(first).abs(), first);
            case "avg" -> {
                List<?> list = list(first);
                yield list.isEmpty() ? null : asDouble(sum(list)) / list.size();
            }
            case "not_null" -> {
                Object found = null;
                for (Object arg : args) {
                    found = found == null ? arg : found;
                }
                yield found;
            }
            case "to_array" -> first instanceof List<?> ? first : singleton(first);
            case "to_string" -> first instanceof String ? first : json(first);
            case "to_number" -> toNumber(first);
            case "contains" -> contains(first, args.get(1));
            case "length" -> length(first);
            case "ends_with" -> string(first).endsWith(string(args.get(1)));
            case "starts_with" -> string(first).startsWith(string(args.get(1)));
            case "reverse" ->
                    first instanceof List<?> list
                            ? new ArrayList<>(list.reversed())
                            : new StringBuilder(string(first)).reverse().toString();
            case "ceil" -> rounded(first, RoundingMode.CEILING);
            case "floor" -> rounded(first, RoundingMode.FLOOR);
            case "join" ->
                    String.join(
                            string(first),
                            list(args.get(1)).stream().map(Functions::string).toList());
            case "map" -> {
                List<@Nullable Object> mapped = new ArrayList<>();
                list(args.get(1)).forEach(item -> mapped.add(evaluate(first, item)));
                yield mapped;
            }
            case "max" -> greatest(list(first), 1);
            case "min" -> greatest(list(first), -1);
            case "merge" -> {
                Map<@Nullable Object, @Nullable Object> merged = new LinkedHashMap<>();
                for (Object arg : args) {
                    checkType(name, arg, OBJECT.types());
                    merged.putAll(map(arg));
                }
                yield merged;
            }
            case "sort" -> PythonOrder.sorted(list(first), true);
            case "sum" -> sum(list(first));
            case "keys" -> new ArrayList<>(map(first).keySet());
            case "values" -> new ArrayList<>(map(first).values());
            case "type" -> type(first).equals(OTHER) ? null : type(first);
            case "sort_by" -> sortBy(list(first), args.get(1));
            case "min_by" -> extreme("min_by", list(first), args.get(1), -1);
            case "max_by" -> extreme("max_by", list(first), args.get(1), 1);
            default -> throw new IllegalStateException("a signature without a function: " + name);
        };
    }

    private static void checkCount(String name, Signature signature, int given) {
        int expected = signature.parameters().size();
        if (signature.variadic() ? given < expected : given != expected) {
            throw new JmesPathError(
                    signature.variadic() ? "VariadictArityError" : "ArityError",
                    "Expected %s%d argument%s for function %s(), received %d"
                            .formatted(
                                    signature.variadic() ? "at least " : "",
                                    expected,
                                    expected == 1 ? "" : "s",
                                    name,
                                    given));
        }
    }

    private void checkType(String name, @Nullable Object value, List<String> types) {
        if (types.isEmpty()) {
            return;
        }
        String type = type(value);
        List<String> elements = new ArrayList<>();
        boolean allowed = false;
        for (String candidate : types) {
            int dash = candidate.indexOf('-');
            if (dash >= 0) {
                elements.add(candidate.substring(dash + 1));
            }
            allowed |= type.equals(dash < 0 ? candidate : candidate.substring(0, dash));
        }
        if (!allowed) {
            throw typeError(name, value, type, types);
        }
        if (elements.isEmpty() || list(value).isEmpty()) {
            return;
        }
        String first = type(list(value).getFirst());
        String wanted = elements.size() == 1 ? elements.getFirst() : first;
        if (!elements.contains(wanted)) {
            throw typeError(
                    name, list(value).getFirst(), pythonType(list(value).getFirst()), types);
        }
        for (Object element : list(value)) {
            if (!type(element).equals(wanted)) {
                throw typeError(name, element, pythonType(element), types);
            }
        }
    }

    private static JmesPathError typeError(
            String name, @Nullable Object value, String actual, List<String> types) {
        return new JmesPathError(
                "JMESPathTypeError",
                "In function %s(), invalid type for value: %s, expected one of: %s, received: \"%s\""
                        .formatted(name, PythonText.str(value), PythonText.repr(types), actual));
    }

    private static String pythonType(@Nullable Object value) {
        return value instanceof Expression.Reference ? "_Expression" : PythonText.type(value);
    }

    private static String type(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Boolean _ -> "boolean";
            case Number _ -> "number";
            case CharSequence _ -> "string";
            case List<?> _ -> "array";
            case Map<?, ?> _ -> "object";
            case Expression.Reference _ -> "expref";
            default -> OTHER;
        };
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static String string(@Nullable Object value) {
        return String.valueOf(value);
    }

    private static List<@Nullable Object> singleton(@Nullable Object value) {
        List<@Nullable Object> list = new ArrayList<>();
        list.add(value);
        return list;
    }

    private @Nullable Object evaluate(@Nullable Object reference, @Nullable Object value) {
        return reference instanceof Expression.Reference(Expression expression)
                ? interpreter.visit(expression, value)
                : null;
    }

    private static BigDecimal decimal(@Nullable Object number) {
        return switch (number) {
            case Double d -> new BigDecimal(d);
            case BigInteger i -> new BigDecimal(i);
            case Number n -> BigDecimal.valueOf(n.longValue());
            case null, default -> BigDecimal.ZERO;
        };
    }

    private static double asDouble(Object number) {
        return number instanceof Number n ? n.doubleValue() : 0;
    }

    /** The number in the type of {@code like}: a float stays one. */
    private static Object narrow(BigDecimal number, @Nullable Object like) {
        return like instanceof Double
                ? (Object) number.doubleValue()
                : integer(number.toBigInteger());
    }

    private static Object integer(BigInteger number) {
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }

    private static Object sum(List<?> numbers) {
        BigInteger integers = BigInteger.ZERO;
        double floats = 0;
        boolean isFloat = false;
        for (Object number : numbers) {
            if (isFloat || number instanceof Double) {
                double before = isFloat ? floats : integers.doubleValue();
                floats = before + decimal(number).doubleValue();
                isFloat = true;
            } else {
                integers = integers.add(decimal(number).toBigInteger());
            }
        }
        return isFloat ? (Object) floats : integer(integers);
    }

    private static Object rounded(@Nullable Object number, RoundingMode mode) {
        return integer(decimal(number).setScale(0, mode).toBigInteger());
    }

    private static String json(@Nullable Object value) {
        try {
            return Json.write(value, JsonStyle.PYTHON.withSeparators(",", ":"));
        } catch (JsonError e) {
            throw new JmesPathError(e.pythonClass(), e.getMessage());
        }
    }

    private static @Nullable Object toNumber(@Nullable Object value) {
        if (value instanceof Number) {
            return value;
        }
        if (!(value instanceof CharSequence)) {
            return null;
        }
        String text = value.toString().strip();
        if (INTEGER.matcher(text).matches()) {
            return integer(new BigInteger(text.replace("_", "").replaceFirst("^\\+", "")));
        }
        return FLOAT.matcher(text).matches() ? Double.valueOf(text) : null;
    }

    private static boolean contains(@Nullable Object subject, @Nullable Object search) {
        if (subject instanceof List<?> list) {
            return list.stream().anyMatch(item -> PythonOrder.equal(item, search));
        }
        if (!(search instanceof CharSequence)) {
            throw new JmesPathError(
                    "TypeError",
                    "'in <string>' requires string as left operand, not "
                            + PythonText.type(search));
        }
        return string(subject).contains(string(search));
    }

    private static long length(@Nullable Object value) {
        return switch (value) {
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            case CharSequence text -> text.codePoints().count();
            case null, default -> 0;
        };
    }

    private static @Nullable Object greatest(List<?> list, int sign) {
        Object best = list.isEmpty() ? null : list.getFirst();
        for (Object candidate : list) {
            best = PythonOrder.compare(candidate, best) * sign > 0 ? candidate : best;
        }
        return best;
    }

    private List<@Nullable Object> sortBy(List<?> array, @Nullable Object reference) {
        List<@Nullable Object> sorted = new ArrayList<>(array);
        if (sorted.isEmpty()) {
            return sorted;
        }
        Object first = sorted.getFirst();
        String required = type(evaluate(reference, first));
        if (!required.equals("number") && !required.equals("string")) {
            throw typeError("sort_by", first, required, List.of("string", "number"));
        }
        List<Keyed> keyed = keys("sort_by", sorted, reference, List.of(required));
        keyed.sort(Comparator.comparing(Keyed::key, PythonOrder::compare));
        return new ArrayList<>(keyed.stream().map(Keyed::item).toList());
    }

    private record Keyed(@Nullable Object key, @Nullable Object item) {}

    private List<Keyed> keys(
            String function, List<?> array, @Nullable Object reference, List<String> allowed) {
        List<Keyed> keyed = new ArrayList<>();
        for (Object item : array) {
            Object key = evaluate(reference, item);
            if (!allowed.contains(type(key))) {
                throw typeError(function, key, type(key), allowed);
            }
            keyed.add(new Keyed(key, item));
        }
        return keyed;
    }

    private @Nullable Object extreme(
            String function, List<?> array, @Nullable Object reference, int sign) {
        List<Keyed> keyed = keys(function, array, reference, List.of("number", "string"));
        if (keyed.isEmpty()) {
            return null;
        }
        Keyed best = keyed.getFirst();
        for (Keyed candidate : keyed) {
            try {
                if (PythonOrder.compare(candidate.key(), best.key()) * sign > 0) {
                    best = candidate;
                }
            } catch (PythonOrder.NotComparable e) {
                throw new JmesPathError(
                        "TypeError",
                        sign > 0 ? e.getMessage().replaceFirst("'<'", "'>'") : e.getMessage());
            }
        }
        return best.item();
    }
}
