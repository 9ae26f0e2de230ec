package io.pulldeploy.render.salt;

import io.pulldeploy.render.jinja.PyDict;
import io.pulldeploy.render.jinja.PyValues;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The template's dict that a merging function changes, as in {@code {% do
 * salt['defaults.merge'](settings, more) %}}. Functions get copies of what a template hands in, so
 * the change is carried back into the template's own dict.
 */
final class InPlaceArgument {
    private static final String MERGE = "slsutil.merge";

    /** The parameter of each function that is changed, its first one. */
    private static final Map<String, String> FUNCTIONS =
            Map.of(
                    "defaults.merge",
                    "dest",
                    "defaults.update",
                    "dest",
                    "slsutil.update",
                    "dest",
                    MERGE,
                    "obj_a");

    private final PyDict dict;

    /** Whether nested dicts are changed too, or others put into their place. */
    private final boolean nested;

    private final Map<Object, @Nullable Object> before;
    private final Map<Object, @Nullable Object> copy;

    private InPlaceArgument(PyDict dict, Map<?, ?> plain, boolean nested) {
        this.dict = dict;
        this.nested = nested;
        this.before = new LinkedHashMap<>(plain);
        this.copy = new LinkedHashMap<>(plain);
    }

    interface Call {
        @Nullable Object call(List<@Nullable Object> args, Map<String, @Nullable Object> kwargs);
    }

    /** Calls a function with plain values of the engine's, and gives the engine's value back. */
    static @Nullable Object call(
            String function,
            List<@Nullable Object> args,
            Map<String, @Nullable Object> kwargs,
            Call call) {
        List<@Nullable Object> plainArgs = new ArrayList<>();
        args.forEach(argument -> plainArgs.add(PyValues.toJava(argument)));
        Map<String, @Nullable Object> plainKwargs = new LinkedHashMap<>();
        kwargs.forEach((name, argument) -> plainKwargs.put(name, PyValues.toJava(argument)));
        String name = FUNCTIONS.getOrDefault(function, "");
        Object destination = args.isEmpty() ? kwargs.get(name) : args.getFirst();
        if (name.isEmpty() || !(destination instanceof PyDict dict)) {
            return PyValues.fromJava(call.call(plainArgs, plainKwargs));
        }
        InPlaceArgument argument =
                new InPlaceArgument(
                        dict,
                        (Map<?, ?>) Objects.requireNonNull(PyValues.toJava(dict)),
                        !function.equals(MERGE));
        if (args.isEmpty()) {
            plainKwargs.put(name, argument.copy);
        } else {
            plainArgs.set(0, argument.copy);
        }
        Object result = call.call(plainArgs, plainKwargs);
        return argument.carryBack(result);
    }

    @SuppressWarnings("ReferenceEquality") // Python's function returns the very dict it changed.
    private @Nullable Object carryBack(@Nullable Object result) {
        carry(before, copy, dict);
        return result == copy ? dict : PyValues.fromJava(result);
    }

    private void carry(Map<?, ?> before, Map<?, ?> after, PyDict into) {
        after.forEach((key, value) -> {
            Object old = before.get(key);
            if (before.containsKey(key) && Objects.equals(old, value)) {
                return;
            }
            Object name = PyValues.fromJava(key);
            if (nested
                    && old instanceof Map<?, ?> was
                    && value instanceof Map<?, ?> is
                    && into.get(name) instanceof PyDict inside) {
                carry(was, is, inside);
            } else {
                into.put(name, PyValues.fromJava(value));
            }
        });
    }
}
