package io.pulldeploy.engine.compile;

import io.pulldeploy.model.SlsError;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns {@code require_in} and its kin into requisites of the states they name, and applies {@code
 * use}.
 */
final class RequisitesIn {
    private static final Set<String> IN =
            Set.of(
                    "require_in",
                    "watch_in",
                    "onfail_in",
                    "onchanges_in",
                    "use",
                    "use_in",
                    "prereq_in");
    private static final Set<String> NOT_USED = notUsed();

    private final Map<Object, @Nullable Object> high;
    private final Set<String> disabled;
    private final Sources sources;
    private final NameIndex index;
    private final Map<String, NameIndex.Declared> byName = new HashMap<>();
    private final Map<@Nullable Object, Map<Object, @Nullable Object>> extend =
            new LinkedHashMap<>();
    private final List<SlsError> errors = new ArrayList<>();

    private RequisitesIn(
            Map<Object, @Nullable Object> high, Set<String> disabled, Sources sources) {
        this.high = high;
        this.disabled = disabled;
        this.sources = sources;
        this.index = new NameIndex(high);
    }

    /**
     * @param disabled Salt's {@code disabled_requisites}
     */
    static List<SlsError> apply(
            Map<Object, @Nullable Object> high, Set<String> disabled, Sources sources) {
        RequisitesIn applied = new RequisitesIn(high, disabled, sources);
        applied.indexNames();
        high.forEach((id, value) -> {
            Map<Object, @Nullable Object> body = HighData.map(value);
            if (body != null) {
                applied.id(Python.str(id), body);
            }
        });
        List<@Nullable Object> extensions = new ArrayList<>();
        applied.extend.forEach((id, body) -> extensions.add(HighData.argument(id, body)));
        high.put(HighData.EXTEND, extensions);
        applied.errors.addAll(Extensions.apply(high, true, sources));
        return applied.errors;
    }

    private void indexNames() {
        high.forEach((id, value) -> {
            if (value instanceof Map<?, ?> body) {
                body.forEach((state, arguments) -> {
                    if (!HighData.isInternal(state) && arguments instanceof List<?> list) {
                        for (Object argument : list) {
                            if (argument instanceof Map<?, ?> map
                                    && map.get("name") instanceof String name) {
                                byName.putIfAbsent(
                                        name,
                                        new NameIndex.Declared(Python.str(id), Python.str(state)));
                            }
                        }
                    }
                });
            }
        });
    }

    private void id(String id, Map<Object, @Nullable Object> body) {
        body.forEach((state, arguments) -> {
            if (HighData.isInternal(state) || !(arguments instanceof List<?> list)) {
                return;
            }
            for (Object argument : list) {
                if (argument instanceof Map<?, ?> map
                        && HighData.firstKey(map) instanceof String key
                        && IN.contains(key)
                        && !disabled.contains(key)) {
                    switch (map.get(key)) {
                        case Map<?, ?> single ->
                                single.forEach((type, target) ->
                                        require(
                                                id,
                                                body,
                                                Python.str(state),
                                                key,
                                                typeOf(key, type, target, body),
                                                target));
                        case List<?> items -> items(id, body, Python.str(state), key, items);
                        case null, default -> {}
                    }
                }
            }
        });
    }

    /**
     * Salt keeps the targets of the earlier items of the list and takes them up again with each
     * further item, so that a state further to the front gets the requisite more than once; that
     * shows in the lowstate.
     */
    private void items(
            String id,
            Map<Object, @Nullable Object> body,
            String state,
            String key,
            List<?> items) {
        List<Target> targets = new ArrayList<>();
        for (Object item : items) {
            Map<?, ?> requisite = item instanceof Map<?, ?> map ? map : named(item);
            if (requisite == null || requisite.isEmpty()) {
                continue;
            }
            String type = Python.str(HighData.firstKey(requisite));
            Object name = requisite.get(HighData.firstKey(requisite));
            if (type.equals("sls")) {
                targets = new ArrayList<>();
                for (NameIndex.Declared declared : index.ofSls(name)) {
                    targets.add(new Target(declared.id(), declared.state()));
                }
            } else {
                targets.add(new Target(name, type));
            }
            dotted(key, type, name, body, true);
            for (Target target : targets) {
                switch (key) {
                    case "use_in" -> useIn(id, state, target);
                    case "use" -> use(id, state, target);
                    default -> require(id, body, state, key, target.state(), target.name());
                }
            }
        }
    }

    private record Target(@Nullable Object name, String state) {}

    /** A requisite that names an ID or a name alone. */
    private @Nullable Map<?, ?> named(@Nullable Object item) {
        if (item instanceof String name) {
            if (high.get(name) instanceof Map<?, ?> body) {
                return body.keySet().stream()
                        .filter(k -> !HighData.isInternal(k))
                        .findFirst()
                        .map(k -> Map.of(k, name))
                        .orElse(null);
            }
            NameIndex.Declared declared = byName.get(name);
            if (declared != null) {
                return Map.of(declared.state(), declared.id());
            }
        }
        return null;
    }

    private void require(
            String id,
            Map<Object, @Nullable Object> body,
            String state,
            String key,
            String targetState,
            @Nullable Object target) {
        String requisite = base(key);
        Map<Object, @Nullable Object> extended =
                extend.computeIfAbsent(target, _ -> new LinkedHashMap<>());
        List<@Nullable Object> arguments = HighData.listAt(extended, targetState);
        extended.put("__env__", body.get("__env__"));
        extended.put("__sls__", body.get("__sls__"));
        boolean found = false;
        for (Object argument : arguments) {
            if (argument instanceof Map<?, ?> map && requisite.equals(HighData.firstKey(map))) {
                List<@Nullable Object> list = HighData.list(map.get(requisite));
                if (list != null) {
                    list.add(HighData.argument(state, id));
                    found = true;
                }
            }
        }
        if (!found) {
            List<@Nullable Object> list = new ArrayList<>();
            list.add(HighData.argument(state, id));
            arguments.add(HighData.argument(requisite, list));
        }
    }

    /** {@code require} of {@code require_in}. */
    private static String base(String key) {
        int end = key.indexOf('_');
        return end < 0 ? key : key.substring(0, end);
    }

    private String typeOf(
            String key, Object type, @Nullable Object target, Map<Object, @Nullable Object> body) {
        String text = Python.str(type);
        dotted(key, text, target, body, false);
        int dot = text.indexOf('.');
        return dot < 0 ? text : text.substring(0, dot);
    }

    private void dotted(
            String key,
            String type,
            @Nullable Object target,
            Map<Object, @Nullable Object> body,
            boolean inList) {
        int dot = type.indexOf('.');
        if (dot >= 0) {
            String sls = HighData.text(body, "__sls__", "None");
            errors.add(
                    sources.error(
                            sls,
                            type,
                            ("Invalid requisite in %s: %s for %s%s in SLS '%s'. Requisites must not"
                                            + " contain dots, did you mean '%s'?")
                                    .formatted(
                                            base(key),
                                            type,
                                            Python.str(target),
                                            inList ? "," : "",
                                            sls,
                                            type.substring(0, dot)),
                            "Write " + type.substring(0, dot) + ": alone."));
        }
    }

    /** Gives the arguments of this state to another, where that one has none of the name. */
    private void useIn(String id, String state, Target target) {
        for (NameIndex.Declared found : index.find(target.name(), target.state(), true)) {
            pass(id, state, found.id(), found.state(), target.state());
        }
    }

    /** Takes the arguments of another state, where this one has none of the name. */
    private void use(String id, String state, Target target) {
        for (NameIndex.Declared found : index.find(target.name(), target.state(), true)) {
            pass(found.id(), found.state(), id, state, state);
        }
    }

    private void pass(
            String fromId, String fromState, String toId, String toState, String presentState) {
        Set<String> ignored = new HashSet<>(NOT_USED);
        arguments(toId, presentState)
                .forEach(map -> ignored.add(Python.str(HighData.firstKey(map))));
        List<@Nullable Object> into =
                HighData.listAt(extend.computeIfAbsent(toId, _ -> new LinkedHashMap<>()), toState);
        arguments(fromId, fromState).stream()
                .filter(map -> !ignored.contains(Python.str(HighData.firstKey(map))))
                .forEach(into::add);
    }

    private List<Map<?, ?>> arguments(String id, String state) {
        List<Map<?, ?>> arguments = new ArrayList<>();
        if (high.get(id) instanceof Map<?, ?> body && body.get(state) instanceof List<?> list) {
            for (Object argument : list) {
                if (argument instanceof Map<?, ?> map && map.size() == 1) {
                    arguments.add(map);
                }
            }
        }
        return arguments;
    }

    private static Set<String> notUsed() {
        Set<String> words = new HashSet<>(IN);
        words.addAll(
                List.of(
                        "require",
                        "watch",
                        "prereq",
                        "onfail",
                        "onfail_stop",
                        "onchanges",
                        "name",
                        "names"));
        return words;
    }
}
