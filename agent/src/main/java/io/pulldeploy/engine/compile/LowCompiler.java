package io.pulldeploy.engine.compile;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Unfolds high data into low chunks: one for each ID, state and name, in the order of declaration.
 */
public final class LowCompiler {
    private LowCompiler() {}

    public static List<LowChunk> chunks(Map<Object, @Nullable Object> high) {
        List<LowChunk> chunks = new ArrayList<>();
        high.forEach((id, value) -> {
            if (!HighData.isInternal(id) && value instanceof Map<?, ?> body) {
                body.forEach((state, run) -> {
                    if (!HighData.isInternal(state) && run instanceof List<?> list) {
                        state(Python.str(id), body, Python.str(state), list, chunks);
                    }
                });
            }
        });
        return chunks;
    }

    private static void state(
            String id, Map<?, ?> body, String state, List<?> run, List<LowChunk> chunks) {
        Map<String, @Nullable Object> chunk = new LinkedHashMap<>();
        chunk.put("state", state);
        chunk.put("name", id);
        for (String key : List.of("__sls__", "__env__", "__sls_included_from__")) {
            if (body.containsKey(key)) {
                chunk.put(key, body.get(key));
            }
        }
        chunk.put("__id__", id);
        String function = "";
        List<@Nullable Object> names = new ArrayList<>();
        for (Object argument : run) {
            if (argument instanceof String name) {
                function = name;
            } else if (argument instanceof Map<?, ?> map) {
                map.forEach((key, value) -> argument(id, argumentName(key), value, chunk, names));
            }
        }
        if (function.isEmpty()) {
            return;
        }
        if (names.isEmpty()) {
            chunks.add(chunk(chunk, function));
            return;
        }
        long order = 1;
        for (Object entry : names) {
            Map<String, @Nullable Object> named = new LinkedHashMap<>(chunk);
            if (entry instanceof Map<?, ?> map && !map.isEmpty()) {
                Object name = HighData.firstKey(map);
                named.put("name", name);
                if (map.get(name) instanceof List<?> arguments) {
                    for (Object argument : arguments) {
                        if (argument instanceof Map<?, ?> own) {
                            own.forEach((key, value) -> named.put(argumentName(key), value));
                        }
                    }
                }
            } else {
                named.put("name", entry);
            }
            named.put("name_order", order++);
            chunks.add(chunk(named, function));
        }
    }

    /** YAML's {@code off: 1} is an argument that Salt shows as JSON names its key. */
    private static String argumentName(@Nullable Object key) {
        return switch (key) {
            case null -> "null";
            case Boolean truth -> truth.toString();
            default -> Python.str(key);
        };
    }

    private static void argument(
            String id,
            String key,
            @Nullable Object value,
            Map<String, @Nullable Object> chunk,
            List<@Nullable Object> names) {
        switch (key) {
            case "names" -> {
                for (Object name : Python.items(value)) {
                    if (!names.contains(name)) {
                        names.add(name);
                    }
                }
            }
            // A state's name is what the ID declares; an argument cannot override it.
            case "state" -> {}
            case "name" -> chunk.put(key, value instanceof String ? value : id);
            default -> chunk.put(key, value);
        }
    }

    private static LowChunk chunk(Map<String, @Nullable Object> data, String function) {
        Map<String, @Nullable Object> copy = LinkedHashMap.newLinkedHashMap(data.size() + 1);
        data.forEach((key, value) -> copy.put(key, Python.copy(value)));
        copy.put("fun", function);
        return new LowChunk(copy);
    }
}
