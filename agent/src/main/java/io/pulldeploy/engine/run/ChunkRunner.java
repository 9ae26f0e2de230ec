package io.pulldeploy.engine.run;

import io.pulldeploy.engine.compile.LowChunk;
import io.pulldeploy.engine.compile.Python;
import io.pulldeploy.loader.Minion;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Runs single chunks: checks them, heeds their conditions, calls them, tries them again. */
final class ChunkRunner {
    private final RunOptions options;
    private final Verification verification;
    private final StateCaller caller;
    private final Conditions conditions;
    private final Minion minion;
    private final Clock clock;
    private final LongConsumer sleep;
    private final ParallelStates parallel;
    private final FailurePlaces places;
    private long nextNumber;

    ChunkRunner(
            RunOptions options,
            Verification verification,
            StateCaller caller,
            Conditions conditions,
            Minion minion,
            Clock clock,
            LongConsumer sleep,
            ParallelStates parallel,
            FailurePlaces places) {
        this.options = options;
        this.verification = verification;
        this.caller = caller;
        this.conditions = conditions;
        this.minion = minion;
        this.clock = clock;
        this.sleep = sleep;
        this.parallel = parallel;
        this.places = places;
    }

    /** The number of the next result, which is given away by asking for it. */
    long takeNumber() {
        return nextNumber++;
    }

    ChunkReturn run(LowChunk chunk) {
        return run(chunk, 1);
    }

    private ChunkReturn run(LowChunk chunk, long attempt) {
        Stopwatch watch = new Stopwatch(clock);
        List<String> errors = verification.errors(chunk);
        if (!errors.isEmpty()) {
            return places.added(
                            new ChunkReturn(
                                    chunk.get("name"), false, String.join("\n", errors) + "\n"),
                            chunk)
                    .inOrder("result")
                    .put("__run_num__", takeNumber());
        }
        boolean prereq = chunk.flag("__prereq__");
        ChunkReturn result = execute(chunk, options.test() || prereq);
        // A skipped state's comments are a list, which Salt writes as one where it tells of
        // retries.
        String comment = Python.str(result.get("comment"));
        result.put("comment", result.comment());
        if (prereq) {
            chunk.put("__prereq__", false);
            return result;
        }
        result.put("__sls__", chunk.get("__sls__")).put("__run_num__", takeNumber());
        if (chunk.flag("no_log")) {
            mask(result);
        }
        watch.record(result);
        result.put("__id__", chunk.get("__id__"));
        return chunk.has("retry") && !chunk.has("parallel")
                ? retry(chunk, result, comment, attempt)
                : result;
    }

    private ChunkReturn execute(LowChunk chunk, boolean test) {
        minion.context().put("runas", chunk.get("runas"));
        try {
            Optional<ChunkReturn> skipped = conditions.skipped(chunk);
            ChunkReturn result = skipped.isPresent() ? skipped.get() : perform(chunk, test);
            if (chunk.has("check_cmd") && !caller.takes(chunk, "check_cmd")) {
                conditions.checkCommands(chunk, result);
            }
            return result;
        } catch (RuntimeException e) {
            return StateCaller.failed(chunk, e);
        } finally {
            minion.context().remove("runas");
        }
    }

    private ChunkReturn perform(LowChunk chunk, boolean test) {
        if (options.mock()) {
            return new ChunkReturn(chunk.get("name"), true, "Not called, mocked")
                    .inOrder("name", "result", "comment");
        }
        if (isRuledOut(chunk)) {
            return new ChunkReturn(
                    chunk.get("name"),
                    null,
                    "Failed to meet global state conditions. State not called.");
        }
        if (chunk.flag("parallel") && !chunk.flag("__prereq__")) {
            parallel.start(chunk.tag(), () -> beside(chunk, test));
            return new ChunkReturn(chunk.get("name"), null, "Started in a separate process");
        }
        return places.added(caller.call(chunk, test), chunk);
    }

    /** Salt's {@code global_state_conditions}: what none of the conditions allows is not called. */
    private boolean isRuledOut(LowChunk chunk) {
        if (!(minion.opts().get("global_state_conditions") instanceof Map<?, ?> all)) {
            return false;
        }
        boolean any = false;
        for (Map.Entry<?, ?> entry : all.entrySet()) {
            String pattern = Python.str(entry.getKey());
            if (List.of("*", chunk.function(), chunk.state()).contains(pattern)) {
                List<?> targets =
                        entry.getValue() instanceof List<?> l ? l : List.of(entry.getValue());
                for (Object target : targets) {
                    any = true;
                    if (Python.truth(minion.call("match.compound", List.of(target), Map.of()))) {
                        return false;
                    }
                }
            }
        }
        return any;
    }

    /** What a parallel state does on its own thread. */
    private ChunkReturn beside(LowChunk chunk, boolean test) {
        Stopwatch watch = new Stopwatch(clock);
        ChunkReturn result = places.added(caller.call(chunk, test), chunk);
        watch.record(result);
        // A further attempt's result does not say that it was parallel: Salt's does not, either.
        result.put("__parallel__", true);
        if (chunk.has("retry")) {
            Retry retry = Retry.of(chunk.get("retry"));
            if (options.test()) {
                result.put("comment", result.comment() + "  " + retry.prediction());
            } else {
                for (long n = 1;
                        n <= retry.attempts()
                                && !Boolean.valueOf(retry.until()).equals(result.get("result"));
                        n++) {
                    pause(retry);
                    ChunkReturn again = caller.call(chunk, test);
                    String line =
                            again.comment().isEmpty()
                                    ? ""
                                    : Retry.attempt(n, again, again.comment());
                    again.put("comment", result.comment() + "\n" + line);
                    watch.record(again);
                    result = again;
                }
            }
        }
        return result.put("comment", result.comment());
    }

    private ChunkReturn retry(LowChunk chunk, ChunkReturn result, String comment, long attempt) {
        Retry retry = Retry.of(chunk.get("retry"));
        if (options.test()) {
            return result.put("comment", comment + "  " + retry.prediction());
        }
        if (Boolean.valueOf(retry.until()).equals(result.get("result"))
                || retry.attempts() <= attempt) {
            return result;
        }
        pause(retry);
        ChunkReturn again = run(chunk, attempt + 1);
        again.put("comment", Retry.attempt(attempt, result, comment) + "\n" + again.comment());
        again.put("duration", again.duration() + result.duration() + retry.interval() * 1000);
        if (attempt == 1) {
            again.put("start_time", result.get("start_time"));
        }
        return again;
    }

    private void pause(Retry retry) {
        long extra = retry.splay() == 0 ? 0 : Math.floorMod(clock.millis(), retry.splay() + 1);
        sleep.accept(retry.interval() + extra);
    }

    /** What a state that must not be logged shows of itself: that it changed, and not what. */
    private static void mask(ChunkReturn result) {
        for (String key : List.of("name", "comment", "changes")) {
            result.put(key, masked(result.get(key)));
        }
    }

    private static @Nullable Object masked(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> shown = new java.util.LinkedHashMap<>();
                map.forEach((key, v) -> shown.put(key, masked(v)));
                yield shown;
            }
            case List<?> list -> list.stream().map(ChunkRunner::masked).toList();
            case null -> null;
            case Object scalar -> Python.truth(scalar) ? "**********" : scalar;
        };
    }
}
