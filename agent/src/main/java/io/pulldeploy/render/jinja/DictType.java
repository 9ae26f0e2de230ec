package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Python's class {@code dict}, with its methods before they belong to a dict. */
record DictType() implements PyInvocable, PySubscriptable {
    @Override
    public String typeName() {
        return "type";
    }

    @Override
    public String repr() {
        return "<class 'dict'>";
    }

    @Override
    public Object call(
            Context context, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
        return PyDict.made(PyDict.Kind.DICT, args, kwargs);
    }

    @Override
    public @Nullable Object attribute(String name) {
        if (name.equals("fromkeys")) {
            return new PyMethod(new PyDict(), name);
        }
        return PyDictMethods.NAMES.contains(name) ? new Method(name) : Missing.MISSING;
    }

    /** {@code dict[key]} is a type of its own, whatever the key. */
    @Override
    public Object item(@Nullable Object key) {
        return new Alias(this, key, false);
    }

    @Override
    public boolean contains(@Nullable Object key) {
        throw TemplateError.type("argument of type 'type' is not iterable");
    }

    /** Python's {@code dict[…]}, which makes dicts too. */
    private record Alias(DictType origin, @Nullable Object arguments, boolean unpacked)
            implements PyInvocable, PyIterable, PySubscriptable {
        @Override
        public String typeName() {
            return "types.GenericAlias";
        }

        @Override
        public String repr() {
            List<@Nullable Object> all =
                    arguments instanceof PyTuple tuple && !tuple.items.isEmpty()
                            ? tuple.items
                            : Collections.singletonList(arguments);
            return all.stream()
                    .map(argument -> argument instanceof DictType ? "dict" : PyRepr.repr(argument))
                    .collect(Collectors.joining(", ", unpacked ? "*dict[" : "dict[", "]"));
        }

        @Override
        public Object call(
                Context context,
                List<@Nullable Object> args,
                Map<String, @Nullable Object> kwargs) {
            return origin.call(context, args, kwargs);
        }

        @Override
        public @Nullable Object attribute(String name) {
            return origin.attribute(name);
        }

        @Override
        public Object item(@Nullable Object key) {
            throw TemplateError.type(repr() + " is not a generic class");
        }

        @Override
        public boolean contains(@Nullable Object key) {
            return false;
        }

        /** The type itself, unpacked. */
        @Override
        public Iterator<@Nullable Object> iterate() {
            return List.<@Nullable Object>of(new Alias(origin, arguments, true)).iterator();
        }
    }

    /** A method whose first argument is the dict that it works on. */
    record Method(String name) implements PyInvocable {
        @Override
        public String typeName() {
            return "method_descriptor";
        }

        @Override
        public String repr() {
            return "<method '" + name + "' of 'dict' objects>";
        }

        @Override
        public @Nullable Object call(
                Context context,
                List<@Nullable Object> args,
                Map<String, @Nullable Object> kwargs) {
            if (args.isEmpty()) {
                throw withoutDict();
            }
            if (!(args.getFirst() instanceof PyDict dict)) {
                throw TemplateError.type(
                        "descriptor '"
                                + name
                                + "' for 'dict' objects doesn't apply to a '"
                                + PyValues.typeName(args.getFirst())
                                + "' object");
            }
            return PyDictMethods.call(
                    dict, name, new Arguments(args.subList(1, args.size()), kwargs));
        }

        TemplateError withoutDict() {
            return TemplateError.type("unbound method dict." + name + "() needs an argument");
        }
    }
}
