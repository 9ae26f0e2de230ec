package io.pulldeploy.engine.run;

import io.pulldeploy.engine.compile.Keywords;
import io.pulldeploy.engine.compile.LowChunk;
import io.pulldeploy.engine.compile.Python;
import io.pulldeploy.engine.order.DependencyGraph;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds, after a run, the states that listen to others that changed. */
final class Listeners {
    private record Reference(String state, Object name) {}

    private record Listening(String state, Object name, List<?> to) {}

    private final List<LowChunk> chunks;
    private final Map<String, ChunkReturn> results;
    private final DependencyGraph graph;
    private final Map<Reference, List<LowChunk>> byReference = new LinkedHashMap<>();
    private final Map<String, ChunkReturn> errors = new LinkedHashMap<>();
    private final List<LowChunk> watchers = new ArrayList<>();

    Listeners(List<LowChunk> chunks, Map<String, ChunkReturn> results, DependencyGraph graph) {
        this.chunks = chunks;
        this.results = results;
        this.graph = graph;
    }

    /** What is to be called at the end of the run: the listeners' {@code mod_watch}. */
    List<LowChunk> watchers() {
        List<Listening> all = listening();
        if (!all.isEmpty()) {
            index();
            all.forEach(this::hear);
        }
        return watchers;
    }

    /** Failed results for references to states that do not exist, by tag. */
    Map<String, ChunkReturn> errors() {
        return errors;
    }

    private List<Listening> listening() {
        List<Listening> all = new ArrayList<>();
        for (LowChunk chunk : chunks) {
            if (chunk.get("listen") instanceof List<?> to) {
                all.add(new Listening(chunk.state(), chunk.id(), to));
            }
            for (Object item : chunk.list("listen_in")) {
                if (item instanceof Map<?, ?> map) {
                    map.forEach((state, name) ->
                            all.add(
                                    new Listening(
                                            Python.str(state),
                                            name == null ? "None" : name,
                                            List.of(Map.of(chunk.state(), chunk.id())))));
                }
            }
        }
        return all;
    }

    /** A chunk that appears twice, because a prereq tests it, listens once. */
    private void index() {
        Map<List<Object>, LowChunk> distinct = new LinkedHashMap<>();
        chunks.forEach(
                chunk -> distinct.put(List.of(chunk.state(), chunk.id(), chunk.name()), chunk));
        for (LowChunk chunk : distinct.values()) {
            refer(chunk.state(), chunk.id(), chunk);
            if (!chunk.id().equals(chunk.name())) {
                refer(chunk.state(), chunk.name(), chunk);
            }
        }
    }

    private void refer(String state, Object name, LowChunk chunk) {
        byReference.computeIfAbsent(new Reference(state, name), _ -> new ArrayList<>()).add(chunk);
    }

    private void hear(Listening listening) {
        for (Object to : listening.to()) {
            Optional<Map<?, ?>> named = to instanceof Map<?, ?> map ? Optional.of(map) : named(to);
            named.ifPresent(
                    map -> map.forEach((state, name) -> hear(listening, Python.str(state), name)));
        }
    }

    /** A listener names the first chunk of that ID or name. */
    private Optional<Map<?, ?>> named(@Nullable Object to) {
        for (LowChunk chunk : chunks) {
            if (chunk.id().equals(to) || chunk.name().equals(to)) {
                return Optional.of(Map.of(chunk.state(), chunk.id()));
            }
        }
        return Optional.empty();
    }

    private void hear(Listening listening, String state, @Nullable Object name) {
        List<LowChunk> sources = referred(state, name);
        if (sources.isEmpty()) {
            error(state, Python.str(name));
            return;
        }
        for (LowChunk source : sources) {
            ChunkReturn result = results.get(source.tag());
            if (result == null || !result.hasChanges()) {
                continue;
            }
            List<LowChunk> listeners = referred(listening.state(), listening.name());
            if (listeners.isEmpty()) {
                error(listening.state(), Python.str(listening.name()));
            }
            listeners.forEach(this::watch);
        }
    }

    private List<LowChunk> referred(String state, @Nullable Object name) {
        return name == null
                ? List.of()
                : byReference.getOrDefault(new Reference(state, name), List.of());
    }

    private void watch(LowChunk listener) {
        LowChunk watcher = listener.copy();
        watcher.put("sfun", listener.get("fun"));
        watcher.put("fun", "mod_watch");
        watcher.put("__id__", "listener_" + listener.id());
        Keywords.REQUISITES.forEach(watcher.data()::remove);
        graph.add(watcher, false);
        watchers.add(watcher);
    }

    private void error(String state, String name) {
        ChunkReturn error =
                new ChunkReturn(
                                "listen_%s:%s".formatted(state, name),
                                false,
                                "Referenced state %s: %s does not exist".formatted(state, name))
                        .inOrder("comment", "name", "result");
        errors.put(
                "Listen_Error_|-listen_%s_|-listen_%s_|-Listen_Error".formatted(name, state),
                error);
    }
}
