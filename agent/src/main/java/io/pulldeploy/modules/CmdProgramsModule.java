package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code cmd} functions that look for programs and run scripts and code. */
public final class CmdProgramsModule {
    private static final String SCRIPT =
            "source, args=None, cwd=None, stdin=None, runas=None, group=None, shell=None, python_shell=None, env=None, template=None, umask=None, output_encoding=None, output_loglevel='debug', log_callback=None, hide_output=False, timeout=None, reset_system_locale=True, saltenv=None, use_vt=False, bg=False, password=None, success_retcodes=None, success_stdout=None, success_stderr=None, **kwargs";
    private static final String SCRIPT_RETCODE =
            "source, args=None, cwd=None, stdin=None, runas=None, group=None, shell=None, python_shell=None, env=None, template='jinja', umask=None, timeout=None, reset_system_locale=True, saltenv=None, output_encoding=None, output_loglevel='debug', log_callback=None, use_vt=False, password=None, success_retcodes=None, success_stdout=None, success_stderr=None, **kwargs";
    private static final String CODE = "lang, code, cwd=None, args=None, **kwargs";

    /** How a shell is asked for its version, and where it stands in what it says. */
    private record Version(Pattern pattern, List<String> command) {
        static Version of(String regex, String... command) {
            return new Version(
                    Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.MULTILINE),
                    List.of(command));
        }
    }

    private static final Map<String, Version> VERSIONS =
            Map.of(
                    "bash", Version.of("version (\\d\\S*)", "bash", "--version"),
                    "zsh", Version.of("^zsh (\\d\\S*)", "zsh", "--version"),
                    "tcsh", Version.of("^tcsh (\\d\\S*)", "tcsh", "--version"),
                    "perl", Version.of("^(\\d\\S*)", "perl", "-e", "printf \"%vd\n\", $^V;"),
                    "python", Version.of("^Python (\\d\\S*)", "python", "-V"),
                    "ruby", Version.of("^ruby (\\d\\S*)", "ruby", "-v"),
                    "php", Version.of("^PHP (\\d\\S*)", "php", "-v"));

    private final Host host;
    private final CommandRuns commands;

    public CmdProgramsModule(Host host, CommandRuns commands) {
        this.host = host;
        this.commands = commands;
    }

    public List<ExecutionFunction> functions() {
        return new FunctionList("cmd")
                .add("script", "Runs a script from a source.", SCRIPT, this::script)
                .add(
                        "script_retcode",
                        "A script's exit code.",
                        SCRIPT_RETCODE,
                        (m, a) -> script(m, a).get("retcode"))
                .add(
                        "exec_code",
                        "What code in some language prints.",
                        CODE,
                        (m, a) -> executed(m, a).get("stdout"))
                .add(
                        "exec_code_all",
                        "How code in some language ended and what it printed.",
                        CODE,
                        this::executed)
                .add("which", "Where a program is.", "cmd", (_, a) -> which(a).orElse(null))
                .add(
                        "which_bin",
                        "Where the first of several programs that is there is.",
                        "cmds",
                        (_, a) ->
                                a.list("cmds").stream()
                                        .flatMap(c -> host.processes().which(Texts.str(c)).stream())
                                        .findFirst()
                                        .orElse(null))
                .add(
                        "has_exec",
                        "Whether a program is there.",
                        "cmd",
                        (_, a) -> which(a).isPresent())
                .add("shells", "The shells of /etc/shells.", "", (_, _) -> shells())
                .add(
                        "shell_info",
                        "Where a shell or a language is, and its version.",
                        "shell, list_modules=False",
                        (_, a) -> shellInfo(a.string("shell")))
                .add("tty", "Writes to a terminal.", "device, echo=''", (_, a) -> tty(a))
                .all();
    }

    private Optional<String> which(Arguments args) {
        return args.text("cmd").flatMap(host.processes()::which);
    }

    private Map<String, @Nullable Object> script(Minion minion, Arguments args) {
        return commands.script(
                minion, args.string("source"), args.value("args"), CmdModule.options(minion, args));
    }

    private Map<String, @Nullable Object> executed(Minion minion, Arguments args) {
        FileTree files = host.files();
        Path directory = files.temporaryDirectory("pulldeploy-code-");
        try {
            Path code = directory.resolve("code");
            files.write(code, args.string("code"));
            Optional.ofNullable(args.extra().get("runas"))
                    .flatMap(name -> host.accounts().user(Texts.str(name)))
                    .ifPresent(user -> {
                        for (Path path : List.of(directory, code)) {
                            files.chown(path, OptionalLong.of(user.uid()), OptionalLong.empty());
                        }
                    });
            List<@Nullable Object> command = new ArrayList<>();
            command.add(args.string("lang"));
            command.add(files.locate(code).toString());
            command.addAll(args.list("args"));
            Map<String, @Nullable Object> options = new LinkedHashMap<>(args.extra());
            options.put("cwd", args.value("cwd"));
            options.put("python_shell", false);
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

    private static Map<String, @Nullable Object> noShell(String error, @Nullable Object installed) {
        Map<String, @Nullable Object> info = new LinkedHashMap<>();
        info.put("error", error);
        info.put("installed", installed);
        return info;
    }

    private Map<String, @Nullable Object> shellInfo(String shell) {
        Version version = VERSIONS.get(shell);
        if (version == null) {
            return noShell("Salt does not know how to get the version number for " + shell, null);
        }
        String program = version.command().getFirst();
        Optional<String> path = host.processes().which(program);
        if (path.isEmpty()) {
            return noShell(
                    "Unable to run command '%s' Reason: [Errno 2] No such file or directory: '%s'"
                            .formatted(String.join(" ", version.command()), program),
                    false);
        }
        String output = new Programs(host.processes()).output(version.command());
        Matcher found = version.pattern().matcher(output);
        Map<String, @Nullable Object> info = new LinkedHashMap<>();
        if (!found.find()) {
            info.put("installed", null);
            info.put("path", path.get());
            info.put(
                    "error",
                    "The version regex pattern for shell "
                            + shell
                            + ", could not find the version string");
            info.put("stdout", output);
            return info;
        }
        info.put("installed", true);
        info.put("path", path.get());
        info.put("version_raw", found.group(1));
        info.put("version", version(found.group(1)));
        return info;
    }

    /** At most three numbers, at least two. */
    private static String version(String raw) {
        String[] parts = raw.replaceFirst("[^\\d.].*", "").split("\\.");
        return parts.length == 1
                ? parts[0] + ".0"
                : String.join(".", List.of(parts).subList(0, Math.min(3, parts.length)));
    }

    private Map<String, @Nullable Object> tty(Arguments args) {
        String device = args.string("device");
        if (!device.startsWith("tty") && !device.startsWith("pts")) {
            return Map.of("Error", "The specified device is not a valid TTY");
        }
        Path terminal =
                Path.of("/dev", device.startsWith("pts") ? "pts/" + device.substring(3) : device);
        try (OutputStream out = host.files().append(terminal)) {
            out.write(args.text("echo").orElse("").getBytes(StandardCharsets.UTF_8));
            return Map.of("Success", "Message was successfully echoed to " + terminal);
        } catch (IOException | Failure e) {
            return Map.of("Error", "Echoing to " + terminal + " returned error");
        }
    }
}
