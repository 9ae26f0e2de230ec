package io.pulldeploy.system;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Programs of this machine. Each runs in a session of its own, so that a time limit ends it with
 * everything that it started.
 */
public final class RealProcesses implements Processes {
    private static final Duration TO_LOG_IN = Duration.ofSeconds(10);
    private static final Duration TO_CLOSE_OUTPUT = Duration.ofSeconds(2);
    private static final Duration TO_END_AFTER_TERM = Duration.ofSeconds(2);
    private static final Pattern BY_SIGNAL = Pattern.compile("setsid: [^\\n]*\\d[^\\n]*\\n?$");
    private static final String DEFAULT_PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final FileTree files;
    private final Accounts accounts;
    private final Map<String, String> environment;
    private final AtomicLong started = new AtomicLong();
    private final Set<Process> running = ConcurrentHashMap.newKeySet();

    /**
     * @param files maps working directories
     * @param accounts knows the groups and home of a user to run as
     * @param environment what programs inherit
     */
    public RealProcesses(FileTree files, Accounts accounts, Map<String, String> environment) {
        this.files = files;
        this.accounts = accounts;
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public Optional<String> which(String program) {
        return which(program, environment);
    }

    private static Optional<String> which(String program, Map<String, String> variables) {
        if (program.indexOf('/') >= 0) {
            return isProgram(Path.of(program)) ? Optional.of(program) : Optional.empty();
        }
        for (String directory : variables.getOrDefault("PATH", DEFAULT_PATH).split(":")) {
            Path candidate = Path.of(directory.isEmpty() ? "." : directory).resolve(program);
            if (!program.isEmpty() && isProgram(candidate)) {
                return Optional.of(candidate.toString());
            }
        }
        return Optional.empty();
    }

    private static boolean isProgram(Path path) {
        return Files.isRegularFile(path) && Files.isExecutable(path);
    }

    @Override
    public Completed run(Command command, Listener listener) {
        return run(builder(command, List.of()), command, listener);
    }

    /** A parent in between tells how the program ended; Java's own answer is the same for both. */
    @Override
    public Completed runToldOfSignals(Command command) {
        boolean tells =
                which("setsid", environment)
                        .filter(setsid -> !Files.isSymbolicLink(Path.of(setsid)))
                        .isPresent();
        Completed done =
                run(
                        builder(command, tells ? List.of("--fork", "--wait") : List.of()),
                        command,
                        Listener.NONE);
        boolean merged = command.mergeErrors();
        String told = merged ? done.output() : done.errors();
        Matcher end = BY_SIGNAL.matcher(told);
        if (!tells || done.timedOut() || done.exitCode() == 0 || !end.find()) {
            return done;
        }
        String rest = told.substring(0, end.start());
        return new Completed(
                done.pid(),
                // The bit says whether a core was dumped.
                -(done.exitCode() & ~0x80),
                merged ? rest : done.output(),
                merged ? done.errors() : rest,
                false);
    }

    private Completed run(ProcessBuilder builder, Command command, Listener listener) {
        Process process = start(builder, command);
        running.add(process);
        try {
            return await(process, command, listener);
        } finally {
            running.remove(process);
        }
    }

    private Completed await(Process process, Command command, Listener listener) {
        Collector output = new Collector(process.getInputStream(), false, command, listener);
        Collector errors = new Collector(process.getErrorStream(), true, command, listener);
        Thread readsOutput = Thread.ofVirtual().start(output);
        Thread readsErrors = Thread.ofVirtual().start(errors);
        feed(process, command.input());
        boolean timedOut = false;
        try {
            if (command.limit().isEmpty()) {
                process.waitFor();
            } else if (!process.waitFor(command.limit().get().toMillis(), TimeUnit.MILLISECONDS)) {
                timedOut = true;
                endGroup(List.of(process));
                process.waitFor();
            }
            readsOutput.join(TO_CLOSE_OUTPUT);
            readsErrors.join(TO_CLOSE_OUTPUT);
        } catch (InterruptedException e) {
            endGroup(List.of(process));
            Thread.currentThread().interrupt();
            throw new Failure(
                    ExitCode.UNAVAILABLE,
                    "interrupted while " + command.arguments().getFirst() + " ran",
                    "",
                    e);
        }
        return new Completed(
                process.pid(), process.exitValue(), output.text(), errors.text(), timedOut);
    }

    @Override
    public long start(Command command) {
        ProcessBuilder builder =
                builder(command, List.of())
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(Redirect.DISCARD);
        Process process = start(builder, command);
        feed(process, command.input());
        return process.pid();
    }

    /** How many programs were started so far. */
    public long started() {
        return started.get();
    }

    private Process start(ProcessBuilder builder, Command command) {
        started.incrementAndGet();
        try {
            return builder.start();
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.UNAVAILABLE,
                    "cannot run " + command.arguments().getFirst() + ": " + FileErrors.reason(e),
                    "",
                    e);
        }
    }

    /**
     * @param options of the program that makes the session
     */
    private ProcessBuilder builder(Command command, List<String> options) {
        Map<String, String> variables = new LinkedHashMap<>();
        if (!command.cleanEnvironment()) {
            variables.putAll(environment);
        }
        List<String> arguments = new ArrayList<>();
        which("setsid", environment)
                .ifPresent(setsid -> {
                    arguments.add(setsid);
                    arguments.addAll(options);
                });
        if (command.user().isPresent() || command.group().isPresent()) {
            arguments.addAll(becoming(command, variables));
        }
        command.umask()
                .or(() -> Umask.current().map("%04o"::formatted))
                .ifPresent(mask ->
                        arguments.addAll(
                                List.of(
                                        "/bin/sh",
                                        "-c",
                                        "umask " + mask + " && exec \"$@\"",
                                        "sh")));
        variables.putAll(command.environment());
        String program = command.arguments().getFirst();
        arguments.add(
                which(program, variables)
                        .orElseThrow(() ->
                                new Failure(
                                        ExitCode.UNAVAILABLE,
                                        "cannot run " + program + ": No such file or directory",
                                        "Install it, or name it by its full path.")));
        arguments.addAll(command.arguments().subList(1, command.arguments().size()));
        ProcessBuilder builder = new ProcessBuilder(arguments);
        builder.environment().clear();
        builder.environment().putAll(variables);
        builder.redirectErrorStream(command.mergeErrors());
        command.directory().ifPresent(d -> builder.directory(directory(d)));
        return builder;
    }

    private File directory(String name) {
        Path directory = files.locate(Path.of(name));
        if (!Files.isDirectory(directory)) {
            throw new Failure(
                    ExitCode.UNAVAILABLE,
                    "no working directory " + directory,
                    "Create it before the command runs.");
        }
        return directory.toFile();
    }

    /** The program that changes user and group and then becomes the next one in the list. */
    private List<String> becoming(Command command, Map<String, String> variables) {
        String name = command.user().orElseGet(() -> System.getProperty("user.name"));
        Accounts.User user =
                accounts.user(name).orElseThrow(() -> unavailable("User", name, "Create the user"));
        if (command.user().isPresent()) {
            variables.put("HOME", user.home());
            variables.put("USER", name);
            variables.put("LOGNAME", name);
            variables.put("SHELL", user.shell());
        }
        long gid =
                command.group()
                        .map(group ->
                                accounts.group(group)
                                        .orElseThrow(() ->
                                                unavailable("Group", group, "Create the group"))
                                        .gid())
                        .orElse(user.gid());
        if (name.equals(System.getProperty("user.name")) && gid == user.gid()) {
            return List.of();
        }
        return which("setpriv", environment)
                .map(setpriv ->
                        List.of(
                                setpriv,
                                "--reuid=" + user.uid(),
                                "--regid=" + gid,
                                "--init-groups"))
                .orElseGet(() ->
                        command.group()
                                .map(group -> List.of("runuser", "-u", name, "-g", group, "--"))
                                .orElse(List.of("runuser", "-u", name, "--")));
    }

    private static Failure unavailable(String what, String name, String remedy) {
        return new Failure(
                ExitCode.UNAVAILABLE,
                what + " '" + name + "' is not available",
                remedy + " first.");
    }

    /** Asks a log-in shell, whose start-up files may print whatever they like before. */
    @Override
    public Map<String, String> loginEnvironment(String user, String shell) {
        if (which("su", environment).isEmpty()) {
            return Map.of();
        }
        String mark = "<<<" + UUID.randomUUID() + ">>>";
        Command ask =
                Command.of(
                                "su",
                                "-s",
                                shell,
                                "-",
                                user,
                                "-c",
                                "printf %s '" + mark + "'; env -0; printf %s '" + mark + "'")
                        .within(TO_LOG_IN);
        String[] parts = run(ask).output().split(Pattern.quote(mark), -1);
        Map<String, String> variables = new LinkedHashMap<>();
        for (String entry : parts.length == 3 ? parts[1].split("\0") : new String[0]) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                variables.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return variables;
    }

    private static void feed(Process process, String input) {
        if (input.isEmpty()) {
            close(process.getOutputStream());
        } else {
            Thread.ofVirtual()
                    .start(() -> {
                        try (OutputStream in = process.getOutputStream()) {
                            in.write(input.getBytes(StandardCharsets.UTF_8));
                        } catch (IOException e) {
                            // A program need not read what it is given.
                        }
                    });
        }
    }

    private static void close(OutputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            // Nothing was written, so nothing is lost.
        }
    }

    @Override
    public void endAll() {
        endGroup(List.copyOf(running));
    }

    /** A program may tidy up for a while; then it and all that is left of its group is killed. */
    private static void endGroup(List<Process> leaders) {
        Map<Process, String> groups = new LinkedHashMap<>();
        leaders.forEach(p -> groups.put(p, groups(p)));
        groups.forEach((p, ids) -> killGroup(p, ids, "TERM"));
        long deadline = System.nanoTime() + TO_END_AFTER_TERM.toNanos();
        try {
            for (Process process : leaders) {
                process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        groups.forEach((p, ids) -> killGroup(p, ids, "KILL"));
    }

    private static void killGroup(Process process, String groups, String signal) {
        List<ProcessHandle> descendants = process.descendants().toList();
        try {
            Process kill =
                    new ProcessBuilder(
                                    "/bin/sh",
                                    "-c",
                                    "for group in $2; do kill -s \"$1\" -- \"-$group\"; done",
                                    "sh",
                                    signal,
                                    groups)
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.DISCARD)
                            .start();
            kill.waitFor();
        } catch (IOException e) {
            // Without a shell the descendants below are all that can be reached.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        boolean hard = signal.equals("KILL");
        descendants.forEach(d -> end(d, hard));
        end(process.toHandle(), hard);
    }

    /** Its own group, and those of its children: one of them leads it where a parent waits. */
    private static String groups(Process process) {
        return Stream.concat(Stream.of(process.toHandle()), process.children())
                .map(handle -> Long.toString(handle.pid()))
                .collect(Collectors.joining(" "));
    }

    private static void end(ProcessHandle handle, boolean hard) {
        if (hard) {
            handle.destroyForcibly();
        } else {
            handle.destroy();
        }
    }

    /** Reads one output to its end and keeps its tail. */
    private static final class Collector implements Runnable {
        private final InputStream in;
        private final boolean error;
        private final Listener listener;
        private final int limit;
        private final Charset charset;
        private final StringBuilder line = new StringBuilder();
        private byte[] kept = new byte[1024];
        private int length;

        Collector(InputStream in, boolean error, Command command, Listener listener) {
            this.in = in;
            this.error = error;
            this.listener = listener;
            this.limit = command.outputLimit();
            this.charset = command.charset();
        }

        @Override
        public void run() {
            byte[] buffer = new byte[8192];
            try {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    keep(buffer, n);
                    if (!listener.equals(Listener.NONE)) {
                        tell(new String(buffer, 0, n, charset));
                    }
                }
            } catch (IOException e) {
                // The stream closes under the reader when the process is ended.
            }
            if (!line.isEmpty()) {
                listener.line(error, line.toString());
            }
        }

        private synchronized void keep(byte[] buffer, int n) {
            int needed = Math.min(limit * 2, length + n);
            if (needed > kept.length) {
                kept = Arrays.copyOf(kept, Math.max(needed, kept.length * 2));
            }
            if (length + n > kept.length) {
                int keep = Math.max(0, Math.min(limit, kept.length) - n);
                System.arraycopy(kept, length - keep, kept, 0, keep);
                length = keep;
            }
            int from = Math.max(0, n - (kept.length - length));
            System.arraycopy(buffer, from, kept, length, n - from);
            length += n - from;
        }

        private void tell(String text) {
            line.append(text);
            for (int end = line.indexOf("\n"); end >= 0; end = line.indexOf("\n")) {
                listener.line(error, line.substring(0, end));
                line.delete(0, end + 1);
            }
        }

        synchronized String text() {
            int from = Math.max(0, length - limit);
            return new String(kept, from, length - from, charset);
        }
    }
}
