package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** The filters that apply other filters and tests to each item: map, select, reject and kin. */
final class SelectFilters {
    private SelectFilters() {}

    static void addTo(Map<String, PyFunction> all) {
        String parameters = "@, value, *args, **kwargs";
        all.put("map", PyFunction.of("sync_do_map", parameters, SelectFilters::map));
        select(all, "select", true, false);
        select(all, "reject", false, false);
        select(all, "selectattr", true, true);
        select(all, "rejectattr", false, true);
    }

    private static void select(
            Map<String, PyFunction> all, String name, boolean wanted, boolean byAttribute) {
        String python = "sync_do_" + name;
        all.put(
                name,
                PyFunction.of(
                        python,
                        "@, value, *args, **kwargs",
                        (context, a) ->
                                Lazy.generator(
                                        "select_or_reject",
                                        () -> {
                                            if (!PyValues.truth(a[0])) {
                                                return Collections.emptyIterator();
                                            }
                                            Predicate<@Nullable Object> test =
                                                    test(context, a, byAttribute);
                                            return Lazy.filter(
                                                    PyValues.iterate(a[0]),
                                                    item -> test.test(item) == wanted);
                                        })));
    }

    private static List<@Nullable Object> positional(@Nullable Object[] a) {
        return a[1] instanceof PyTuple tuple ? tuple.items : List.of();
    }

    private static Map<String, @Nullable Object> named(@Nullable Object[] a) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        if (a[2] instanceof PyDict dict) {
            dict.entries()
                    .forEach(entry -> named.put(PyRepr.str(entry.getKey()), entry.getValue()));
        }
        return named;
    }

    private static Predicate<@Nullable Object> test(
            Context context, @Nullable Object[] a, boolean byAttribute) {
        List<@Nullable Object> args = positional(a);
        Map<String, @Nullable Object> kwargs = named(a);
        Attributes.Path path = Attributes.Path.of(null);
        if (byAttribute) {
            if (args.isEmpty()) {
                throw new TemplateError(
                        "FilterArgumentError", "Missing parameter for attribute name");
            }
            path = Attributes.Path.of(args.getFirst());
            args = args.subList(1, args.size());
        }
        Attributes.Path getter = path;
        Environment environment = context.environment();
        if (args.isEmpty()) {
            return item -> PyValues.truth(getter.get(environment, item, null));
        }
        Object name = args.getFirst();
        List<@Nullable Object> rest = args.subList(1, args.size());
        return item ->
                PyValues.truth(
                        environment.test(
                                context,
                                name,
                                with(getter.get(environment, item, null), rest),
                                kwargs));
    }

    private static List<@Nullable Object> with(
            @Nullable Object first, List<@Nullable Object> rest) {
        List<@Nullable Object> all = new ArrayList<>(rest.size() + 1);
        all.add(first);
        all.addAll(rest);
        return all;
    }

    private static Object map(Context context, @Nullable Object[] a) {
        return Lazy.generator(
                "sync_do_map",
                () -> {
                    if (!PyValues.truth(a[0])) {
                        return Collections.emptyIterator();
                    }
                    Function<@Nullable Object, @Nullable Object> function = mapper(context, a);
                    Iterator<@Nullable Object> items = PyValues.iterate(a[0]);
                    return Lazy.map(items, function);
                });
    }

    private static Function<@Nullable Object, @Nullable Object> mapper(
            Context context, @Nullable Object[] a) {
        List<@Nullable Object> args = positional(a);
        Map<String, @Nullable Object> kwargs = named(a);
        Environment environment = context.environment();
        if (args.isEmpty() && kwargs.containsKey("attribute")) {
            Attributes.Path path = Attributes.Path.of(kwargs.remove("attribute"));
            Object otherwise = kwargs.remove("default");
            if (!kwargs.isEmpty()) {
                throw new TemplateError(
                        "FilterArgumentError",
                        "Unexpected keyword argument "
                                + PyRepr.repr(kwargs.keySet().iterator().next()));
            }
            return item -> path.get(environment, item, otherwise);
        }
        if (args.isEmpty()) {
            throw new TemplateError("FilterArgumentError", "map requires a filter argument");
        }
        Object name = args.getFirst();
        List<@Nullable Object> rest = args.subList(1, args.size());
        return item -> environment.filter(context, name, with(item, rest), kwargs);
    }
}
