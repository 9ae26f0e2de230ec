package io.pulldeploy.engine.run;

import io.pulldeploy.engine.compile.LowChunk;
import io.pulldeploy.engine.compile.Python;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.Traverse;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** {@code unless}, {@code onlyif}, {@code creates} and {@code check_cmd}. */
final class Conditions {
    private static final List<String> COMMAND_OPTIONS =
            List.of(
                    "cwd",
                    "root",
                    "runas",
                    "env",
                    "prepend_path",
                    "umask",
                    "timeout",
                    "success_retcodes");

    private final Minion minion;
    private final Slots slots;
    private final Predicate<Path> exists;

    Conditions(Minion minion, Slots slots, Predicate<Path> exists) {
        this.minion = minion;
        this.slots = slots;
        this.exists = exists;
    }

    /** What one condition said: whether the state is to be skipped, and why. */
    private record Verdict(boolean skip, Optional<String> comment, boolean skipWatch) {
        static Verdict run(String comment) {
            return new Verdict(false, Optional.of(comment), false);
        }

        static Verdict skip(String comment) {
            return new Verdict(true, Optional.of(comment), true);
        }
    }

    /** The result of a state that its conditions keep from running; empty if it is to run. */
    Optional<ChunkReturn> skipped(LowChunk chunk) {
        List<Verdict> verdicts = new ArrayList<>();
        if (chunk.has("onlyif")) {
            verdicts.add(onlyIf(chunk));
        }
        if (chunk.has("unless")) {
            verdicts.add(unless(chunk));
        }
        if (chunk.has("creates")) {
            verdicts.add(creates(chunk.get("creates")));
        }
        if (verdicts.stream().noneMatch(Verdict::skip)) {
            return Optional.empty();
        }
        ChunkReturn skipped = new ChunkReturn(chunk.get("name"), true, "");
        skipped.put("comment", verdicts.stream().map(v -> v.comment().orElse("")).toList());
        skipped.identify(chunk);
        if (verdicts.stream().anyMatch(Verdict::skipWatch)) {
            skipped.put("skip_watch", true);
        }
        return Optional.of(skipped.inOrder("result"));
    }

    private Verdict onlyIf(LowChunk chunk) {
        Verdict verdict = new Verdict(false, Optional.empty(), false);
        for (Object entry : entries(chunk.get("onlyif"))) {
            switch (entry) {
                case String command -> {
                    if (retcode(command, options(chunk), 100) != 0) {
                        return Verdict.skip("onlyif condition is false");
                    }
                    verdict = Verdict.run("onlyif condition is true");
                }
                case Map<?, ?> call -> {
                    if (!call.containsKey("fun")) {
                        return Verdict.run(
                                "no `fun` argument in onlyif: %s".formatted(Python.str(call)));
                    }
                    if (!holds(call)) {
                        return Verdict.skip("onlyif condition is false");
                    }
                    verdict = Verdict.run("onlyif condition is true");
                }
                case null, default -> {
                    return Verdict.run("onlyif execution failed, bad type passed");
                }
            }
        }
        return verdict;
    }

    /** Skips only if every command succeeds and every call is true. */
    private Verdict unless(LowChunk chunk) {
        Verdict verdict = new Verdict(false, Optional.empty(), false);
        for (Object entry : entries(chunk.get("unless"))) {
            switch (entry) {
                case String command -> {
                    if (retcode(command, options(chunk), 0) != 0) {
                        return Verdict.run("unless condition is false");
                    }
                    verdict = Verdict.skip("unless condition is true");
                }
                case Map<?, ?> call -> {
                    if (!call.containsKey("fun")) {
                        return new Verdict(
                                verdict.skip(),
                                Optional.of(
                                        "no `fun` argument in unless: %s"
                                                .formatted(Python.str(call))),
                                verdict.skipWatch());
                    }
                    if (!holds(call)) {
                        return new Verdict(
                                false,
                                Optional.of("unless condition is false"),
                                verdict.skipWatch());
                    }
                    verdict = Verdict.skip("unless condition is true");
                }
                case null, default ->
                        verdict =
                                new Verdict(
                                        false,
                                        Optional.of("unless condition is false, bad type passed"),
                                        verdict.skipWatch());
            }
        }
        return verdict;
    }

    private Verdict creates(@Nullable Object declared) {
        if (declared instanceof String path && exists.test(Path.of(path))) {
            return Verdict.skip(path + " exists");
        }
        if (declared instanceof List<?> paths
                && paths.stream().allMatch(p -> exists.test(Path.of(Python.str(p))))) {
            return Verdict.skip("All files in creates exist");
        }
        return Verdict.run("Creates files not found");
    }

    /** Lets commands decide over the result of a state that ran. */
    void checkCommands(LowChunk chunk, ChunkReturn result) {
        boolean succeeded = false;
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        shell(options);
        for (Object command : entries(chunk.get("check_cmd"))) {
            if (retcode(Python.str(command), options) != 0) {
                result.identify(chunk);
                result.put("comment", "check_cmd determined the state failed").put("result", false);
                return;
            }
            succeeded = true;
        }
        result.identify(chunk);
        result.put("result", succeeded);
        if (succeeded) {
            result.put("comment", "check_cmd determined the state succeeded");
        }
    }

    private boolean holds(Map<?, ?> call) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        call.forEach((key, value) -> named.put(Python.str(key), value));
        String function = Python.str(named.remove("fun"));
        List<@Nullable Object> positional =
                named.remove("args") instanceof List<?> list ? new ArrayList<>(list) : List.of();
        Object path = named.remove("get_return");
        Map<String, @Nullable Object> context = minion.context();
        Object outer = context.remove("retcode");
        Object result = minion.call(function, slots.filledList(positional), slots.filled(named));
        Object retcode = context.remove("retcode");
        if (outer != null) {
            context.put("retcode", outer);
        }
        if (Python.truth(path)) {
            result = Traverse.get(result, Python.str(path), null, Traverse.DELIMITER);
        }
        return !Python.truth(retcode) && Python.truth(result);
    }

    private long retcode(String command, Map<String, @Nullable Object> options, long whenRefused) {
        try {
            return retcode(command, options);
        } catch (CallError e) {
            return whenRefused;
        }
    }

    private long retcode(String command, Map<String, @Nullable Object> options) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>(options);
        named.put("ignore_retcode", true);
        named.put("python_shell", true);
        return minion.call("cmd.retcode", List.of(command), named) instanceof Number n
                ? n.longValue()
                : 0;
    }

    private Map<String, @Nullable Object> options(LowChunk chunk) {
        List<String> excluded =
                entries(chunk.get("cmd_opts_exclude")).stream().map(Python::str).toList();
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        for (String key : COMMAND_OPTIONS) {
            if (!excluded.contains(key) && chunk.get(key) != null) {
                options.put(key, chunk.get(key));
            }
        }
        if (chunk.has("shell") && !excluded.contains("shell")) {
            options.put("shell", chunk.get("shell"));
        } else {
            shell(options);
        }
        return options;
    }

    private void shell(Map<String, @Nullable Object> options) {
        Object shell = minion.grains().get("shell");
        if (shell != null) {
            options.put("shell", shell);
        }
    }

    private static List<@Nullable Object> entries(@Nullable Object declared) {
        return switch (declared) {
            case null -> List.of();
            case List<?> list -> new ArrayList<>(list);
            case Object single -> List.of(single);
        };
    }
}
