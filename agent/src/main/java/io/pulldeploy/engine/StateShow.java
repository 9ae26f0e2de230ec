package io.pulldeploy.engine;

import io.pulldeploy.engine.compile.LowChunk;
import io.pulldeploy.engine.compile.Python;
import io.pulldeploy.engine.run.RunVerdict;
import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.SlsError;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The {@code state.*} functions that show what would be applied, and apply nothing. */
final class StateShow {
    List<ExecutionFunction> functions() {
        return List.of(
                new ExecutionFunction(
                        "state.show_highstate",
                        "Shows the high data that the top file leads to.",
                        "queue=None, **kwargs",
                        StateShow::showHighstate),
                new ExecutionFunction(
                        "state.show_lowstate",
                        "Shows the chunks that the top file leads to, in the order of a run.",
                        "queue=None, **kwargs",
                        StateShow::showLowstate),
                new ExecutionFunction(
                        "state.show_sls",
                        "Shows the high data of SLS files.",
                        "mods, test=None, queue=None, **kwargs",
                        (minion, args) -> showSls(minion, args)),
                new ExecutionFunction(
                        "state.show_low_sls",
                        "Shows the chunks of SLS files.",
                        "mods, test=None, queue=None, **kwargs",
                        (minion, args) -> showLowSls(minion, args)),
                new ExecutionFunction(
                        "state.show_top",
                        "Shows which SLS files the top file gives this minion.",
                        "queue=None, **kwargs",
                        StateShow::showTop),
                new ExecutionFunction(
                        "state.show_states",
                        "Lists the SLS files that the top file leads to, in the order of a run.",
                        "queue=None, **kwargs",
                        StateShow::showStates),
                new ExecutionFunction(
                        "state.show_state_usage",
                        "Shows which SLS files the top file uses and which not.",
                        "queue=None, **kwargs",
                        StateShow::showStateUsage),
                new ExecutionFunction(
                        "state.sls_exists",
                        "Whether SLS files exist and compile.",
                        "mods, test=None, queue=None, **kwargs",
                        (minion, args) -> showSls(minion, args) instanceof Map),
                new ExecutionFunction(
                        "state.graph",
                        "The requisites of SLS files as a Graphviz graph.",
                        "mods, test=None, queue=None, **kwargs",
                        StateShow::graph),
                new ExecutionFunction(
                        "state.graph_highstate",
                        "The requisites of what the top file leads to as a Graphviz graph.",
                        "queue=None, **kwargs",
                        StateShow::graphHighstate),
                new ExecutionFunction(
                        "state.id_exists",
                        "Whether IDs are declared in SLS files.",
                        "ids, mods, test=None, queue=None, **kwargs",
                        StateShow::idExists));
    }

    private static Engine engine(StateRequest request) {
        LocalMinion minion = request.minion();
        Engine engine = new Engine(minion);
        List<SlsError> errors = request.force() ? List.of() : minion.pillarErrors();
        if (!errors.isEmpty()) {
            minion.note(errors);
            minion.note(ExitCode.PILLAR_ERROR);
            throw new CallError(
                    "Pillar failed to render. Additional info follows:\n\n"
                            + errors.stream()
                                    .map(error -> "- " + error.saltText())
                                    .collect(Collectors.joining("\n")));
        }
        return engine;
    }

    private static Object refused(StateRequest request, List<SlsError> errors) {
        request.caller().note(errors);
        request.caller().note(ExitCode.SLS_ERROR);
        return errors.stream().map(SlsError::saltText).toList();
    }

    private static Object showHighstate(Minion minion, Arguments args) {
        StateRequest request = StateRequest.of(minion, args);
        Engine engine = engine(request);
        Tops tops = engine.tops("");
        Engine.High high = engine.high(tops);
        List<SlsError> errors = new ArrayList<>(tops.errors());
        errors.addAll(high.errors());
        if (!errors.isEmpty()) {
            return refused(request, errors);
        }
        request.caller().note(tops.unreadable());
        request.caller()
                .note(
                        new RunVerdict(Map.of()).succeeded(high.data())
                                ? ExitCode.OK
                                : ExitCode.STATE_FAILED);
        return high.data();
    }

    private static Object showLowstate(Minion minion, Arguments args) {
        StateRequest request = StateRequest.of(minion, args).withoutPillar();
        Engine engine = engine(request);
        Engine.Low low = engine.lowOfAll(engine.high(engine.tops("")));
        return low.errors().isEmpty() ? plain(low) : refused(request, low.errors());
    }

    private static Object graph(Minion minion, Arguments args) {
        StateRequest request = StateRequest.of(minion, args);
        Engine engine = engine(request);
        Engine.High high = high(engine, request, args);
        List<SlsError> errors = new ArrayList<>(high.errors());
        errors.addAll(high.compiler().check(high.data()));
        return errors.isEmpty() ? engine.low(high).graph().dot() : refused(request, errors);
    }

    private static Object graphHighstate(Minion minion, Arguments args) {
        StateRequest request = StateRequest.of(minion, args);
        Engine engine = engine(request);
        Engine.Low low = engine.lowOfAll(engine.high(engine.tops("")));
        return low.errors().isEmpty() ? low.graph().dot() : refused(request, low.errors());
    }

    private static Object showSls(Minion minion, Arguments args) {
        StateRequest request = StateRequest.of(minion, args);
        Engine engine = engine(request);
        Engine.High high = high(engine, request, args);
        List<SlsError> errors = new ArrayList<>(high.errors());
        errors.addAll(high.compiler().check(high.data()));
        return errors.isEmpty() ? high.data() : refused(request, errors);
    }

    private static Object showLowSls(Minion minion, Arguments args) {
        StateRequest request = StateRequest.of(minion, args);
        Engine engine = engine(request);
        Engine.High high = high(engine, request, args);
        List<SlsError> errors = new ArrayList<>(high.errors());
        errors.addAll(high.compiler().check(high.data()));
        if (!errors.isEmpty()) {
            return refused(request, errors);
        }
        Engine.Low low = engine.low(high);
        return low.errors().isEmpty() ? plain(low) : refused(request, low.errors());
    }

    private static Engine.High high(Engine engine, StateRequest request, Arguments args) {
        return engine.high(
                Map.of(saltenv(request.minion()), StateRequest.names(args.value("mods"))));
    }

    static String saltenv(LocalMinion minion) {
        Object saltenv = minion.opts().get("saltenv");
        return saltenv == null ? "base" : Python.str(saltenv);
    }

    private static Object showTop(Minion minion, Arguments args) {
        StateRequest request = StateRequest.of(minion, args).withoutPillar();
        Tops tops = engine(request).tops("");
        if (!tops.errors().isEmpty()) {
            return refused(request, tops.errors());
        }
        request.caller().note(tops.unreadable());
        return tops.matches();
    }

    private static Object showStates(Minion minion, Arguments args) {
        StateRequest request = StateRequest.of(minion, args).withoutPillar();
        Engine engine = engine(request);
        Engine.Low low = engine.lowOfAll(engine.high(engine.tops("")));
        if (!low.errors().isEmpty()) {
            return refused(request, low.errors());
        }
        Set<String> sls = new LinkedHashSet<>();
        low.chunks().forEach(chunk -> sls.add(chunk.sls()));
        return List.copyOf(sls);
    }

    /** Salt does not look at the pillar's errors here. */
    private static Object showStateUsage(Minion minion, Arguments args) {
        StateRequest request = StateRequest.of(minion, args);
        Tops tops = new Engine(request.minion()).tops("");
        if (!tops.errors().isEmpty()) {
            return refused(request, tops.errors());
        }
        Map<String, @Nullable Object> usage = new LinkedHashMap<>();
        for (String saltenv : request.caller().parts().tree().saltenvs()) {
            List<String> all = request.caller().parts().tree().available(saltenv);
            Set<String> wanted = new HashSet<>(tops.matches().getOrDefault(saltenv, List.of()));
            List<String> used = all.stream().filter(wanted::contains).toList();
            List<String> unused = all.stream().filter(sls -> !wanted.contains(sls)).toList();
            Map<String, @Nullable Object> of = new LinkedHashMap<>();
            of.put("used", used);
            of.put("unused", unused);
            of.put("count_all", (long) all.size());
            of.put("count_used", (long) used.size());
            of.put("count_unused", (long) unused.size());
            usage.put(saltenv, of);
        }
        return usage;
    }

    private static Object idExists(Minion minion, Arguments args) {
        if (!(showLowSls(minion, args) instanceof List<?> chunks)) {
            return false;
        }
        Set<Object> ids = new HashSet<>();
        for (Object chunk : chunks) {
            if (chunk instanceof Map<?, ?> map && map.get("__id__") != null) {
                ids.add(map.get("__id__"));
            }
        }
        return ids.containsAll(StateRequest.names(args.value("ids")));
    }

    private static List<Map<String, @Nullable Object>> plain(Engine.Low low) {
        return low.chunks().stream().map(LowChunk::data).toList();
    }
}
