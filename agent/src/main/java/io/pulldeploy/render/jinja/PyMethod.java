package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A method of a built-in type, bound to its object. */
record PyMethod(Object self, String name) implements PyInvocable {
    /** Methods that Markup has of its own, written in Python. */
    private static final Set<String> OF_MARKUP =
            Set.of(
                    "capitalize",
                    "casefold",
                    "center",
                    "expandtabs",
                    "join",
                    "ljust",
                    "lower",
                    "lstrip",
                    "partition",
                    "removeprefix",
                    "removesuffix",
                    "replace",
                    "rjust",
                    "rpartition",
                    "rsplit",
                    "rstrip",
                    "split",
                    "splitlines",
                    "strip",
                    "striptags",
                    "swapcase",
                    "title",
                    "translate",
                    "unescape",
                    "upper",
                    "zfill");

    static final Set<String> MARKUP_NAMES =
            Stream.concat(OF_MARKUP.stream(), PyStrMethods.NAMES.stream())
                    .collect(Collectors.toUnmodifiableSet());

    /** Methods that Markup has written in Python, which words its complaints otherwise. */
    private static final Set<String> WITHOUT_ARGUMENTS =
            Set.of("capitalize", "title", "lower", "upper", "swapcase", "casefold");

    @Override
    public String typeName() {
        if (isMarkups()) {
            return "method";
        }
        return name.startsWith("format") ? "function" : "builtin_function_or_method";
    }

    /** Whether Markup has it written in Python. */
    private boolean isMarkups() {
        return self instanceof Markup && OF_MARKUP.contains(name);
    }

    @Override
    public String repr() {
        if (isMarkups()) {
            return "<bound method Markup." + name + " of " + PyRepr.repr(self) + ">";
        }
        return "<built-in method "
                + name
                + " of "
                + PyValues.typeName(self)
                + " object at "
                + PyRepr.address(self)
                + ">";
    }

    @Override
    public @Nullable Object call(
            Context context, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
        Arguments arguments = new Arguments(args, kwargs);
        return switch (self) {
            case String text -> PyStrMethods.call(context.environment(), text, name, arguments);
            case Markup markup -> markup(context.environment(), markup, arguments);
            case PyDict dict -> PyDictMethods.call(dict, name, arguments);
            case PyList list -> PyListMethods.call(context, list, name, arguments);
            case PyTuple tuple -> PyListMethods.callTuple(tuple, name, arguments);
            case PySet set -> PySetMethods.call(set, name, arguments);
            case PyBytes bytes ->
                    PyBytesMethods.call(context.environment(), bytes, name, arguments);
            case PyRange range -> range.find(name, arguments.one("range." + name));
            default -> PyNumberMethods.call(self, name, arguments);
        };
    }

    /** Markup's methods are str's; what they insert is escaped, and what they give is Markup. */
    private @Nullable Object markup(Environment environment, Markup markup, Arguments a) {
        return switch (name) {
            case "format" ->
                    new Markup(
                            new PyFormatter(environment, true)
                                    .format(markup.text(), a.args(), a.kwargs()));
            case "format_map" ->
                    new Markup(
                            new PyFormatter(environment, true)
                                    .formatMap(markup.text(), a.one("Markup.format_map")));
            case "striptags" -> {
                Signature.of("Markup.striptags", "@").bind(a.args(), a.kwargs());
                yield HtmlFilters.stripTags(markup.text());
            }
            case "unescape" -> {
                Signature.of("Markup.unescape", "@").bind(a.args(), a.kwargs());
                yield HtmlEntities.unescape(markup.text());
            }
            case "join" -> {
                List<@Nullable Object> parts = new ArrayList<>();
                PyValues.iterate(a.one("Markup.join"))
                        .forEachRemaining(part -> parts.add(Markup.escape(part)));
                yield new Markup(PyStrMethods.join(markup.text(), new PyList(parts)));
            }
            default -> {
                if (WITHOUT_ARGUMENTS.contains(name)) {
                    Signature.of("Markup." + name, "@").bind(a.args(), a.kwargs());
                }
                List<@Nullable Object> args = new ArrayList<>(a.args());
                boolean inserts = List.of("replace", "center", "ljust", "rjust").contains(name);
                if (inserts && args.size() > 1) {
                    args.set(1, Markup.escape(args.get(1)));
                }
                Object result =
                        PyStrMethods.call(
                                environment, markup.text(), name, new Arguments(args, a.kwargs()));
                yield PyStrMethods.keepsMarkup(name) ? marked(result) : result;
            }
        };
    }

    private static @Nullable Object marked(@Nullable Object value) {
        return switch (value) {
            case String text -> new Markup(text);
            case PyList list -> new PyList(list.items.stream().map(PyMethod::marked).toList());
            case PyTuple tuple ->
                    PyTuple.copyOf(tuple.items.stream().map(PyMethod::marked).toList());
            case null, default -> value;
        };
    }

    /** Python's own keyword arguments of {@code dict(…)} and {@code dict.update(…)}. */
    static void update(PyDict dict, Arguments a, String name) {
        if (a.count() > 1) {
            throw TemplateError.type(name + " expected at most 1 argument, got " + a.count());
        }
        if (a.count() == 1) {
            switch (a.get(0)) {
                case PyDict other -> dict.putAll(other);
                case Undefined undefined -> throw undefined.error();
                case null, default -> pairs(dict, a.get(0));
            }
        }
        new LinkedHashMap<>(a.kwargs()).forEach(dict::put);
    }

    private static void pairs(PyDict dict, @Nullable Object source) {
        if (source instanceof DictType) {
            throw new DictType.Method("keys").withoutDict();
        }
        int index = 0;
        for (Object item : PyValues.list(source)) {
            List<@Nullable Object> pair;
            try {
                pair = PyValues.list(item);
            } catch (TemplateError e) {
                if (!e.is("TypeError") || dict.isOrdered()) {
                    throw e;
                }
                throw TemplateError.type(
                        "cannot convert dictionary update sequence element #"
                                + index
                                + " to a sequence");
            }
            if (pair.size() != 2 && dict.isOrdered()) {
                throw TemplateError.value(
                        pair.size() > 2
                                ? "too many values to unpack (expected 2)"
                                : "need more than "
                                        + pair.size()
                                        + (pair.size() == 1 ? " value" : " values")
                                        + " to unpack");
            }
            if (pair.size() != 2) {
                throw TemplateError.value(
                        "dictionary update sequence element #"
                                + index
                                + " has length "
                                + pair.size()
                                + "; 2 is required");
            }
            dict.put(pair.get(0), pair.get(1));
            index++;
        }
    }
}
