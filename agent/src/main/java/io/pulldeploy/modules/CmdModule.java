package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code cmd} functions. */
public final class CmdModule {
    private static final String OPTIONS =
            "cmd, cwd=None, stdin=None, runas=None, group=None, shell=None, python_shell=None, env=None, clean_env=False, template=None, rstrip=True, umask=None, output_encoding=None, output_loglevel='debug', log_callback=None, hide_output=False, timeout=None, reset_system_locale=True, ignore_retcode=False, saltenv=None, use_vt=False, bg=False, password=None, encoded_cmd=False, raise_err=False, prepend_path=None, success_retcodes=None, success_stdout=None, success_stderr=None, **kwargs";
    private static final String SCRIPT =
            "source, args=None, cwd=None, stdin=None, runas=None, group=None, shell=None, python_shell=None, env=None, template=None, umask=None, output_encoding=None, output_loglevel='debug', log_callback=None, hide_output=False, timeout=None, reset_system_locale=True, saltenv=None, use_vt=False, bg=False, password=None, success_retcodes=None, success_stdout=None, success_stderr=None, **kwargs";

    private final Host host;
    private final CommandRuns commands;

    public CmdModule(Host host, CommandRuns commands) {
        this.host = host;
        this.commands = commands;
    }

    public List<ExecutionFunction> functions() {
        return List.of(
                function("run", "What a command prints.", OPTIONS, this::run),
                function("shell", "What a shell command prints.", OPTIONS, this::run),
                function(
                        "run_all",
                        "How a command ended and what it printed.",
                        OPTIONS,
                        (m, a) -> commands.run(m, a.value("cmd"), options(a))),
                function(
                        "run_stdout",
                        "What a command prints on standard output.",
                        OPTIONS,
                        (m, a) -> commands.run(m, a.value("cmd"), options(a)).get("stdout")),
                function(
                        "run_stderr",
                        "What a command prints on standard error.",
                        OPTIONS,
                        (m, a) -> commands.run(m, a.value("cmd"), options(a)).get("stderr")),
                function(
                        "retcode",
                        "A command's exit code.",
                        OPTIONS,
                        (m, a) -> commands.run(m, a.value("cmd"), options(a)).get("retcode")),
                function(
                        "run_bg",
                        "Starts a command and returns its process id.",
                        OPTIONS,
                        (m, a) -> {
                            Map<String, @Nullable Object> options = options(a);
                            options.put("bg", true);
                            return Map.of("pid", pid(commands.run(m, a.value("cmd"), options)));
                        }),
                function(
                        "script",
                        "Runs a script from a source.",
                        SCRIPT,
                        (m, a) ->
                                commands.script(
                                        m, a.string("source"), a.value("args"), options(a))),
                function(
                        "script_retcode",
                        "A script's exit code.",
                        SCRIPT,
                        (m, a) ->
                                commands.script(m, a.string("source"), a.value("args"), options(a))
                                        .get("retcode")),
                function(
                        "which",
                        "Where a program is.",
                        "cmd",
                        (_, a) -> host.processes().which(a.string("cmd")).orElse(null)),
                function(
                        "which_bin",
                        "Where the first of several programs that is there is.",
                        "cmds",
                        (_, a) -> {
                            for (Object cmd : a.list("cmds")) {
                                if (host.processes().which(Texts.str(cmd)).isPresent()) {
                                    return host.processes().which(Texts.str(cmd)).get();
                                }
                            }
                            return null;
                        }),
                function(
                        "has_exec",
                        "Whether a program is there.",
                        "cmd",
                        (_, a) -> host.processes().which(a.string("cmd")).isPresent()),
                function(
                        "exec_code",
                        "What code in some language prints.",
                        "lang, code, cwd=None, args=None, **kwargs",
                        (m, a) -> executed(m, a).get("stdout")),
                function(
                        "exec_code_all",
                        "How code in some language ended and what it printed.",
                        "lang, code, cwd=None, args=None, **kwargs",
                        this::executed),
                function("shells", "The shells of /etc/shells.", "", (_, _) -> shells()));
    }

    private static ExecutionFunction function(
            String name, String doc, String signature, ExecutionFunction.Body body) {
        return new ExecutionFunction("cmd." + name, doc, signature, body);
    }

    private static Map<String, @Nullable Object> options(Arguments args) {
        Map<String, @Nullable Object> options = new LinkedHashMap<>(args.extra());
        for (String name :
                List.of(
                        "cwd",
                        "stdin",
                        "runas",
                        "shell",
                        "python_shell",
                        "env",
                        "template",
                        "umask",
                        "output_loglevel",
                        "hide_output",
                        "timeout",
                        "reset_system_locale",
                        "saltenv",
                        "bg",
                        "success_retcodes",
                        "success_stdout",
                        "success_stderr")) {
            options.put(name, args.value(name));
        }
        for (String name : List.of("clean_env", "rstrip", "ignore_retcode", "prepend_path")) {
            if (args.isGiven(name)) {
                options.put(name, args.value(name));
            }
        }
        return options;
    }

    private static Object pid(Map<String, @Nullable Object> result) {
        Object pid = result.get("pid");
        return pid == null ? 0L : pid;
    }

    private @Nullable Object run(Minion minion, Arguments args) {
        Map<String, @Nullable Object> options = options(args);
        options.put("redirect_stderr", !Boolean.FALSE.equals(args.extra().get("redirect_stderr")));
        Map<String, @Nullable Object> result = commands.run(minion, args.value("cmd"), options);
        if (args.flag("raise_err") && !Long.valueOf(0).equals(result.get("retcode"))) {
            throw new CallError(Texts.str(result.get("stdout")));
        }
        return result.get("stdout");
    }

    private Map<String, @Nullable Object> executed(Minion minion, Arguments args) {
        FileTree files = host.files();
        Path directory = files.temporaryDirectory("pulldeploy-code-");
        try {
            Path code = directory.resolve("code");
            files.write(code, args.string("code"));
            List<@Nullable Object> command = new ArrayList<>();
            command.add(args.string("lang"));
            command.add(files.locate(code).toString());
            command.addAll(args.list("args"));
            Map<String, @Nullable Object> options = new LinkedHashMap<>(args.extra());
            options.put("cwd", args.value("cwd"));
            return commands.run(minion, command, options);
        } finally {
            files.delete(directory);
        }
    }

    private List<String> shells() {
        return host.files()
                .textIfPresent(Path.of("/etc/shells"))
                .orElse("")
                .lines()
                .map(String::strip)
                .filter(l -> !l.isEmpty() && !l.startsWith("#"))
                .toList();
    }
}
