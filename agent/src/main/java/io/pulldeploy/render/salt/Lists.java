package io.pulldeploy.render.salt;

import io.pulldeploy.model.Fnmatch;
import io.pulldeploy.model.PythonRegex;
import io.pulldeploy.render.jinja.Context;
import io.pulldeploy.render.jinja.Missing;
import io.pulldeploy.render.jinja.PyConversion;
import io.pulldeploy.render.jinja.PyDict;
import io.pulldeploy.render.jinja.PyIterable;
import io.pulldeploy.render.jinja.PyList;
import io.pulldeploy.render.jinja.PySet;
import io.pulldeploy.render.jinja.PyTuple;
import io.pulldeploy.render.jinja.PyValues;
import io.pulldeploy.render.jinja.TemplateError;
import io.pulldeploy.render.jinja.Undefined;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Salt's filters on lists and sets. */
final class Lists {
    private Lists() {}

    static void addTo(FilterTable filters) {
        filters.add(
                        "sequence",
                        "ensure_sequence_filter",
                        "data",
                        (_, a) ->
                                a[0] instanceof PyList
                                                || a[0] instanceof PyTuple
                                                || a[0] instanceof PySet
                                                || a[0] instanceof PyDict
                                        ? a[0]
                                        : new PyList(Collections.singletonList(a[0])))
                .add("unique", "values", (_, a) -> unique(a[0]))
                .add("min", "lst_min", "obj", (_, a) -> extreme(a[0], false))
                .add("max", "lst_max", "obj", (_, a) -> extreme(a[0], true))
                .add("avg", "lst_avg", "lst", (_, a) -> average(a[0]))
                .add(
                        "union",
                        "lst1, lst2",
                        (_, a) ->
                                bothHashable(a[0], a[1])
                                        ? set(PyValues.list(a[0]), PyValues.list(a[1]))
                                        : unique(PyValues.add(a[0], a[1])))
                .add("intersect", "lst1, lst2", (_, a) -> chosen(a[0], a[1], true))
                .add("difference", "lst1, lst2", (_, a) -> chosen(a[0], a[1], false))
                .add("symmetric_difference", "lst1, lst2", (_, a) -> symmetric(a[0], a[1]))
                .add(
                        "flatten",
                        "data, levels=None, preserve_nulls=False, ids=None",
                        (_, a) ->
                                new PyList(
                                        flatten(
                                                a[0],
                                                a[1],
                                                PyValues.truth(a[2]),
                                                Collections.newSetFromMap(
                                                        new IdentityHashMap<>()))))
                .add("is_list", "value", (_, a) -> a[0] instanceof PyList)
                .add(
                        "is_iter",
                        "thing, ignore=None",
                        (_, a) -> {
                            Values.requireDefined(a[0]);
                            return isIterable(a[0]);
                        })
                .add(
                        "exactly_n_true",
                        "exactly_n",
                        "iterable, amount=1",
                        (_, a) -> countTrue(a[0]) == Values.integer(a[1]))
                .add("exactly_one_true", "exactly_one", "iterable", (_, a) -> countTrue(a[0]) == 1)
                .add("compare_lists", "old=None, new=None", (_, a) -> compare(a[0], a[1]))
                .add(
                        "sorted_ignorecase",
                        "to_sort",
                        (context, a) -> sortedIgnoringCase(context, a[0]));
    }

    private static boolean bothHashable(@Nullable Object a, @Nullable Object b) {
        return Values.isHashable(a) && Values.isHashable(b);
    }

    private static PySet set(List<@Nullable Object> a, List<@Nullable Object> b) {
        List<@Nullable Object> all = new ArrayList<>(a);
        all.addAll(b);
        return new PySet(all);
    }

    static Object unique(@Nullable Object values) {
        if (Values.isHashable(values)) {
            return new PySet(PyValues.list(values));
        }
        PyList unique = new PyList();
        for (Object value : PyValues.list(values)) {
            if (!PyValues.contains(unique, value)) {
                unique.items().add(value);
            }
        }
        return unique;
    }

    /** The elements of the first that the second has, or has not. */
    private static Object chosen(@Nullable Object first, @Nullable Object second, boolean shared) {
        boolean sets = bothHashable(first, second);
        Object wanted = sets ? new PySet(PyValues.list(second)) : second;
        List<@Nullable Object> chosen = new ArrayList<>();
        for (Object element : PyValues.list(first)) {
            if (PyValues.contains(wanted, element) == shared) {
                chosen.add(element);
            }
        }
        return sets ? new PySet(chosen) : unique(new PyList(chosen));
    }

    private static Object symmetric(@Nullable Object first, @Nullable Object second) {
        if (bothHashable(first, second)) {
            PySet left = new PySet(PyValues.list(chosen(first, second, false)));
            PyValues.list(chosen(second, first, false)).forEach(left::add);
            return left;
        }
        Object all = unique(PyValues.add(first, second));
        Object common = chosen(first, second, true);
        PyList result = new PyList();
        for (Object element : PyValues.list(all)) {
            if (!PyValues.contains(common, element)) {
                result.items().add(element);
            }
        }
        return result;
    }

    private static @Nullable Object extreme(@Nullable Object values, boolean greatest) {
        Iterator<@Nullable Object> items = PyValues.iterate(values);
        if (!items.hasNext()) {
            throw Values.value((greatest ? "max" : "min") + "() arg is an empty sequence");
        }
        Object best = items.next();
        while (items.hasNext()) {
            Object item = items.next();
            if (greatest ? greater(item, best) : PyValues.less(item, best)) {
                best = item;
            }
        }
        return best;
    }

    private static boolean greater(@Nullable Object a, @Nullable Object b) {
        try {
            return PyValues.less(b, a);
        } catch (TemplateError e) {
            throw incomparable(e, a, ">", b);
        }
    }

    private static boolean atLeast(@Nullable Object a, @Nullable Object b) {
        try {
            return !PyValues.less(a, b);
        } catch (TemplateError e) {
            throw incomparable(e, a, ">=", b);
        }
    }

    /** The error as Python words it for the operator that its code has. */
    private static TemplateError incomparable(
            TemplateError error, @Nullable Object a, String operator, @Nullable Object b) {
        return error.kind().equals("TypeError")
                ? Values.type(
                        "'%s' not supported between instances of '%s' and '%s'"
                                .formatted(operator, PyValues.typeName(a), PyValues.typeName(b)))
                : error;
    }

    private static Double average(@Nullable Object list) {
        Values.requireDefined(list);
        if (Values.isHashable(list)) {
            return PyConversion.toFloat(list);
        }
        double sum = 0;
        BigInteger whole = BigInteger.ZERO;
        boolean isFloat = false;
        List<@Nullable Object> items = PyValues.list(list);
        for (Object item : items) {
            switch (item) {
                case Double d -> {
                    sum = (isFloat ? sum : whole.doubleValue()) + d;
                    isFloat = true;
                }
                case Long n -> {
                    whole = whole.add(BigInteger.valueOf(n));
                    sum += isFloat ? n : 0;
                }
                case BigInteger n -> {
                    whole = whole.add(n);
                    sum += isFloat ? n.doubleValue() : 0;
                }
                case Boolean b -> {
                    whole = whole.add(b ? BigInteger.ONE : BigInteger.ZERO);
                    sum += isFloat && b ? 1 : 0;
                }
                case Undefined undefined -> throw undefined.error();
                case null, default ->
                        throw Values.type(
                                "unsupported operand type(s) for +: '"
                                        + (isFloat ? "float" : "int")
                                        + "' and '"
                                        + PyValues.typeName(item)
                                        + "'");
            }
        }
        if (items.isEmpty()) {
            throw new TemplateError("ZeroDivisionError", "division by zero");
        }
        return (isFloat ? sum : whole.doubleValue()) / items.size();
    }

    private static boolean isIterable(@Nullable Object value) {
        return value instanceof PyList
                || value instanceof PyTuple
                || value instanceof PyDict
                || value instanceof PySet
                || value instanceof PyIterable
                || value instanceof io.pulldeploy.render.jinja.PyBytes
                || (value instanceof Undefined undefined && !undefined.strict());
    }

    private static List<@Nullable Object> flatten(
            @Nullable Object data, @Nullable Object levels, boolean keepNulls, Set<Object> seen) {
        if (data != null && !(data instanceof String) && !seen.add(data)) {
            throw new TemplateError(
                    "RecursionError", "Reference cycle detected. Check input list.");
        }
        List<@Nullable Object> flat = new ArrayList<>();
        for (Object element : PyValues.list(data)) {
            Values.requireDefined(element);
            if (!keepNulls
                    && (element == null || element.equals("None") || element.equals("null"))) {
                continue;
            }
            boolean isIterable = isIterable(element);
            if (isIterable && (levels == null || atLeast(levels, 1L))) {
                Object below =
                        levels == null ? null : PyValues.add(PyConversion.toInt(levels), -1L);
                flat.addAll(flatten(element, below, keepNulls, seen));
            } else {
                flat.add(element);
            }
        }
        return flat;
    }

    private static long countTrue(@Nullable Object iterable) {
        return PyValues.list(iterable).stream().filter(PyValues::truth).count();
    }

    private static PyDict compare(@Nullable Object old, @Nullable Object now) {
        PyDict changes = new PyDict();
        List<@Nullable Object> added = missing(now, old);
        if (!added.isEmpty()) {
            changes.put("new", new PyList(added));
        }
        List<@Nullable Object> removed = missing(old, now);
        if (!removed.isEmpty()) {
            changes.put("old", new PyList(removed));
        }
        return changes;
    }

    private static List<@Nullable Object> missing(@Nullable Object from, @Nullable Object in) {
        List<@Nullable Object> missing = new ArrayList<>();
        for (Object item : PyValues.list(from)) {
            if (!PyValues.contains(in, item)) {
                missing.add(item);
            }
        }
        return missing;
    }

    private static PyList sortedIgnoringCase(Context context, @Nullable Object values) {
        List<@Nullable Object> items = PyValues.list(values);
        List<@Nullable Object> keys = new ArrayList<>();
        for (Object item : items) {
            Object lower = PyValues.attribute(item, "lower");
            if (lower == Missing.MISSING) {
                throw TemplateError.noAttribute(item, "lower");
            }
            keys.add(PyValues.call(context, lower, List.of(), Map.of()));
        }
        return new PyList(PyValues.sorted(items, keys, false));
    }

    static boolean allowed(
            @Nullable Object value, @Nullable Object whitelist, @Nullable Object blacklist) {
        List<@Nullable Object> refused = expressions(blacklist, "blacklist");
        List<@Nullable Object> wanted = expressions(whitelist, "whitelist");
        boolean isRefused = refused.stream().anyMatch(e -> matches(value, e));
        boolean isWanted = wanted.stream().anyMatch(e -> matches(value, e));
        if (wanted.isEmpty()) {
            return refused.isEmpty() || !isRefused;
        }
        return isWanted && !isRefused;
    }

    private static List<@Nullable Object> expressions(@Nullable Object list, String name) {
        if (!PyValues.truth(list)) {
            return List.of();
        }
        if (list instanceof String text) {
            return List.of(text);
        }
        if (!isIterable(list)) {
            throw Values.type(
                    "Expecting iterable "
                            + name
                            + ", but got "
                            + PyValues.typeName(list)
                            + " ("
                            + PyValues.str(list)
                            + ")");
        }
        return PyValues.list(list);
    }

    private static boolean matches(@Nullable Object value, @Nullable Object expression) {
        String text = PyValues.text(value);
        String pattern = PyValues.text(expression);
        if (text == null || pattern == null) {
            return false;
        }
        if (Fnmatch.matches(text, pattern)) {
            return true;
        }
        try {
            return PythonRegex.compile("\\A" + pattern + "\\Z").matchesStart(text);
        } catch (PythonRegex.SyntaxError e) {
            return false;
        }
    }
}
