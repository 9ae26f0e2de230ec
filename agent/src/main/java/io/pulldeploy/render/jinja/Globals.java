package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Jinja2's own globals: range, dict, lipsum, cycler, joiner and namespace. */
final class Globals {
    static final Map<String, @Nullable Object> ALL = all();

    private Globals() {}

    private static Map<String, @Nullable Object> all() {
        Map<String, @Nullable Object> all = new HashMap<>();
        all.put(
                "range",
                PyFunction.of("safe_range", "*args", (_, a) -> PyRange.of(PyValues.list(a[0]))));
        all.put("dict", new DictType());
        all.put(
                "namespace",
                new Type(
                        "jinja2.utils.Namespace",
                        (args, kwargs) ->
                                new Namespace(PyDict.made(PyDict.Kind.DICT, args, kwargs))));
        all.put(
                "cycler",
                new Type("jinja2.utils.Cycler", (args, kwargs) -> new Cycler(args, kwargs)));
        all.put(
                "joiner",
                new Type(
                        "jinja2.utils.Joiner",
                        (args, kwargs) ->
                                new Joiner(
                                        Signature.of("Joiner.__init__", "@, sep=', '")
                                                .bind(args, kwargs)[0])));
        all.put(
                "lipsum",
                PyFunction.of(
                        "generate_lorem_ipsum",
                        "n=5, html=True, min=20, max=100",
                        (_, a) -> LoremIpsum.generate(a)));
        return all;
    }

    /** A class that templates call. */
    record Type(String qualifiedName, Constructor constructor) implements PyInvocable {
        @FunctionalInterface
        interface Constructor {
            Object make(List<@Nullable Object> args, Map<String, @Nullable Object> kwargs);
        }

        @Override
        public String typeName() {
            return "type";
        }

        @Override
        public String repr() {
            return "<class '" + qualifiedName + "'>";
        }

        @Override
        public Object call(
                Context context,
                List<@Nullable Object> args,
                Map<String, @Nullable Object> kwargs) {
            return constructor.make(args, kwargs);
        }
    }

    /** Hands out its items one after the other, for ever. */
    static final class Cycler implements PyObject {
        private final List<@Nullable Object> items;
        private int position;

        Cycler(List<@Nullable Object> items, Map<String, @Nullable Object> kwargs) {
            Signature.of("Cycler.__init__", "@, *items").bind(items, kwargs);
            if (items.isEmpty()) {
                throw new TemplateError("RuntimeError", "at least one item has to be provided");
            }
            this.items = items;
        }

        @Override
        public String typeName() {
            return "Cycler";
        }

        @Override
        public String description() {
            return "jinja2.utils.Cycler object";
        }

        @Override
        public String repr() {
            return "<" + description() + " at " + PyRepr.address(this) + ">";
        }

        @Override
        public @Nullable Object attribute(String name) {
            return switch (name) {
                case "current" -> items.get(position);
                case "pos" -> (long) position;
                case "items" -> PyTuple.copyOf(items);
                case "next" -> PyFunction.of("Cycler.next", "@", (_, _) -> next());
                case "reset" ->
                        PyFunction.of(
                                "Cycler.reset",
                                "@",
                                (_, _) -> {
                                    position = 0;
                                    return null;
                                });
                default -> Missing.MISSING;
            };
        }

        private @Nullable Object next() {
            Object item = items.get(position);
            position = (position + 1) % items.size();
            return item;
        }
    }

    /** Nothing when first called, then a separator. */
    static final class Joiner implements PyInvocable {
        private final @Nullable Object separator;
        private boolean used;

        Joiner(@Nullable Object separator) {
            this.separator = separator;
        }

        @Override
        public String typeName() {
            return "Joiner";
        }

        @Override
        public String description() {
            return "jinja2.utils.Joiner object";
        }

        @Override
        public String repr() {
            return "<" + description() + " at " + PyRepr.address(this) + ">";
        }

        @Override
        public @Nullable Object attribute(String name) {
            return switch (name) {
                case "sep" -> separator;
                case "used" -> used;
                default -> Missing.MISSING;
            };
        }

        @Override
        public @Nullable Object call(
                Context context,
                List<@Nullable Object> args,
                Map<String, @Nullable Object> kwargs) {
            Signature.of("Joiner.__call__", "@").bind(args, new LinkedHashMap<>(kwargs));
            boolean first = !used;
            used = true;
            return first ? "" : separator;
        }
    }
}
