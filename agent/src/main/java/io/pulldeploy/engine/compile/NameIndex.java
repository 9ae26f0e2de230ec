package io.pulldeploy.engine.compile;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Finds IDs by the values of their arguments, so that extend and use cost no search of all states.
 */
final class NameIndex {
    /** An ID and one of its states. */
    record Declared(String id, String state) {}

    private record Key(String state, @Nullable Object value) {}

    private final Map<Object, @Nullable Object> high;
    private final Map<Key, Set<String>> idsByArgument = new HashMap<>();
    private final Map<String, List<Declared>> bySls = new HashMap<>();
    private final Map<String, Integer> position = new HashMap<>();

    NameIndex(Map<Object, @Nullable Object> high) {
        this.high = high;
        int next = 0;
        for (Map.Entry<Object, @Nullable Object> entry : high.entrySet()) {
            Map<Object, @Nullable Object> body = HighData.map(entry.getValue());
            if (!(entry.getKey() instanceof String id) || body == null) {
                continue;
            }
            position.put(id, next++);
            List<Declared> ofSls =
                    bySls.computeIfAbsent(
                            HighData.text(body, "__sls__", ""), _ -> new ArrayList<>());
            body.forEach((state, arguments) -> {
                String name = Python.str(state);
                if (!HighData.isInternal(state)) {
                    ofSls.add(new Declared(id, name));
                }
                List<@Nullable Object> list = HighData.list(arguments);
                if (list != null) {
                    list.forEach(argument -> add(id, name, argument));
                }
            });
        }
    }

    /** Notes that a state of an ID has an argument. */
    void add(String id, String state, @Nullable Object argument) {
        if (argument instanceof Map<?, ?> map && map.size() == 1) {
            Object value = map.values().iterator().next();
            if (!(value instanceof Map<?, ?>) && !(value instanceof List<?>)) {
                idsByArgument
                        .computeIfAbsent(new Key(state, value), _ -> new LinkedHashSet<>())
                        .add(id);
            }
        }
    }

    /**
     * Salt's {@code find_name}: the IDs that a name means; no name at all means whatever has an
     * argument without a value.
     *
     * @param strict whether an ID of that name must have the state
     */
    List<Declared> find(@Nullable Object name, String state, boolean strict) {
        if (name instanceof String id
                && high.get(id) instanceof Map<?, ?> body
                && (!strict || body.containsKey(state))) {
            return List.of(new Declared(id, state));
        }
        if (state.equals("sls")) {
            return bySls.getOrDefault(Python.str(name), List.of()).stream()
                    .map(Declared::id)
                    .distinct()
                    .map(id -> new Declared(id, firstState(id)))
                    .toList();
        }
        List<Declared> found = new ArrayList<>();
        idsByArgument.getOrDefault(new Key(state, name), Set.of()).stream()
                .sorted(java.util.Comparator.comparing(id -> position.getOrDefault(id, 0)))
                .forEach(id -> {
                    for (int n = occurrences(id, state, name); n > 0; n--) {
                        found.add(new Declared(id, state));
                    }
                });
        return found;
    }

    /** Salt's {@code find_sls_ids}: every state that an SLS declares. */
    List<Declared> ofSls(@Nullable Object sls) {
        return bySls.getOrDefault(Python.str(sls), List.of());
    }

    private String firstState(String id) {
        return high.get(id) instanceof Map<?, ?> body ? Python.str(HighData.firstKey(body)) : "";
    }

    private int occurrences(String id, String state, @Nullable Object value) {
        int count = 0;
        if (high.get(id) instanceof Map<?, ?> body && body.get(state) instanceof List<?> list) {
            for (Object argument : list) {
                if (argument instanceof Map<?, ?> map
                        && map.size() == 1
                        && Objects.equals(value, map.values().iterator().next())) {
                    count++;
                }
            }
        }
        return count;
    }
}
