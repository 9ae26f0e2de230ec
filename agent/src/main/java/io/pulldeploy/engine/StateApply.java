package io.pulldeploy.engine;

import io.pulldeploy.engine.compile.LowChunk;
import io.pulldeploy.engine.compile.Python;
import io.pulldeploy.engine.compile.SlsFile;
import io.pulldeploy.engine.run.Progress;
import io.pulldeploy.engine.run.RunVerdict;
import io.pulldeploy.engine.run.StateRun;
import io.pulldeploy.engine.run.Verification;
import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.loader.Signature;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.SlsError;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code state.*} functions that apply states. */
final class StateApply {
    private final StateSwitch disabled = new StateSwitch();

    List<ExecutionFunction> functions() {
        return applying().stream().map(StateApply::alone).toList();
    }

    /** A function that does not run beside the state run of another process. */
    private static ExecutionFunction alone(ExecutionFunction function) {
        return new ExecutionFunction(
                function.name(),
                function.doc(),
                function.signature(),
                (minion, args) -> {
                    if (!(minion instanceof LocalMinion local)) {
                        return function.body().call(minion, args);
                    }
                    Object queue =
                            function.signature().parameter("queue").isPresent()
                                    ? args.value("queue")
                                    : args.extra().get("queue");
                    List<String> refused = new ArrayList<>();
                    try (StateJobs.Held _ =
                            new StateJobs(local)
                                    .begin(
                                            function.name(),
                                            Python.truth(
                                                    queue == null
                                                            ? minion.opts().get("state_queue")
                                                            : queue),
                                            Python.truth(args.extra().get("concurrent")),
                                            refused)) {
                        if (refused.isEmpty()) {
                            return function.body().call(minion, args);
                        }
                        local.note(ExitCode.SLS_ERROR);
                        return refused;
                    }
                });
    }

    private List<ExecutionFunction> applying() {
        return List.of(
                new ExecutionFunction(
                        "state.apply",
                        "Applies SLS files, or all that the top file names.",
                        "mods=None, **kwargs",
                        this::apply),
                new ExecutionFunction(
                        "state.test",
                        "state.apply, without changing anything.",
                        "*args, **kwargs",
                        (minion, args) -> apply(minion, tested(args))),
                new ExecutionFunction(
                        "state.highstate",
                        "Applies all SLS files that the top file names.",
                        "test=None, queue=None, state_events=None, **kwargs",
                        this::highstate),
                new ExecutionFunction(
                        "state.sls",
                        "Applies SLS files.",
                        "mods, test=None, exclude=None, queue=None, sync_mods=None, state_events=None, **kwargs",
                        this::sls),
                new ExecutionFunction(
                        "state.top",
                        "Applies what another top file names.",
                        "topfn, test=None, queue=None, **kwargs",
                        (minion, args) -> {
                            StateRequest request = StateRequest.of(minion, args);
                            return report(
                                    request,
                                    new Engine(request.caller())
                                            .run(
                                                    request.highstate(
                                                            List.of(),
                                                            args.string("topfn"),
                                                            List.of()),
                                                    Progress.of(minion)),
                                    args);
                        }),
                new ExecutionFunction(
                        "state.sls_id",
                        "Applies one ID of SLS files, and what it requires.",
                        "id_, mods, test=None, queue=None, state_events=None, **kwargs",
                        StateApply::slsId),
                new ExecutionFunction(
                        "state.single",
                        "Applies one state function.",
                        "fun, name, test=None, queue=None, **kwargs",
                        StateApply::single),
                new ExecutionFunction(
                        "state.low",
                        "Applies one chunk.",
                        "data, queue=None, **kwargs",
                        StateApply::low),
                new ExecutionFunction(
                        "state.high",
                        "Applies high data.",
                        "data, test=None, queue=None, **kwargs",
                        StateApply::high),
                new ExecutionFunction(
                        "state.template_str",
                        "Applies the text of an SLS file.",
                        "tem, queue=None, **kwargs",
                        StateApply::templateStr),
                new ExecutionFunction(
                        "state.template",
                        "Applies an SLS file anywhere on disk.",
                        "tem, queue=None, **kwargs",
                        StateApply::template),
                new ExecutionFunction(
                        "state.orchestrate",
                        "Applies SLS files, and returns what Salt's runner returns.",
                        "mods, saltenv='base', test=None, exclude=None, pillar=None, pillarenv=None",
                        StateApply::orchestrate));
    }

    private static Arguments tested(Arguments args) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>(args.extra());
        named.put("test", true);
        return Signature.of("mods=None, **kwargs").bind("state.apply", args.varargs(), named);
    }

    private @Nullable Object apply(Minion minion, Arguments args) {
        return args.flag("mods") ? sls(minion, args) : highstate(minion, args);
    }

    private @Nullable Object highstate(Minion minion, Arguments args) {
        StateRequest request = StateRequest.of(minion, args);
        if (disabled.isDisabled(request.caller(), "highstate")) {
            Map<String, @Nullable Object> off = new LinkedHashMap<>();
            off.put(
                    "name",
                    "Salt highstate run is disabled. To re-enable, run state.enable highstate");
            off.put("result", "False");
            off.put("comment", "Disabled");
            return off;
        }
        Object whitelist = args.extra().get("whitelist");
        RunReport report =
                new Engine(request.caller())
                        .run(
                                request.highstate(
                                        List.of(),
                                        "",
                                        Python.truth(whitelist)
                                                ? StateRequest.names(whitelist)
                                                : List.of()),
                                Progress.of(request.caller()));
        return report(request, report, args);
    }

    private @Nullable Object sls(Minion minion, Arguments args) {
        StateRequest request = StateRequest.of(minion, args);
        List<String> names = StateRequest.names(args.value("mods"));
        List<String> messages = disabled.messages(request.caller(), names);
        if (!messages.isEmpty()) {
            request.caller().note(ExitCode.SLS_ERROR);
            return messages;
        }
        RunReport report =
                new Engine(request.caller())
                        .run(request.highstate(names, "", List.of()), Progress.of(minion));
        return report(request, report, args);
    }

    private static Object report(StateRequest request, RunReport report, Arguments args) {
        request.caller().note(report.mistakes());
        request.caller().note(report.exitCode());
        boolean terse =
                Python.truth(args.extra().get("terse"))
                        || "terse".equals(request.caller().opts().get("state_data"));
        if (!terse || !report.errors().isEmpty()) {
            return report.returned();
        }
        Map<String, Map<String, @Nullable Object>> shown = new LinkedHashMap<>();
        report.results()
                .forEach((tag, result) -> {
                    if (!Python.truth(result.get("result"))
                            || Python.truth(result.get("changes"))) {
                        shown.put(tag, result);
                    }
                });
        return shown;
    }

    private static Object refused(LocalMinion minion, List<SlsError> errors) {
        minion.note(errors);
        minion.note(ExitCode.SLS_ERROR);
        return errors.stream().map(SlsError::saltText).toList();
    }

    private static Object slsId(Minion minion, Arguments args) {
        StateRequest request = StateRequest.of(minion, args);
        LocalMinion own = request.minion();
        Engine engine = new Engine(own);
        List<SlsError> pillarErrors = engine.pillarErrors();
        if (!pillarErrors.isEmpty()) {
            own.note(pillarErrors);
            own.note(ExitCode.PILLAR_ERROR);
            return pillarErrors.stream().map(SlsError::saltText).toList();
        }
        String id = args.string("id_");
        String saltenv = StateShow.saltenv(own);
        Engine.High high = engine.high(Map.of(saltenv, StateRequest.names(args.value("mods"))));
        List<SlsError> errors = new ArrayList<>(high.errors());
        errors.addAll(high.compiler().check(high.data()));
        errors.addAll(high.compiler().requisitesIn(high.data()));
        Engine.Low low = errors.isEmpty() ? engine.low(high) : Engine.failed(errors, high);
        if (!low.errors().isEmpty()) {
            return refused(own, low.errors());
        }
        Map<String, Map<String, @Nullable Object>> results = new LinkedHashMap<>();
        try (StateRun run = engine.stateRun(low, request.test(), false, Progress.SILENT)) {
            low.chunks().stream()
                    .filter(chunk -> chunk.id().equals(id))
                    .forEach(chunk -> results.putAll(run.runWithRequisites(chunk)));
        }
        if (results.isEmpty()) {
            throw new CallError(
                    "No matches for ID '%s' found in SLS '%s' within saltenv '%s'"
                            .formatted(id, Python.str(args.value("mods")), saltenv));
        }
        own.note(new RunVerdict(Map.of()).succeeded(results) ? ExitCode.OK : ExitCode.STATE_FAILED);
        return results;
    }

    private static Object single(Minion minion, Arguments args) {
        StateRequest request = StateRequest.of(minion, args);
        String[] function = args.string("fun").split("\\.", -1);
        if (function.length < 2) {
            request.caller().note(ExitCode.SLS_ERROR);
            return "Invalid function passed";
        }
        Map<String, @Nullable Object> data = new LinkedHashMap<>(args.extra());
        data.keySet().removeIf(key -> key.startsWith("__pub_") || key.equals("pillar"));
        data.put("state", function[0]);
        data.put("fun", function[1]);
        data.put("__id__", args.value("name"));
        data.put("name", args.value("name"));
        LowChunk chunk = new LowChunk(data);
        return run(request, chunk, true);
    }

    private static Object low(Minion minion, Arguments args) {
        StateRequest request = StateRequest.of(minion, args);
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        args.map("data").forEach((key, value) -> data.put(Python.str(key), value));
        data.putIfAbsent("__id__", data.get("name"));
        return run(request, new LowChunk(data), false);
    }

    private static Object run(StateRequest request, LowChunk chunk, boolean tagged) {
        LocalMinion own = request.minion();
        Verification verification = new Verification(own.parts().states());
        List<String> errors = verification.errors(chunk);
        if (!errors.isEmpty()) {
            String hint = verification.hint(chunk).orElse("");
            own.note(
                    errors.stream()
                            .map(e -> SlsError.at(e, "", 0, chunk.function(), hint))
                            .toList());
            own.note(ExitCode.SLS_ERROR);
            return errors;
        }
        try (StateRun run =
                new Engine(own).stateRun(request.test(), request.mock(), Progress.SILENT)) {
            Map<String, @Nullable Object> result = run.runAlone(chunk);
            Map<String, @Nullable Object> returned = new LinkedHashMap<>();
            if (tagged) {
                returned.put(chunk.tag(), result);
            } else {
                returned.putAll(result);
            }
            // Of a result without a tag Salt finds that it is no mapping of results, and calls it
            // failed.
            own.note(
                    new RunVerdict(Map.of()).succeeded(returned)
                            ? ExitCode.OK
                            : ExitCode.STATE_FAILED);
            return returned;
        }
    }

    private static Object high(Minion minion, Arguments args) {
        StateRequest request = StateRequest.of(minion, args);
        Engine engine = new Engine(request.minion());
        RunReport report =
                engine.run(
                        engine.given(args.map("data")),
                        request.test(),
                        request.mock(),
                        Progress.SILENT);
        return report(request, report, args);
    }

    private static Object templateStr(Minion minion, Arguments args) {
        StateRequest request = StateRequest.of(minion, args);
        Engine engine = new Engine(request.minion());
        Engine.High high = engine.template(args.string("tem"));
        RunReport report =
                high.errors().isEmpty()
                        ? engine.run(high, request.test(), request.mock(), Progress.SILENT)
                        : new RunReport(Map.of(), high.errors(), ExitCode.SLS_ERROR);
        return report(request, report, args);
    }

    private static Object template(Minion minion, Arguments args) {
        StateRequest request = StateRequest.of(minion, args);
        LocalMinion own = request.minion();
        String name = args.string("tem");
        String path = name.endsWith(".sls") ? name : name + ".sls";
        Optional<String> text = own.parts().disk().textIfPresent(Path.of(path));
        if (text.isEmpty()) {
            return refused(
                    own,
                    List.of(
                            SlsError.of(
                                    "Specified SLS %s on local filesystem cannot be found."
                                            .formatted(path))));
        }
        Engine engine = new Engine(own);
        List<SlsError> pillarErrors = engine.pillarErrors();
        if (!pillarErrors.isEmpty()) {
            own.note(pillarErrors);
            own.note(ExitCode.PILLAR_ERROR);
            throw new CallError("Pillar failed to render");
        }
        Engine.High high =
                engine.loose(new SlsFile(text.get(), path, path, StateShow.saltenv(own)));
        RunReport report =
                high.errors().isEmpty()
                        ? engine.run(high, request.test(), request.mock(), Progress.of(minion))
                        : new RunReport(Map.of(), high.errors(), ExitCode.SLS_ERROR);
        return report(request, report, args);
    }

    private static Map<String, @Nullable Object> orchestrate(Minion minion, Arguments args) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        for (String key : List.of("saltenv", "test", "exclude", "pillar", "pillarenv")) {
            if (args.value(key) != null) {
                named.put(key, args.value(key));
            }
        }
        Object running =
                minion.call("state.sls", Collections.singletonList(args.value("mods")), named);
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put(minion.id(), running);
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("data", data);
        result.put("outputter", "highstate");
        result.put("retcode", new RunVerdict(Map.of()).succeeded(data) ? 0L : 1L);
        return result;
    }
}
