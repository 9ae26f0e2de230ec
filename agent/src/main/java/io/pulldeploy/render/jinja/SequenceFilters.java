package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The filters that sort, group, cut and reduce sequences. */
final class SequenceFilters {
    private SequenceFilters() {}

    static void addTo(Map<String, PyFunction> all) {
        put(
                all,
                "sort",
                "do_sort",
                "@, value, reverse=False, case_sensitive=False, attribute=None",
                SequenceFilters::sort);
        put(
                all,
                "dictsort",
                "do_dictsort",
                "value, case_sensitive=False, by='key', reverse=False",
                (_, a) -> dictSort(a));
        put(
                all,
                "unique",
                "sync_do_unique",
                "@, value, case_sensitive=False, attribute=None",
                SequenceFilters::unique);
        put(
                all,
                "min",
                "do_min",
                "@, value, case_sensitive=False, attribute=None",
                (c, a) -> extreme(c, a, "<"));
        put(
                all,
                "max",
                "do_max",
                "@, value, case_sensitive=False, attribute=None",
                (c, a) -> extreme(c, a, ">"));
        put(
                all,
                "groupby",
                "sync_do_groupby",
                "@, value, attribute, default=None, case_sensitive=False",
                SequenceFilters::groupBy);
        put(
                all,
                "sum",
                "sync_do_sum",
                "@, iterable, attribute=None, start=0",
                SequenceFilters::sum);
        put(all, "first", "sync_do_first", "@, seq", SequenceFilters::first);
        put(all, "last", "do_last", "@, seq", SequenceFilters::last);
        put(all, "random", "do_random", "@, seq", SequenceFilters::random);
        put(all, "reverse", "do_reverse", "value", (_, a) -> reverse(a[0]));
        put(all, "list", "sync_do_list", "value", (_, a) -> new PyList(PyValues.list(a[0])));
        put(all, "batch", "do_batch", "value, linecount, fill_with=None", (c, a) -> batch(a));
        put(all, "slice", "sync_do_slice", "value, slices, fill_with=None", (c, a) -> slice(a));
        put(all, "items", "do_items", "value", (_, a) -> items(a[0]));
        PyFunction length = PyFunction.of("len", "obj, /", (_, a) -> (long) PyValues.length(a[0]));
        all.put("length", length);
        all.put("count", length);
    }

    private static void put(
            Map<String, PyFunction> all,
            String name,
            String python,
            String parameters,
            PyFunction.Body body) {
        all.put(name, PyFunction.of(python, parameters, body));
    }

    private static UnaryOperator<@Nullable Object> caseOf(@Nullable Object sensitive) {
        return PyValues.truth(sensitive) ? value -> value : SequenceFilters::lowered;
    }

    private static @Nullable Object lowered(@Nullable Object value) {
        return switch (value) {
            case String text -> text.toLowerCase(java.util.Locale.ROOT);
            case Markup markup -> new Markup(markup.text().toLowerCase(java.util.Locale.ROOT));
            case null, default -> value;
        };
    }

    private static PyList sort(Context context, @Nullable Object[] a) {
        UnaryOperator<@Nullable Object> post = caseOf(a[2]);
        List<Attributes.Path> paths = Attributes.Path.listOf(a[3]);
        List<@Nullable Object> values = PyValues.list(a[0]);
        List<@Nullable Object> keys = new ArrayList<>(values.size());
        for (Object value : values) {
            List<@Nullable Object> key = new ArrayList<>(paths.size());
            for (Attributes.Path path : paths) {
                key.add(post.apply(path.get(context.environment(), value, null)));
            }
            keys.add(new PyList(key));
        }
        return new PyList(PyValues.sorted(values, keys, PyNumbers.index(a[1]) != 0));
    }

    private static PyList dictSort(@Nullable Object[] a) {
        int position;
        if (PyCompare.equal(a[2], "key")) {
            position = 0;
        } else if (PyCompare.equal(a[2], "value")) {
            position = 1;
        } else {
            throw new TemplateError(
                    "FilterArgumentError", "You can only sort by either \"key\" or \"value\"");
        }
        UnaryOperator<@Nullable Object> post = caseOf(a[1]);
        PyDict dict = PyDict.withItems(a[0]);
        List<@Nullable Object> pairs = new ArrayList<>();
        List<@Nullable Object> keys = new ArrayList<>();
        dict.pairs()
                .forEachRemaining(pair -> {
                    pairs.add(pair);
                    keys.add(
                            pair instanceof PyTuple tuple
                                    ? post.apply(tuple.items.get(position))
                                    : null);
                });
        return new PyList(PyValues.sorted(pairs, keys, PyValues.truth(a[3])));
    }

    private static Object unique(Context context, @Nullable Object[] a) {
        UnaryOperator<@Nullable Object> post = caseOf(a[1]);
        Attributes.Path path = Attributes.Path.of(a[2]);
        Object value = a[0];
        return Lazy.generator(
                "sync_do_unique",
                () -> {
                    PySet seen = new PySet(List.of());
                    return Lazy.filter(
                            PyValues.iterate(value),
                            item ->
                                    seen.add(
                                            post.apply(
                                                    path.get(context.environment(), item, null))));
                });
    }

    private static @Nullable Object extreme(
            Context context, @Nullable Object[] a, String operator) {
        Iterator<@Nullable Object> items = PyValues.iterate(a[0]);
        if (!items.hasNext()) {
            return context.environment().undefined("No aggregated item, sequence was empty.");
        }
        UnaryOperator<@Nullable Object> post = caseOf(a[1]);
        Attributes.Path path = Attributes.Path.of(a[2]);
        Object best = items.next();
        Object bestKey = post.apply(path.get(context.environment(), best, null));
        while (items.hasNext()) {
            Object item = items.next();
            Object key = post.apply(path.get(context.environment(), item, null));
            if (PyCompare.test(operator, key, bestKey)) {
                best = item;
                bestKey = key;
            }
        }
        return best;
    }

    private static PyList groupBy(Context context, @Nullable Object[] a) {
        Environment environment = context.environment();
        Attributes.Path path = Attributes.Path.of(a[1]);
        UnaryOperator<@Nullable Object> post = caseOf(a[3]);
        List<@Nullable Object> values = PyValues.list(a[0]);
        List<@Nullable Object> keys = new ArrayList<>();
        for (Object value : values) {
            keys.add(post.apply(path.get(environment, value, a[2])));
        }
        List<@Nullable Object> groups = new ArrayList<>();
        PyList group = new PyList();
        Object groupKey = Missing.MISSING;
        for (Object value : PyValues.sorted(values, keys, false)) {
            Object key = post.apply(path.get(environment, value, a[2]));
            if (groupKey == Missing.MISSING || !PyCompare.same(key, groupKey)) {
                group = new PyList();
                groupKey = key;
                Object shown = PyValues.truth(a[3]) ? key : path.get(environment, value, a[2]);
                groups.add(PyTuple.group(shown, group));
            }
            group.items.add(value);
        }
        return new PyList(groups);
    }

    private static @Nullable Object sum(Context context, @Nullable Object[] a) {
        if (PyValues.text(a[2]) != null) {
            throw TemplateError.type("sum() can't sum strings [use ''.join(seq) instead]");
        }
        if (a[2] instanceof PyBytes) {
            throw TemplateError.type("sum() can't sum bytes [use b''.join(seq) instead]");
        }
        Attributes.Path path = Attributes.Path.of(a[1]);
        Iterator<@Nullable Object> items = PyValues.iterate(a[0]);
        Object sum = a[2];
        while (items.hasNext()) {
            sum = PyOps.add(sum, path.get(context.environment(), items.next(), null));
        }
        return sum;
    }

    private static @Nullable Object first(Context context, @Nullable Object[] a) {
        Iterator<@Nullable Object> items = PyValues.iterate(a[0]);
        return items.hasNext()
                ? items.next()
                : context.environment().undefined("No first item, sequence was empty.");
    }

    private static @Nullable Object last(Context context, @Nullable Object[] a) {
        Iterator<@Nullable Object> items = reversed(a[0]);
        return items.hasNext()
                ? items.next()
                : context.environment().undefined("No last item, sequence was empty.");
    }

    private static @Nullable Object random(Context context, @Nullable Object[] a) {
        int length = PyValues.length(a[0]);
        if (length == 0) {
            return context.environment().undefined("No random item, sequence was empty.");
        }
        long index = java.util.concurrent.ThreadLocalRandom.current().nextInt(length);
        return Attributes.subscript(a[0], index);
    }

    /** {@code reversed(value)}. */
    private static Iterator<@Nullable Object> reversed(@Nullable Object value) {
        return switch (value) {
            case PyList _,
                    PyTuple _,
                    PyDict _,
                    PyRange _,
                    PyView _,
                    PyBytes _,
                    String _,
                    Markup _ ->
                    PyValues.list(value).reversed().iterator();
            case Undefined undefined ->
                    undefined.orStrict(Collections.<@Nullable Object>emptyIterator());
            case BlockReference.Self _ ->
                    throw TemplateError.type(
                            "object of type '" + PyValues.typeName(value) + "' has no len()");
            case null, default ->
                    throw TemplateError.type(
                            "'" + PyValues.typeName(value) + "' object is not reversible");
        };
    }

    private static Object reverse(@Nullable Object value) {
        String text = PyValues.text(value);
        if (text != null) {
            String reversed = PyStr.slice(text, new PySlice(null, null, -1L));
            return value instanceof Markup ? new Markup(reversed) : reversed;
        }
        String type =
                switch (value) {
                    case PyList _ -> "list_reverseiterator";
                    case PyDict dict ->
                            dict.isOrdered() ? "odict_iterator" : "dict_reversekeyiterator";
                    case PyTuple _, PyBytes _, Undefined _ -> "reversed";
                    case PyRange _ -> "range_iterator";
                    case PyView view when view.dict().isOrdered() -> "odict_iterator";
                    case PyView view ->
                            switch (view.kind()) {
                                case KEYS -> "dict_reversekeyiterator";
                                case VALUES -> "dict_reversevalueiterator";
                                case ITEMS -> "dict_reverseitemiterator";
                            };
                    case null, default -> null;
                };
        if (type != null) {
            return PyGenerator.iterator(type, reversed(value));
        }
        try {
            return new PyList(PyValues.list(value).reversed());
        } catch (TemplateError e) {
            throw e.is("TypeError")
                    ? new TemplateError("FilterArgumentError", "argument must be iterable")
                    : e;
        }
    }

    private static Object batch(@Nullable Object[] a) {
        return Lazy.generator("do_batch", () -> rows(PyValues.iterate(a[0]), a[1], a[2]));
    }

    private static Iterator<@Nullable Object> rows(
            Iterator<@Nullable Object> items, @Nullable Object size, @Nullable Object fill) {
        return new Iterator<>() {
            private PyList row = new PyList();

            @Override
            public boolean hasNext() {
                return items.hasNext() || !row.items.isEmpty();
            }

            @Override
            public Object next() {
                while (items.hasNext()) {
                    PyList full = row;
                    boolean isFull = PyCompare.equal((long) full.items.size(), size);
                    if (isFull) {
                        row = new PyList();
                    }
                    row.items.add(items.next());
                    if (isFull) {
                        return full;
                    }
                }
                PyList last = row;
                row = new PyList();
                if (fill != null && PyCompare.test("<", (long) last.items.size(), size)) {
                    int missing = Bounds.checkLength(PyNumbers.index(size) - last.items.size());
                    last.items.addAll(Collections.nCopies(missing, fill));
                }
                return last;
            }
        };
    }

    private static Object slice(@Nullable Object[] a) {
        return Lazy.generator(
                "sync_do_slice",
                () -> {
                    List<@Nullable Object> values = PyValues.list(a[0]);
                    long length = values.size();
                    Object perSlice = PyOps.floorDivide(length, a[1]);
                    Object extra = PyOps.modulo(length, a[1]);
                    long slices = PyNumbers.index(a[1]);
                    long size = PyNumbers.index(perSlice);
                    long withExtra = PyNumbers.index(extra);
                    Bounds.checkLength(slices);
                    List<@Nullable Object> columns = new ArrayList<>();
                    int from = 0;
                    for (long i = 0; i < slices; i++) {
                        int to = (int) (from + size + (i < withExtra ? 1 : 0));
                        PyList column = new PyList(values.subList(from, to));
                        if (a[2] != null && i >= withExtra) {
                            column.items.add(a[2]);
                        }
                        columns.add(column);
                        from = to;
                    }
                    return columns.iterator();
                });
    }

    private static Object items(@Nullable Object value) {
        return Lazy.generator(
                "do_items",
                () -> {
                    if (value instanceof Undefined) {
                        return Collections.emptyIterator();
                    }
                    if (value instanceof PyDict dict) {
                        return dict.pairs();
                    }
                    throw TemplateError.type("Can only get item pairs from a mapping.");
                });
    }
}
