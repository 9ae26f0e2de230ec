package io.pulldeploy.render.jinja;

import io.pulldeploy.model.AggregatedMap;
import io.pulldeploy.model.OrderedDict;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Python's dict: ordered, with keys that are equal as Python has it (1, 1.0 and True are one key).
 *
 * <p>One made of a Java map reads from it until it is iterated or changed, so that a large pillar
 * costs nothing where a template reads three keys, and a lazy entry is computed only when read.
 */
@SuppressWarnings("ReferenceEquality") // Whether a value was converted is a matter of identity.
public final class PyDict {
    /** What errors call the mappings that come out of a YAML renderer. */
    public static final String ORDERED = "collections.OrderedDict object";

    /** What errors call other mappings. */
    public static final String PLAIN = "dict object";

    private @Nullable Map<?, ?> source;
    private final LinkedHashMap<Object, @Nullable Object> items = new LinkedHashMap<>();

    /** The keys as they were given, where that differs from what they are looked up by. */
    private @Nullable Map<Object, Object> spellings;

    private final Kind kind;

    /**
     * What Python calls the class of a dict.
     *
     * @param typeName as in the messages of Python itself
     * @param description as in Jinja2's, where an attribute is missing
     */
    public record Kind(String typeName, String description) {
        public static final Kind DICT = new Kind("dict", "dict object");

        /** collections.OrderedDict, which prints as one. */
        public static final Kind ORDERED =
                new Kind("collections.OrderedDict", "collections.OrderedDict object");

        /** What yamlex's {@code !aggregate} marks; it prints as a dict. */
        static final Kind AGGREGATED =
                new Kind("AggregatedMap", "salt.serializers.yamlex.AggregatedMap object");
    }

    public PyDict() {
        this(Kind.DICT);
    }

    public PyDict(Kind kind) {
        this.kind = kind;
    }

    private PyDict(Map<?, ?> source, Kind kind) {
        this.source = source;
        this.kind = kind;
    }

    /** A dict of a plain Java map, which is not changed and must not change meanwhile. */
    static PyDict of(Map<?, ?> source) {
        return new PyDict(
                source,
                switch (source) {
                    case OrderedDict _ -> Kind.ORDERED;
                    case AggregatedMap _ -> Kind.AGGREGATED;
                    default -> Kind.DICT;
                });
    }

    /** The same, of a class of its own. */
    public static PyDict of(Map<?, ?> source, Kind kind) {
        return new PyDict(source, kind);
    }

    /** A new dict, as its class makes it of its arguments. */
    public static PyDict made(
            Kind kind, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
        PyDict dict = new PyDict(kind);
        String name = kind.typeName().substring(kind.typeName().lastIndexOf('.') + 1);
        PyMethod.update(dict, new Arguments(args, kwargs), name);
        return dict;
    }

    /**
     * The dict whose {@code items()} Python's code would ask for.
     *
     * @throws TemplateError as Python fails where the value has no such method
     */
    public static PyDict withItems(@Nullable Object value) {
        if (value instanceof PyDict dict) {
            return dict;
        }
        Object items = Attributes.find(value, "items");
        if (items == Missing.MISSING) {
            throw TemplateError.noAttribute(value, "items");
        }
        throw items instanceof DictType.Method method
                ? method.withoutDict()
                : TemplateError.type("'" + PyValues.typeName(items) + "' object is not callable");
    }

    Kind kind() {
        return kind;
    }

    /** Whether this prints as a dict itself, and not as a class of its own. */
    boolean isDict() {
        return kind.equals(Kind.DICT) || isAggregated();
    }

    boolean isAggregated() {
        return kind.equals(Kind.AGGREGATED);
    }

    public boolean isOrdered() {
        return kind.equals(Kind.ORDERED);
    }

    public int size() {
        return source == null ? items.size() : source.size();
    }

    /** The value, or {@link Missing#MISSING}. */
    public @Nullable Object get(@Nullable Object key) {
        if (source != null) {
            if (key instanceof String) {
                return getFromSource(source, key);
            }
            load();
        }
        Object lookup = PyKey.of(key);
        Object value = items.get(lookup);
        return value != null || items.containsKey(lookup) ? value : Missing.MISSING;
    }

    private @Nullable Object getFromSource(Map<?, ?> from, Object key) {
        Object seen = items.get(key);
        if (seen != null) {
            return seen;
        }
        Object plain = from.get(key);
        if (plain == null) {
            return from.containsKey(key) ? null : Missing.MISSING;
        }
        Object value = PyValues.fromJava(plain);
        if (value != plain) {
            items.put(key, value);
        }
        return value;
    }

    public boolean containsKey(@Nullable Object key) {
        if (source != null && key instanceof String) {
            return source.containsKey(key);
        }
        load();
        return items.containsKey(PyKey.of(key));
    }

    /** An existing key keeps its place and its spelling. */
    public void put(@Nullable Object key, @Nullable Object value) {
        load();
        Object lookup = PyKey.of(key);
        if (lookup != key && !items.containsKey(lookup)) {
            if (spellings == null) {
                spellings = new HashMap<>();
            }
            spellings.put(lookup, key == null ? PyKey.NONE : key);
        }
        items.put(lookup, value);
    }

    /** Removes a key and returns its value, or {@link Missing#MISSING}. */
    public @Nullable Object remove(@Nullable Object key) {
        load();
        Object lookup = PyKey.of(key);
        if (!items.containsKey(lookup)) {
            return Missing.MISSING;
        }
        if (spellings != null) {
            spellings.remove(lookup);
        }
        return items.remove(lookup);
    }

    /** Makes an entry the last one, or the first. */
    void move(@Nullable Object key, boolean last) {
        load();
        Object lookup = PyKey.of(key);
        if (!items.containsKey(lookup)) {
            throw new TemplateError("KeyError", PyRepr.repr(key));
        }
        Object value = items.get(lookup);
        if (last) {
            items.putLast(lookup, value);
        } else {
            items.putFirst(lookup, value);
        }
    }

    public void clear() {
        source = null;
        items.clear();
        spellings = null;
    }

    public PyDict copy() {
        PyDict copy = new PyDict(isOrdered() || isAggregated() ? kind : Kind.DICT);
        copy.putAll(this);
        return copy;
    }

    public void putAll(PyDict other) {
        for (Map.Entry<@Nullable Object, @Nullable Object> entry : other.entries()) {
            put(entry.getKey(), entry.getValue());
        }
    }

    /** The keys in order; changing the dict's size meanwhile is Python's RuntimeError. */
    public Iterator<@Nullable Object> keys() {
        if (source != null) {
            return keys(source);
        }
        return new Guarded<>(items.keySet().iterator()) {
            @Override
            @Nullable Object convert(Object key) {
                return spelling(key);
            }
        };
    }

    private Iterator<@Nullable Object> keys(Map<?, ?> from) {
        Iterator<?> keys = from.keySet().iterator();
        int size = from.size();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                if (size() != size) {
                    throw changedSize();
                }
                return keys.hasNext();
            }

            @Override
            public @Nullable Object next() {
                return PyValues.fromJava(keys.next());
            }
        };
    }

    private static TemplateError changedSize() {
        return new TemplateError("RuntimeError", "dictionary changed size during iteration");
    }

    /** The values in order. */
    Iterator<@Nullable Object> values() {
        load();
        return new Guarded<@Nullable Object>(items.values().iterator()) {
            @Override
            @Nullable Object convert(@Nullable Object value) {
                return value;
            }
        };
    }

    /** The pairs in order, as tuples. */
    Iterator<@Nullable Object> pairs() {
        load();
        return new Guarded<Map.Entry<Object, @Nullable Object>>(items.entrySet().iterator()) {
            @Override
            Object convert(Map.Entry<Object, @Nullable Object> entry) {
                return PyTuple.of(spelling(entry.getKey()), entry.getValue());
            }
        };
    }

    /** A snapshot of the entries, in order. */
    public List<Map.Entry<@Nullable Object, @Nullable Object>> entries() {
        load();
        List<Map.Entry<@Nullable Object, @Nullable Object>> entries = new ArrayList<>(items.size());
        items.forEach((key, value) ->
                entries.add(
                        new java.util.AbstractMap.SimpleImmutableEntry<>(spelling(key), value)));
        return entries;
    }

    private @Nullable Object spelling(Object lookup) {
        if (spellings == null) {
            return lookup;
        }
        Object key = spellings.getOrDefault(lookup, lookup);
        return key == PyKey.NONE ? null : key;
    }

    private void load() {
        Map<?, ?> from = source;
        if (from == null) {
            return;
        }
        Map<Object, @Nullable Object> seen = new HashMap<>(items);
        source = null;
        items.clear();
        for (Map.Entry<?, ?> entry : from.entrySet()) {
            Object key = PyValues.fromJava(entry.getKey());
            Object known = key == null ? null : seen.get(key);
            put(key, known != null ? known : PyValues.fromJava(entry.getValue()));
        }
    }

    @Override
    public String toString() {
        return PyRepr.repr(this);
    }

    /** Fails as Python does when the dict has grown or shrunk under an iteration. */
    private abstract class Guarded<T extends @Nullable Object>
            implements Iterator<@Nullable Object> {
        private final Iterator<T> inner;
        private final int size = items.size();

        Guarded(Iterator<T> inner) {
            this.inner = inner;
        }

        abstract @Nullable Object convert(T item);

        @Override
        public boolean hasNext() {
            if (items.size() != size) {
                throw changedSize();
            }
            return inner.hasNext();
        }

        @Override
        public @Nullable Object next() {
            return convert(inner.next());
        }
    }
}
