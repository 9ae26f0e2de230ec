package io.pulldeploy.render;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** High data of one file, as {@code stateconf} rewrites it in place. */
final class StateConfData {
    private static final String STATE = "stateconf";
    private static final String FUNCTION = "stateconf.set";
    private static final String START = ".start";
    private static final String GOAL = ".goal";

    /** What stands at the top of a file and is no ID. */
    private static final Set<String> FILES = Set.of("include", "exclude");

    private static final List<String> REQUIRE =
            List.of("require", "watch", "listen", "onchanges", "onfail");
    private static final List<String> REQUIRE_IN =
            REQUIRE.stream().map(kind -> kind + "_in").toList();
    private static final List<String> REFERENCES =
            List.of(
                    "require",
                    "require_in",
                    "watch",
                    "watch_in",
                    "use",
                    "use_in",
                    "listen",
                    "listen_in",
                    "onchanges",
                    "onchanges_in",
                    "onfail",
                    "onfail_in");

    private final Map<Object, @Nullable Object> data;
    private final String sls;
    private final String saltenv;

    /** What is no declaration of states. */
    static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Malformed() {
            super("", null, false, false);
        }
    }

    /** One state of an ID, with its arguments. */
    private record State(String id, String function, List<@Nullable Object> arguments) {
        String tag() {
            return StateConfData.tag(id, function);
        }
    }

    /** One entry of a requisite: the mapping that holds it, and what it says. */
    private record Reference(Map<Object, @Nullable Object> holder, Object state, String id) {}

    StateConfData(Map<Object, @Nullable Object> data, String sls, String saltenv) {
        this.data = data;
        this.sls = sls;
        this.saltenv = saltenv;
    }

    @SuppressWarnings("unchecked")
    static Map<Object, @Nullable Object> map(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<Object, @Nullable Object>) map;
        }
        throw new Malformed();
    }

    @SuppressWarnings("unchecked")
    private static List<@Nullable Object> list(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return (List<@Nullable Object>) list;
        }
        throw new Malformed();
    }

    private static String text(@Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new Malformed();
    }

    private static String state(String function) {
        int dot = function.indexOf('.');
        return dot < 0 ? function : function.substring(0, dot);
    }

    private static String tag(String id, String function) {
        return id + ":" + state(function);
    }

    /** States without arguments, and files whose names are relative. */
    void spellOut() {
        data.replaceAll((_, value) ->
                value instanceof String function ? one(function, new ArrayList<>()) : value);
        if (data.containsKey("include")) {
            includes(list(data.get("include")));
        }
        if (data.containsKey("exclude")) {
            for (Object entry : list(data.get("exclude"))) {
                if (entry instanceof Map<?, ?> exclusion && exclusion.containsKey("sls")) {
                    String excluded = text(exclusion.get("sls"));
                    if (excluded.startsWith(".")) {
                        map(exclusion).put("sls", absolute(excluded, sls));
                    }
                }
            }
        }
    }

    private void includes(List<@Nullable Object> includes) {
        for (int i = 0; i < includes.size(); i++) {
            Object env = saltenv;
            Object included = includes.get(i);
            if (included instanceof Map<?, ?> place && !place.isEmpty()) {
                // Salt takes the entry out, and puts only a relative one back.
                env = List.copyOf(place.keySet()).getLast();
                included = map(place).remove(env);
            }
            if (text(included).startsWith(".")) {
                includes.set(i, one(env, absolute(text(included), sls)));
            }
        }
    }

    private static Map<Object, @Nullable Object> one(Object key, @Nullable Object value) {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        map.put(key, value);
        return map;
    }

    /** An ID with the name of its file. */
    private String named(String id) {
        if (id.contains("::")) {
            return absolute(id, sls);
        }
        String path = absolute(id, sls + ".");
        int dot = path.lastIndexOf('.');
        return dot < 0 ? path : path.substring(0, dot) + "::" + path.substring(dot + 1);
    }

    private static String absolute(String relative, String from) {
        int levels = 0;
        while (levels < relative.length() && relative.charAt(levels) == '.') {
            levels++;
        }
        List<String> parts = List.of(from.split("\\.", -1));
        if (levels > parts.size()) {
            throw RenderFailure.render(
                    "Attempted relative include goes beyond top level package", 1, relative);
        }
        List<String> path = new ArrayList<>(parts.subList(0, parts.size() - levels));
        path.add(relative.substring(levels));
        return String.join(".", path);
    }

    private static List<State> states(Map<?, ?> data, Set<String> others) {
        List<State> states = new ArrayList<>();
        data.forEach((id, body) -> {
            if (text(id).startsWith("__") || others.contains(text(id))) {
                return;
            }
            map(body)
                    .forEach((function, arguments) -> {
                        if (!text(function).startsWith("__")) {
                            // Below extend stand IDs, whose states are a mapping: no arguments.
                            states.add(
                                    new State(
                                            text(id),
                                            text(function),
                                            arguments instanceof Map<?, ?>
                                                    ? new ArrayList<>()
                                                    : list(arguments)));
                        }
                    });
        });
        return states;
    }

    private static List<Reference> references(List<?> arguments, List<String> kinds) {
        List<Reference> references = new ArrayList<>();
        for (Object argument : arguments) {
            if (!(argument instanceof Map<?, ?> one)) {
                continue;
            }
            if (one.isEmpty()) {
                throw new Malformed();
            }
            Object kind = one.keySet().iterator().next();
            if (!(kind instanceof String name && kinds.contains(name))) {
                continue;
            }
            Object entries = one.get(kind);
            if (entries instanceof String || entries instanceof Map<?, ?>) {
                continue;
            }
            for (Object entry : list(entries)) {
                if (entry instanceof Map<?, ?> reference) {
                    if (reference.isEmpty()) {
                        throw new Malformed();
                    }
                    Object state = reference.keySet().iterator().next();
                    references.add(
                            new Reference(map(reference), state, text(reference.get(state))));
                }
            }
        }
        return references;
    }

    /** Lets each state require the one before it. */
    void order(StateConf.Known known) {
        for (State state : states(data, FILES)) {
            if (!state.id().equals("extend")
                    && state.arguments().stream()
                            .anyMatch(a ->
                                    a instanceof Map<?, ?> m
                                            && m.keySet().stream()
                                                    .findFirst()
                                                    .filter("names"::equals)
                                                    .isPresent())) {
                throw RenderFailure.render(
                        ("'names' declaration(found in state id: %s) is not supported with implicitly"
                                        + " ordered states! You should generate the states in a"
                                        + " template for-loop instead.")
                                .formatted(state.id()),
                        1,
                        state.id());
            }
        }
        Set<String> after = new HashSet<>();
        data.forEach((id, body) -> {
            if (body instanceof Map<?, ?> map) {
                map.keySet().forEach(function -> after.add(tag(text(id), text(function))));
            } else {
                list(body).forEach(entry -> after.add(tag(text(id), text(entry))));
            }
        });
        Set<String> before = new HashSet<>();
        State previous = null;
        for (State state : states(data, FILES)) {
            if (state.id().equals("extend")) {
                for (State extension : states(map(data.get("extend")), FILES)) {
                    extended(extension, REQUIRE, known.required());
                    extended(extension, REQUIRE_IN, known.requiring());
                }
                continue;
            }
            after.remove(state.tag());
            refuse(
                    state,
                    tags(state, REQUIRE, known.required()),
                    after,
                    "State(%s) can't require/watch/listen/onchanges/onfail a state(%s) defined after it!");
            refuse(
                    state,
                    tags(state, REQUIRE_IN, known.requiring()),
                    before,
                    "State(%s) can't require_in/watch_in/listen_in/onchanges_in/onfail_in a state(%s)"
                            + " defined before it!");
            if (previous != null) {
                require(state.arguments(), one(state(previous.function()), previous.id()));
            }
            before.add(state.tag());
            previous = state;
        }
    }

    /** Salt files what an extend lets a state require under the state that is required. */
    private static void extended(State state, List<String> kinds, Map<String, List<String>> into) {
        for (Reference reference : references(state.arguments(), kinds)) {
            String required = text(reference.state());
            into.computeIfAbsent(tag(state.id(), required), _ -> new ArrayList<>())
                    .add(tag(reference.id(), required));
        }
    }

    private static List<String> tags(
            State state, List<String> kinds, Map<String, List<String>> extended) {
        List<String> tags = new ArrayList<>();
        references(state.arguments(), kinds)
                .forEach(reference -> tags.add(tag(reference.id(), text(reference.state()))));
        tags.addAll(extended.getOrDefault(state.tag(), List.of()));
        return tags;
    }

    private static void refuse(State state, List<String> tags, Set<String> wrong, String words) {
        tags.stream()
                .filter(wrong::contains)
                .findFirst()
                .ifPresent(tag -> {
                    throw RenderFailure.render(words.formatted(state.tag(), tag), 1, state.id());
                });
    }

    private static void require(
            List<@Nullable Object> arguments, Map<Object, @Nullable Object> first) {
        for (Object argument : arguments) {
            if (argument instanceof Map<?, ?> one
                    && "require".equals(one.keySet().stream().findFirst().orElse(null))) {
                list(one.get("require")).addFirst(first);
                return;
            }
        }
        arguments.add(one("require", new ArrayList<>(List.of(first))));
    }

    /** Adds a state that the first one waits for. */
    void addStart() {
        absent(START, "start");
        if (data.isEmpty()) {
            return;
        }
        String first =
                data.keySet().stream()
                        .map(StateConfData::text)
                        .filter(id ->
                                !FILES.contains(id) && !id.equals("extend") && !id.startsWith("__"))
                        .findFirst()
                        .orElseThrow(() ->
                                RenderFailure.render(
                                        "Can't determine the first state in the sls file!", 1, ""));
        String function =
                map(data.get(first)).keySet().stream()
                        .findFirst()
                        .map(StateConfData::text)
                        .orElseThrow(Malformed::new);
        add(START, "require_in", new ArrayList<>(List.of(one(state(function), first))));
    }

    /** Adds a state that requires all others. */
    void addGoal() {
        absent(GOAL, "goal");
        List<@Nullable Object> required = new ArrayList<>();
        for (State state : states(data, Set.of("include", "exclude", "extend"))) {
            required.add(one(state(state.function()), state.id()));
        }
        add(GOAL, "require", required);
    }

    private void absent(String id, String what) {
        if (data.containsKey(id)) {
            throw RenderFailure.render(
                    "Can't generate %s state(%s)! The same state id already exists!"
                            .formatted(what, id),
                    1,
                    id);
        }
    }

    private void add(String id, String kind, List<@Nullable Object> references) {
        data.put(id, one(FUNCTION, new ArrayList<>(List.of(one(kind, references)))));
    }

    /** Puts the file's name before its own IDs, and into the references to them. */
    void rename() {
        if (data.containsKey("extend")) {
            rename(map(data.get("extend")));
        }
        rename(data);
    }

    private void rename(Map<Object, @Nullable Object> states) {
        for (State state : states(states, FILES)) {
            for (Reference reference : references(state.arguments(), REFERENCES)) {
                if (reference.id().startsWith(".")) {
                    reference.holder().put(reference.state(), named(reference.id()));
                }
            }
        }
        for (Object key : List.copyOf(states.keySet())) {
            String id = text(key);
            if (!id.startsWith(".")) {
                continue;
            }
            String name = named(id);
            if (states.containsKey(name)) {
                throw RenderFailure.render(
                        "Can't rename state id(%s) into %s because the later already exists!"
                                .formatted(id, name),
                        1,
                        id);
            }
            Map<Object, @Nullable Object> body = map(states.remove(id));
            body.forEach((function, arguments) -> {
                if (!state(text(function)).equals(STATE)) {
                    name(list(arguments), id.substring(1));
                }
            });
            states.put(name, body);
        }
    }

    private static void name(List<@Nullable Object> arguments, String name) {
        boolean named =
                arguments.stream()
                        .anyMatch(argument ->
                                argument instanceof Map<?, ?> one
                                        && "name"
                                                .equals(
                                                        one.keySet().stream()
                                                                .findFirst()
                                                                .orElse(null)));
        if (!named) {
            arguments.addFirst(one("name", name));
        }
    }

    /** Keeps what the file's {@code stateconf.set} states hold. */
    void extract(StateConf.Known known) {
        data.forEach((id, body) -> {
            if (id.equals("extend")) {
                map(body)
                        .forEach((extended, below) ->
                                keep(text(extended), below, known.extensions()));
            } else if (keep(text(id), body, known.set()) && known.extensions().containsKey(id)) {
                Map<Object, @Nullable Object> set = known.set().getOrDefault(id, Map.of());
                Map<Object, @Nullable Object> extension =
                        known.extensions().getOrDefault(id, Map.of());
                for (String kind : REQUIRE) {
                    if (extension.containsKey(kind)) {
                        // The extension keeps what it once took over, as under Salt.
                        list(extension.get(kind))
                                .addAll(
                                        set.get(kind) instanceof List<?> own
                                                ? List.copyOf(own)
                                                : List.of());
                    }
                }
                set.putAll(extension);
            }
        });
    }

    private static boolean keep(
            String id, @Nullable Object body, Map<String, Map<Object, @Nullable Object>> into) {
        if (!(body instanceof Map<?, ?> states)) {
            return false;
        }
        Object arguments = states.containsKey(STATE) ? states.get(STATE) : states.get(FUNCTION);
        if (!states.containsKey(STATE) && !states.containsKey(FUNCTION)) {
            return false;
        }
        Map<Object, @Nullable Object> conf = into.computeIfAbsent(id, _ -> new LinkedHashMap<>());
        for (Object argument : list(arguments)) {
            if (argument instanceof Map<?, ?> one && !one.isEmpty()) {
                Object name = one.keySet().iterator().next();
                conf.put(name, one.get(name));
            }
        }
        return true;
    }
}
