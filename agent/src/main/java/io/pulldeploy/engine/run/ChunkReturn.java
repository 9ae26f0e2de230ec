package io.pulldeploy.engine.run;

import io.pulldeploy.engine.compile.LowChunk;
import io.pulldeploy.engine.compile.Python;
import io.pulldeploy.model.StateResult;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one chunk returned, in the form of Salt's result mapping, while the run completes it. */
final class ChunkReturn {
    private final Map<String, @Nullable Object> data = new LinkedHashMap<>();

    /**
     * @param result true, false or null
     */
    ChunkReturn(@Nullable Object name, @Nullable Boolean result, String comment) {
        data.put("name", name);
        data.put("changes", new LinkedHashMap<String, @Nullable Object>());
        data.put("result", result);
        data.put("comment", comment);
    }

    static ChunkReturn of(@Nullable Object name, StateResult returned) {
        ChunkReturn result = new ChunkReturn(name, returned.outcome().value(), returned.comment());
        result.data.put("changes", new LinkedHashMap<>(returned.changes()));
        result.data.putAll(returned.extra());
        return result;
    }

    /** The mapping itself; changes to it are changes of this. */
    Map<String, @Nullable Object> data() {
        return data;
    }

    @Nullable Object get(String key) {
        return data.get(key);
    }

    ChunkReturn put(String key, @Nullable Object value) {
        data.put(key, value);
        return this;
    }

    /** Puts keys first, for results that Salt writes in another order than functions do. */
    ChunkReturn inOrder(String... keys) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(data);
        data.clear();
        for (String key : keys) {
            if (all.containsKey(key)) {
                data.put(key, all.get(key));
            }
        }
        all.forEach(data::putIfAbsent);
        return this;
    }

    boolean failed() {
        return Boolean.FALSE.equals(data.get("result"));
    }

    boolean succeeded() {
        return Boolean.TRUE.equals(data.get("result"));
    }

    /** Whether the state would change something, in a test run. */
    boolean undecided() {
        return data.get("result") == null;
    }

    boolean hasChanges() {
        return Python.truth(data.get("changes"));
    }

    boolean flag(String key) {
        return Python.truth(data.get(key));
    }

    String comment() {
        Object comment = data.get("comment");
        return comment instanceof List<?> lines
                ? String.join("\n", lines.stream().map(Python::str).toList())
                : comment == null ? "" : Python.str(comment);
    }

    double duration() {
        return data.get("duration") instanceof Number n ? n.doubleValue() : 0;
    }

    /** Notes which chunk this belongs to. */
    void identify(LowChunk chunk) {
        for (String key : List.of("__sls__", "__id__", "name")) {
            data.put(key, chunk.get(key));
        }
    }
}
