package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.PythonText;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code environ.*}: environment variables. What is set is kept beside the process's own, which
 * Java cannot change; {@link #changes} tells what starts programs.
 */
public final class EnvironModule {
    private static final String CONTEXT_KEY = "environ";

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
                                args.value("key") instanceof String key
                                        ? found(minion, key, args)
                                        : false),
                new ExecutionFunction(
                        "environ.has_value",
                        "Whether a variable is set, or has a value.",
                        "key, value=None",
                        (minion, args) -> {
                            String value = variables(minion).get(args.string("key"));
                            return value != null
                                    && (args.value("value") == null
                                            || value.equals(args.value("value")));
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

    private @Nullable Object found(Minion minion, String key, Arguments args) {
        String value = variables(minion).get(key);
        return value == null ? args.value("default") : value;
    }

    private Map<String, @Nullable Object> item(Minion minion, Arguments args) {
        Map<String, @Nullable Object> items = new LinkedHashMap<>();
        if (args.value("keys") instanceof String || args.value("keys") instanceof List<?>) {
            for (Object key : args.list("keys")) {
                String name = PythonText.str(key);
                items.put(name, found(minion, name, args));
            }
        }
        return items;
    }

    /**
     * What was changed so far, for whatever starts programs: variables by name, empty for one that
     * was unset.
     */
    @SuppressWarnings("unchecked")
    public static Map<String, Optional<String>> changes(Minion minion) {
        return (Map<String, Optional<String>>)
                Objects.requireNonNull(
                        minion.context()
                                .computeIfAbsent(
                                        CONTEXT_KEY,
                                        key -> new ConcurrentHashMap<String, Optional<String>>()));
    }

    private Map<String, String> variables(Minion minion) {
        Map<String, String> variables = new TreeMap<>(process);
        changes(minion)
                .forEach((name, value) ->
                        value.ifPresentOrElse(
                                v -> variables.put(name, v), () -> variables.remove(name)));
        return variables;
    }

    private static @Nullable Object set(
            Minion minion, String key, @Nullable Object value, boolean falseUnsets) {
        if (Boolean.FALSE.equals(value)) {
            changes(minion).put(key, falseUnsets ? Optional.empty() : Optional.of(""));
            return falseUnsets ? null : "";
        }
        if (!(value instanceof String text)) {
            return false;
        }
        changes(minion).put(key, Optional.of(text));
        return text;
    }

    private @Nullable Object setAll(Minion minion, Arguments args) {
        if (!(args.value("environ") instanceof Map<?, ?> environ)) {
            return false;
        }
        boolean falseUnsets = args.flag("false_unsets");
        Map<String, @Nullable Object> set = new LinkedHashMap<>();
        if (args.flag("clear_all")) {
            variables(minion).keySet().stream()
                    .filter(name -> !environ.containsKey(name))
                    .forEach(name -> set.put(name, set(minion, name, false, falseUnsets)));
        }
        for (Map.Entry<?, ?> entry : environ.entrySet()) {
            if (!(entry.getValue() instanceof String) && !Boolean.FALSE.equals(entry.getValue())) {
                return false;
            }
            String name = PythonText.str(entry.getKey());
            set.put(name, set(minion, name, entry.getValue(), falseUnsets));
        }
        return set;
    }
}
