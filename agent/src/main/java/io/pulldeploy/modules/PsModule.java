package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.model.Failure;
import io.pulldeploy.model.PythonRegex;
import io.pulldeploy.model.Strftime;
import io.pulldeploy.system.Accounts;
import io.pulldeploy.system.FileStat;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** {@code ps.*}: the processes and the machine's size, out of {@code /proc}. */
public final class PsModule {
    private static final Path PROC = Path.of("/proc");
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final long KIB = 1024;

    private final Host host;
    private final FileTree files;
    private final KernelStatistics kernel;
    private final Programs programs;

    public PsModule(Host host) {
        this.host = host;
        this.files = host.files();
        this.kernel = new KernelStatistics(host.files());
        this.programs = new Programs(host.processes());
    }

    public List<ExecutionFunction> functions() {
        return new FunctionList("ps")
                .add("get_pid_list", "The processes' numbers, sorted.", "", (_, _) -> pids())
                .add(
                        "pgrep",
                        "The processes whose name, or whole command, holds a text.",
                        "pattern, user=None, full=False, pattern_is_regex=False",
                        (_, a) -> {
                            List<Long> found = found(a, matcher(a));
                            return found.isEmpty() ? null : found;
                        })
                .add(
                        "pkill",
                        "Sends a signal to the processes whose name holds a text.",
                        "pattern, user=None, signal=15, full=False",
                        (_, a) -> killAll(a))
                .add(
                        "kill_pid",
                        "Sends a signal to a process; false if there is none.",
                        "pid, signal=15",
                        (_, a) -> kill(a.integer("pid").orElse(0L), a.string("signal")))
                .add(
                        "psaux",
                        "The lines of ps that match, and their number.",
                        "name",
                        (_, a) -> listed(a.string("name")))
                .add("num_cpus", "The number of processors.", "", (_, _) -> processors())
                .add("total_physical_memory", "Bytes of memory.", "", (_, _) -> memory("MemTotal"))
                .add("swap_memory", "Bytes of swap space.", "", (_, _) -> swap())
                .add(
                        "boot_time",
                        "When the machine started: seconds since 1970, or a text.",
                        "time_format=None",
                        (_, a) -> bootTime(a))
                .add(
                        "disk_usage",
                        "Bytes of the file system that holds a path.",
                        "path",
                        (_, a) -> diskUsage(Path.of(a.string("path"))))
                .all();
    }

    private List<Long> pids() {
        return files.list(PROC).stream()
                .filter(name -> NUMBER.matcher(name).matches())
                .map(Long::valueOf)
                .sorted()
                .toList();
    }

    private Optional<String> text(long pid, String name) {
        try {
            return files.textIfPresent(PROC.resolve(pid + "/" + name));
        } catch (Failure e) {
            // A process may end while it is looked at, and another user's may not be looked at.
            return Optional.empty();
        }
    }

    private String command(long pid) {
        return text(pid, "cmdline").orElse("").replaceFirst("\0+$", "").replace('\0', ' ');
    }

    private static Predicate<String> matcher(Arguments args) {
        String pattern = args.string("pattern");
        if (args.flag("pattern_is_regex")) {
            PythonRegex regex = Regexes.compile(pattern, 0);
            return regex::isFound;
        }
        return text -> text.contains(pattern);
    }

    private List<Long> found(Arguments args, Predicate<String> wanted) {
        Optional<String> user = args.text("user");
        List<Long> found = new ArrayList<>();
        for (long pid : pids()) {
            String line = args.flag("full") ? command(pid) : text(pid, "comm").orElse("").strip();
            boolean isOwn =
                    user.isEmpty()
                            || files.stat(PROC.resolve("" + pid))
                                    .map(FileStat::uid)
                                    .flatMap(host.accounts()::userById)
                                    .map(Accounts.User::name)
                                    .equals(user);
            if (isOwn && wanted.test(line)) {
                found.add(pid);
            }
        }
        return found;
    }

    private boolean kill(long pid, String signal) {
        return pid > 0
                && files.isDirectory(PROC.resolve("" + pid))
                && programs.run("kill", "-" + signal, "" + pid).succeeded();
    }

    private @Nullable Object killAll(Arguments args) {
        String pattern = args.string("pattern");
        if (pattern.isEmpty()) {
            throw new CallError("ps.pkill needs a pattern: an empty one would end every process");
        }
        List<Long> killed =
                found(args, text -> text.contains(pattern)).stream()
                        .filter(pid -> kill(pid, args.string("signal")))
                        .toList();
        return killed.isEmpty() ? null : Map.of("killed", killed);
    }

    private List<Object> listed(String name) {
        PythonRegex wanted = Regexes.compile(name, 0);
        List<String> lines =
                programs.lines("ps", "aux").stream()
                        .filter(line -> wanted.isFound(line) && !line.contains("ps.psaux"))
                        .toList();
        return List.of(name, lines, lines.size() + " occurrence(s).");
    }

    private long processors() {
        return kernel.lines("stat").stream().filter(line -> line.matches("cpu\\d+ .*")).count();
    }

    private long memory(String field) {
        return kernel.memory().get(field) instanceof Map<?, ?> found
                ? Long.parseLong(Texts.str(found.get("value"))) * KIB
                : 0;
    }

    private static double percent(long part, long whole) {
        return whole == 0 ? 0.0 : Math.round(1000.0 * part / whole) / 10.0;
    }

    private Map<String, @Nullable Object> swap() {
        long total = memory("SwapTotal");
        long free = memory("SwapFree");
        Map<String, @Nullable Object> pages = kernel.virtualMemory();
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("total", total);
        all.put("used", total - free);
        all.put("free", free);
        all.put("percent", percent(total - free, total));
        all.put("sin", pages(pages.get("pswpin")));
        all.put("sout", pages(pages.get("pswpout")));
        return all;
    }

    /** The kernel counts pages of four KiB here. */
    private static long pages(@Nullable Object count) {
        return count instanceof Number n ? n.longValue() * 4 * KIB : 0;
    }

    private Object bootTime(Arguments args) {
        long seconds =
                kernel.lines("stat").stream()
                        .filter(line -> line.startsWith("btime "))
                        .map(line -> Long.valueOf(line.substring("btime ".length()).strip()))
                        .findFirst()
                        .orElseThrow(() -> new CallError("line 'btime' not found in /proc/stat"));
        return args.flag("time_format")
                ? new Strftime(
                                LocalDateTime.ofInstant(
                                        Instant.ofEpochSecond(seconds), host.clock().getZone()))
                        .format(args.string("time_format"))
                : (Object) seconds;
    }

    private Map<String, @Nullable Object> diskUsage(Path path) {
        if (!files.exists(path)) {
            throw new CallError("[Errno 2] No such file or directory: '" + path + "'");
        }
        long total = files.totalSpace(path);
        long unused = files.unusedSpace(path);
        long usable = files.usableSpace(path);
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("total", total);
        all.put("used", total - unused);
        all.put("free", usable);
        all.put("percent", percent(total - unused, total - unused + usable));
        return all;
    }
}
