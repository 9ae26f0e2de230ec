package io.pulldeploy.render.salt;

import io.pulldeploy.render.jinja.PyDict;
import io.pulldeploy.render.jinja.PyValues;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The template's dict that a merging function changes, as in {@code {% do
 * salt['defaults.merge'](settings, more) %}}. Functions get copies of what a template hands in, so
 * the change is carried back into the template's own dict.
 */
final class InPlaceArgument {
    private static final Set<String> FUNCTIONS =
            Set.of("defaults.merge", "defaults.update", "slsutil.update");
    private static final String NAME = "dest";

    private final PyDict dict;
    private final Map<Object, @Nullable Object> before;
    private final Map<Object, @Nullable Object> copy;

    private InPlaceArgument(PyDict dict, Map<?, ?> plain) {
        this.dict = dict;
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
        Object destination = args.isEmpty() ? kwargs.get(NAME) : args.getFirst();
        if (!FUNCTIONS.contains(function) || !(destination instanceof PyDict dict)) {
            return PyValues.fromJava(call.call(plainArgs, plainKwargs));
        }
        InPlaceArgument argument =
                new InPlaceArgument(
                        dict, (Map<?, ?>) Objects.requireNonNull(PyValues.toJava(dict)));
        if (args.isEmpty()) {
            plainKwargs.put(NAME, argument.copy);
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

    private static void carry(Map<?, ?> before, Map<?, ?> after, PyDict into) {
        after.forEach((key, value) -> {
            Object old = before.get(key);
            if (before.containsKey(key) && Objects.equals(old, value)) {
                return;
            }
            Object name = PyValues.fromJava(key);
            if (old instanceof Map<?, ?> was
                    && value instanceof Map<?, ?> is
                    && into.get(name) instanceof PyDict nested) {
                carry(was, is, nested);
            } else {
                into.put(name, PyValues.fromJava(value));
            }
        });
    }
}
