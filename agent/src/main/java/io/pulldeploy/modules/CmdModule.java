package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code cmd} functions that run commands. */
public final class CmdModule {
    private static final String START =
            "cmd, cwd=None, stdin=None, runas=None, group=None, shell=None, ";
    private static final String HOW =
            "env=None, clean_env=False, template=None, rstrip=True, umask=None, output_encoding=None, output_loglevel='debug', log_callback=None, hide_output=False, timeout=None, reset_system_locale=True, ignore_retcode=False, saltenv=None, use_vt=False, ";
    private static final String GOOD =
            "success_retcodes=None, success_stdout=None, success_stderr=None, **kwargs";
    private static final String RUN =
            START
                    + "python_shell=None, "
                    + HOW
                    + "redirect_stderr=True, bg=False, password=None, encoded_cmd=False, raise_err=False, prepend_path=None, "
                    + GOOD;
    private static final String RUN_ALL =
            START
                    + "python_shell=None, "
                    + HOW
                    + "redirect_stderr=False, password=None, encoded_cmd=False, prepend_path=None, "
                    + GOOD;
    private static final String RUN_ONE =
            START + "python_shell=None, " + HOW + "password=None, prepend_path=None, " + GOOD;
    private static final String SHELL =
            START + HOW + "bg=False, password=None, prepend_path=None, " + GOOD;
    private static final String RETCODE =
            START
                    + "python_shell=None, env=None, clean_env=False, template=None, umask=None, output_encoding=None, output_loglevel='debug', log_callback=None, timeout=None, reset_system_locale=True, ignore_retcode=False, saltenv=None, use_vt=False, password=None, "
                    + GOOD;
    private static final String RUN_BG =
            "cmd, cwd=None, runas=None, group=None, shell=None, python_shell=None, env=None, clean_env=False, template=None, umask=None, timeout=None, output_encoding=None, output_loglevel='debug', log_callback=None, reset_system_locale=True, ignore_retcode=False, saltenv=None, password=None, prepend_path=None, "
                    + GOOD;
    private static final String RUN_CHROOT =
            "root, cmd, cwd=None, stdin=None, runas=None, group=None, shell=None, python_shell=True, binds=None, env=None, clean_env=False, template=None, rstrip=True, umask=None, output_encoding=None, output_loglevel='quiet', log_callback=None, hide_output=False, timeout=None, reset_system_locale=True, ignore_retcode=False, saltenv=None, use_vt=False, bg=False, "
                    + GOOD;

    private final Host host;
    private final CommandRuns commands;

    public CmdModule(Host host, CommandRuns commands) {
        this.host = host;
        this.commands = commands;
    }

    public List<ExecutionFunction> functions() {
        return new FunctionList("cmd")
                .add("run", "What a command prints.", RUN, this::run)
                .add("shell", "What a shell command prints.", SHELL, this::shell)
                .add(
                        "run_all",
                        "How a command ended and what it printed.",
                        RUN_ALL,
                        (m, a) -> commands.run(m, a.value("cmd"), options(m, a)))
                .add(
                        "run_stdout",
                        "What a command prints on standard output.",
                        RUN_ONE,
                        (m, a) -> commands.run(m, a.value("cmd"), options(m, a)).get("stdout"))
                .add(
                        "run_stderr",
                        "What a command prints on standard error.",
                        RUN_ONE,
                        (m, a) -> commands.run(m, a.value("cmd"), options(m, a)).get("stderr"))
                .add(
                        "retcode",
                        "A command's exit code.",
                        RETCODE,
                        (m, a) -> {
                            Map<String, @Nullable Object> options = options(m, a);
                            options.put("redirect_stderr", true);
                            return commands.run(m, a.value("cmd"), options).get("retcode");
                        })
                .add("run_bg", "Starts a command; its process id.", RUN_BG, this::background)
                .add(
                        "run_chroot",
                        "How a command ended in another root directory.",
                        RUN_CHROOT,
                        this::chrooted)
                .all();
    }

    /**
     * A call's options under Salt's names. Without {@code python_shell} a command runs in a shell
     * only if it comes from the command line, or the configuration's {@code cmd_safe} is false.
     */
    static Map<String, @Nullable Object> options(Minion minion, Arguments args) {
        Map<String, @Nullable Object> options = new LinkedHashMap<>(args.extra());
        args.names().forEach(name -> options.put(name, args.value(name)));
        if (options.get("python_shell") == null) {
            options.put(
                    "python_shell",
                    args.extra().get("__pub_jid") != null
                            || Boolean.FALSE.equals(minion.opts().get("cmd_safe")));
        }
        options.replace("python_shell", Boolean.TRUE.equals(options.get("python_shell")));
        return options;
    }

    private @Nullable Object run(Minion minion, Arguments args) {
        return run(minion, args, options(minion, args));
    }

    private @Nullable Object shell(Minion minion, Arguments args) {
        Map<String, @Nullable Object> options = options(minion, args);
        Object shell = args.extra().get("python_shell");
        options.put("python_shell", shell == null || shell.equals(true));
        options.put("redirect_stderr", true);
        return run(minion, args, options);
    }

    private @Nullable Object run(
            Minion minion, Arguments args, Map<String, @Nullable Object> options) {
        Map<String, @Nullable Object> result = commands.run(minion, args.value("cmd"), options);
        if (Boolean.TRUE.equals(options.get("raise_err"))
                && !args.flag("ignore_retcode")
                && !"quiet".equals(args.value("output_loglevel"))
                && result.get("retcode") != null
                && !Long.valueOf(0).equals(result.get("retcode"))) {
            throw new CallError(Texts.str(result.get("stdout")));
        }
        return result.get("stdout");
    }

    private Map<String, @Nullable Object> background(Minion minion, Arguments args) {
        Map<String, @Nullable Object> options = options(minion, args);
        options.put("bg", true);
        Map<String, @Nullable Object> started = new LinkedHashMap<>();
        started.put("pid", commands.run(minion, args.value("cmd"), options).get("pid"));
        return started;
    }

    /** Mounts what programs expect, runs the command, and takes the mounts away again. */
    private Map<String, @Nullable Object> chrooted(Minion minion, Arguments args) {
        Path root = Path.of(args.string("root"));
        List<List<String>> mounts = new ArrayList<>();
        mounts.add(List.of(root.resolve("dev").toString(), "devtmpfs", "devtmpfs", "defaults"));
        mounts.add(List.of(root.resolve("proc").toString(), "proc", "proc", "defaults"));
        mounts.add(List.of(root.resolve("sys").toString(), "sysfs", "sysfs", "defaults"));
        for (Object bind : args.list("binds")) {
            String from = Texts.str(bind);
            mounts.add(
                    List.of(
                            root.resolve(Texts.stripStart(from, "/")).toString(),
                            from,
                            "",
                            "default,bind"));
        }
        mounts.forEach(m ->
                minion.call(
                        "mount.mount",
                        List.of(m.get(0), m.get(1)),
                        Map.of("fstype", m.get(2), "opts", m.get(3))));
        try {
            return commands.run(minion, chroot(root, args), options(minion, args));
        } finally {
            mounts.reversed()
                    .forEach(m -> minion.call("mount.umount", List.of(m.get(0)), Map.of()));
        }
    }

    private String chroot(Path root, Arguments args) {
        String command =
                args.value("cmd") instanceof List<?> list
                        ? String.join(" ", list.stream().map(Texts::str).toList())
                        : args.string("cmd");
        String shell = host.files().isFile(root.resolve("bin/bash")) ? "/bin/bash" : "/bin/sh";
        Optional<String> user = args.text("runas");
        return "chroot %s %s %s -c %s"
                .formatted(
                        user.map(u -> "--userspec " + u + ":" + args.text("group").orElse(""))
                                .orElse(""),
                        root,
                        shell,
                        ShellWords.quote(command));
    }
}
