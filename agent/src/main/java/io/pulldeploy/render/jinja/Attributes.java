package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Python's {@code getattr} and {@code []} on the engine's values. */
final class Attributes {
    /** Attributes that every Python object has; the sandbox refuses them by name. */
    private static final Set<String> INTERNAL =
            Set.of(
                    "__class__",
                    "__delattr__",
                    "__dir__",
                    "__doc__",
                    "__eq__",
                    "__format__",
                    "__ge__",
                    "__getattribute__",
                    "__getstate__",
                    "__gt__",
                    "__hash__",
                    "__init__",
                    "__init_subclass__",
                    "__le__",
                    "__lt__",
                    "__ne__",
                    "__new__",
                    "__reduce__",
                    "__reduce_ex__",
                    "__repr__",
                    "__setattr__",
                    "__sizeof__",
                    "__str__",
                    "__subclasshook__");

    private static final Set<String> FUNCTION =
            Set.of(
                    "__name__",
                    "__qualname__",
                    "__call__",
                    "__module__",
                    "__globals__",
                    "__code__",
                    "__closure__",
                    "__defaults__",
                    "__kwdefaults__",
                    "__annotations__",
                    "__dict__",
                    "__get__",
                    "__self__");

    private static final Set<String> CONTAINER =
            Set.of("__len__", "__iter__", "__contains__", "__getitem__");

    private Attributes() {}

    /** A way to a value within another, such as {@code "address.city"} or {@code 0}. */
    record Path(List<Object> parts) {
        static Path of(@Nullable Object attribute) {
            String text = PyValues.text(attribute);
            if (text == null) {
                return new Path(attribute == null ? List.of() : List.of(attribute));
            }
            List<Object> parts = new ArrayList<>();
            for (String part : PyStr.split(text, ".", -1)) {
                boolean number = !part.isEmpty() && part.chars().allMatch(Character::isDigit);
                parts.add(number ? PyConversion.parseInt(part, 10) : part);
            }
            return new Path(parts);
        }

        /** The paths of a list with commas. */
        static List<Path> listOf(@Nullable Object attributes) {
            String text = PyValues.text(attributes);
            return text == null
                    ? List.of(of(attributes))
                    : PyStr.split(text, ",", -1).stream().map(Path::of).toList();
        }

        @Nullable Object get(
                Environment environment, @Nullable Object start, @Nullable Object otherwise) {
            Object value = start;
            for (Object part : parts) {
                value = environment.getitem(value, part);
                if (otherwise != null && value instanceof Undefined) {
                    value = otherwise;
                }
            }
            return value;
        }
    }

    /** The attribute, or {@link Missing#MISSING}. */
    static @Nullable Object find(@Nullable Object owner, String name) {
        return switch (owner) {
            case String text -> method(text, name, PyStrMethods.NAMES);
            case Markup markup -> method(markup, name, PyMethod.MARKUP_NAMES);
            case PyDict dict ->
                    method(
                            dict,
                            name,
                            dict.isOrdered() ? PyDictMethods.ORDERED_NAMES : PyDictMethods.NAMES);
            case PyList list -> method(list, name, PyListMethods.NAMES);
            case PyTuple tuple -> {
                int field = tuple.names.indexOf(name);
                yield field >= 0
                        ? tuple.items.get(field)
                        : method(tuple, name, PyListMethods.TUPLE_NAMES);
            }
            case Number number -> PyNumberMethods.find(number, name);
            case Boolean flag -> PyNumberMethods.find(flag, name);
            case PySet set -> method(set, name, PySetMethods.NAMES);
            case PyBytes bytes -> method(bytes, name, PyBytesMethods.NAMES);
            case PyObject object -> object.attribute(name);
            case null, default -> Missing.MISSING;
        };
    }

    private static Object method(Object owner, String name, Set<String> names) {
        return names.contains(name) ? new PyMethod(owner, name) : Missing.MISSING;
    }

    /** Whether the sandbox would refuse an attribute that the object has in Python. */
    static boolean isInternal(@Nullable Object owner, String name) {
        return INTERNAL.contains(name)
                || (FUNCTION.contains(name) && owner instanceof PyInvocable)
                || (CONTAINER.contains(name)
                        && (owner instanceof String
                                || owner instanceof Markup
                                || owner instanceof PyDict
                                || owner instanceof PyList
                                || owner instanceof PyTuple
                                || owner instanceof PySet));
    }

    /** Python's {@code owner[key]}. */
    static @Nullable Object subscript(@Nullable Object owner, @Nullable Object key) {
        return switch (owner) {
            case PyDict dict -> {
                Object value = dict.get(key);
                if (value == Missing.MISSING) {
                    throw new TemplateError("KeyError", PyRepr.repr(key));
                }
                yield value;
            }
            case PyList list -> {
                if (key instanceof PySlice slice) {
                    yield new PyList(PySlice.take(list.items, slice.of(list.items.size())));
                }
                yield element(list.items, key, "list");
            }
            case PyTuple tuple -> {
                if (key instanceof PySlice slice) {
                    yield PyTuple.copyOf(PySlice.take(tuple.items, slice.of(tuple.items.size())));
                }
                yield element(tuple.items, key, "tuple");
            }
            case String text -> character(text, key);
            case Markup markup -> new Markup(character(markup.text(), key));
            case PyBytes bytes -> PyBytesMethods.subscript(bytes, key);
            case Undefined undefined -> throw undefined.error();
            case PySubscriptable object -> object.item(key);
            case null, default ->
                    throw TemplateError.type(
                            "'" + PyValues.typeName(owner) + "' object is not subscriptable");
        };
    }

    private static @Nullable Object element(
            List<? extends @Nullable Object> items, @Nullable Object key, String type) {
        if (!PyNumbers.isInt(key)) {
            throw TemplateError.type(
                    type + " indices must be integers or slices, not " + PyValues.typeName(key));
        }
        if (key instanceof BigInteger) {
            throw new TemplateError("IndexError", "cannot fit 'int' into an index-sized integer");
        }
        long index = PyNumbers.index(key);
        long at = index < 0 ? index + items.size() : index;
        if (at < 0 || at >= items.size()) {
            throw new TemplateError("IndexError", type + " index out of range");
        }
        return items.get((int) at);
    }

    private static String character(String text, @Nullable Object key) {
        if (key instanceof PySlice slice) {
            return PyStr.slice(text, slice);
        }
        if (!PyNumbers.isInt(key)) {
            throw TemplateError.type(
                    "string indices must be integers, not '" + PyValues.typeName(key) + "'");
        }
        if (key instanceof BigInteger) {
            throw new TemplateError("IndexError", "cannot fit 'int' into an index-sized integer");
        }
        return PyStr.at(text, PyNumbers.index(key));
    }
}
