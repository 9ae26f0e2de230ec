package io.pulldeploy.render.jinja;

import io.pulldeploy.model.AggregatedList;
import io.pulldeploy.model.AggregatedMap;
import io.pulldeploy.model.OrderedDict;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The engine's values, and what Python's built-in functions say about them.
 *
 * <p>A value is null (None), Boolean, Long or BigInteger (int), Double (float), String or {@link
 * Markup} (str), {@link PyBytes}, {@link PyList}, {@link PyTuple}, {@link PyDict}, {@link PySet},
 * {@link Undefined}, a {@link PyObject} or a {@link PyCallable}.
 */
public final class PyValues {
    private PyValues() {}

    /** The engine's value for a plain Java value; maps are read lazily, lists are copied. */
    public static @Nullable Object fromJava(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String text -> text;
            case Integer number -> (long) number;
            case Short number -> (long) number;
            case Byte number -> (long) number;
            case Float number -> (double) number;
            case BigInteger number -> PyNumbers.narrow(number);
            case byte[] data -> new PyBytes(data);
            case Map<?, ?> map -> PyDict.of(map);
            case Set<?> set -> new PySet(fromJava(set));
            case Collection<?> collection ->
                    new PyList(fromJava(collection), collection instanceof AggregatedList);
            default -> value;
        };
    }

    private static List<@Nullable Object> fromJava(Collection<?> values) {
        List<@Nullable Object> converted = new ArrayList<>(values.size());
        for (Object value : values) {
            converted.add(fromJava(value));
        }
        return converted;
    }

    /**
     * The plain immutable Java value for an engine's value: tuples, sets and iterators become
     * lists; callables and objects stay what they are.
     *
     * @throws TemplateError the UndefinedError of an undefined value
     */
    public static @Nullable Object toJava(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String text -> text;
            case Markup markup -> markup.text();
            case PyBytes bytes -> bytes.data().clone();
            case PyDict dict -> {
                Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
                for (Map.Entry<@Nullable Object, @Nullable Object> entry : dict.entries()) {
                    map.put(toJava(entry.getKey()), toJava(entry.getValue()));
                }
                Map<@Nullable Object, @Nullable Object> made = Collections.unmodifiableMap(map);
                if (dict.isOrdered()) {
                    yield new OrderedDict(made);
                }
                yield dict.isAggregated() ? new AggregatedMap(made) : made;
            }
            case PyList list -> {
                List<@Nullable Object> made = toJava(list.items);
                yield list.isAggregated ? new AggregatedList(made) : made;
            }
            case PyTuple tuple -> toJava(tuple.items);
            case PySet set -> toJava(list(set));
            case PyIterable iterable -> toJava(list(iterable));
            case Undefined undefined -> throw undefined.error();
            default -> value;
        };
    }

    private static List<@Nullable Object> toJava(List<? extends @Nullable Object> values) {
        List<@Nullable Object> converted = new ArrayList<>(values.size());
        for (Object value : values) {
            converted.add(toJava(value));
        }
        return Collections.unmodifiableList(converted);
    }

    /** {@code bool(value)}. */
    public static boolean truth(@Nullable Object value) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        return switch (value) {
            case null -> false;
            case String text -> !text.isEmpty();
            case Long number -> number != 0;
            case Double number -> number != 0;
            case Markup markup -> !markup.text().isEmpty();
            case PyList list -> !list.items.isEmpty();
            case PyTuple tuple -> !tuple.items.isEmpty();
            case PyDict dict -> dict.size() != 0;
            case PySet set -> set.size() != 0;
            case PyBytes bytes -> bytes.data().length != 0;
            case Undefined undefined -> undefined.orStrict(false);
            case PyIterable iterable -> iterable.length() != 0 && iterable.truth();
            case PyObject object -> object.truth();
            default -> true;
        };
    }

    /** {@code str(value)}. */
    public static String str(@Nullable Object value) {
        return PyRepr.str(value);
    }

    /** {@code repr(value)}. */
    public static String repr(@Nullable Object value) {
        return PyRepr.repr(value);
    }

    /** {@code type(value).__name__}. */
    public static String typeName(@Nullable Object value) {
        return switch (value) {
            case null -> "NoneType";
            case String _ -> "str";
            case Boolean _ -> "bool";
            case Long _, BigInteger _ -> "int";
            case Double _ -> "float";
            case Markup _ -> "Markup";
            case PyBytes _ -> "bytes";
            case PyList _ -> "list";
            case PyTuple tuple -> tuple.names.isEmpty() ? "tuple" : "_GroupTuple";
            case PyDict dict -> dict.kind().typeName();
            case PySet _ -> "set";
            case PySlice _ -> "slice";
            case Undefined undefined -> undefined.strict() ? "StrictUndefined" : "Undefined";
            case PyObject object -> object.typeName();
            case PyCallable _ -> "function";
            default -> value.getClass().getSimpleName();
        };
    }

    /** {@code type(value).__name__} after its module, unless that is Python's own. */
    public static String qualifiedTypeName(@Nullable Object value) {
        String description = value == null ? typeName(value) : describe(value);
        return description.endsWith(" object")
                ? description.substring(0, description.length() - " object".length())
                : description;
    }

    /** How an undefined attribute's message names its owner. */
    static String describe(@Nullable Object value) {
        return switch (value) {
            case null -> "None";
            case Markup _ -> "markupsafe.Markup object";
            case Undefined _ -> "jinja2.runtime." + typeName(value) + " object";
            case PyTuple tuple when !tuple.names.isEmpty() -> "jinja2.filters._GroupTuple object";
            case PyDict dict -> dict.kind().description();
            case PyObject object -> object.description();
            default -> typeName(value) + " object";
        };
    }

    /** The text of a str (or Markup), or null for anything else. */
    public static @Nullable String text(@Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        return value instanceof Markup markup ? markup.text() : null;
    }

    /** {@code iter(value)}: strings by character, dicts by key. */
    public static Iterator<@Nullable Object> iterate(@Nullable Object value) {
        return switch (value) {
            case PyList list -> list.iterate();
            case PyTuple tuple -> tuple.items.iterator();
            case PyDict dict -> dict.keys();
            case String text -> PyStr.characters(text).iterator();
            case Markup markup -> PyStr.characters(markup.text()).iterator();
            case PySet set -> set.iterate();
            case PyIterable iterable -> iterable.iterate();
            case PyBytes bytes -> byteValues(bytes).iterator();
            case Undefined undefined ->
                    undefined.orStrict(Collections.<@Nullable Object>emptyIterator());
            case null, default ->
                    throw TemplateError.type("'" + typeName(value) + "' object is not iterable");
        };
    }

    private static List<@Nullable Object> byteValues(PyBytes bytes) {
        List<@Nullable Object> values = new ArrayList<>(bytes.data().length);
        for (byte b : bytes.data()) {
            values.add((long) (b & 0xff));
        }
        return values;
    }

    /** {@code list(value)}, as a Java list of its own. */
    public static List<@Nullable Object> list(@Nullable Object value) {
        if (value instanceof PyList list) {
            return new ArrayList<>(list.items);
        }
        List<@Nullable Object> items = new ArrayList<>();
        Iterator<@Nullable Object> iterator = iterate(value);
        while (iterator.hasNext()) {
            items.add(iterator.next());
            Bounds.checkLength(items.size());
        }
        return items;
    }

    /** {@code len(value)}. */
    public static int length(@Nullable Object value) {
        int length =
                switch (value) {
                    case String text -> PyStr.length(text);
                    case Markup markup -> PyStr.length(markup.text());
                    case PyList list -> list.items.size();
                    case PyTuple tuple -> tuple.items.size();
                    case PyDict dict -> dict.size();
                    case PySet set -> set.size();
                    case PyBytes bytes -> bytes.data().length;
                    case PyIterable iterable -> iterable.length();
                    case Undefined undefined -> undefined.orStrict(0);
                    case null, default -> -1;
                };
        if (length < 0) {
            throw TemplateError.type("object of type '" + typeName(value) + "' has no len()");
        }
        return length;
    }

    /** Whether Python's {@code callable()} holds. */
    public static boolean isCallable(@Nullable Object value) {
        return value instanceof PyInvocable
                || value instanceof PyCallable
                || value instanceof Undefined;
    }

    /** {@code value(*args, **kwargs)}; a {@link PyCallable} gets plain Java values. */
    public static @Nullable Object call(
            Context context,
            @Nullable Object value,
            List<@Nullable Object> args,
            Map<String, @Nullable Object> kwargs) {
        return switch (value) {
            case PyInvocable invocable -> invocable.call(context, args, kwargs);
            case PyCallable callable -> {
                Map<String, @Nullable Object> plain = new LinkedHashMap<>();
                kwargs.forEach((name, argument) -> plain.put(name, toJava(argument)));
                yield fromJava(callable.call(toJava(args), plain));
            }
            case Undefined undefined -> throw undefined.error();
            case null, default ->
                    throw TemplateError.type("'" + typeName(value) + "' object is not callable");
        };
    }

    /** {@code a == b}. */
    public static boolean equal(@Nullable Object a, @Nullable Object b) {
        return PyCompare.equal(a, b);
    }

    /** {@code a < b}. */
    public static boolean less(@Nullable Object a, @Nullable Object b) {
        return PyCompare.less(a, b);
    }

    /** {@code getattr(owner, name)}, or {@link Missing#MISSING}. */
    public static @Nullable Object attribute(@Nullable Object owner, String name) {
        return Attributes.find(owner, name);
    }

    /** {@code a + b}. */
    public static @Nullable Object add(@Nullable Object a, @Nullable Object b) {
        return PyOps.add(a, b);
    }

    /** {@code owner[key]}. */
    public static @Nullable Object item(@Nullable Object owner, @Nullable Object key) {
        return Attributes.subscript(owner, key);
    }

    /** {@code item in container}. */
    public static boolean contains(@Nullable Object container, @Nullable Object item) {
        return switch (container) {
            case PyDict dict -> dict.containsKey(item);
            case PySet set -> set.contains(item);
            case PySubscriptable object -> object.contains(item);
            case Undefined undefined -> undefined.orStrict(false);
            case String text -> PyStr.contains(text, item);
            case Markup markup -> PyStr.contains(markup.text(), item);
            case PyBytes bytes -> bytesContain(bytes, item);
            case PyView view when view.isSet() -> view.contains(item);
            case PyList _, PyTuple _, PyIterable _ -> {
                Iterator<@Nullable Object> iterator = iterate(container);
                while (iterator.hasNext()) {
                    if (PyCompare.same(iterator.next(), item)) {
                        yield true;
                    }
                }
                yield false;
            }
            case null, default ->
                    throw TemplateError.type(
                            "argument of type '" + typeName(container) + "' is not iterable");
        };
    }

    private static boolean bytesContain(PyBytes bytes, @Nullable Object item) {
        if (item instanceof PyBytes part) {
            return new String(bytes.data(), java.nio.charset.StandardCharsets.ISO_8859_1)
                    .contains(
                            new String(part.data(), java.nio.charset.StandardCharsets.ISO_8859_1));
        }
        if (PyNumbers.isInt(item)) {
            if (PyNumbers.compare(item, 0L) < 0 || PyNumbers.compare(item, 255L) > 0) {
                throw TemplateError.value("byte must be in range(0, 256)");
            }
            return byteValues(bytes).contains(PyNumbers.plain(item));
        }
        throw TemplateError.type("a bytes-like object is required, not '" + typeName(item) + "'");
    }

    /**
     * {@code sorted(values, key=…)}, with Python's own order of comparisons.
     *
     * @param keys what {@code values} are compared by, one each
     */
    public static List<@Nullable Object> sorted(
            List<@Nullable Object> values, List<? extends @Nullable Object> keys, boolean reverse) {
        record Keyed(@Nullable Object value, @Nullable Object key) {}
        Keyed[] sorted = new Keyed[values.size()];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = new Keyed(values.get(i), keys.get(i));
        }
        if (reverse) {
            Collections.reverse(Arrays.asList(sorted));
        }
        Arrays.sort(sorted, (a, b) -> PyCompare.order(a.key(), b.key()));
        if (reverse) {
            Collections.reverse(Arrays.asList(sorted));
        }
        List<@Nullable Object> result = new ArrayList<>(sorted.length);
        for (Keyed keyed : sorted) {
            result.add(keyed.value());
        }
        return result;
    }

    /** {@code sorted(values)}. */
    public static List<@Nullable Object> sorted(Collection<? extends @Nullable Object> values) {
        List<@Nullable Object> items = new ArrayList<>(values);
        return sorted(items, items, false);
    }
}
