package io.pulldeploy.states;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.Signature;
import io.pulldeploy.loader.StateCall;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.model.StateResult;
import io.pulldeploy.modules.CommandRuns;
import io.pulldeploy.modules.FileSources;
import io.pulldeploy.modules.Texts;
import io.pulldeploy.system.Downloads;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code cmd} states. */
public final class CmdState {
    private static final String RUN =
            "name, cwd=None, root=None, runas=None, password=None, shell=None, env=None, prepend_path=None, stateful=False, output_loglevel='debug', hide_output=False, timeout=None, ignore_timeout=False, use_vt=False, success_retcodes=None, success_stdout=None, success_stderr=None, **kwargs";
    private static final String SCRIPT =
            "name, source=None, template=None, cwd=None, runas=None, password=None, shell=None, env=None, stateful=False, timeout=None, use_vt=False, output_loglevel='debug', hide_output=False, defaults=None, context=None, success_retcodes=None, success_stdout=None, success_stderr=None, **kwargs";

    private final Host host;
    private final CommandRuns commands;

    public CmdState(Host host, Downloads downloads) {
        this.host = host;
        this.commands = new CommandRuns(host, new FileSources(host.files(), downloads));
    }

    public List<StateFunction> functions() {
        return List.of(
                new StateFunction("cmd.run", "Runs a command.", RUN, this::run),
                new StateFunction(
                        "cmd.wait", "Runs a command if a watched state changed.", RUN, this::wait),
                new StateFunction("cmd.script", "Runs a script.", SCRIPT, this::script),
                new StateFunction(
                        "cmd.wait_script",
                        "Runs a script if a watched state changed.",
                        SCRIPT,
                        this::wait),
                new StateFunction(
                        "cmd.mod_watch",
                        "What a watching command does on a change.",
                        "name, sfun=None, **kwargs",
                        this::modWatch));
    }

    private StateResult wait(StateCall call) {
        return StateResult.succeeded("");
    }

    private StateResult modWatch(StateCall call) {
        Map<String, @Nullable Object> given = new LinkedHashMap<>(call.args().extra());
        String function = call.args().text("sfun").orElse("None");
        return switch (function) {
            case "wait", "run", "watch" -> run(call.with(bound("run", RUN, call.name(), given)));
            case "wait_script", "script" ->
                    script(call.with(bound("script", SCRIPT, call.name(), given)));
            default ->
                    StateResult.failed(
                            "cmd."
                                    + function
                                    + " does not work with the watch requisite, please use cmd.wait or cmd.wait_script");
        };
    }

    private static Arguments bound(
            String function,
            String signature,
            String name,
            Map<String, ? extends @Nullable Object> given) {
        return Signature.of(signature).bind(function, List.of(name), given);
    }

    private static Map<String, @Nullable Object> options(Arguments args, List<String> names) {
        Map<String, @Nullable Object> options = new LinkedHashMap<>(args.extra());
        names.forEach(n -> options.put(n, args.value(n)));
        return options;
    }

    /** The command that a test run may really run, because its author says that it only looks. */
    private static Optional<String> testName(Arguments args) {
        return args.value("stateful") instanceof List<?> l
                        && !l.isEmpty()
                        && l.getFirst() instanceof Map<?, ?> m
                        && m.get("test_name") != null
                ? Optional.of(Texts.str(m.get("test_name")))
                : Optional.empty();
    }

    private static boolean isStateful(Arguments args) {
        return args.value("stateful") instanceof List<?>
                || Boolean.TRUE.equals(args.value("stateful"));
    }

    private Optional<StateResult> wrong(Arguments args) {
        Object env = args.value("env");
        return env == null || env instanceof List || env instanceof Map
                ? Optional.empty()
                : Optional.of(
                        StateResult.failed(
                                "Invalidly-formatted 'env' parameter. See documentation."));
    }

    private Optional<StateResult> noDirectory(Arguments args) {
        return args.text("cwd")
                .filter(d -> !d.isEmpty() && !host.files().isDirectory(Path.of(d)))
                .map(d ->
                        StateResult.failed(
                                "Desired working directory \"" + d + "\" is not available"));
    }

    private StateResult run(StateCall call) {
        Arguments args = call.args();
        Optional<StateResult> wrong = wrong(args);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        if (args.flag("root")) {
            return StateResult.failed("The 'root' option is not supported");
        }
        Map<String, @Nullable Object> options =
                options(
                        args,
                        List.of(
                                "cwd",
                                "runas",
                                "shell",
                                "env",
                                "prepend_path",
                                "output_loglevel",
                                "hide_output",
                                "timeout",
                                "success_retcodes",
                                "success_stdout",
                                "success_stderr"));
        Map<String, @Nullable Object> would = new LinkedHashMap<>();
        would.put("cmd", call.name());
        return call.apply(
                testName(args)
                        .map(look -> looked(ran(call, look, options)))
                        .orElseGet(() ->
                                isStateful(args)
                                        ? StateResult.wouldChange(Map.of(), "")
                                        : StateResult.wouldChange(
                                                would,
                                                "Command \""
                                                        + call.name()
                                                        + "\" would have been executed")),
                () -> ran(call, call.name(), options));
    }

    /** A test run's result of a command that only looked: success with changes would change. */
    private static StateResult looked(StateResult result) {
        return result.outcome() == StateResult.Outcome.SUCCEEDED && !result.changes().isEmpty()
                ? StateResult.wouldChange(result.changes(), result.comment())
                : result;
    }

    private StateResult ran(StateCall call, String command, Map<String, @Nullable Object> options) {
        Optional<StateResult> noDirectory = noDirectory(call.args());
        if (noDirectory.isPresent()) {
            return noDirectory.get();
        }
        Map<String, @Nullable Object> done;
        try {
            done = commands.run(call.minion(), command, options);
        } catch (CallError e) {
            return StateResult.failed(String.valueOf(e.getMessage()));
        }
        boolean timedOut =
                Texts.str(done.get("stdout")).contains("Timed out after")
                        && Long.valueOf(1).equals(done.get("retcode"));
        if (timedOut && call.args().flag("ignore_timeout")) {
            done.put("retcode", 0L);
        }
        return result(call, done, "Command \"" + command + "\" run");
    }

    private StateResult result(StateCall call, Map<String, @Nullable Object> done, String comment) {
        Object code = done.get("retcode");
        boolean good = code == null || Long.valueOf(0).equals(code);
        if (isStateful(call.args())) {
            return StatefulOutput.read(done, good);
        }
        return good ? StateResult.changed(done, comment) : StateResult.failed(done, comment);
    }

    private StateResult script(StateCall call) {
        Arguments args = call.args();
        Optional<StateResult> wrong = wrong(args);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        for (String option : List.of("context", "defaults")) {
            if (args.flag(option) && !(args.value(option) instanceof Map)) {
                return StateResult.failed(
                        "Invalidly-formatted '"
                                + option
                                + "' parameter. Must be formed as a dict.");
            }
        }
        String name = call.name();
        return call.apply(
                testName(args)
                        .map(look -> looked(scripted(call, look)))
                        .orElseGet(() ->
                                StateResult.wouldChange(
                                        Map.of(),
                                        isStateful(args)
                                                ? ""
                                                : "Command '"
                                                        + name
                                                        + "' would have been executed")),
                () -> scripted(call, name));
    }

    private StateResult scripted(StateCall call, String name) {
        Arguments args = call.args();
        Optional<StateResult> noDirectory = noDirectory(args);
        if (noDirectory.isPresent()) {
            return noDirectory.get();
        }
        Map<String, @Nullable Object> options =
                options(
                        args,
                        List.of(
                                "template",
                                "cwd",
                                "runas",
                                "shell",
                                "env",
                                "timeout",
                                "output_loglevel",
                                "hide_output",
                                "success_retcodes",
                                "success_stdout",
                                "success_stderr"));
        Map<Object, @Nullable Object> context = new LinkedHashMap<>(args.map("defaults"));
        context.putAll(args.map("context"));
        options.put("context", context);
        options.put("saltenv", call.saltenv());
        String[] words = name.strip().split("\\s+", 2);
        Object given = args.extra().get("args");
        Object arguments = given == null && words.length > 1 ? words[1] : given;
        String source = args.text("source").orElse(name);
        Map<String, @Nullable Object> done;
        try {
            done = commands.script(call.minion(), source, arguments, options);
        } catch (CallError e) {
            return StateResult.failed(String.valueOf(e.getMessage()));
        }
        return result(
                call,
                done,
                done.containsKey("cache_error")
                        ? "Unable to cache script %s from saltenv '%s'"
                                .formatted(source, call.saltenv())
                        : "Command '" + name + "' run");
    }
}
