package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.PythonText;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code environ.*}: environment variables. What is set is kept beside the process's own, which
 * Java cannot change; {@link #CONTEXT_KEY} tells what starts programs.
 */
public final class EnvironModule {
    /** In the minion's context: variables by name, null for one that was unset. */
    public static final String CONTEXT_KEY = "environ";

    private final Map<String, String> process;

    /**
     * @param process this process's environment
     */
    public EnvironModule(Map<String, String> process) {
        this.process = Map.copyOf(process);
    }

    public List<ExecutionFunction> functions() {
        return List.of(
                new ExecutionFunction(
                        "environ.get",
                        "A variable.",
                        "key, default=''",
                        (minion, args) ->
                                variables(minion)
                                        .getOrDefault(
                                                args.string("key"),
                                                args.text("default").orElse(""))),
                new ExecutionFunction(
                        "environ.has_value",
                        "Whether a variable is set, or has a value.",
                        "key, value=None",
                        (minion, args) -> {
                            String value = variables(minion).get(args.string("key"));
                            return args.value("value") == null
                                    ? value != null
                                    : args.string("value").equals(value);
                        }),
                new ExecutionFunction(
                        "environ.item", "Several variables.", "keys, default=''", this::item),
                new ExecutionFunction(
                        "environ.items",
                        "All variables.",
                        "",
                        (minion, args) -> new LinkedHashMap<>(variables(minion))),
                new ExecutionFunction(
                        "environ.setval",
                        "Sets a variable for the programs that follow.",
                        "key, val, false_unsets=False, permanent=False",
                        (minion, args) ->
                                set(
                                        minion,
                                        args.string("key"),
                                        args.value("val"),
                                        args.flag("false_unsets"))),
                new ExecutionFunction(
                        "environ.setenv",
                        "Sets several variables for the programs that follow.",
                        "environ, false_unsets=False, clear_all=False, update_minion=False,"
                                + " permanent=False",
                        this::setAll));
    }

    private Map<String, String> item(Minion minion, Arguments args) {
        Map<String, String> variables = variables(minion);
        Map<String, String> items = new LinkedHashMap<>();
        for (Object key : args.list("keys")) {
            String name = PythonText.str(key);
            items.put(name, variables.getOrDefault(name, args.text("default").orElse("")));
        }
        return items;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> changed(Minion minion) {
        return (Map<String, String>)
                java.util.Objects.requireNonNull(
                        minion.context()
                                .computeIfAbsent(
                                        CONTEXT_KEY,
                                        key -> new ConcurrentHashMap<String, String>()));
    }

    private Map<String, String> variables(Minion minion) {
        Map<String, String> variables = new TreeMap<>(process);
        variables.putAll(changed(minion));
        return variables;
    }

    private @Nullable Object set(
            Minion minion, String key, @Nullable Object value, boolean falseUnsets) {
        if (Boolean.FALSE.equals(value)) {
            changed(minion).put(key, "");
            return falseUnsets ? null : "";
        }
        if (!(value instanceof String text)) {
            return false;
        }
        changed(minion).put(key, text);
        return text;
    }

    private Object setAll(Minion minion, Arguments args) {
        if (!(args.value("environ") instanceof Map<?, ?> environ)) {
            return false;
        }
        if (args.flag("clear_all")) {
            throw new CallError("environ.setenv cannot clear the environment of its own process");
        }
        Map<String, @Nullable Object> set = new LinkedHashMap<>();
        environ.forEach((key, value) ->
                set.put(
                        PythonText.str(key),
                        set(minion, PythonText.str(key), value, args.flag("false_unsets"))));
        return set;
    }
}
