package io.pulldeploy.engine;

import io.pulldeploy.engine.compile.Python;
import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.Minion;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the arguments of a {@code state.*} function ask for, in the forms in which Salt takes them.
 */
record StateRequest(
        LocalMinion caller,
        boolean test,
        Map<String, @Nullable Object> options,
        Map<Object, @Nullable Object> pillar,
        List<Object> exclude,
        boolean force,
        boolean mock) {

    static StateRequest of(Minion minion, Arguments args) {
        if (!(minion instanceof LocalMinion own)) {
            throw new CallError("states are for the machine that the program runs on");
        }
        LocalMinion local = own;
        Map<String, @Nullable Object> given = named(args);
        if (Python.truth(given.get("localconfig"))) {
            local =
                    local.parts()
                            .reconfigured()
                            .apply(Python.str(given.get("localconfig")))
                            .sharing(minion.context());
        }
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        for (String key : List.of("saltenv", "pillarenv")) {
            if (given.containsKey(key) && given.get(key) != null) {
                options.put(key, Python.str(given.get(key)));
            }
        }
        boolean test = test(local, args);
        options.put("test", test);
        return new StateRequest(
                local,
                test,
                options,
                pillar(given.get("pillar")),
                exclude(given.get("exclude")),
                Python.truth(given.get("force")),
                Python.truth(given.get("mock")));
    }

    /** The minion with what the arguments change of its configuration and pillar. */
    LocalMinion minion() {
        return caller.with(options, pillar);
    }

    /** The same request of a function that Salt gives no values over the pillar. */
    StateRequest withoutPillar() {
        return new StateRequest(caller, test, options, Map.of(), exclude, force, mock);
    }

    /** SLS names from a list, or from text with commas. */
    static List<String> names(@Nullable Object value) {
        return switch (value) {
            case null -> List.of("None");
            case List<?> list -> list.stream().map(Python::str).toList();
            case Object single ->
                    Arrays.stream(Python.str(single).split(",", -1)).map(String::strip).toList();
        };
    }

    HighstateRequest highstate(List<String> sls, String topFile, List<String> whitelist) {
        return new HighstateRequest(
                sls,
                test,
                options.get("saltenv") instanceof String saltenv ? saltenv : "",
                pillar,
                exclude,
                whitelist,
                topFile,
                mock);
    }

    /** The options of a run, whether the function has a parameter for them or not. */
    private static Map<String, @Nullable Object> named(Arguments args) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>(args.extra());
        for (String option : List.of("test", "exclude")) {
            if (args.names().contains(option) && args.isGiven(option)) {
                named.put(option, args.value(option));
            }
        }
        return named;
    }

    private static boolean test(LocalMinion minion, Arguments args) {
        Map<String, @Nullable Object> given = named(args);
        Object test = given.remove("test");
        if (test != null) {
            return !Boolean.FALSE.equals(test);
        }
        boolean otherwiseSpelt =
                given.entrySet().stream()
                        .anyMatch(e -> e.getKey().equalsIgnoreCase("test") && isTrue(e.getValue()));
        return otherwiseSpelt
                || Boolean.TRUE.equals(minion.pillar().get("test"))
                || Boolean.TRUE.equals(minion.grains().get("test"))
                || Python.truth(minion.opts().get("test"));
    }

    private static boolean isTrue(@Nullable Object value) {
        return switch (value) {
            case Boolean b -> b;
            case Number n -> n.doubleValue() > 0;
            case String s -> s.equalsIgnoreCase("true");
            case null, default -> Python.truth(value);
        };
    }

    private static Map<Object, @Nullable Object> pillar(@Nullable Object value) {
        return switch (value) {
            case null -> Map.of();
            case Map<?, ?> map -> new LinkedHashMap<>(map);
            default ->
                    throw new CallError(
                            "Pillar data must be formatted as a dictionary, unless pillar_enc is"
                                    + " specified.");
        };
    }

    private static List<Object> exclude(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case List<?> list -> new ArrayList<>(list);
            case Object single ->
                    Python.truth(single) ? new ArrayList<>(names(Python.str(single))) : List.of();
        };
    }
}
