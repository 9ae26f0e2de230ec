package io.pulldeploy.engine.run;

import io.pulldeploy.engine.compile.LowChunk;
import io.pulldeploy.engine.compile.Python;
import io.pulldeploy.engine.order.DependencyGraph;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Runs the package states of a group as one: the first of them takes over the packages of all. */
public final class Aggregator {
    /** The states that can run as one. */
    public static final Set<String> STATES = Set.of("pkg");

    private static final Set<String> FUNCTIONS = Set.of("installed", "latest", "removed", "purged");

    private final DependencyGraph graph;
    private final Set<LowChunk> merged = new HashSet<>();

    Aggregator(DependencyGraph graph) {
        this.graph = graph;
    }

    /**
     * Gives a chunk the packages of the others of its group, if it is the first of them.
     *
     * @param ran tags that have a result
     */
    void merge(LowChunk chunk, Set<String> ran) {
        if (!STATES.contains(chunk.state()) || merged.contains(chunk)) {
            return;
        }
        List<LowChunk> group = graph.group(chunk);
        if (group.isEmpty()) {
            return;
        }
        merged.add(chunk);
        chunk.put("__agg__", true);
        if (FUNCTIONS.contains(chunk.fun())) {
            takeOver(chunk, group, ran);
        }
    }

    private void takeOver(LowChunk chunk, List<LowChunk> group, Set<String> ran) {
        String key = chunk.has("sources") ? "sources" : "pkgs";
        Map<Object, Set<@Nullable Object>> others = new LinkedHashMap<>();
        for (LowChunk other : group) {
            if (!merged.contains(other)
                    && !ran.contains(other.tag())
                    && other.fun().equals(chunk.fun())
                    && Objects.equals(other.get("fromrepo"), chunk.get("fromrepo"))
                    && !other.has("hold")
                    && collect(other, key, others)) {
                merged.add(other);
                other.put("__agg__", true);
            }
        }
        if (others.isEmpty()) {
            return;
        }
        Map<Object, Set<@Nullable Object>> all = new LinkedHashMap<>();
        // Salt forgets the package of the chunk that takes over: it would never be installed.
        collect(chunk, key, all);
        others.forEach((name, values) -> wanted(all, name).addAll(values));
        List<@Nullable Object> packages = new ArrayList<>();
        all.forEach((name, values) ->
                values.forEach(value -> packages.add(value == null ? name : pair(name, value))));
        chunk.put(key, packages);
    }

    /** Whether the chunk gives its packages away. */
    private static boolean collect(
            LowChunk chunk, String key, Map<Object, Set<@Nullable Object>> into) {
        if (key.equals("sources")) {
            add(chunk.list(key), into);
            return chunk.has(key);
        }
        if (chunk.has(key)) {
            add(chunk.list(key), into);
        } else {
            into.computeIfAbsent(chunk.name(), _ -> new LinkedHashSet<>())
                    .add(chunk.data().remove("version"));
        }
        return true;
    }

    private static void add(
            List<@Nullable Object> packages, Map<Object, Set<@Nullable Object>> into) {
        for (Object item : packages) {
            if (item instanceof Map<?, ?> map) {
                map.forEach((name, value) -> wanted(into, Python.str(name)).add(value));
            } else if (item != null) {
                wanted(into, item);
            }
        }
    }

    private static Set<@Nullable Object> wanted(
            Map<Object, Set<@Nullable Object>> packages, Object name) {
        return packages.computeIfAbsent(
                name,
                _ -> {
                    Set<@Nullable Object> any = new LinkedHashSet<>();
                    any.add(null);
                    return any;
                });
    }

    private static Map<Object, @Nullable Object> pair(Object name, @Nullable Object value) {
        Map<Object, @Nullable Object> pair = new LinkedHashMap<>();
        pair.put(name, value);
        return pair;
    }
}
