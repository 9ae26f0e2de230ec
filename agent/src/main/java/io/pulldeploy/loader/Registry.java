package io.pulldeploy.loader;

import io.pulldeploy.model.CloseNames;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Plug-ins by name. Each is registered by one explicit line; a name that is taken is refused. A run
 * needs few of them, so those of a module are made when the module is first asked for. Safe for
 * threads.
 */
public final class Registry<T> {
    /** Plug-ins that are not made yet. */
    private record Part<T>(Set<String> modules, Supplier<? extends Collection<? extends T>> make) {}

    private final Map<String, T> byName = new TreeMap<>();
    private final List<Part<T>> waiting = new ArrayList<>();
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
    public synchronized Registry<T> add(Collection<? extends T> plugins) {
        for (T plugin : plugins) {
            String name = nameOf.apply(plugin);
            if (byName.putIfAbsent(name, plugin) != null) {
                throw new IllegalStateException("registered twice: " + name);
            }
        }
        return this;
    }

    /**
     * Plug-ins that are made when one of their modules is first asked for. Then a name that is
     * taken, or of another module, is an {@link IllegalStateException}: a programmer's mistake.
     *
     * @param modules the first parts of their names
     */
    public synchronized Registry<T> add(
            Supplier<? extends Collection<? extends T>> plugins, String... modules) {
        waiting.add(new Part<>(Set.of(modules), plugins));
        return this;
    }

    /** These plug-ins less the modules of those names, with what is said of each. */
    public synchronized Registry<T> without(Map<String, String> modules) {
        Registry<T> rest = new Registry<>(nameOf);
        rest.absent.putAll(modules);
        rest.waiting.addAll(waiting);
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

    public synchronized Optional<T> find(String name) {
        T known = byName.get(name);
        if (known == null) {
            make(moduleOf(name));
            known = byName.get(name);
        }
        return Optional.ofNullable(known);
    }

    /** All plug-ins, sorted by name. */
    public synchronized Collection<T> all() {
        makeAll();
        return List.copyOf(byName.values());
    }

    /** At most three registered names that look like a misspelt one, the closest first. */
    public synchronized List<String> closeTo(String name) {
        makeAll();
        return CloseNames.of(name, byName.keySet());
    }

    /** All names that start with {@code prefix}, sorted. */
    public synchronized List<String> names(String prefix) {
        if (prefix.contains(".")) {
            make(moduleOf(prefix));
        } else {
            makeAll();
        }
        return byName.keySet().stream()
                .filter(n -> n.startsWith(prefix))
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    private void makeAll() {
        while (!waiting.isEmpty()) {
            make(waiting.removeFirst());
        }
    }

    private void make(String module) {
        for (Iterator<Part<T>> parts = waiting.iterator(); parts.hasNext(); ) {
            Part<T> part = parts.next();
            if (part.modules().contains(module)) {
                parts.remove();
                make(part);
            }
        }
    }

    private void make(Part<T> part) {
        List<T> made = new ArrayList<>();
        for (T plugin : part.make().get()) {
            String module = moduleOf(nameOf.apply(plugin));
            if (!part.modules().contains(module)) {
                throw new IllegalStateException(
                        nameOf.apply(plugin) + " is registered for " + part.modules());
            }
            if (!absent.containsKey(module)) {
                made.add(plugin);
            }
        }
        add(made);
    }
}
