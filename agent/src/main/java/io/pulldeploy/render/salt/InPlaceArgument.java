package io.pulldeploy.render.salt;

import io.pulldeploy.model.SameType;
import io.pulldeploy.render.jinja.PyDict;
import io.pulldeploy.render.jinja.PyList;
import io.pulldeploy.render.jinja.PyValues;
import io.pulldeploy.render.jinja.TemplateError;
import io.pulldeploy.render.jinja.Undefined;

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

    /** Functions that choose one of a dict's entries, and merge into that entry. */
    private static final String FILTERS = ".filter_by";

    private static final String LOOKUP = "lookup_dict";

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
                    "obj_a",
                    "grains.filter_by",
                    LOOKUP,
                    "pillar.filter_by",
                    LOOKUP,
                    "match.filter_by",
                    "lookup");

    /** Whether nested dicts are changed too, or others put into their place. */
    private final boolean nested;

    private final Map<Object, @Nullable Object> before;
    private final Map<Object, @Nullable Object> copy;

    private InPlaceArgument(PyDict dict, String function) {
        Map<?, ?> plain = (Map<?, ?>) Objects.requireNonNull(PyValues.toJava(dict));
        this.nested = !function.equals(MERGE);
        this.before = new LinkedHashMap<>(plain);
        this.copy = new LinkedHashMap<>(plain);
        if (function.endsWith(FILTERS)) {
            copy.replaceAll((_, value) ->
                    value instanceof Map<?, ?> map
                            ? SameType.map(map, new LinkedHashMap<>(map))
                            : value);
        }
    }

    /** An argument by its place and its name. */
    private record Parameter(int index, String name) {}

    /**
     * Arguments that functions hand back without a look, so that a missing value may stand there.
     */
    private static final Map<String, Parameter> UNSEEN =
            Map.of(
                    "config.get", new Parameter(1, "default"),
                    "grains.get", new Parameter(1, "default"),
                    "defaults.deepcopy", new Parameter(0, "source"),
                    "test.echo", new Parameter(0, "text"),
                    "log.debug", new Parameter(0, "message"),
                    "log.info", new Parameter(0, "message"),
                    "log.warning", new Parameter(0, "message"),
                    "log.error", new Parameter(0, "message"));

    interface Call {
        @Nullable Object call(List<@Nullable Object> args, Map<String, @Nullable Object> kwargs);
    }

    /** Calls a function with plain values of the engine's, and gives the engine's value back. */
    static @Nullable Object call(
            String function,
            List<@Nullable Object> args,
            Map<String, @Nullable Object> kwargs,
            Call call) {
        Parameter parameter = UNSEEN.get(function);
        if (parameter != null
                && (parameter.index() < args.size()
                                ? args.get(parameter.index())
                                : kwargs.get(parameter.name()))
                        instanceof Undefined undefined) {
            return unseen(undefined, args, kwargs, call);
        }
        if (FUNCTIONS.containsKey(function)
                && !function.endsWith(FILTERS)
                && args.stream().limit(2).anyMatch(Undefined.class::isInstance)) {
            throw new TemplateError(
                    "TypeError", "Cannot update using non-dict types in dictupdate.update()");
        }
        List<@Nullable Object> plainArgs = new ArrayList<>();
        args.forEach(argument -> plainArgs.add(PyValues.toJava(argument)));
        Map<String, @Nullable Object> plainKwargs = new LinkedHashMap<>();
        kwargs.forEach((name, argument) -> plainKwargs.put(name, PyValues.toJava(argument)));
        String name = FUNCTIONS.getOrDefault(function, "");
        Object destination = args.isEmpty() ? kwargs.get(name) : args.getFirst();
        if (name.isEmpty() || !(destination instanceof PyDict dict)) {
            Object result = call.call(plainArgs, plainKwargs);
            return own(result, args, plainArgs, kwargs, plainKwargs);
        }
        InPlaceArgument argument = new InPlaceArgument(dict, function);
        if (args.isEmpty()) {
            plainKwargs.put(name, argument.copy);
        } else {
            plainArgs.set(0, argument.copy);
        }
        Object result = call.call(plainArgs, plainKwargs);
        argument.carry(argument.before, argument.copy, dict);
        return own(result, args, plainArgs, kwargs, plainKwargs);
    }

    /** Calls with a text in the missing value's place, and gives that value for the text. */
    @SuppressWarnings({"ReferenceEquality", "StringEquality"}) // It is the text only if it is it.
    private static @Nullable Object unseen(
            Undefined undefined,
            List<@Nullable Object> args,
            Map<String, @Nullable Object> kwargs,
            Call call) {
        String text = String.valueOf("Undefined".toCharArray());
        List<@Nullable Object> plainArgs = new ArrayList<>();
        args.forEach(argument ->
                plainArgs.add(argument == undefined ? text : PyValues.toJava(argument)));
        Map<String, @Nullable Object> plainKwargs = new LinkedHashMap<>();
        kwargs.forEach((name, argument) ->
                plainKwargs.put(name, argument == undefined ? text : PyValues.toJava(argument)));
        Object result = call.call(plainArgs, plainKwargs);
        return result == text ? undefined : PyValues.fromJava(result);
    }

    /** A function that returns what it was handed, such as a default, returns the very object. */
    private static @Nullable Object own(
            @Nullable Object result,
            List<@Nullable Object> args,
            List<@Nullable Object> plainArgs,
            Map<String, @Nullable Object> kwargs,
            Map<String, @Nullable Object> plainKwargs) {
        if (!(result instanceof Map<?, ?> || result instanceof List<?>)) {
            return PyValues.fromJava(result);
        }
        for (int i = 0; i < args.size(); i++) {
            Object twin = twin(result, args.get(i), plainArgs.get(i));
            if (twin != null) {
                return twin;
            }
        }
        for (Map.Entry<String, @Nullable Object> entry : kwargs.entrySet()) {
            Object twin = twin(result, entry.getValue(), plainKwargs.get(entry.getKey()));
            if (twin != null) {
                return twin;
            }
        }
        return PyValues.fromJava(result);
    }

    /**
     * The dict or list whose plain copy is this one: the argument itself, or one of its entries.
     */
    @SuppressWarnings("ReferenceEquality") // Python's function returns the very dict it was given.
    private static @Nullable Object twin(
            Object result, @Nullable Object argument, @Nullable Object plain) {
        if (argument instanceof PyList) {
            return plain == result ? argument : null;
        }
        if (!(argument instanceof PyDict dict) || !(plain instanceof Map<?, ?> map)) {
            return null;
        }
        if (plain == result) {
            return dict;
        }
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (entry.getValue() == result) {
                return dict.get(PyValues.fromJava(entry.getKey()));
            }
        }
        return null;
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
