package io.pulldeploy.engine.run;

import io.pulldeploy.engine.compile.LowChunk;
import io.pulldeploy.engine.compile.Python;
import io.pulldeploy.engine.compile.Sources;
import io.pulldeploy.engine.order.DependencyGraph;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.loader.Registry;
import io.pulldeploy.loader.StateFunction;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/** One run over ordered chunks: each is called, or skipped, as its requisites ask. Used once. */
public final class StateRun implements AutoCloseable {
    /**
     * What a run needs of its surroundings.
     *
     * @param minion what state functions see
     * @param exists whether a path is there, for {@code creates}
     * @param goesOn whether the run goes on with the state of an ID; it may wait before it answers
     * @param sleep waits that many seconds
     * @param sources where the states are declared
     * @param rereadGrains finds the grains out anew, after a state that changes them
     * @param forgetPillar lets the pillar be compiled anew, after a state that changes its sources
     */
    public record Surroundings(
            Registry<StateFunction> states,
            Minion minion,
            Predicate<Path> exists,
            Predicate<String> goesOn,
            Clock clock,
            LongConsumer sleep,
            Sources sources,
            Runnable rereadGrains,
            Runnable forgetPillar,
            Progress progress) {}

    /** How far requisites that are not met yet are followed; Python's stack ends about there. */
    private static final int DEEPEST = 400;

    private final RunOptions options;
    private final Surroundings surroundings;
    private final DependencyGraph graph;
    private final ParallelStates parallel;
    private final ChunkRunner runner;
    private final Aggregator aggregator;
    private final Map<String, ChunkReturn> results = new LinkedHashMap<>();
    private final Map<String, ChunkReturn> tested = new LinkedHashMap<>();
    private boolean failedHard;
    private int nested;
    private int total;

    public StateRun(RunOptions options, Surroundings surroundings, DependencyGraph graph) {
        this.options = options;
        this.surroundings = surroundings;
        this.graph = graph;
        this.parallel = new ParallelStates(options.mostParallel());
        this.aggregator = new Aggregator(graph);
        Slots slots = new Slots(surroundings.minion());
        this.runner =
                new ChunkRunner(
                        options,
                        new Verification(surroundings.states()),
                        new StateCaller(surroundings.states(), surroundings.minion(), slots),
                        new Conditions(surroundings.minion(), slots, surroundings.exists()),
                        surroundings.minion(),
                        surroundings.clock(),
                        surroundings.sleep(),
                        parallel,
                        new FailurePlaces(surroundings.states(), surroundings.sources()));
    }

    /**
     * Runs all chunks, then those that listen to changes of others.
     *
     * @return Salt's result mapping: a result for each tag, in the order of the run
     */
    public Map<String, Map<String, @Nullable Object>> run(List<LowChunk> chunks) {
        total = chunks.size();
        // As Salt's __lowstate__: file.directory with "clean" keeps what required states make.
        surroundings
                .minion()
                .context()
                .put("__lowstate__", chunks.stream().map(LowChunk::data).toList());
        sequence(chunks, results);
        settle(results);
        Listeners listeners = new Listeners(chunks, results, graph);
        List<LowChunk> watchers = listeners.watchers();
        Map<String, ChunkReturn> heard = new LinkedHashMap<>();
        sequence(watchers, heard);
        settle(heard);
        results.putAll(heard);
        listeners
                .errors()
                .forEach((tag, error) ->
                        results.put(tag, error.put("__run_num__", runner.takeNumber())));
        return plain();
    }

    /** Runs a single chunk without looking at any requisite. */
    public Map<String, @Nullable Object> runAlone(LowChunk chunk) {
        ChunkReturn result = runner.run(chunk);
        results.put(chunk.tag(), result);
        settle(results);
        return result.data();
    }

    /** Runs a chunk and whatever it depends on. */
    public Map<String, Map<String, @Nullable Object>> runWithRequisites(LowChunk chunk) {
        Map<String, ChunkReturn> ran = new LinkedHashMap<>();
        step(chunk, ran, 0);
        settle(ran);
        results.putAll(ran);
        return plain();
    }

    private Map<String, Map<String, @Nullable Object>> plain() {
        Map<String, Map<String, @Nullable Object>> plain = new LinkedHashMap<>();
        results.forEach((tag, result) -> plain.put(tag, result.data()));
        return plain;
    }

    private void sequence(List<LowChunk> chunks, Map<String, ChunkReturn> ran) {
        Map<String, LowChunk> pending = new LinkedHashMap<>();
        for (LowChunk chunk : chunks) {
            if (callPending(pending, ran)) {
                return;
            }
            String tag = chunk.tag();
            if (!ran.containsKey(tag)) {
                if (!surroundings.goesOn().test(chunk.id())) {
                    break;
                }
                if (step(chunk, ran, 0)) {
                    pending.put(tag, chunk);
                }
                if (endsRun(chunk, ran)) {
                    return;
                }
            }
        }
        while (!pending.isEmpty()) {
            if (callPending(pending, ran)) {
                return;
            }
            if (!pending.isEmpty()) {
                parallel.awaitAny();
            }
        }
    }

    /**
     * Waits for the parallel states, also where a failure ended the run: what they did is to be
     * seen.
     */
    private void settle(Map<String, ChunkReturn> ran) {
        while (!parallel.collect(List.copyOf(ran.keySet()), ran)) {
            parallel.awaitAny();
        }
    }

    /** Tries those again that waited for parallel states; whether the run is to end. */
    private boolean callPending(Map<String, LowChunk> pending, Map<String, ChunkReturn> ran) {
        for (Map.Entry<String, LowChunk> entry : List.copyOf(pending.entrySet())) {
            if (ran.containsKey(entry.getKey()) || !step(entry.getValue(), ran, 0)) {
                pending.remove(entry.getKey());
            }
            if (endsRun(entry.getValue(), ran)) {
                return true;
            }
        }
        return failedHard;
    }

    private boolean endsRun(LowChunk chunk, Map<String, ChunkReturn> ran) {
        if (options.test()) {
            return false;
        }
        boolean failhard = chunk.has("failhard") ? chunk.flag("failhard") : options.failhard();
        ChunkReturn result = ran.get(chunk.tag());
        return failhard && result != null && result.failed();
    }

    /** Comes to a chunk; whether it has to wait for a parallel state. */
    private boolean step(LowChunk chunk, Map<String, ChunkReturn> ran, int depth) {
        aggregator.merge(chunk, ran.keySet());
        String tag = chunk.tag();
        Requisites requisites =
                Requisites.of(chunk, graph, ran, tested, tags -> settled(chunk, tags, ran));
        surroundings.progress().starting(chunk, ran.size(), total);
        switch (requisites.status()) {
            case UNMET -> {
                if (unmet(chunk, ran, depth)) {
                    return true;
                }
                if (failedHard) {
                    return false;
                }
            }
            case PENDING -> {
                return true;
            }
            case SKIP_REQ ->
                    skip(
                            chunk,
                            ran,
                            true,
                            "State was not run because requisites were skipped by another state");
            case FAIL -> fail(chunk, requisites, ran);
            case PRE -> skip(chunk, ran, true, "No changes detected");
            case ONFAIL ->
                    skip(chunk, ran, true, "State was not run because onfail req did not change");
            case ONCHANGES ->
                    skip(
                            chunk,
                            ran,
                            true,
                            "State was not run because none of the onchanges reqs changed");
            case MET, SKIP_WATCH, CHANGE -> call(chunk, requisites, ran);
        }
        ChunkReturn result = ran.get(tag);
        if (result != null) {
            if (chunk.flag("reload_grains")) {
                surroundings.rereadGrains().run();
            }
            if (chunk.flag("reload_pillar")) {
                surroundings.forgetPillar().run();
            }
            subStates(chunk, result, ran);
            surroundings.progress().finished(chunk, result.data());
        }
        return false;
    }

    private boolean settled(LowChunk chunk, List<String> tags, Map<String, ChunkReturn> ran) {
        boolean done = parallel.collect(tags, ran);
        while (!done && !chunk.flag("parallel")) {
            parallel.await(tags);
            done = parallel.collect(tags, ran);
        }
        return done;
    }

    private void call(LowChunk chunk, Requisites requisites, Map<String, ChunkReturn> ran) {
        if (chunk.flag("__prereq__")) {
            tested.put(chunk.tag(), runner.run(chunk));
            return;
        }
        String tag = chunk.tag();
        ChunkReturn result = runner.run(chunk);
        switch (requisites.status()) {
            case SKIP_WATCH ->
                    result.put(
                            "comment",
                            result.comment()
                                    + " mod_watch was not run because requisites were skipped by"
                                    + " another state");
            case CHANGE -> {
                if (!result.hasChanges() && !result.flag("skip_watch")) {
                    result = runner.run(watching(chunk, requisites, ran));
                }
            }
            default -> {}
        }
        ran.put(tag, result);
    }

    /** The chunk as its state's {@code mod_watch} gets it. */
    private LowChunk watching(LowChunk chunk, Requisites requisites, Map<String, ChunkReturn> ran) {
        LowChunk watching = chunk.copy();
        watching.put("sfun", chunk.get("fun"));
        watching.put("fun", "mod_watch");
        Map<String, @Nullable Object> byType = new LinkedHashMap<>();
        Map<String, @Nullable Object> running = new LinkedHashMap<>();
        requisites
                .byType()
                .forEach((type, chunks) -> {
                    byType.put(type.key(), chunks.stream().map(LowChunk::data).toList());
                    for (LowChunk required : chunks) {
                        ChunkReturn result = ran.get(required.tag());
                        if (result != null) {
                            running.put(required.tag(), result.data());
                        }
                    }
                });
        watching.put("__reqs__", byType);
        watching.put("__running__", running);
        return watching;
    }

    private void fail(LowChunk chunk, Requisites requisites, Map<String, ChunkReturn> ran) {
        ChunkReturn test = tested.get(chunk.tag());
        if (test != null) {
            // A test run's changes are proposals, and the requisite's failure is why they are none.
            test.put("changes", new LinkedHashMap<String, @Nullable Object>());
            test.put("__run_num__", runner.takeNumber());
            test.identify(chunk);
            ran.put(chunk.tag(), test);
            return;
        }
        List<String> failed = new ArrayList<>();
        for (List<LowChunk> chunks : requisites.byType().values()) {
            for (LowChunk required : chunks) {
                ChunkReturn result = tested.getOrDefault(required.tag(), ran.get(required.tag()));
                String name = required.sls() + "." + required.id();
                if (result != null && result.failed() && !failed.contains(name)) {
                    failed.add(name);
                }
            }
        }
        skip(chunk, ran, false, "One or more requisite failed: " + String.join(", ", failed));
    }

    private void skip(
            LowChunk chunk, Map<String, ChunkReturn> ran, boolean result, String comment) {
        ChunkReturn skipped = notRun(chunk, result, comment);
        ran.put(chunk.tag(), skipped);
        if (chunk.flag("__prereq__")) {
            tested.put(chunk.tag(), skipped);
        }
    }

    private ChunkReturn notRun(LowChunk chunk, boolean result, String comment) {
        ChunkReturn skipped = new ChunkReturn(chunk.get("name"), result, comment);
        new Stopwatch(surroundings.clock()).record(skipped);
        skipped.put("__state_ran__", false).put("__run_num__", runner.takeNumber());
        skipped.identify(chunk);
        return skipped.inOrder(
                "changes",
                "result",
                "duration",
                "start_time",
                "comment",
                "__state_ran__",
                "__run_num__",
                "__sls__",
                "__id__",
                "name");
    }

    /**
     * Runs what a chunk waits for, and then the chunk; whether it has to wait for a parallel state.
     */
    private boolean unmet(LowChunk chunk, Map<String, ChunkReturn> ran, int depth) {
        for (DependencyGraph.Dependency dependency : graph.dependencies(chunk)) {
            LowChunk required = dependency.chunk();
            if (!ran.containsKey(required.tag())) {
                if (stepInto(required, ran)) {
                    return true;
                }
                if (endsRun(required, ran)) {
                    failedHard = true;
                    return false;
                }
            }
        }
        boolean pending = false;
        if (chunk.flag("__prereq__")) {
            testUnmet(chunk, ran);
        } else if (depth >= 19) {
            recursive(chunk, ran);
        } else {
            pending = step(chunk, ran, depth + 1);
        }
        if (endsRun(chunk, ran)) {
            failedHard = true;
        }
        return pending;
    }

    /**
     * Comes to what another chunk waits for. A group that waits for a test run of what waits for
     * the group is a ring that the order does not show; Salt ends there with a RecursionError.
     */
    private boolean stepInto(LowChunk required, Map<String, ChunkReturn> ran) {
        if (nested >= DEEPEST) {
            recursive(required, ran);
            return false;
        }
        nested++;
        try {
            return step(required, ran, 0);
        } finally {
            nested--;
        }
    }

    private void recursive(LowChunk chunk, Map<String, ChunkReturn> ran) {
        ChunkReturn recursive =
                new ChunkReturn(chunk.get("name"), false, "Recursive requisite found")
                        .put("__run_num__", runner.takeNumber());
        recursive.identify(chunk);
        ran.put(chunk.tag(), recursive);
    }

    private void testUnmet(LowChunk chunk, Map<String, ChunkReturn> ran) {
        Requisites requisites =
                Requisites.of(chunk, graph, ran, tested, tags -> settled(chunk, tags, ran));
        if (requisites.status() == Requisites.Status.PRE) {
            tested.put(chunk.tag(), notRun(chunk, true, "No changes detected"));
            return;
        }
        ChunkReturn result = runner.run(chunk);
        tested.put(chunk.tag(), result);
        if (!result.hasChanges() && requisites.status() == Requisites.Status.CHANGE) {
            Map<String, @Nullable Object> changes = new LinkedHashMap<>();
            changes.put("watch", "watch");
            result.put("changes", changes).put("result", null);
        }
    }

    /** States that a state function ran on its own account, which show as results of their own. */
    private void subStates(LowChunk chunk, ChunkReturn result, Map<String, ChunkReturn> ran) {
        if (!(result.data().remove("sub_state_run") instanceof List<?> all)) {
            return;
        }
        for (Object item : all) {
            if (item instanceof Map<?, ?> sub && sub.get("low") instanceof Map<?, ?> low) {
                Map<String, @Nullable Object> data = new LinkedHashMap<>();
                low.forEach((key, value) -> data.put(Python.str(key), value));
                ChunkReturn own = notRun(chunk, true, Python.str(sub.get("comment")));
                own.put("changes", sub.get("changes"))
                        .put("result", sub.get("result"))
                        .put("__state_ran__", true);
                for (String key : List.of("duration", "start_time")) {
                    if (sub.containsKey(key)) {
                        own.put(key, sub.get(key));
                    }
                }
                ran.put(new LowChunk(data).tag(), own);
            }
        }
    }

    @Override
    public void close() {
        parallel.close();
    }
}
