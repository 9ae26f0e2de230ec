package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.Command;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs commands under Salt's rules: through a shell, with its options under Salt's names ({@code
 * cwd}, {@code env}, {@code runas}, {@code timeout}, …) and its result mapping.
 */
public final class CommandRuns {
    private static final Logger log = LoggerFactory.getLogger(CommandRuns.class);
    private static final String DEFAULT_SHELL = "/bin/sh";

    /** What Salt sets so that programs speak English; LC_ALL and LANG stay. */
    private static final List<String> LOCALE =
            List.of(
                    "LC_CTYPE",
                    "LC_NUMERIC",
                    "LC_TIME",
                    "LC_COLLATE",
                    "LC_MONETARY",
                    "LC_MESSAGES",
                    "LC_PAPER",
                    "LC_NAME",
                    "LC_ADDRESS",
                    "LC_TELEPHONE",
                    "LC_MEASUREMENT",
                    "LC_IDENTIFICATION",
                    "LANGUAGE");

    private final Host host;
    private final FileSources sources;

    public CommandRuns(Host host, FileSources sources) {
        this.host = host;
        this.sources = sources;
    }

    /**
     * Runs a command.
     *
     * @param command a line for the shell, or a list of arguments
     * @param options under Salt's names; those that are unknown are ignored
     * @return Salt's mapping: pid, retcode, stdout, stderr
     * @throws CallError with Salt's text if it cannot be started
     */
    public Map<String, @Nullable Object> run(
            Minion minion,
            @Nullable Object command,
            Map<String, ? extends @Nullable Object> options) {
        Options o = new Options(options);
        Object line = command;
        Optional<String> directory = o.text("cwd");
        if (o.text("template").filter(t -> !t.isEmpty()).isPresent()) {
            line = rendered(minion, o, Texts.str(command));
            directory = directory.map(d -> rendered(minion, o, d));
        }
        if (!(line instanceof List<?>) && Boolean.FALSE.equals(o.value("python_shell"))) {
            line = ShellWords.split(Texts.str(line));
        }
        checkCodes(o);
        Command started = command(minion, line, o, directory);
        if (o.flag("bg")) {
            Map<String, @Nullable Object> result = new LinkedHashMap<>();
            result.put("pid", start(started, line, o));
            result.put("retcode", null);
            result.put("stdout", "");
            result.put("stderr", "");
            return result;
        }
        Map<String, @Nullable Object> result = finish(started, line, o);
        report(minion, line, o, result);
        if (o.flag("hide_output")) {
            result.put("stdout", "");
            result.put("stderr", "");
        }
        return result;
    }

    private static void checkCodes(Options o) {
        for (Object code : o.list("success_retcodes")) {
            if (!(code instanceof Number) && !Texts.str(code).matches("-?\\d+")) {
                throw new CallError("success_retcodes must be a list of integers");
            }
        }
    }

    private long start(Command command, @Nullable Object line, Options o) {
        try {
            return host.processes().start(command);
        } catch (Failure e) {
            throw cannotRun(command, line, o, e);
        }
    }

    /** Salt's sentence, with what it gives to Python's Popen. */
    private static CallError cannotRun(
            Command command, @Nullable Object line, Options o, Failure e) {
        boolean shell = !(line instanceof List<?>);
        Map<String, @Nullable Object> context = new LinkedHashMap<>();
        context.put("cwd", command.directory().orElse("/"));
        context.put("shell", shell);
        context.put("stdout", -1L);
        context.put("stderr", command.mergeErrors() ? -2L : -1L);
        context.put("with_communicate", true);
        context.put("timeout", o.value("timeout"));
        context.put("bg", o.flag("bg"));
        context.put("close_fds", true);
        String program = command.arguments().getFirst();
        String reason = String.valueOf(e.getMessage());
        String missing = "No such file or directory";
        return new CallError(
                "Unable to run command '%s' with the context '%s', reason: %s"
                        .formatted(
                                o.text("output_loglevel").filter("quiet"::equals).isPresent()
                                        ? "REDACTED"
                                        : Texts.str(line),
                                Texts.str(context),
                                reason.endsWith(missing)
                                        ? "[Errno 2] " + missing + ": '" + program + "'"
                                        : reason),
                e);
    }

    private Map<String, @Nullable Object> finish(
            Command command, @Nullable Object line, Options o) {
        Completed done;
        try {
            done = host.processes().runToldOfSignals(command);
        } catch (Failure e) {
            throw cannotRun(command, line, o, e);
        }
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        if (done.timedOut()) {
            result.put(
                    "stdout",
                    "%s : Timed out after %s seconds"
                            .formatted(Texts.str(line), Texts.str(o.value("timeout"))));
            result.put("stderr", "");
            result.put("retcode", 1L);
            result.put("pid", done.pid());
            return result;
        }
        boolean strip = !Boolean.FALSE.equals(o.value("rstrip"));
        String output = strip ? done.output().stripTrailing() : done.output();
        String errors = strip ? done.errors().stripTrailing() : done.errors();
        boolean good =
                o.list("success_retcodes").stream()
                                .anyMatch(c -> Texts.str(c).equals("" + done.exitCode()))
                        || o.list("success_stdout").stream()
                                .anyMatch(t -> output.contains(Texts.str(t)))
                        || o.list("success_stderr").stream()
                                .anyMatch(t -> errors.contains(Texts.str(t)));
        result.put("pid", done.pid());
        result.put("retcode", good ? 0L : (long) done.exitCode());
        result.put("stdout", output);
        result.put("stderr", errors);
        return result;
    }

    private static void report(
            Minion minion, @Nullable Object line, Options o, Map<String, @Nullable Object> result) {
        long code = result.get("retcode") instanceof Long l ? l : 0;
        boolean ignored = o.flag("ignore_retcode");
        minion.context().put("retcode", ignored ? 0 : (int) code);
        if (o.text("output_loglevel").filter("quiet"::equals).isPresent()) {
            return;
        }
        Level level = code != 0 && !ignored ? Level.ERROR : Level.DEBUG;
        if (level == Level.ERROR) {
            log.error("Command '{}' failed with return code: {}", program(line), code);
        }
        if (!o.flag("hide_output")) {
            logUnlessEmpty(level, "stdout", Texts.str(result.get("stdout")));
            logUnlessEmpty(level, "stderr", Texts.str(result.get("stderr")));
        }
        if (code != 0) {
            log.atLevel(level).log("retcode: {}", code);
        }
    }

    private static void logUnlessEmpty(Level level, String name, String text) {
        if (!text.isEmpty()) {
            log.atLevel(level).log("{}: {}", name, text);
        }
    }

    /** What of a command a log may show: its first word, because arguments may be secrets. */
    private static String program(@Nullable Object line) {
        String first = line instanceof List<?> l && !l.isEmpty() ? Texts.str(l.getFirst()) : "";
        return first.isEmpty() ? Texts.str(line).strip().split("\\s", 2)[0] : first;
    }

    private Command command(
            Minion minion, @Nullable Object line, Options o, Optional<String> directory) {
        String shell = o.text("shell").filter(s -> !s.isEmpty()).orElseGet(() -> shell(minion));
        if (host.processes().which(shell).isEmpty()) {
            throw new CallError("The shell " + shell + " is not available");
        }
        List<String> arguments = arguments(line, shell);
        Optional<String> user = o.text("runas").filter(u -> !u.isEmpty());
        Optional<String> group = o.text("group").filter(g -> !g.isEmpty());
        user.filter(u -> host.accounts().user(u).isEmpty())
                .ifPresent(u -> {
                    throw new CallError("User '" + u + "' is not available");
                });
        group.filter(g -> host.accounts().group(g).isEmpty())
                .ifPresent(g -> {
                    throw new CallError("Group '" + g + "' is not available");
                });
        Map<String, Optional<String>> changes = EnvironModule.changes(minion);
        Map<String, String> inherited = new LinkedHashMap<>(host.processes().environment());
        changes.forEach((name, value) ->
                value.ifPresentOrElse(v -> inherited.put(name, v), () -> inherited.remove(name)));
        user.ifPresent(u -> inherited.putAll(host.processes().loginEnvironment(u, shell)));
        Map<String, String> own = environment(o, inherited);
        Map<String, String> environment = new LinkedHashMap<>(inherited);
        environment.putAll(own);
        Command command = Command.of(arguments);
        command =
                o.flag("clean_env")
                        ? command.withOnly(own)
                        : changes.isEmpty() && user.isEmpty()
                                ? command.with(own)
                                : command.withOnly(environment);
        command = command.in(workingDirectory(directory, user));
        if (user.isPresent()) {
            command = command.as(user.get());
        }
        if (group.isPresent()) {
            command = command.inGroup(group.get());
        }
        Optional<String> encoding = o.text("output_encoding");
        if (encoding.isPresent()) {
            command = command.writtenIn(charset(encoding.get()));
        }
        if (o.value("umask") != null) {
            command = command.withUmask(umask(o));
        }
        if (o.value("timeout") instanceof Number n && n.doubleValue() > 0) {
            command = command.within(Duration.ofMillis((long) (n.doubleValue() * 1000)));
        }
        if (o.flag("redirect_stderr")) {
            command = command.mergingErrors();
        }
        Optional<String> input = o.text("stdin").map(i -> i.replace("\\n", "\n"));
        return input.isPresent() ? command.reading(input.get()) : command;
    }

    private static Charset charset(String name) {
        try {
            // Python writes latin-1 where Java knows latin1.
            return Charset.forName(name.toLowerCase(Locale.ROOT).replace("latin-", "latin"));
        } catch (IllegalArgumentException e) {
            throw new CallError("unknown encoding: " + name, e);
        }
    }

    private static List<String> arguments(@Nullable Object line, String shell) {
        if (line instanceof List<?> list) {
            List<String> arguments = new ArrayList<>();
            list.forEach(a -> arguments.add(Texts.str(a)));
            if (arguments.isEmpty()) {
                throw new CallError("list index out of range");
            }
            return arguments;
        }
        return List.of(shell, "-c", Texts.str(line));
    }

    /** The shell that Salt's grain names. */
    public static String shell(Minion minion) {
        return minion.grains().get("shell") instanceof String s && !s.isEmpty() ? s : DEFAULT_SHELL;
    }

    private String workingDirectory(Optional<String> wanted, Optional<String> user) {
        FileTree files = host.files();
        if (wanted.isPresent() && !wanted.get().isEmpty()) {
            Path path = Path.of(wanted.get());
            if (!path.isAbsolute() || !files.isDirectory(path)) {
                throw new CallError(
                        "Specified cwd '%s' either not absolute or does not exist".formatted(path));
            }
            return wanted.get();
        }
        String home =
                user.flatMap(u -> host.accounts().user(u))
                        .map(u -> u.home())
                        .orElseGet(() -> host.processes().environment().getOrDefault("HOME", "/"));
        return files.isDirectory(Path.of(home)) ? home : "/";
    }

    private static String umask(Options o) {
        String text = Texts.stripStart(Texts.str(o.value("umask")), "0");
        if (text.isEmpty()) {
            throw new CallError("Zero umask is not allowed.");
        }
        if (FileModes.bits(text).isEmpty()) {
            throw new CallError("Invalid umask: '" + Texts.str(o.value("umask")) + "'");
        }
        return text;
    }

    private static Map<String, String> environment(Options o, Map<String, String> inherited) {
        Map<String, String> variables = new LinkedHashMap<>();
        switch (o.value("env")) {
            case Map<?, ?> m -> put(variables, m);
            case List<?> l -> {
                for (Object entry : l) {
                    if (entry instanceof Map<?, ?> m) {
                        put(variables, m);
                    }
                }
            }
            case null, default -> {}
        }
        if (!Boolean.FALSE.equals(o.value("reset_system_locale"))) {
            LOCALE.forEach(name -> variables.putIfAbsent(name, "C"));
        }
        o.text("prepend_path")
                .ifPresent(p ->
                        variables.compute(
                                "PATH",
                                (_, path) ->
                                        p
                                                + ":"
                                                + (path == null
                                                        ? inherited.getOrDefault("PATH", "")
                                                        : path)));
        return variables;
    }

    private static void put(Map<String, String> variables, Map<?, ?> given) {
        given.forEach((name, value) ->
                variables.put(Texts.str(name), value == null ? "" : Texts.str(value)));
    }

    private static String rendered(Minion minion, Options o, String text) {
        String engine = o.text("template").orElseThrow();
        if (!engine.equals("jinja")) {
            throw new CallError("Attempted to render file paths with unavailable engine " + engine);
        }
        return minion.templates()
                .render(engine, text, "command", o.text("saltenv").orElse("base"), Map.of());
    }

    /**
     * Runs a script from a source, as a private file that is gone afterwards.
     *
     * @param source an address, see {@link FileSources}
     * @param arguments text for the shell's word rules, or a list
     * @return as {@link #run}; with {@code cache_error} if there is no such script
     */
    public Map<String, @Nullable Object> script(
            Minion minion,
            String source,
            @Nullable Object arguments,
            Map<String, ? extends @Nullable Object> options) {
        Options o = new Options(options);
        String saltenv = o.text("saltenv").orElse("base");
        byte[] content;
        try {
            content =
                    sources.fetch(
                                    new FileSources.Source(source, ""),
                                    source,
                                    "",
                                    false,
                                    minion,
                                    saltenv)
                            .content();
        } catch (CallError e) {
            log.error("{}", e.getMessage());
            Map<String, @Nullable Object> result = new LinkedHashMap<>();
            result.put("pid", 0L);
            result.put("retcode", 1L);
            result.put("stdout", "");
            result.put("stderr", "");
            result.put("cache_error", true);
            return result;
        }
        if (o.text("template").isPresent()) {
            Map<String, @Nullable Object> context = new LinkedHashMap<>();
            if (o.value("context") instanceof Map<?, ?> m) {
                m.forEach((k, v) -> context.put(Texts.str(k), v));
            }
            content =
                    minion.templates()
                            .render(
                                    o.text("template").get(),
                                    new String(content, StandardCharsets.UTF_8),
                                    source,
                                    saltenv,
                                    context)
                            .getBytes(StandardCharsets.UTF_8);
        }
        FileTree files = host.files();
        String path = FileSources.saltUrl(source).path();
        int dot = path.lastIndexOf('.');
        String extension = dot > path.lastIndexOf('/') ? path.substring(dot) : "";
        Path directory = files.temporaryDirectory("pulldeploy-script-");
        Path script = directory.resolve("script" + extension);
        try {
            files.write(script, OptionalLong.of(0500), content);
            Optional<Long> owner =
                    o.text("runas").flatMap(u -> host.accounts().user(u)).map(u -> u.uid());
            if (owner.isPresent()) {
                for (Path p : List.of(directory, script)) {
                    files.chown(p, OptionalLong.of(owner.get()), OptionalLong.empty());
                }
            }
            List<@Nullable Object> command = new ArrayList<>();
            command.add(files.locate(script).toString());
            switch (arguments) {
                case null -> {}
                case List<?> l -> command.addAll(l);
                default -> command.addAll(ShellWords.split(Texts.str(arguments)));
            }
            Map<String, @Nullable Object> rest = new LinkedHashMap<>(options);
            rest.remove("template");
            return run(minion, command, rest);
        } finally {
            files.delete(directory);
        }
    }

    /**
     * Runs a state's {@code check_cmd} on a file.
     *
     * @return Salt's comment if the command does not like the file
     */
    public Optional<String> checkFile(Minion minion, String command, Path onDisk) {
        Map<String, @Nullable Object> result =
                run(minion, command + " " + onDisk, Map.of("ignore_retcode", true));
        if (Long.valueOf(0).equals(result.get("retcode"))) {
            return Optional.empty();
        }
        StringBuilder comment = new StringBuilder("check_cmd execution failed");
        for (String output : Arrays.asList("stdout", "stderr")) {
            String text = Texts.str(result.get(output));
            if (!text.isEmpty()) {
                comment.append('\n').append(text);
            }
        }
        return Optional.of(comment.toString());
    }

    /** Reads options under Salt's names. */
    private record Options(Map<String, ? extends @Nullable Object> values) {
        @Nullable Object value(String name) {
            return values.get(name);
        }

        Optional<String> text(String name) {
            Object value = values.get(name);
            return value == null ? Optional.empty() : Optional.of(Texts.str(value));
        }

        boolean flag(String name) {
            return switch (values.get(name)) {
                case null -> false;
                case Boolean b -> b;
                case String s -> !s.isEmpty() && !s.toLowerCase(Locale.ROOT).equals("false");
                default -> true;
            };
        }

        List<@Nullable Object> list(String name) {
            return switch (values.get(name)) {
                case null -> List.of();
                case List<?> l -> new ArrayList<@Nullable Object>(l);
                case String s ->
                        Stream.of(s.split(","))
                                .map(String::strip)
                                .collect(Collectors.toCollection(ArrayList::new));
                case Object single -> List.of(single);
            };
        }
    }
}
