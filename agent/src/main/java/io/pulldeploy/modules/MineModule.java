package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.PythonText;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code mine.*}: without a master a minion keeps its own mine. {@code event.*} and {@code
 * beacons.*} have nobody who would hear or watch, {@code publish.*} nobody who would be asked.
 */
public final class MineModule {
    private static final Logger LOG = LoggerFactory.getLogger(MineModule.class);
    private static final String STORE = "mine_cache";
    private static final String ACCESS = "__saltmine_acl__";
    private static final String VALUE = "__data__";
    private static final Set<String> TARGETS =
            Set.of(
                    "glob",
                    "pcre",
                    "list",
                    "grain",
                    "grain_pcre",
                    "ipcidr",
                    "compound",
                    "pillar",
                    "pillar_pcre");

    public List<ExecutionFunction> functions() {
        List<ExecutionFunction> all = new ArrayList<>(mine());
        String nobody = "False: there is no master that hears events.";
        all.addAll(
                new FunctionList("event")
                        .add(
                                "send",
                                nobody,
                                "tag, data=None, preload=None, with_env=False, with_grains=False, with_pillar=False, with_env_opts=False, **kwargs",
                                (_, _) -> false)
                        .add("fire", "False: nobody hears events.", "data, tag", (_, _) -> false)
                        .add("fire_master", nobody, "data, tag, preload=None", (_, _) -> false)
                        .all());
        String noMaster = "Nothing: there is no master that would ask other minions.";
        String asked =
                "tgt, fun, arg=None, tgt_type='glob', returner='', timeout=5, via_master=None";
        all.addAll(
                new FunctionList("publish")
                        .add("publish", noMaster, asked, (_, _) -> unheard())
                        .add(
                                "full_data",
                                noMaster,
                                "tgt, fun, arg=None, tgt_type='glob', returner='', timeout=5",
                                (_, _) -> unheard())
                        .add(
                                "runner",
                                "A sentence: there is no master that would run it.",
                                "fun, arg=None, timeout=5",
                                (_, _) ->
                                        "No access to master. If using salt-call with --local, please remove.")
                        .all());
        all.addAll(
                new FunctionList("beacons")
                        .add(
                                "list",
                                "Nothing: no minion runs that would watch.",
                                "return_yaml=True, include_pillar=True, include_opts=True, **kwargs",
                                (_, a) -> a.flag("return_yaml") ? "beacons: null\n" : null)
                        .add(
                                "list_available",
                                "Nothing: no minion runs that would watch.",
                                "return_yaml=True, **kwargs",
                                (_, _) -> Map.of("beacons", Map.of()))
                        .all());
        return all;
    }

    private static Map<String, @Nullable Object> unheard() {
        LOG.error(
                "Cannot run publish commands without a connection to a salt master. No command sent.");
        return Map.of();
    }

    private static List<ExecutionFunction> mine() {
        return new FunctionList("mine")
                .add(
                        "get",
                        "What this minion's mine keeps of functions, if the target is this minion.",
                        "tgt, fun, tgt_type='glob', exclude_minion=False",
                        MineModule::get)
                .add(
                        "send",
                        "Keeps what a function returns.",
                        "name, *args, **kwargs",
                        MineModule::send)
                .add(
                        "update",
                        "Keeps what all mine functions of the configuration return.",
                        "clear=False, mine_functions=None",
                        MineModule::update)
                .add("valid", "The mine functions that there are.", "", (m, _) -> valid(m))
                .add(
                        "delete",
                        "Forgets what is kept of a function.",
                        "fun",
                        (m, a) -> {
                            Map<Object, @Nullable Object> kept = kept(m);
                            kept.remove(a.string("fun"));
                            return store(m, kept);
                        })
                .add("flush", "Forgets everything.", "", (m, _) -> store(m, Map.of()))
                .all();
    }

    private static Map<Object, @Nullable Object> kept(Minion minion) {
        return minion.call("data.get", List.of(STORE), Map.of()) instanceof Map<?, ?> map
                ? new LinkedHashMap<>(map)
                : new LinkedHashMap<>();
    }

    private static @Nullable Object store(Minion minion, Map<?, ?> values) {
        return minion.call("data.update", List.of(STORE, values), Map.of());
    }

    private static Map<Object, @Nullable Object> get(Minion minion, Arguments args) {
        String type = args.string("tgt_type");
        if (!TARGETS.contains(type)) {
            throw new CallError("'" + type + "'");
        }
        Map<Object, @Nullable Object> found = new LinkedHashMap<>();
        if (!Boolean.TRUE.equals(
                minion.call("match." + type, List.of(args.string("tgt")), Map.of()))) {
            return found;
        }
        Set<String> names = new LinkedHashSet<>();
        if (args.value("fun") instanceof List<?> list) {
            list.forEach(name -> names.add(PythonText.str(name)));
        } else {
            names.addAll(List.of(args.string("fun").split(",")));
        }
        boolean byFunction = names.size() > 1 || args.value("fun") instanceof List<?>;
        Map<Object, @Nullable Object> kept = kept(minion);
        for (String name : names) {
            if (!kept.containsKey(name)) {
                continue;
            }
            Object value =
                    kept.get(name) instanceof Map<?, ?> map && map.containsKey(ACCESS)
                            ? map.get(VALUE)
                            : kept.get(name);
            if (byFunction) {
                Map<String, @Nullable Object> own = new LinkedHashMap<>();
                own.put(minion.id(), value);
                found.put(name, own);
            } else {
                found.put(minion.id(), value);
            }
        }
        return found;
    }

    private static @Nullable Object send(Minion minion, Arguments args) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>(args.extra());
        named.keySet().removeIf(key -> key.startsWith("__"));
        Object other = named.remove("mine_function");
        named.remove("allow_tgt");
        named.remove("allow_tgt_type");
        String function = other == null ? args.string("name") : PythonText.str(other);
        Map<Object, @Nullable Object> kept = kept(minion);
        try {
            kept.put(args.string("name"), minion.call(function, args.varargs(), named));
        } catch (CallError e) {
            LOG.error("Function {} in mine.send failed to execute: {}", function, e.getMessage());
            return false;
        }
        return store(minion, kept);
    }

    /** Functions by the name under which they are kept. */
    private static Map<?, ?> configured(Minion minion) {
        return minion.call("config.merge", List.of("mine_functions", Map.of()), Map.of())
                        instanceof Map<?, ?> map
                ? map
                : Map.of();
    }

    private static @Nullable Object update(Minion minion, Arguments args) {
        Map<Object, @Nullable Object> wanted = new LinkedHashMap<>();
        switch (args.value("mine_functions")) {
            case List<?> list -> list.forEach(name -> wanted.put(name, Map.of()));
            case Map<?, ?> map when !map.isEmpty() -> wanted.putAll(map);
            case null, default -> wanted.putAll(configured(minion));
        }
        if (wanted.isEmpty()) {
            return null;
        }
        Map<Object, @Nullable Object> values =
                args.flag("clear") ? new LinkedHashMap<>() : kept(minion);
        wanted.forEach((alias, definition) -> {
            Definition call = Definition.of(PythonText.str(alias), definition);
            if (minion.hasFunction(call.function())) {
                try {
                    values.put(
                            PythonText.str(alias),
                            minion.call(call.function(), call.positional(), call.named()));
                } catch (CallError e) {
                    LOG.error(
                            "Function {} in mine.update failed to execute: {}",
                            call.function(),
                            e.getMessage());
                }
            }
        });
        return store(minion, values);
    }

    private static @Nullable Object valid(Minion minion) {
        Map<?, ?> functions = configured(minion);
        if (functions.isEmpty()) {
            return null;
        }
        Map<Object, @Nullable Object> valid = new LinkedHashMap<>();
        functions.forEach((alias, definition) -> {
            Definition call = Definition.of(PythonText.str(alias), definition);
            if (minion.hasFunction(call.function())) {
                List<@Nullable Object> arguments = new ArrayList<>(call.positional());
                call.named().forEach((key, value) -> arguments.add(pair(key, value)));
                valid.put(alias, call.isNamed() ? pair(call.function(), arguments) : definition);
            }
        });
        return valid;
    }

    private static Map<String, @Nullable Object> pair(String key, @Nullable Object value) {
        Map<String, @Nullable Object> pair = new LinkedHashMap<>();
        pair.put(key, value);
        return pair;
    }

    /**
     * What the configuration says of one mine function.
     *
     * @param isNamed whether {@code mine_function} names it, so that the alias is another name
     */
    private record Definition(
            String function,
            boolean isNamed,
            List<@Nullable Object> positional,
            Map<String, @Nullable Object> named) {
        static Definition of(String alias, @Nullable Object definition) {
            List<@Nullable Object> positional = new ArrayList<>();
            Map<String, @Nullable Object> named = new LinkedHashMap<>();
            List<?> parts =
                    switch (definition) {
                        case List<?> list -> list;
                        case Map<?, ?> map -> List.of(map);
                        case null, default -> List.of();
                    };
            for (Object part : parts) {
                if (part instanceof Map<?, ?> map) {
                    map.forEach((key, value) -> named.put(PythonText.str(key), value));
                } else {
                    positional.add(part);
                }
            }
            named.remove("allow_tgt");
            named.remove("allow_tgt_type");
            Object function = named.remove("mine_function");
            return new Definition(
                    function == null ? alias : PythonText.str(function),
                    function != null,
                    positional,
                    named);
        }
    }
}
