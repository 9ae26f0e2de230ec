package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The filters that are methods of str in other words. */
final class StringFilters {
    private static final Pattern WORD_START = Pattern.compile("[-\\s({\\[<]+");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]+");

    private StringFilters() {}

    static void addTo(Map<String, PyFunction> all) {
        add(all, "capitalize", "do_capitalize", "s", a -> on(a[0], PyCase::capitalize));
        add(all, "lower", "do_lower", "s", a -> on(a[0], s -> s.toLowerCase(Locale.ROOT)));
        add(all, "upper", "do_upper", "s", a -> on(a[0], s -> s.toUpperCase(Locale.ROOT)));
        add(all, "title", "do_title", "s", a -> title(PyRepr.str(a[0])));
        add(
                all,
                "trim",
                "do_trim",
                "value, chars=None",
                a ->
                        on(
                                a[0],
                                s ->
                                        PyStr.strip(
                                                s,
                                                a[1] == null ? null : stripped(a[1]),
                                                true,
                                                true)));
        add(
                all,
                "center",
                "do_center",
                "value, width=80",
                a -> on(a[0], s -> PyStr.pad(s, PyNumbers.index(a[1]), ' ', true, true)));
        add(
                all,
                "wordcount",
                "do_wordcount",
                "s",
                a -> WORD.matcher(PyRepr.str(a[0])).results().count());
        add(
                all,
                "string",
                "soft_str",
                "s",
                a -> PyValues.text(a[0]) != null ? a[0] : PyRepr.str(a[0]));
        all.put(
                "format",
                PyFunction.of("do_format", "value, *args, **kwargs", (_, a) -> format(a)));
        all.put(
                "replace",
                PyFunction.of("do_replace", "@, s, old, new, count=None", StringFilters::replace));
        all.put(
                "join",
                PyFunction.of(
                        "sync_do_join", "@, value, d='', attribute=None", StringFilters::join));
    }

    private interface Simple {
        @Nullable Object apply(@Nullable Object[] args);
    }

    private static void add(
            Map<String, PyFunction> all, String name, String python, String parameters, Simple f) {
        all.put(name, PyFunction.of(python, parameters, (_, args) -> f.apply(args)));
    }

    /** Applies to {@code soft_str(value)}: Markup stays Markup. */
    private static Object on(
            @Nullable Object value, java.util.function.UnaryOperator<String> operation) {
        String result = operation.apply(PyRepr.str(value));
        return value instanceof Markup ? new Markup(result) : result;
    }

    private static String stripped(@Nullable Object characters) {
        String text = PyValues.text(characters);
        if (text == null) {
            throw TemplateError.type("strip arg must be None or str");
        }
        return text;
    }

    private static String title(String text) {
        StringBuilder out = new StringBuilder(text.length());
        Matcher separators = WORD_START.matcher(text);
        int from = 0;
        while (separators.find()) {
            out.append(PyCase.capitalizeWord(text.substring(from, separators.start())));
            out.append(separators.group());
            from = separators.end();
        }
        return out.append(PyCase.capitalizeWord(text.substring(from))).toString();
    }

    private static @Nullable Object format(@Nullable Object[] a) {
        PyTuple args = (PyTuple) java.util.Objects.requireNonNull(a[1]);
        PyDict kwargs = (PyDict) java.util.Objects.requireNonNull(a[2]);
        if (!args.items.isEmpty() && kwargs.size() > 0) {
            throw new TemplateError(
                    "FilterArgumentError",
                    "can't handle positional and keyword arguments at the same time");
        }
        Object text = PyValues.text(a[0]) != null ? a[0] : PyRepr.str(a[0]);
        return PyOps.modulo(text, kwargs.size() > 0 ? kwargs : args);
    }

    private static Object replace(Context context, @Nullable Object[] a) {
        long count = a[3] == null ? -1 : PyNumbers.index(a[3]);
        if (!context.autoescape()) {
            return PyStr.replace(PyRepr.str(a[0]), PyRepr.str(a[1]), PyRepr.str(a[2]), count);
        }
        boolean escaped = Markup.hasHtml(a[1]) || (Markup.hasHtml(a[2]) && !Markup.hasHtml(a[0]));
        if (!escaped && !(a[0] instanceof Markup)) {
            return PyStr.replace(PyRepr.str(a[0]), PyRepr.str(a[1]), PyRepr.str(a[2]), count);
        }
        return new Markup(
                PyStr.replace(
                        Markup.escape(a[0]).text(),
                        PyRepr.str(a[1]),
                        Markup.escape(a[2]).text(),
                        count));
    }

    private static Object join(Context context, @Nullable Object[] a) {
        Iterator<@Nullable Object> items = PyValues.iterate(a[0]);
        if (a[2] != null) {
            Attributes.Path path = Attributes.Path.of(a[2]);
            Iterator<@Nullable Object> owners = items;
            items = Lazy.map(owners, item -> path.get(context.environment(), item, null));
        }
        if (!context.autoescape()) {
            String separator = PyRepr.str(a[1]);
            StringBuilder out = new StringBuilder();
            boolean first = true;
            while (items.hasNext()) {
                if (!first) {
                    out.append(separator);
                }
                first = false;
                out.append(PyRepr.str(items.next()));
                Bounds.checkLength(out.length());
            }
            return out.toString();
        }
        List<@Nullable Object> values = new ArrayList<>();
        items.forEachRemaining(values::add);
        if (!Markup.hasHtml(a[1]) && values.stream().noneMatch(Markup::hasHtml)) {
            return PyStrMethods.join(
                    PyRepr.str(a[1]), new PyList(values.stream().map(PyRepr::str).toList()));
        }
        return new Markup(
                PyStrMethods.join(
                        Markup.escape(a[1]).text(),
                        new PyList(values.stream().map(v -> Markup.escape(v).text()).toList())));
    }
}
