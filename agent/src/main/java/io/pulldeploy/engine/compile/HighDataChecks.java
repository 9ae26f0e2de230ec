package io.pulldeploy.engine.compile;

import io.pulldeploy.model.SlsError;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds every place where high data has not the form that a state declaration must have. */
final class HighDataChecks {
    private final Sources sources;
    private final List<SlsError> errors = new ArrayList<>();

    private HighDataChecks(Sources sources) {
        this.sources = sources;
    }

    static List<SlsError> check(Map<Object, @Nullable Object> high, Sources sources) {
        HighDataChecks checks = new HighDataChecks(sources);
        high.forEach(checks::id);
        return checks.errors;
    }

    private void id(Object id, @Nullable Object value) {
        if (!(id instanceof String)) {
            error(
                    value,
                    id,
                    "ID '%s' in SLS '%s' is not formed as a string, but is type %s. It may need to be quoted."
                            .formatted(Python.str(id), sls(value), Python.typeName(id)),
                    "Write the ID in quotes.");
        } else if (HighData.isInternal(id)) {
            return;
        }
        Map<Object, @Nullable Object> body = HighData.map(value);
        if (body == null) {
            error(
                    null,
                    id,
                    "The type %s in %s is not formatted as a dictionary"
                            .formatted(Python.str(id), Python.str(value)),
                    "Below an ID stand states, each with a list of arguments.");
            return;
        }
        body.forEach((state, arguments) -> {
            if (!HighData.isInternal(state)) {
                state(Python.str(id), body, Python.str(state), arguments);
            }
        });
    }

    private void state(
            String id, Map<Object, @Nullable Object> body, String state, @Nullable Object value) {
        if (value == null) {
            error(
                    body,
                    id,
                    ("ID '%s' in SLS '%s' contains a short declaration (%s) with a trailing colon. When"
                                    + " not passing any arguments to a state, the colon must be omitted.")
                            .formatted(id, sls(body), state),
                    "Write " + state + " without the colon, or with [] after it.");
            return;
        }
        List<@Nullable Object> arguments = HighData.list(value);
        if (arguments == null) {
            error(
                    body,
                    id,
                    state,
                    "State '%s' in SLS '%s' is not formed as a list".formatted(id, sls(body)),
                    "Begin each argument of " + state + " with a dash.");
            return;
        }
        List<String> functions = new ArrayList<>();
        int dot = state.indexOf('.');
        if (dot >= 0) {
            functions.add(state.substring(dot + 1));
        }
        for (Object argument : arguments) {
            if (argument instanceof String function) {
                functions.add(function);
                if (function.strip().contains(" ")) {
                    error(
                            body,
                            id,
                            function,
                            ("The function \"%s\" in state \"%s\" in SLS \"%s\" has whitespace, a function"
                                            + " with whitespace is not supported, perhaps this is an"
                                            + " argument that is missing a \":\"")
                                    .formatted(function, id, sls(body)),
                            "An argument is written - name: value.");
                }
            } else {
                Map<Object, @Nullable Object> map = HighData.map(argument);
                if (map != null && !map.isEmpty()) {
                    argument(id, body, map);
                }
            }
        }
        count(id, body, functions);
    }

    private void count(String id, Map<Object, @Nullable Object> body, List<String> functions) {
        if (functions.isEmpty()) {
            error(
                    body,
                    id,
                    "No function declared in state '%s' in SLS '%s'".formatted(id, sls(body)),
                    "Name the function: state.function: before the arguments.");
        } else if (functions.size() > 1) {
            error(
                    body,
                    id,
                    ("Too many functions declared in state '%s' in SLS '%s'. Please choose one of the"
                                    + " following: %s")
                            .formatted(id, sls(body), String.join(", ", functions)),
                    "A word without a colon is taken for a function; an argument needs one.");
        }
    }

    private void argument(
            String id, Map<Object, @Nullable Object> body, Map<Object, @Nullable Object> argument) {
        String key = Python.str(HighData.firstKey(argument));
        Object value = argument.get(HighData.firstKey(argument));
        if (key.equals("names") && HighData.list(value) == null) {
            error(
                    body,
                    id,
                    key,
                    "The 'names' argument in state '%s' in SLS '%s' needs to be formed as a list"
                            .formatted(id, sls(body)),
                    "For one name write name:.");
        }
        if (!Keywords.REQUISITES.contains(key)) {
            return;
        }
        List<@Nullable Object> requisites = HighData.list(value);
        if (requisites == null) {
            error(
                    body,
                    id,
                    key,
                    "The %s statement in state '%s' in SLS '%s' needs to be formed as a list"
                            .formatted(key, id, sls(body)),
                    "Begin each requisite with a dash: - state: id.");
        } else {
            requisites.forEach(requisite -> requisite(id, body, requisite));
        }
        if (argument.size() != 1) {
            error(
                    body,
                    id,
                    key,
                    "Multiple dictionaries defined in argument of state '%s' in SLS '%s'"
                            .formatted(id, sls(body)),
                    "Each argument is a list item of its own.");
        }
    }

    private void requisite(
            String id, Map<Object, @Nullable Object> body, @Nullable Object requisite) {
        if (requisite instanceof String) {
            return;
        }
        if (!(requisite instanceof Map<?, ?> map) || map.size() != 1) {
            error(
                    body,
                    id,
                    "Requisite declaration %s in state %s in SLS %s is not formed as a single key dictionary"
                            .formatted(Python.str(requisite), id, sls(body)),
                    "A requisite is written - state: id.");
            return;
        }
        String type = Python.str(HighData.firstKey(map));
        Object target = map.get(HighData.firstKey(map));
        int dot = type.indexOf('.');
        if (dot >= 0) {
            error(
                    body,
                    id,
                    type,
                    ("Invalid requisite type '%s' in state '%s', in SLS '%s'. Requisite types must not"
                                    + " contain dots, did you mean '%s'?")
                            .formatted(type, id, sls(body), type.substring(0, dot)),
                    "Write " + type.substring(0, dot) + ": alone.");
        }
        if (target instanceof Map<?, ?> || target instanceof List<?>) {
            error(
                    body,
                    id,
                    type,
                    "Illegal requisite \"%s\" in SLS \"%s\", please check your syntax.\n"
                            .formatted(Python.str(target), sls(body)),
                    "A requisite names one ID or name.");
        }
    }

    private static String sls(@Nullable Object body) {
        return body instanceof Map<?, ?> map ? HighData.text(map, "__sls__", "None") : "None";
    }

    private void error(Object body, String id, Object offending, String saltText, String hint) {
        errors.add(sources.error(sls(body), id, Python.str(offending), saltText, hint));
    }

    private void error(@Nullable Object body, Object offending, String saltText, String hint) {
        errors.add(sources.error(sls(body), Python.str(offending), saltText, hint));
    }
}
