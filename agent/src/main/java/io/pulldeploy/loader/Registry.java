package io.pulldeploy.loader;

import io.pulldeploy.model.CloseNames;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Plug-ins by name. Each is registered by one explicit line; a name that is taken is refused. */
public final class Registry<T> {
    private final Map<String, T> byName = new TreeMap<>();
    private final Map<String, String> absent = new TreeMap<>();
    private final Function<T, String> nameOf;

    public Registry(Function<T, String> nameOf) {
        this.nameOf = nameOf;
    }

    public static Registry<ExecutionFunction> ofExecutionFunctions() {
        return new Registry<>(ExecutionFunction::name);
    }

    public static Registry<StateFunction> ofStateFunctions() {
        return new Registry<>(StateFunction::name);
    }

    /**
     * @throws IllegalStateException if a name is taken: a programmer's mistake
     */
    public Registry<T> add(Collection<? extends T> plugins) {
        for (T plugin : plugins) {
            if (byName.putIfAbsent(nameOf.apply(plugin), plugin) != null) {
                throw new IllegalStateException("registered twice: " + nameOf.apply(plugin));
            }
        }
        return this;
    }

    /** These plug-ins less the modules of those names, with what is said of each. */
    public Registry<T> without(Map<String, String> modules) {
        Registry<T> rest = new Registry<>(nameOf);
        rest.absent.putAll(modules);
        byName.forEach((name, plugin) -> {
            if (!modules.containsKey(moduleOf(name))) {
                rest.byName.put(name, plugin);
            }
        });
        return rest;
    }

    /** Why the module of a missing name is not there, if that is known. */
    public Optional<String> whyAbsent(String name) {
        return Optional.ofNullable(absent.get(moduleOf(name)));
    }

    private static String moduleOf(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    public Optional<T> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** All plug-ins, sorted by name. */
    public Collection<T> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    /** At most three registered names that look like a misspelt one, the closest first. */
    public List<String> closeTo(String name) {
        return CloseNames.of(name, byName.keySet());
    }

    /** All names that start with {@code prefix}, sorted. */
    public List<String> names(String prefix) {
        return byName.keySet().stream()
                .filter(n -> n.startsWith(prefix))
                .sorted(Comparator.naturalOrder())
                .toList();
    }
}
