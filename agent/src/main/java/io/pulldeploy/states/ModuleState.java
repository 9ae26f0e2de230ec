package io.pulldeploy.states;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.Parameter;
import io.pulldeploy.loader.Signature;
import io.pulldeploy.loader.StateCall;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.model.Failure;
import io.pulldeploy.model.StateResult;
import io.pulldeploy.modules.Texts;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The {@code module} states: execution functions as states, in Salt's new and its old syntax. */
public final class ModuleState {
    private static final Set<String> NOT_FUNCTIONS = Set.of("name", "__reqs__", "sfun");

    /** What the old syntax calls parameters whose names a state needs for itself. */
    private static final Map<String, String> RENAMED =
            Map.of(
                    "m_name", "name",
                    "m_fun", "fun",
                    "m_names", "names",
                    "m_state", "state",
                    "m_saltenv", "saltenv");

    public List<StateFunction> functions() {
        return List.of(
                new StateFunction(
                        "module.run", "Calls execution functions.", "name, **kwargs", this::run),
                new StateFunction(
                        "module.wait",
                        "Calls execution functions if a watched state changed.",
                        "name, **kwargs",
                        _ -> StateResult.succeeded("")),
                new StateFunction(
                        "module.mod_watch",
                        "What a watching call does on a change.",
                        "name, **kwargs",
                        this::run));
    }

    private StateResult run(StateCall call) {
        Map<String, @Nullable Object> given = new LinkedHashMap<>(call.args().extra());
        given.remove("name");
        List<String> names = List.copyOf(given.keySet());
        NOT_FUNCTIONS.forEach(given::remove);
        boolean legacy =
                given.isEmpty() || given.keySet().stream().anyMatch(k -> k.indexOf('.') < 0);
        if (legacy) {
            return named(call, given);
        }
        // Salt names the result after the functions, as a list.
        StateResult result = listed(call, given);
        return new StateResult(
                result.outcome(), result.changes(), result.comment(), Map.of("name", names));
    }

    /** The new syntax: each key is a function, its value the list of arguments. */
    private static StateResult listed(
            StateCall call, Map<String, ? extends @Nullable Object> functions) {
        List<String> missing = new ArrayList<>();
        List<String> known = new ArrayList<>();
        for (String key : functions.keySet()) {
            (call.minion().hasFunction(function(key)) ? known : missing).add(function(key));
        }
        String unavailable =
                missing.isEmpty()
                        ? ""
                        : "Unavailable function%s: %s."
                                .formatted(
                                        missing.size() > 1 ? "True" : "",
                                        String.join(", ", missing));
        String would =
                (unavailable
                                + (known.isEmpty()
                                        ? ""
                                        : " Function%s %s to be executed."
                                                .formatted(
                                                        known.size() > 1 ? "True" : "",
                                                        String.join(", ", known))))
                        .strip();
        return call.apply(
                missing.isEmpty()
                        ? StateResult.wouldChange(Map.of(), would)
                        : StateResult.failed(would),
                () ->
                        missing.isEmpty()
                                ? called(call, functions)
                                : StateResult.failed(unavailable));
    }

    private static String function(String key) {
        return key.split(":", 2)[0];
    }

    private static StateResult called(
            StateCall call, Map<String, ? extends @Nullable Object> functions) {
        List<String> failures = new ArrayList<>();
        List<String> successes = new ArrayList<>();
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        functions.forEach((key, arguments) -> {
            try {
                Object result = call(call, function(key), arguments);
                if (isGood(result)) {
                    successes.add(
                            key
                                    + ": "
                                    + Texts.str(
                                            result instanceof Map<?, ?> m
                                                    ? m.containsKey("comment")
                                                            ? m.get("comment")
                                                            : "Success"
                                                    : result));
                    changes.put(key, result);
                } else if (result instanceof Map<?, ?> m) {
                    failures.add(
                            "'%s' failed: %s"
                                    .formatted(
                                            key,
                                            m.containsKey("comment")
                                                    ? Texts.str(m.get("comment"))
                                                    : "(error message N/A)"));
                } else {
                    failures.add("'" + key + "': False");
                }
            } catch (CallError | Failure e) {
                failures.add("'%s' failed: %s".formatted(key, e.getMessage()));
            }
        });
        List<String> all = new ArrayList<>(failures);
        all.addAll(successes);
        String comment = String.join(", ", all);
        return failures.isEmpty()
                ? StateResult.changed(changes, comment)
                : StateResult.failed(changes, comment);
    }

    private static @Nullable Object call(
            StateCall call, String function, @Nullable Object arguments) {
        List<@Nullable Object> positional = new ArrayList<>();
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        for (Object argument :
                arguments instanceof List<?> l
                        ? l
                        : arguments == null ? List.of() : List.of(arguments)) {
            if (argument instanceof Map<?, ?> m) {
                m.forEach((k, v) -> named.put(Texts.str(k), v));
            } else {
                positional.add(argument);
            }
        }
        return call.minion().call(function, positional, named);
    }

    /** The old syntax: the state's name is the function, its other arguments the parameters. */
    private static StateResult named(
            StateCall call, Map<String, ? extends @Nullable Object> given) {
        String function = call.name();
        if (!call.minion().hasFunction(function)) {
            return StateResult.failed("Module function " + function + " is not available");
        }
        return call.apply(
                Map.of(),
                "Module function " + function + " is set to execute",
                () -> calledByName(call, function, given));
    }

    private static StateResult calledByName(
            StateCall call, String function, Map<String, ? extends @Nullable Object> given) {
        List<@Nullable Object> positional = new ArrayList<>();
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        given.forEach((key, value) -> named.put(RENAMED.getOrDefault(key, key), value));
        named.remove("returner");
        Optional<Signature> signature = call.minion().signature(function);
        if (signature.isPresent()) {
            List<String> missing =
                    signature.get().parameters().stream()
                            .filter(p -> p.required() && !named.containsKey(p.name()))
                            .map(Parameter::name)
                            .map(ModuleState::written)
                            .toList();
            if (!missing.isEmpty()) {
                return StateResult.failed(
                        "The following arguments are missing: " + String.join(" ", missing));
            }
        }
        Object more = named.remove("args");
        Object keywords = named.remove("kwargs");
        signature.ifPresent(s -> named.keySet().removeIf(name -> s.parameter(name).isEmpty()));
        if (more instanceof List<?> list) {
            signature.ifPresent(s ->
                    s.parameters()
                            .forEach(p ->
                                    positional.add(
                                            named.containsKey(p.name())
                                                    ? named.remove(p.name())
                                                    : p.defaultValue())));
            positional.addAll(list);
        }
        if (keywords instanceof Map<?, ?> map) {
            map.forEach((k, v) -> named.put(Texts.str(k), v));
        }
        Object result;
        try {
            result = call.minion().call(function, positional, named);
        } catch (CallError | Failure e) {
            return StateResult.failed(
                    "Module function %s threw an exception. Exception: %s"
                            .formatted(function, e.getMessage()));
        }
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        changes.put("ret", result);
        String comment = "Module function " + function + " executed";
        return isGood(result)
                ? StateResult.changed(changes, comment)
                : StateResult.failed(changes, comment);
    }

    private static String written(String parameter) {
        return RENAMED.entrySet().stream()
                .filter(e -> e.getValue().equals(parameter))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(parameter);
    }

    /** Salt's judgement of what a function returned: false, or a failing mapping at any depth. */
    private static boolean isGood(@Nullable Object result) {
        return switch (result) {
            case Boolean b -> b;
            case Map<?, ?> m ->
                    m.entrySet().stream()
                            .allMatch(e ->
                                    !("result".equals(e.getKey())
                                                    && Boolean.FALSE.equals(e.getValue()))
                                            && !("retcode".equals(e.getKey())
                                                    && !Long.valueOf(0).equals(e.getValue()))
                                            && (!(e.getValue() instanceof Map)
                                                    || isGood(e.getValue())));
            case null, default -> true;
        };
    }
}
