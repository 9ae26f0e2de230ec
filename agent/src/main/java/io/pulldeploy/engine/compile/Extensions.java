package io.pulldeploy.engine.compile;

import io.pulldeploy.model.SlsError;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Applies what {@code extend:} and the {@code _in} requisites add to other states. */
final class Extensions {
    private final Map<Object, @Nullable Object> high;
    private final boolean strict;
    private final Sources sources;
    private final NameIndex index;
    private final Set<String> excludedSls;
    private final List<SlsError> errors = new ArrayList<>();

    private Extensions(Map<Object, @Nullable Object> high, boolean strict, Sources sources) {
        this.high = high;
        this.strict = strict;
        this.sources = sources;
        this.index = new NameIndex(high);
        this.excludedSls = excludedSls(high);
    }

    /**
     * Takes {@code __extend__} out of the high data and applies it.
     *
     * @param strict whether an extended ID must already have the state, as for {@code _in}
     *     requisites
     */
    static List<SlsError> apply(
            Map<Object, @Nullable Object> high, boolean strict, Sources sources) {
        List<@Nullable Object> extensions = HighData.list(high.remove(HighData.EXTEND));
        if (extensions == null) {
            return List.of();
        }
        Extensions applied = new Extensions(high, strict, sources);
        for (Object extension : extensions) {
            Map<Object, @Nullable Object> map = HighData.map(extension);
            if (map != null) {
                map.forEach(applied::extend);
            }
        }
        return applied.errors;
    }

    private void extend(Object name, @Nullable Object value) {
        Map<Object, @Nullable Object> body = HighData.map(value);
        if (body == null) {
            return;
        }
        String type =
                body.keySet().stream()
                        .filter(k -> !HighData.isInternal(k))
                        .map(Python::str)
                        .findFirst()
                        .orElse("");
        if (type.isEmpty()) {
            return;
        }
        Object id = name;
        if (!(high.get(name) instanceof Map<?, ?> target) || !target.containsKey(type)) {
            List<NameIndex.Declared> found = index.find(name, type, strict);
            if (found.size() != 1) {
                errors.add(unknown(Python.str(name), body));
                return;
            }
            id = found.getFirst().id();
        }
        if (excludedSls.contains(HighData.text(body, "__sls__", "base"))) {
            return;
        }
        Map<Object, @Nullable Object> extended = HighData.map(high.get(id));
        if (extended != null) {
            String target = Python.str(id);
            body.forEach((state, run) -> {
                if (!HighData.isInternal(state)) {
                    merge(target, extended, Python.str(state), run);
                }
            });
        }
    }

    private void merge(
            String id, Map<Object, @Nullable Object> extended, String state, @Nullable Object run) {
        List<@Nullable Object> added = Python.items(run);
        if (!extended.containsKey(state)) {
            extended.put(state, run);
            added.forEach(argument -> index.add(id, state, argument));
            return;
        }
        List<@Nullable Object> present = HighData.list(extended.get(state));
        if (present == null) {
            return;
        }
        for (Object argument : added) {
            if (!update(present, argument)) {
                present.add(argument);
            }
            index.add(id, state, argument);
        }
    }

    /** Replaces or extends what is there; whether something of that key was there. */
    private static boolean update(List<@Nullable Object> present, @Nullable Object argument) {
        boolean updated = false;
        for (int i = 0; i < present.size(); i++) {
            Object existing = present.get(i);
            if (argument instanceof String && existing instanceof String) {
                present.set(i, argument);
                updated = true;
                continue;
            }
            Map<Object, @Nullable Object> old = HighData.map(existing);
            if (!(argument instanceof Map<?, ?> map)
                    || map.isEmpty()
                    || old == null
                    || old.isEmpty()) {
                continue;
            }
            Object key = HighData.firstKey(map);
            Object oldKey = HighData.firstKey(old);
            if (key != null && key.equals(oldKey)) {
                List<@Nullable Object> requisites = HighData.list(old.get(oldKey));
                if (Keywords.REQUISITES.contains(Python.str(key))
                        && requisites != null
                        && map.get(key) instanceof List<?> more) {
                    requisites.addAll(new ArrayList<@Nullable Object>(more));
                } else {
                    present.set(i, argument);
                }
                updated = true;
            }
            if ("name".equals(key) && "names".equals(oldKey)) {
                present.set(i, argument);
            }
        }
        return updated;
    }

    private SlsError unknown(String name, Map<Object, @Nullable Object> body) {
        String sls = HighData.text(body, "__sls__", "base");
        List<String> close =
                io.pulldeploy.model.CloseNames.of(
                        name,
                        high.keySet().stream()
                                .filter(id -> !HighData.isInternal(id))
                                .map(Python::str)
                                .toList());
        return sources.error(
                sls,
                name,
                ("Cannot extend ID '%1$s' in '%2$s:%3$s'. It is not part of the high state.\n"
                                + "This is likely due to a missing include statement or an incorrectly typed"
                                + " ID.\nEnsure that a state with an ID of '%1$s' is available\nin"
                                + " environment '%2$s' and to SLS '%3$s'")
                        .formatted(name, HighData.text(body, "__env__", "base"), sls),
                close.isEmpty()
                        ? "Include the SLS that declares the ID."
                        : "Did you mean " + String.join(" or ", close) + "?");
    }

    private static Set<String> excludedSls(Map<Object, @Nullable Object> high) {
        Set<String> excluded = new HashSet<>();
        List<@Nullable Object> declared = HighData.list(high.get(HighData.EXCLUDE));
        if (declared != null) {
            for (Object item : declared) {
                if (item instanceof String sls) {
                    excluded.add(sls);
                } else if (item instanceof Map<?, ?> map && Python.truth(map.get("sls"))) {
                    excluded.add(Python.str(map.get("sls")));
                }
            }
        }
        return excluded;
    }
}
