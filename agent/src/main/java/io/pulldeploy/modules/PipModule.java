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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code pip.*}: what is installed for a Python, as its pip tells. */
public final class PipModule {
    private static final Pattern VERSION = Pattern.compile("^pip (\\S+)");
    private static final Pattern INTERPRETER = Pattern.compile("python(\\d+(\\.\\d+)?)?");
    private static final String OPTIONS =
            "bin_env=None, user=None, cwd=None, env_vars=None, **kwargs";

    private final FileTree files;
    private final CommandRuns commands;

    public PipModule(Host host, CommandRuns commands) {
        this.files = host.files();
        this.commands = commands;
    }

    public List<ExecutionFunction> functions() {
        return new FunctionList("pip")
                .add(
                        "version",
                        "Pip's version.",
                        "bin_env=None, cwd=None, user=None",
                        (m, a) -> version(m, a).orElse(null))
                .add(
                        "list",
                        "The installed packages and their versions.",
                        "prefix=None, " + OPTIONS,
                        (m, a) -> installed(m, a, a.text("prefix")))
                .add(
                        "freeze",
                        "The installed packages, as files of requirements name them.",
                        "bin_env=None, user=None, cwd=None, use_vt=False, env_vars=None, **kwargs",
                        (m, a) -> run(m, a, "freeze", "--all").lines().toList())
                .add(
                        "is_installed",
                        "Whether a package is installed.",
                        "pkgname, bin_env=None, user=None, cwd=None",
                        (m, a) ->
                                installed(m, a, a.text("pkgname"))
                                        .containsKey(a.string("pkgname").toLowerCase(Locale.ROOT)))
                .add(
                        "normalize",
                        "A package's name as indexes write it.",
                        "name",
                        (_, a) -> normal(a.string("name")))
                .all();
    }

    private static String normal(String name) {
        return name.replaceAll("[-_.]+", "-").toLowerCase(Locale.ROOT);
    }

    /**
     * The program: of an environment, of a path, or the machine's own.
     *
     * @throws CallError if there is none
     */
    private List<String> program(Arguments args) {
        if (!args.flag("bin_env")) {
            return new ArrayList<>(List.of("python3", "-m", "pip"));
        }
        String environment = args.string("bin_env");
        Path path = Path.of(environment);
        if (files.isDirectory(path)) {
            Path programs = path.resolve("bin");
            List<String> names =
                    files.isDirectory(programs)
                            ? files.list(programs).stream()
                                    .filter(name -> INTERPRETER.matcher(name).matches())
                                    .filter(name -> isExecutable(programs.resolve(name)))
                                    .sorted()
                                    .toList()
                            : List.of();
            if (names.isEmpty()) {
                throw new CallError("Could not find a pip binary in virtualenv " + environment);
            }
            return new ArrayList<>(
                    List.of(programs.resolve(names.getFirst()).toString(), "-m", "pip"));
        }
        if (!isExecutable(path)) {
            throw new CallError(
                    "Access denied to " + environment + ", could not find a pip binary");
        }
        boolean interpreter = String.valueOf(path.getFileName()).contains("python");
        return new ArrayList<>(
                interpreter ? List.of(environment, "-m", "pip") : List.of(environment));
    }

    private boolean isExecutable(Path path) {
        return files.isFile(path)
                && files.stat(path).filter(stat -> (stat.mode() & 0111) != 0).isPresent();
    }

    private Map<String, @Nullable Object> done(
            Minion minion, Arguments args, List<String> command) {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        options.put("cwd", args.value("cwd"));
        options.put("runas", args.value("user"));
        Map<String, @Nullable Object> environment = new LinkedHashMap<>();
        if (args.flag("bin_env") && files.isDirectory(Path.of(args.string("bin_env")))) {
            environment.put("VIRTUAL_ENV", args.string("bin_env"));
        }
        if (args.names().contains("env_vars") && args.value("env_vars") != null) {
            args.map("env_vars")
                    .forEach((name, value) -> environment.put(Texts.str(name), Texts.str(value)));
        }
        if (!environment.isEmpty()) {
            options.put("env", environment);
        }
        return commands.run(minion, command, options);
    }

    private Optional<String> version(Minion minion, Arguments args) {
        List<String> command = program(args);
        command.add("--version");
        Map<String, @Nullable Object> done = done(minion, args, command);
        if (!Long.valueOf(0).equals(done.get("retcode"))) {
            throw new CallError("Could not find a `pip` binary");
        }
        Matcher version = VERSION.matcher(Texts.str(done.get("stdout")));
        return version.find() ? Optional.of(version.group(1)) : Optional.empty();
    }

    private String run(Minion minion, Arguments args, String... words) {
        List<String> command = program(args);
        command.addAll(List.of(words));
        // Otherwise pip asks the index for a newer pip, and waits where there is no network.
        command.add("--disable-pip-version-check");
        Map<String, @Nullable Object> done = done(minion, args, command);
        if (!Long.valueOf(0).equals(done.get("retcode"))) {
            throw new CallError(Texts.str(done.get("stderr")));
        }
        return Texts.str(done.get("stdout"));
    }

    private Map<String, @Nullable Object> installed(
            Minion minion, Arguments args, Optional<String> prefix) {
        Object listed =
                minion.call(
                        "slsutil.deserialize",
                        List.of("json", run(minion, args, "list", "--format=json")),
                        Map.of());
        Map<String, @Nullable Object> packages = new LinkedHashMap<>();
        for (Object one : listed instanceof List<?> list ? list : List.of()) {
            if (one instanceof Map<?, ?> known) {
                String name = normal(Texts.str(known.get("name")));
                if (prefix.isEmpty() || name.startsWith(normal(prefix.get()))) {
                    packages.put(name, known.get("version"));
                }
            }
        }
        return packages;
    }
}
