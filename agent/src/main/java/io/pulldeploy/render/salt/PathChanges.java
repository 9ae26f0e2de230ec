package io.pulldeploy.render.salt;

import io.pulldeploy.render.jinja.Missing;
import io.pulldeploy.render.jinja.PyDict;
import io.pulldeploy.render.jinja.PyIterable;
import io.pulldeploy.render.jinja.PyList;
import io.pulldeploy.render.jinja.PyTuple;
import io.pulldeploy.render.jinja.PyValues;
import io.pulldeploy.render.jinja.TemplateError;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.Map;
import java.util.regex.Pattern;

/** Filters that change a mapping at the end of a path of keys: salt.utils.dictupdate. */
final class PathChanges {
    private PathChanges() {}

    static void addTo(FilterTable filters) {
        String path = "in_dict, keys, value, delimiter=':', ordered_dict=False";
        filters.add(
                        "set_dict_key_value",
                        path,
                        (_, a) -> change(a, false, (place, key, _) -> place.put(key, a[2])))
                .add(
                        "append_dict_key_value",
                        path,
                        (_, a) -> change(a, true, (place, key, _) -> append(place, key, a[2])))
                .add(
                        "extend_dict_key_value",
                        path,
                        (_, a) -> change(a, true, (place, key, _) -> extend(place, key, a[2])))
                .add(
                        "update_dict_key_value",
                        path,
                        (_, a) ->
                                change(
                                        a,
                                        true,
                                        (place, key, made) -> update(place, key, a[2], made)));
    }

    private interface Change {
        void at(PyDict place, @Nullable Object key, PyDict.Kind made);
    }

    /**
     * Changes what stands at the end of a path, making the mappings on the way.
     *
     * @param looks whether the change looks for the last key before it sets that
     */
    private static @Nullable Object change(@Nullable Object[] a, boolean looks, Change change) {
        String delimiter = PyValues.str(a[3]);
        boolean isPath = PyValues.contains(a[1], delimiter);
        String keys = PyValues.text(a[1]);
        PyDict.Kind made = PyValues.truth(a[4]) ? PyDict.Kind.ORDERED : PyDict.Kind.DICT;
        if (isPath && keys == null) {
            throw TemplateError.noAttribute(a[1], "rsplit");
        }
        int last = isPath && keys != null ? keys.lastIndexOf(delimiter) : -1;
        if (!(a[0] instanceof PyDict place)) {
            Object first =
                    isPath && keys != null ? keys.split(Pattern.quote(delimiter), -1)[0] : a[1];
            throw unassignable(a[0], first, looks || isPath);
        }
        if (keys != null && last >= 0) {
            for (String key : keys.substring(0, last).split(Pattern.quote(delimiter), -1)) {
                PyDict next = place.get(key) instanceof PyDict dict ? dict : new PyDict(made);
                place.put(key, next);
                place = next;
            }
        }
        change.at(
                place,
                keys == null || last < 0 ? a[1] : keys.substring(last + delimiter.length()),
                made);
        return a[0];
    }

    /** Why a key cannot be set in what is no mapping. */
    private static TemplateError unassignable(
            @Nullable Object value, @Nullable Object key, boolean looks) {
        boolean found = looks && PyValues.contains(value, key);
        if (value instanceof PyList) {
            return Values.type("list indices must be integers or slices, not str");
        }
        if (found && PyValues.text(value) != null) {
            return Values.type("string indices must be integers, not 'str'");
        }
        if (found && value instanceof PyTuple) {
            return Values.type("tuple indices must be integers or slices, not str");
        }
        return Values.type(
                "'"
                        + PyValues.typeName(value)
                        + (found && value instanceof PyIterable
                                ? "' object is not subscriptable"
                                : "' object does not support item assignment"));
    }

    private static @Nullable Object present(PyDict place, @Nullable Object key, Object otherwise) {
        Object value = place.get(key);
        if (value == null || value == Missing.MISSING) {
            place.put(key, otherwise);
            return otherwise;
        }
        Values.requireDefined(value);
        return value;
    }

    private static TemplateError refused(String message) {
        return new TemplateError("SaltInvocationError", message);
    }

    private static void append(PyDict place, @Nullable Object key, @Nullable Object value) {
        Object target = present(place, key, new PyList());
        if (!(target instanceof PyList list)) {
            throw refused(
                    "The last key contains a "
                            + Values.typeText(target)
                            + ", which cannot append.");
        }
        list.items().add(value);
    }

    private static void extend(PyDict place, @Nullable Object key, @Nullable Object value) {
        Object target = present(place, key, new PyList());
        if (!(target instanceof PyList list)) {
            throw refused(
                    "The last key contains a "
                            + Values.typeText(target)
                            + ", which cannot extend.");
        }
        try {
            list.items().addAll(PyValues.list(value));
        } catch (TemplateError e) {
            if (!e.kind().equals("TypeError")) {
                throw e;
            }
            throw refused(
                    "Cannot extend "
                            + Values.typeText(target)
                            + " with a "
                            + Values.typeText(value)
                            + ".");
        }
    }

    private static void update(
            PyDict place, @Nullable Object key, @Nullable Object value, PyDict.Kind made) {
        Object target = present(place, key, new PyDict(made));
        if (!(target instanceof PyDict dict)) {
            throw refused(
                    "The last key contains a "
                            + Values.typeText(target)
                            + ", which cannot update.");
        }
        try {
            dict.putAll(PyDict.made(PyDict.Kind.DICT, Collections.singletonList(value), Map.of()));
        } catch (TemplateError e) {
            if (!e.is("TypeError") && !e.is("ValueError")) {
                throw e;
            }
            throw refused(
                    "Cannot update "
                            + Values.typeText(target)
                            + " with a "
                            + Values.typeText(value)
                            + ".");
        }
    }
}
