package io.pulldeploy.engine;

import io.pulldeploy.engine.compile.Python;
import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.render.Json;
import io.pulldeploy.render.JsonError;
import io.pulldeploy.render.JsonStyle;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** {@code state.request} and its kin: a run that was tested, kept until somebody lets it happen. */
final class StateRequests {
    private static final String FILE = "req_state.json";

    List<ExecutionFunction> functions() {
        return List.of(
                new ExecutionFunction(
                        "state.request",
                        "Tests a run, and keeps it for state.run_request.",
                        "mods=None, **kwargs",
                        StateRequests::request),
                new ExecutionFunction(
                        "state.check_request",
                        "Shows the runs that were requested.",
                        "name=None",
                        StateRequests::check),
                new ExecutionFunction(
                        "state.clear_request",
                        "Forgets the runs that were requested, or one of them.",
                        "name=None",
                        StateRequests::clear),
                new ExecutionFunction(
                        "state.run_request",
                        "Applies what was requested.",
                        "name='default', **kwargs",
                        StateRequests::run));
    }

    private static @Nullable Object request(Minion minion, Arguments args) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>(args.extra());
        named.put("test", true);
        Object tested = apply(minion, args.value("mods"), named);
        Map<Object, @Nullable Object> requests = new LinkedHashMap<>(requests(minion));
        Map<String, @Nullable Object> own = new LinkedHashMap<>();
        own.put("test_run", local(minion).parts().secrets().maskAll(tested));
        own.put("mods", args.value("mods"));
        own.put("kwargs", named);
        requests.put(Python.str(named.getOrDefault("name", "default")), own);
        write(minion, requests);
        return tested;
    }

    private static @Nullable Object check(Minion minion, Arguments args) {
        Map<?, ?> requests = requests(minion);
        if (!args.flag("name")) {
            return requests;
        }
        String name = args.string("name");
        if (!requests.containsKey(name)) {
            throw new CallError("there is no request '" + name + "'");
        }
        return requests.get(name);
    }

    private static boolean clear(Minion minion, Arguments args) {
        if (!args.flag("name")) {
            local(minion).parts().disk().delete(file(minion));
            return true;
        }
        Map<Object, @Nullable Object> requests = new LinkedHashMap<>(requests(minion));
        if (requests.isEmpty()) {
            return true;
        }
        String name = args.string("name");
        if (!requests.containsKey(name)) {
            return false;
        }
        requests.remove(name);
        write(minion, requests);
        return true;
    }

    private static @Nullable Object run(Minion minion, Arguments args) {
        if (!(requests(minion).get(args.string("name")) instanceof Map<?, ?> request)
                || !(request.get("kwargs") instanceof Map<?, ?> kept)) {
            return Map.of();
        }
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        kept.forEach((key, value) -> named.put(Python.str(key), value));
        named.putAll(args.extra());
        named.remove("test");
        named.remove("name");
        Object result = apply(minion, request.get("mods"), named);
        local(minion).parts().disk().delete(file(minion));
        return result;
    }

    private static @Nullable Object apply(
            Minion minion, @Nullable Object mods, Map<String, @Nullable Object> named) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(named);
        all.put("mods", mods);
        return minion.call("state.apply", List.of(), all);
    }

    private static Map<?, ?> requests(Minion minion) {
        try {
            Object known =
                    local(minion)
                            .parts()
                            .disk()
                            .textIfPresent(file(minion))
                            .<@Nullable Object>map(Json::parse)
                            .orElse(Map.of());
            return known instanceof Map<?, ?> map ? map : Map.of();
        } catch (JsonError e) {
            throw new CallError(file(minion) + ": " + e.getMessage(), e);
        }
    }

    private static void write(Minion minion, Map<?, ?> requests) {
        Path file = file(minion);
        if (file.getParent() != null) {
            local(minion).parts().disk().makeDirectories(file.getParent());
        }
        // It holds the pillar that was given on the command line.
        local(minion)
                .parts()
                .disk()
                .write(
                        file,
                        OptionalLong.of(0600),
                        Json.write(requests, JsonStyle.SALT).getBytes(StandardCharsets.UTF_8));
    }

    private static Path file(Minion minion) {
        return Path.of(Python.str(minion.opts().getOrDefault("cachedir", "/")), FILE);
    }

    private static LocalMinion local(Minion minion) {
        if (minion instanceof LocalMinion local) {
            return local;
        }
        throw new CallError("states are for the machine that the program runs on");
    }
}
