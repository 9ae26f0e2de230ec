package io.pulldeploy.engine.run;

import io.pulldeploy.engine.compile.Keywords;
import io.pulldeploy.engine.compile.LowChunk;
import io.pulldeploy.engine.compile.Python;
import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.loader.Registry;
import io.pulldeploy.loader.StateCall;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.model.CloseNames;
import io.pulldeploy.system.Umask;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Calls a chunk's state function with the chunk's arguments. */
final class StateCaller {
    private static final Logger log = LoggerFactory.getLogger(StateCaller.class);

    private final Registry<StateFunction> states;
    private final Minion minion;
    private final Slots slots;

    StateCaller(Registry<StateFunction> states, Minion minion, Slots slots) {
        this.states = states;
        this.minion = minion;
        this.slots = slots;
    }

    /** The function's result; what it throws is a failed result. */
    ChunkReturn call(LowChunk chunk, boolean test) {
        try {
            StateFunction function = function(chunk);
            Map<String, @Nullable Object> injected = new LinkedHashMap<>(chunk.data());
            if (chunk.get("saltenv") != null) {
                injected.put("__env__", Python.str(chunk.get("saltenv")));
            }
            StateCall call = new StateCall(injected, bind(function, chunk), minion, test);
            return ChunkReturn.of(
                    chunk.get("name"),
                    chunk.get("__umask__") instanceof Long umask
                            ? Umask.under(umask, () -> function.body().run(call))
                            : function.body().run(call));
        } catch (RuntimeException e) {
            log.debug("state {} of {} failed", chunk.function(), chunk.id(), e);
            return failed(chunk, e);
        }
    }

    static ChunkReturn failed(LowChunk chunk, RuntimeException e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        return new ChunkReturn(
                chunk.get("name"), false, "An exception occurred in this state: " + message);
    }

    private StateFunction function(LowChunk chunk) {
        return states.find(chunk.function())
                .orElseThrow(() -> new CallError("no state " + chunk.function()));
    }

    /** Whether the function itself takes the parameter, so that the engine leaves it alone. */
    boolean takes(LowChunk chunk, String parameter) {
        return states.find(chunk.function())
                .flatMap(function -> function.signature().parameter(parameter))
                .isPresent();
    }

    private Arguments bind(StateFunction function, LowChunk chunk) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        Map<String, @Nullable Object> unknown = new LinkedHashMap<>();
        chunk.data()
                .forEach((key, value) -> {
                    if (function.signature().parameter(key).isPresent()) {
                        named.put(key, value);
                    } else if (!Keywords.INTERNAL.contains(key) && !key.startsWith("__")) {
                        if (function.signature().takesKwargs()) {
                            named.put(key, value);
                            warnIfMisspelt(function, chunk, key);
                        } else if (!key.equals("sfun")) {
                            unknown.put(key, value);
                        }
                    }
                });
        // A state that takes a umask of its own gets the one that it runs under.
        if (chunk.get("__umask__") instanceof Long umask
                && function.signature().parameter("umask").isPresent()) {
            named.put("umask", "%04o".formatted(umask));
        }
        if (!unknown.isEmpty()) {
            throw new CallError(invalid(function, List.copyOf(unknown.keySet())));
        }
        return function.signature().bind(function.name(), List.of(), slots.filled(named));
    }

    /** A function that takes any argument forgets a misspelt one without a word. */
    private static void warnIfMisspelt(StateFunction function, LowChunk chunk, String key) {
        List<String> known =
                function.signature().parameters().stream()
                        .map(p -> p.name())
                        .filter(name -> !chunk.has(name))
                        .toList();
        List<String> close = CloseNames.of(key, known);
        if (!close.isEmpty() && !key.equals("sfun")) {
            log.warn(
                    "{} of {} in SLS {} does not know the argument {}; did you mean {}?",
                    function.name(),
                    chunk.id(),
                    chunk.sls(),
                    key,
                    String.join(" or ", close));
        }
    }

    private static String invalid(StateFunction function, List<String> names) {
        List<String> known = function.signature().parameters().stream().map(p -> p.name()).toList();
        String close =
                names.stream()
                        .flatMap(name -> CloseNames.of(name, known).stream().limit(1))
                        .distinct()
                        .reduce((a, b) -> a + " or " + b)
                        .map(". Did you mean %s?"::formatted)
                        .orElse("");
        if (names.size() == 1) {
            return "'%s' is an invalid keyword argument for '%s'%s"
                    .formatted(names.getFirst(), function.name(), close);
        }
        return "%s and '%s' are invalid keyword arguments for '%s'%s"
                .formatted(
                        String.join(
                                ", ",
                                names.subList(0, names.size() - 1).stream()
                                        .map("'%s'"::formatted)
                                        .toList()),
                        names.getLast(),
                        function.name(),
                        close);
    }
}
