package io.pulldeploy.render.salt;

import io.pulldeploy.render.jinja.Missing;
import io.pulldeploy.render.jinja.PyBytes;
import io.pulldeploy.render.jinja.PyConversion;
import io.pulldeploy.render.jinja.PyDict;
import io.pulldeploy.render.jinja.PyList;
import io.pulldeploy.render.jinja.PySet;
import io.pulldeploy.render.jinja.PyTuple;
import io.pulldeploy.render.jinja.PyValues;
import io.pulldeploy.render.jinja.TemplateError;
import io.pulldeploy.render.jinja.Undefined;
import io.pulldeploy.render.jmespath.JmesPath;
import io.pulldeploy.render.jmespath.JmesPathError;
import io.pulldeploy.render.yaml.YamlError;
import io.pulldeploy.render.yaml.YamlLoader;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Salt's filters on mappings, and those that look into data by a path. */
final class Mappings {
    private Mappings() {}

    static void addTo(FilterTable filters) {
        filters.add("compare_dicts", "old=None, new=None", (_, a) -> compare(a[0], a[1]))
                .add("to_entries", "data", (_, a) -> toEntries(a[0]))
                .add("from_entries", "entries", (_, a) -> fromEntries(a[0]))
                .add("mysql_to_dict", "data, key", (_, a) -> mysql(a[0], a[1]))
                .add("json_query", "data, expr", (_, a) -> query(a[0], a[1]))
                .add(
                        "traverse",
                        "traverse_dict_and_list",
                        "data, key, default=None, delimiter=':'",
                        (_, a) -> traverse(a[0], a[1], a[2], PyValues.str(a[3])));
        String encoding =
                "data, encoding=None, errors='strict', keep=False, preserve_dict_class=False,"
                        + " preserve_tuples=False";
        for (String name : List.of("json_encode_dict", "json_decode_dict")) {
            filters.add(
                    name,
                    "encode_dict",
                    encoding,
                    (_, a) -> {
                        Values.requireDefined(a[0]);
                        requirePlainTuples(a[0]);
                        return encoded(PyDict.withItems(a[0]));
                    });
        }
        for (String name : List.of("json_encode_list", "json_decode_list")) {
            filters.add(
                    name,
                    "encode_list",
                    encoding,
                    (_, a) -> {
                        requirePlainTuples(a[0]);
                        return encoded(new PyList(PyValues.list(a[0])));
                    });
        }
    }

    /** Before it encodes, Salt makes each tuple anew of its items, which named ones do not take. */
    private static void requirePlainTuples(@Nullable Object value) {
        switch (value) {
            case PyDict dict ->
                    dict.entries().forEach(entry -> requirePlainTuples(entry.getValue()));
            case PyList list -> list.items().forEach(Mappings::requirePlainTuples);
            case PyTuple tuple -> {
                tuple.items().forEach(Mappings::requirePlainTuples);
                tuple.requirePlain();
            }
            case null, default -> {}
        }
    }

    /** Salt looks at keys only, so that other values than dicts get as far as Python lets them. */
    private static PyDict compare(@Nullable Object old, @Nullable Object now) {
        PySet keys = new PySet(PyValues.truth(now) ? PyValues.list(now) : List.of());
        (PyValues.truth(old) ? PyValues.list(old) : List.<@Nullable Object>of()).forEach(keys::add);
        PyDict changes = new PyDict();
        for (Object key : PyValues.list(keys)) {
            PyDict change = new PyDict();
            if (!PyValues.contains(old, key)) {
                change.put("old", "");
                change.put("new", PyValues.item(now, key));
            } else if (!PyValues.contains(now, key)) {
                change.put("new", "");
                change.put("old", PyValues.item(old, key));
            } else if (!PyValues.equal(PyValues.item(now, key), PyValues.item(old, key))) {
                change.put("old", PyValues.item(old, key));
                change.put("new", PyValues.item(now, key));
            } else {
                continue;
            }
            changes.put(key, change);
        }
        return changes;
    }

    private static PyList toEntries(@Nullable Object data) {
        List<Map.Entry<@Nullable Object, @Nullable Object>> pairs = new ArrayList<>();
        switch (data) {
            case PyDict dict -> pairs.addAll(dict.entries());
            case PyList list -> {
                for (int i = 0; i < list.items().size(); i++) {
                    pairs.add(
                            new java.util.AbstractMap.SimpleImmutableEntry<>(
                                    (long) i, list.items().get(i)));
                }
            }
            case null, default ->
                    throw new TemplateError("SaltException", "Input data must be a dict or list");
        }
        PyList entries = new PyList();
        for (Map.Entry<@Nullable Object, @Nullable Object> pair : pairs) {
            PyDict entry = new PyDict();
            entry.put("key", pair.getKey());
            entry.put("value", pair.getValue());
            entries.items().add(entry);
        }
        return entries;
    }

    private static PyDict fromEntries(@Nullable Object entries) {
        PyDict result = new PyDict();
        for (Object entry : PyValues.list(entries)) {
            PyDict lower = caseInsensitive(entry);
            for (String name : List.of("key", "name")) {
                Object key = lower.get(name);
                if (key != Missing.MISSING && PyValues.truth(key)) {
                    Object value = lower.get("value");
                    result.put(key, value == Missing.MISSING ? null : value);
                    break;
                }
            }
        }
        return result;
    }

    /** {@code salt.utils.data.CaseInsensitiveDict}: of a mapping or of pairs. */
    private static PyDict caseInsensitive(@Nullable Object entry) {
        PyDict lower = new PyDict();
        if (!PyValues.truth(entry)) {
            return lower;
        }
        if (entry instanceof PyDict dict) {
            dict.entries().forEach(e -> lower.put(lowerCased(e.getKey()), e.getValue()));
            return lower;
        }
        for (Object pair : PyValues.list(entry)) {
            List<@Nullable Object> items = pair(pair);
            lower.put(lowerCased(items.get(0)), items.get(1));
        }
        return lower;
    }

    private static List<@Nullable Object> pair(@Nullable Object value) {
        List<@Nullable Object> items;
        try {
            items = PyValues.list(value);
        } catch (TemplateError e) {
            if (!e.kind().equals("TypeError")) {
                throw e;
            }
            throw Values.type("cannot unpack non-iterable " + PyValues.typeName(value) + " object");
        }
        if (items.size() != 2) {
            throw Values.value(
                    items.size() < 2
                            ? "not enough values to unpack (expected 2, got " + items.size() + ")"
                            : "too many values to unpack (expected 2)");
        }
        return items;
    }

    private static @Nullable Object lowerCased(@Nullable Object key) {
        return key instanceof String text ? text.toLowerCase(Locale.ROOT) : key;
    }

    private static PyDict mysql(@Nullable Object data, @Nullable Object key) {
        PyDict table = new PyDict();
        List<String> headers = List.of("");
        for (Object line : PyValues.list(data)) {
            if (!PyValues.truth(line)) {
                continue;
            }
            String text = Values.method(line, "startswith");
            if (text.startsWith("+")) {
                continue;
            }
            List<String> cells = new ArrayList<>();
            for (String cell : text.split("\\|", -1)) {
                cells.add(cell.strip());
            }
            if (headers.size() < 2) {
                headers = cells;
                continue;
            }
            PyDict row = new PyDict();
            for (int i = 1; i < headers.size() - 1; i++) {
                if (i >= cells.size()) {
                    throw new TemplateError("IndexError", "list index out of range");
                }
                row.put(headers.get(i), PyConversion.numberOrSame(cells.get(i)));
            }
            Object name = row.get(key);
            if (name == Missing.MISSING) {
                throw new TemplateError("KeyError", PyValues.repr(key));
            }
            table.put(name, row);
        }
        return table;
    }

    private static @Nullable Object query(@Nullable Object data, @Nullable Object expression) {
        try {
            return Plain.fromQuery(JmesPath.search(PyValues.str(expression), Plain.forQuery(data)));
        } catch (JmesPathError e) {
            throw new TemplateError(e.pythonClass(), e.getMessage());
        }
    }

    static @Nullable Object traverse(
            @Nullable Object data,
            @Nullable Object key,
            @Nullable Object otherwise,
            String delimiter) {
        String path = PyValues.text(key);
        List<@Nullable Object> keys = new ArrayList<>();
        if (path != null) {
            keys.addAll(List.of(path.split(Pattern.quote(delimiter), -1)));
        } else if (Values.isInt(key)) {
            keys.add(key);
        } else {
            keys.addAll(PyValues.list(key));
        }
        Object at = data;
        for (Object each : keys) {
            at = at instanceof PyList list ? inList(list, each) : inOther(at, each);
            if (at == Missing.MISSING) {
                return otherwise;
            }
        }
        return at;
    }

    private static @Nullable Object inList(PyList list, @Nullable Object each) {
        Object index = index(each);
        Object wanted = index == null ? each : index;
        for (Object item : list.items()) {
            if (item instanceof PyDict dict && dict.containsKey(wanted)) {
                return dict.get(wanted);
            }
        }
        if (!(index instanceof Long n)) {
            return Missing.MISSING;
        }
        long at = n < 0 ? n + list.items().size() : n;
        return at >= 0 && at < list.items().size() ? list.items().get((int) at) : Missing.MISSING;
    }

    private static @Nullable Object index(@Nullable Object each) {
        if (each instanceof Long) {
            return each;
        }
        String text = PyValues.text(each);
        if (text == null) {
            return null;
        }
        Object number = PyConversion.numberOrSame(text);
        return number instanceof Long ? number : null;
    }

    private static @Nullable Object inOther(@Nullable Object at, @Nullable Object each) {
        return switch (at) {
            case PyDict _ when !Values.canBeKey(each) -> Missing.MISSING;
            case PyDict dict -> {
                if (dict.containsKey(each)) {
                    yield dict.get(each);
                }
                Object loaded = loaded(each);
                yield loaded != Missing.MISSING && dict.containsKey(loaded)
                        ? dict.get(loaded)
                        : Missing.MISSING;
            }
            case PyTuple tuple when each instanceof Long n -> {
                long index = n < 0 ? n + tuple.items().size() : n;
                if (index < 0 || index >= tuple.items().size()) {
                    throw new TemplateError("IndexError", "tuple index out of range");
                }
                yield tuple.items().get((int) index);
            }
            case Undefined undefined -> throw undefined.error();
            case null, default -> Missing.MISSING;
        };
    }

    /** The key as YAML reads it; missing if that is the same. */
    private static @Nullable Object loaded(@Nullable Object key) {
        if (!(key instanceof String text) || text.isBlank() || text.matches("[0-9_]*_[0-9_]*")) {
            return Missing.MISSING;
        }
        try {
            Object value = text.equals("None") ? null : YamlLoader.load(text, YamlLoader.TEXT);
            boolean scalar = value == null || value instanceof Number || value instanceof Boolean;
            return scalar ? value : Missing.MISSING;
        } catch (YamlError e) {
            return Missing.MISSING;
        }
    }

    private static @Nullable Object encoded(@Nullable Object value) {
        return switch (value) {
            case PyDict dict -> {
                PyDict result = new PyDict();
                dict.entries().forEach(e -> result.put(encoded(e.getKey()), encoded(e.getValue())));
                yield result;
            }
            case PyList list -> {
                PyList result = new PyList();
                list.items().forEach(item -> result.items().add(encoded(item)));
                yield result;
            }
            case PyTuple tuple -> {
                PyList result = new PyList();
                tuple.items().forEach(item -> result.items().add(encoded(item)));
                yield result;
            }
            case String text -> new PyBytes(text.getBytes(StandardCharsets.UTF_8));
            case null, default -> value;
        };
    }
}
