package io.pulldeploy.engine;

import io.pulldeploy.engine.compile.LooseTemplate;
import io.pulldeploy.engine.compile.LowChunk;
import io.pulldeploy.engine.compile.LowCompiler;
import io.pulldeploy.engine.compile.ModWatch;
import io.pulldeploy.engine.compile.NameArguments;
import io.pulldeploy.engine.compile.Python;
import io.pulldeploy.engine.compile.SlsCompiler;
import io.pulldeploy.engine.compile.SlsFile;
import io.pulldeploy.engine.compile.Sources;
import io.pulldeploy.engine.compile.StateCompiler;
import io.pulldeploy.engine.compile.StateTree;
import io.pulldeploy.engine.compile.TopFiles;
import io.pulldeploy.engine.order.DependencyGraph;
import io.pulldeploy.engine.order.Ordering;
import io.pulldeploy.engine.run.Aggregator;
import io.pulldeploy.engine.run.Progress;
import io.pulldeploy.engine.run.RunOptions;
import io.pulldeploy.engine.run.RunVerdict;
import io.pulldeploy.engine.run.StateRun;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Fnmatch;
import io.pulldeploy.model.SlsError;
import io.pulldeploy.model.SlsException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compiles and runs states for one minion: SLS files to high data to ordered chunks to results.
 * Each step's value can be asked for.
 */
public final class Engine {
    /**
     * High data, and what is wrong with it.
     *
     * @param compiler the further steps, which know the files that the high data came from
     */
    public record High(
            Map<Object, @Nullable Object> data, List<SlsError> errors, StateCompiler compiler) {}

    /** Chunks in the order in which they would run; none if there are errors. */
    public record Low(
            List<LowChunk> chunks, DependencyGraph graph, List<SlsError> errors, High high) {}

    private final LocalMinion minion;

    public Engine(LocalMinion minion) {
        this.minion = minion;
    }

    /**
     * @param topFile another top file than the configured one; empty for that one
     */
    public Tops tops(String topFile) {
        TopFiles files =
                new TopFiles(
                        minion.parts().tree(),
                        minion.parts().renderers().sls(minion),
                        topOptions(topFile));
        Map<Object, @Nullable Object> top = files.merged();
        List<SlsError> errors = TopFiles.check(top);
        Map<String, List<String>> matches =
                files.matches(
                        top,
                        (expression, type) ->
                                minion.parts().targeting().matches(minion, expression, type));
        return new Tops(matches, errors, files.unreadable(), files.files());
    }

    private TopFiles.Options topOptions(String topFile) {
        String file = topFile.isEmpty() ? option("state_top", "top.sls") : topFile;
        String path = file.startsWith("salt://") ? file.substring("salt://".length()) : file;
        return new TopFiles.Options(
                option("saltenv", ""),
                path.startsWith("/") ? path.substring(1) : path,
                option("state_top_saltenv", ""),
                option("top_file_merging_strategy", "merge"),
                option("default_top", "base"),
                texts(minion.opts().get("env_order")));
    }

    /** Renders the SLS files that the top files name. */
    High high(Tops tops) {
        High high = high(tops.matches());
        return new High(
                high.data(), high.errors().stream().map(tops::located).toList(), high.compiler());
    }

    /** Renders SLS files, by saltenv. */
    public High high(Map<String, List<String>> matches) {
        SlsCompiler compiler =
                new SlsCompiler(
                        minion.parts().tree(),
                        minion.parts().renderers().sls(minion),
                        !Boolean.FALSE.equals(minion.opts().get("state_auto_order")));
        SlsCompiler.Rendered rendered = compiler.compile(matches);
        return new High(
                rendered.high(), rendered.errors(), compiler(new Sources(compiler.files())));
    }

    private StateCompiler compiler(Sources sources) {
        return new StateCompiler(disabledRequisites(), sources);
    }

    /** High data that did not come from SLS files, such as a caller's own. */
    public High given(Map<?, ?> data) {
        Map<Object, @Nullable Object> high = new LinkedHashMap<>();
        data.forEach((id, body) -> high.put(id, Python.mutable(body)));
        return new High(high, List.of(), compiler(Sources.NONE));
    }

    /** An SLS file by its path on disk. */
    High loose(SlsFile file) {
        StateTree tree = new LoneSls(file, minion.parts().tree());
        SlsCompiler compiler =
                new SlsCompiler(
                        tree,
                        minion.parts().renderers().sls(minion),
                        !Boolean.FALSE.equals(minion.opts().get("state_auto_order")));
        SlsCompiler.Rendered rendered =
                compiler.compile(Map.of(file.saltenv(), List.of(file.path())));
        return new High(
                rendered.high(), rendered.errors(), compiler(new Sources(compiler.files())));
    }

    /** The text of an SLS file that stands in no tree. */
    public High template(String text) {
        SlsCompiler.Rendered rendered =
                new LooseTemplate("<template-str>")
                        .compile(text, minion.parts().renderers().sls(minion));
        return new High(rendered.high(), rendered.errors(), compiler(Sources.NONE));
    }

    /** Unfolds high data as it stands, and orders the chunks. */
    public Low low(High high) {
        List<SlsError> misnamed = NameArguments.check(high.data(), high.compiler().sources());
        if (!misnamed.isEmpty()) {
            return failed(misnamed, high);
        }
        List<LowChunk> chunks =
                LowCompiler.chunks(high.data()).stream().filter(this::isEnabled).toList();
        Ordering.Ordered ordered =
                new Ordering(
                                disabledRequisites(),
                                new ModWatch(minion.parts().states())::isIn,
                                this::mayAggregate,
                                high.compiler().sources())
                        .order(chunks);
        return new Low(
                ordered.errors().isEmpty() ? ordered.chunks() : List.of(),
                ordered.graph(),
                ordered.errors(),
                high);
    }

    /** All steps from rendered high data to ordered chunks, with the errors of all of them. */
    public Low lowOfAll(High high) {
        List<SlsError> errors = new ArrayList<>(high.errors());
        errors.addAll(high.compiler().extend(high.data()));
        errors.addAll(high.compiler().check(high.data()));
        errors.addAll(high.compiler().requisitesIn(high.data()));
        high.compiler().exclude(high.data());
        return errors.isEmpty() ? low(high) : failed(errors, high);
    }

    /** The steps that a run takes: mistakes of form end it before requisites are looked at. */
    private Low lowOfRun(High high) {
        List<SlsError> errors = new ArrayList<>(high.compiler().extend(high.data()));
        errors.addAll(high.compiler().check(high.data()));
        if (errors.isEmpty()) {
            errors.addAll(high.compiler().requisitesIn(high.data()));
            high.compiler().exclude(high.data());
        }
        return errors.isEmpty() ? low(high) : failed(errors, high);
    }

    static Low failed(List<SlsError> errors, High high) {
        return new Low(List.of(), new DependencyGraph(), errors, high);
    }

    /** Applies states. */
    public RunReport run(HighstateRequest request, Progress progress) {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        options.put("test", request.test());
        if (!request.saltenv().isEmpty()) {
            options.put("saltenv", request.saltenv());
        }
        return new Engine(minion.with(options, request.pillar())).apply(request, progress);
    }

    private RunReport apply(HighstateRequest request, Progress progress) {
        List<SlsError> pillarErrors = pillarErrors();
        if (!pillarErrors.isEmpty()) {
            return new RunReport(Map.of(), pillarErrors, ExitCode.PILLAR_ERROR);
        }
        if (!request.sls().isEmpty()) {
            String saltenv = option("saltenv", "base");
            return apply(high(Map.of(saltenv, request.sls())), List.of(), request, progress);
        }
        Tops tops;
        try {
            tops = tops(request.topFile());
        } catch (SlsException e) {
            return noStates("Unable to render top file: " + e.getMessage(), e.errors());
        }
        if (tops.matches().isEmpty()) {
            return noStates(
                    "No Top file or master_tops data matches found. Please see master log for"
                            + " details.",
                    tops.unreadable().isEmpty()
                            ? List.of(tops.nothingFor(minion.id(), option("state_top", "top.sls")))
                            : tops.unreadable());
        }
        Map<String, List<String>> matches = whitelisted(tops.matches(), request.whitelist());
        High high = high(new Tops(matches, List.of(), List.of(), tops.files()));
        return apply(high, tops.errors(), request, progress);
    }

    private RunReport apply(
            High high, List<SlsError> topErrors, HighstateRequest request, Progress progress) {
        List<SlsError> errors = new ArrayList<>(topErrors);
        errors.addAll(high.errors());
        if (!errors.isEmpty()) {
            // Salt stops here; the author is told of the other mistakes of form too.
            return new RunReport(Map.of(), errors, ExitCode.SLS_ERROR)
                    .with(
                            high.compiler().check(high.data()).stream()
                                    .filter(error -> !error.file().isEmpty())
                                    .toList());
        }
        high.compiler().addExclusions(high.data(), request.exclude());
        if (request.sls().isEmpty() && high.data().isEmpty()) {
            return noStates("No states found for this minion", List.of());
        }
        return run(high, request.test(), request.mock(), progress);
    }

    /** Runs high data. */
    public RunReport run(High high, boolean test, boolean mock, Progress progress) {
        Low low = lowOfRun(high);
        if (!low.errors().isEmpty()) {
            return new RunReport(Map.of(), low.errors(), ExitCode.SLS_ERROR);
        }
        try (StateRun run = stateRun(low, test, mock, progress)) {
            Map<String, Map<String, @Nullable Object>> results = run.run(low.chunks());
            boolean succeeded = new RunVerdict(high.data()).succeeded(results);
            return new RunReport(
                    results, List.of(), succeeded ? ExitCode.OK : ExitCode.STATE_FAILED);
        }
    }

    /** A run over ordered chunks, to be closed by the caller. */
    StateRun stateRun(Low low, boolean test, boolean mock, Progress progress) {
        return stateRun(low.graph(), low.high().compiler().sources(), test, mock, progress);
    }

    /** A run over chunks that came from no file, to be closed by the caller. */
    StateRun stateRun(boolean test, boolean mock, Progress progress) {
        return stateRun(new DependencyGraph(), Sources.NONE, test, mock, progress);
    }

    private StateRun stateRun(
            DependencyGraph graph, Sources sources, boolean test, boolean mock, Progress progress) {
        MinionParts parts = minion.parts();
        int most = minion.opts().get("state_max_parallel") instanceof Number n ? n.intValue() : 0;
        return new StateRun(
                new RunOptions(test, Python.truth(minion.opts().get("failhard")), mock, most),
                new StateRun.Surroundings(
                        parts.states(),
                        minion,
                        parts.disk()::exists,
                        new StateJobs(minion)::goesOn,
                        parts.clock(),
                        parts.sleep(),
                        sources,
                        minion::rereadGrains,
                        minion::forgetPillar,
                        progress),
                graph);
    }

    /** Salt's report of a pillar that did not compile; empty if it did. */
    List<SlsError> pillarErrors() {
        List<SlsError> errors = minion.pillarErrors();
        if (errors.isEmpty()) {
            return List.of();
        }
        List<SlsError> all = new ArrayList<>();
        all.add(SlsError.of("Pillar failed to render with the following messages:"));
        all.addAll(errors);
        return all;
    }

    private static RunReport noStates(String comment, List<SlsError> mistakes) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("result", false);
        result.put("comment", comment);
        result.put("name", "No States");
        result.put("changes", Map.of());
        result.put("__run_num__", 0L);
        return new RunReport(
                        Map.of("no_|-states_|-states_|-None", result),
                        List.of(),
                        ExitCode.STATE_FAILED)
                .with(mistakes);
    }

    private static Map<String, List<String>> whitelisted(
            Map<String, List<String>> matches, List<String> whitelist) {
        if (whitelist.isEmpty()) {
            return matches;
        }
        Map<String, List<String>> kept = new LinkedHashMap<>();
        matches.forEach((saltenv, all) -> {
            List<String> some = all.stream().filter(whitelist::contains).toList();
            if (!some.isEmpty()) {
                kept.put(saltenv, some);
            }
        });
        return kept;
    }

    /** Whether no pattern that {@code state.disable} was given rules the chunk's function out. */
    private boolean isEnabled(LowChunk chunk) {
        return texts(minion.grains().get(StateSwitch.GRAIN)).stream()
                .noneMatch(pattern -> Fnmatch.matches(chunk.function(), pattern));
    }

    private boolean mayAggregate(LowChunk chunk) {
        Object option =
                chunk.has("aggregate")
                        ? chunk.get("aggregate")
                        : minion.opts().get("state_aggregate");
        boolean wanted =
                Boolean.TRUE.equals(option)
                        || (option instanceof List<?> list && list.contains(chunk.state()))
                        || (option instanceof Map<?, ?> map && map.containsKey(chunk.state()));
        return wanted && Aggregator.STATES.contains(chunk.state());
    }

    private Set<String> disabledRequisites() {
        return new HashSet<>(texts(minion.opts().get("disabled_requisites")));
    }

    private static List<String> texts(@Nullable Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(Python::str).toList();
            case null -> List.of();
            case Object single -> List.of(Python.str(single));
        };
    }

    private String option(String key, String otherwise) {
        return Optional.ofNullable(minion.opts().get(key))
                .map(Python::str)
                .filter(text -> !text.isEmpty())
                .orElse(otherwise);
    }
}
