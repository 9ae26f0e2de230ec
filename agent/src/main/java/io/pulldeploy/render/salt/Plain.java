package io.pulldeploy.render.salt;

import io.pulldeploy.model.OrderedDict;
import io.pulldeploy.render.jinja.Markup;
import io.pulldeploy.render.jinja.PyBytes;
import io.pulldeploy.render.jinja.PyDict;
import io.pulldeploy.render.jinja.PyList;
import io.pulldeploy.render.jinja.PySet;
import io.pulldeploy.render.jinja.PyTuple;
import io.pulldeploy.render.jinja.PyValues;
import io.pulldeploy.render.jinja.Undefined;
import io.pulldeploy.render.jmespath.JmesPath;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The engine's values as the YAML and JSON writers take them. */
final class Plain {
    /** A value that a writer does not know; its name is that of its Python type. */
    private record Unknown(String name) {
        @Override
        public String toString() {
            return name;
        }
    }

    // The same collection in two places stays one, which YAML shows as an alias.
    private final IdentityHashMap<Object, Object> known = new IdentityHashMap<>();

    /** For YAML, where PyYAML knows no subclass of str and no lazy sequence. */
    @Nullable Object forYaml(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String _, Boolean _, Long _, BigInteger _, Double _ -> value;
            case PyBytes bytes -> bytes.data();
            case PyList list -> collection(list, list.items().isEmpty(), () -> items(list.items()));
            case PyTuple tuple when !tuple.isNamed() ->
                    collection(tuple, tuple.items().isEmpty(), () -> items(tuple.items()));
            case PySet set -> members(set);
            case PyDict dict -> collection(dict, false, () -> entries(dict));
            default -> new Unknown(PyValues.typeName(value));
        };
    }

    private interface Maker {
        Object make();
    }

    private Object collection(Object from, boolean fresh, Maker maker) {
        Object made = known.get(from);
        if (made == null) {
            made = maker.make();
            if (!fresh) {
                known.put(from, made);
            }
        }
        return made;
    }

    private List<@Nullable Object> items(List<? extends @Nullable Object> items) {
        List<@Nullable Object> list = new ArrayList<>(items.size());
        items.forEach(item -> list.add(forYaml(item)));
        return list;
    }

    private Set<@Nullable Object> members(PySet set) {
        Set<@Nullable Object> members = new LinkedHashSet<>();
        Iterator<@Nullable Object> items = set.iterate();
        while (items.hasNext()) {
            members.add(forYaml(items.next()));
        }
        return members;
    }

    private Map<@Nullable Object, @Nullable Object> entries(PyDict dict) {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (Map.Entry<@Nullable Object, @Nullable Object> entry : dict.entries()) {
            map.put(forYaml(entry.getKey()), forYaml(entry.getValue()));
        }
        return dict.isOrdered() ? new OrderedDict(map) : map;
    }

    /**
     * For JSON, which takes tuples for lists and refuses sets, bytes and lazy sequences with
     * Python's TypeError.
     */
    static @Nullable Object forJson(@Nullable Object value, boolean sorted) {
        return switch (value) {
            case null -> null;
            case String _, Boolean _, Long _, BigInteger _, Double _ -> value;
            case Markup markup -> markup.text();
            case PyList list -> jsonItems(list.items(), sorted);
            case PyTuple tuple -> jsonItems(tuple.items(), sorted);
            case PyDict dict -> {
                Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
                List<@Nullable Object> keys = PyValues.list(dict);
                if (sorted && !keys.stream().allMatch(String.class::isInstance)) {
                    PyValues.sorted(keys); // Keys that have no order are refused before others.
                }
                for (Map.Entry<@Nullable Object, @Nullable Object> entry : dict.entries()) {
                    map.put(key(entry.getKey()), forJson(entry.getValue(), sorted));
                }
                yield map;
            }
            case Undefined undefined when undefined.strict() -> throw undefined.error();
            default ->
                    throw Values.type(
                            "Object of type "
                                    + PyValues.typeName(value)
                                    + " is not JSON serializable");
        };
    }

    private static @Nullable Object key(@Nullable Object key) {
        return switch (key) {
            case null -> null;
            case String _, Boolean _, Long _, BigInteger _, Double _ -> key;
            case Markup markup -> markup.text();
            default ->
                    throw Values.type(
                            "keys must be str, int, float, bool or None, not "
                                    + PyValues.typeName(key));
        };
    }

    /** A value that JMESPath takes for none of its types, such as a tuple. */
    private record Opaque(Object value) {
        @Override
        public String toString() {
            return PyValues.str(value);
        }
    }

    /** A value that fails where it is asked for a field. */
    private record NotThere(Undefined undefined) implements JmesPath.Refusing {
        @Override
        public RuntimeException refusal() {
            return undefined.error();
        }
    }

    /** For JMESPath, which knows lists, dicts and scalars. */
    static @Nullable Object forQuery(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String _, Boolean _, Long _, BigInteger _, Double _ -> value;
            case PyList list -> {
                List<@Nullable Object> items = new ArrayList<>();
                list.items().forEach(item -> items.add(forQuery(item)));
                yield items;
            }
            case PyDict dict -> {
                Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
                dict.entries().forEach(e -> map.put(forQuery(e.getKey()), forQuery(e.getValue())));
                yield dict.isOrdered() ? new OrderedDict(map) : map;
            }
            case Undefined undefined -> new NotThere(undefined);
            default -> new Opaque(value);
        };
    }

    /** A query's answer as the engine's value. */
    static @Nullable Object fromQuery(@Nullable Object answer) {
        return switch (answer) {
            case Opaque(Object value) -> value;
            case NotThere(Undefined undefined) -> undefined;
            case List<?> list -> {
                PyList items = new PyList();
                list.forEach(item -> items.items().add(fromQuery(item)));
                yield items;
            }
            case Map<?, ?> map -> {
                PyDict dict =
                        new PyDict(
                                map instanceof OrderedDict
                                        ? PyDict.Kind.ORDERED
                                        : PyDict.Kind.DICT);
                map.forEach((key, value) -> dict.put(fromQuery(key), fromQuery(value)));
                yield dict;
            }
            case null, default -> PyValues.fromJava(answer);
        };
    }

    private static List<@Nullable Object> jsonItems(
            List<? extends @Nullable Object> items, boolean sorted) {
        List<@Nullable Object> list = new ArrayList<>(items.size());
        items.forEach(item -> list.add(forJson(item, sorted)));
        return list;
    }
}
