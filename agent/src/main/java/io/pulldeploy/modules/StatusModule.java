package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.Fnmatch;
import io.pulldeploy.model.PythonRegex;
import io.pulldeploy.model.Strftime;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code status.*}: how the machine is doing, out of {@code /proc}. */
public final class StatusModule {
    private static final Path UPTIME = Path.of("/proc/uptime");
    private static final long DAY = 86_400;

    private final Host host;
    private final FileTree files;
    private final Programs programs;
    private final KernelStatistics kernel;

    public StatusModule(Host host) {
        this.host = host;
        this.files = host.files();
        this.programs = new Programs(host.processes());
        this.kernel = new KernelStatistics(host.files());
    }

    public List<ExecutionFunction> functions() {
        return new FunctionList("status")
                .add("uptime", "How long the machine has been up.", "", (_, _) -> uptime())
                .add("loadavg", "The load of the last 1, 5, 15 minutes.", "", (_, _) -> load())
                .add("cpustats", "The processors' times.", "", (_, _) -> kernel.processorTimes())
                .add("meminfo", "The memory's use.", "", (_, _) -> kernel.memory())
                .add("cpuinfo", "The last processor's properties.", "", (_, _) -> processor())
                .add("diskstats", "The disks' counters.", "", (_, _) -> kernel.disks())
                .add(
                        "diskusage",
                        "Bytes of file systems, by mount point or by type.",
                        "*args",
                        (_, a) -> diskUsage(a.varargs()))
                .add("vmstats", "Virtual memory's counters.", "", (_, _) -> kernel.virtualMemory())
                .add("nproc", "The number of processors for programs.", "", (_, _) -> processors())
                .add("netstats", "The network's counters.", "", (_, _) -> kernel.network())
                .add("netdev", "The interfaces' counters.", "", (_, _) -> kernel.interfaces())
                .add("w", "Who is logged in.", "", (_, _) -> who())
                .add("procs", "The processes.", "", (m, _) -> processes(m))
                .add("pid", "The processes whose line matches.", "sig", this::pids)
                .add(
                        "version",
                        "The kernel's version.",
                        "",
                        (_, _) -> files.textIfPresent(Path.of("/proc/version")).orElse("").strip())
                .add(
                        "time",
                        "The time.",
                        "format='%A, %d. %B %Y %I:%M%p'",
                        (_, a) -> new Strftime(now()).format(a.string("format")))
                .add("all_status", "Most of the others at once.", "", (_, _) -> everything())
                .add(
                        "master",
                        "Nothing: there is no master.",
                        "master=None, connected=True",
                        (_, _) -> null)
                .add("ping_master", "False: there is no master.", "master", (_, _) -> false)
                .all();
    }

    private LocalDateTime now() {
        return LocalDateTime.now(host.clock());
    }

    private Map<String, @Nullable Object> uptime() {
        if (!files.exists(UPTIME)) {
            throw new CallError("File " + UPTIME + " was not found.");
        }
        long seconds = (long) Double.parseDouble(files.text(UPTIME).strip().split("\\s+")[0]);
        Instant since = host.clock().instant().minusSeconds(seconds);
        Map<String, @Nullable Object> up = new LinkedHashMap<>();
        up.put("seconds", seconds);
        up.put(
                "since_iso",
                new Strftime(LocalDateTime.ofInstant(since, ZoneOffset.UTC))
                        .format(
                                since.getNano() < 1000
                                        ? "%Y-%m-%dT%H:%M:%S"
                                        : "%Y-%m-%dT%H:%M:%S.%f"));
        up.put("since_t", since.getEpochSecond());
        up.put("days", seconds / DAY);
        up.put("time", seconds % DAY / 3600 + ":" + seconds % 3600 / 60);
        if (programs.has("who")) {
            // Python's split makes one part of an empty text.
            up.put("users", (long) programs.output("who", "-s").split("\n", -1).length);
        }
        return up;
    }

    private Map<String, @Nullable Object> load() {
        String[] words = files.text(Path.of("/proc/loadavg")).strip().split("\\s+");
        Map<String, @Nullable Object> load = new LinkedHashMap<>();
        load.put("1-min", Double.valueOf(words[0]));
        load.put("5-min", Double.valueOf(words[1]));
        load.put("15-min", Double.valueOf(words[2]));
        return load;
    }

    /** One processor after the other, so that the last one's values stay. */
    private Map<String, @Nullable Object> processor() {
        Map<String, @Nullable Object> info = new LinkedHashMap<>();
        for (String line : kernel.lines("cpuinfo")) {
            String[] parts = line.split(":", -1);
            String value = parts.length > 1 ? parts[1].strip() : "";
            info.put(
                    parts[0].strip(),
                    parts[0].strip().equals("flags")
                            ? value.isEmpty() ? List.of() : List.of(value.split("\\s+"))
                            : value);
        }
        return info;
    }

    private Map<String, @Nullable Object> diskUsage(List<@Nullable Object> chosen) {
        Set<String> selected = new LinkedHashSet<>();
        List<String> types = new ArrayList<>();
        for (Object argument : chosen) {
            String text = Texts.str(argument);
            if (text.startsWith("/")) {
                selected.add(text);
            } else {
                types.add(text);
            }
        }
        if (chosen.isEmpty()) {
            types.add("*");
        }
        for (String line : types.isEmpty() ? List.<String>of() : kernel.lines("mounts")) {
            String[] words = line.split("\\s+");
            if (words.length > 2 && types.stream().anyMatch(t -> Fnmatch.matches(words[2], t))) {
                selected.add(words[1]);
            }
        }
        Map<String, @Nullable Object> usage = new LinkedHashMap<>();
        for (String path : selected) {
            if (files.exists(Path.of(path))) {
                Map<String, @Nullable Object> bytes = new LinkedHashMap<>();
                bytes.put("available", files.usableSpace(Path.of(path)));
                bytes.put("total", files.totalSpace(Path.of(path)));
                usage.put(path, bytes);
            }
        }
        return usage;
    }

    private Object processors() {
        return KernelStatistics.number(programs.output("nproc").strip());
    }

    private List<Map<String, @Nullable Object>> who() {
        List<Map<String, @Nullable Object>> users = new ArrayList<>();
        for (String line : programs.lines("w", "-fh")) {
            String[] words = line.strip().split("\\s+");
            if (words.length > 5) {
                Map<String, @Nullable Object> user = new LinkedHashMap<>();
                user.put("idle", words[3]);
                user.put("jcpu", words[4]);
                user.put("login", words[2]);
                user.put("pcpu", words[5]);
                user.put("tty", words[1]);
                user.put("user", words[0]);
                user.put("what", String.join(" ", List.of(words).subList(6, words.length)));
                users.add(user);
            }
        }
        return users;
    }

    private List<String> listed(Minion minion) {
        String command =
                minion.grains().get("ps") instanceof String s && !s.isEmpty() ? s : "ps -efHww";
        return programs.lines("/bin/sh", "-c", command);
    }

    private Map<String, @Nullable Object> processes(Minion minion) {
        List<String> lines = listed(minion);
        Map<String, @Nullable Object> processes = new LinkedHashMap<>();
        if (lines.isEmpty()) {
            return processes;
        }
        List<String> guide = List.of(lines.getFirst().strip().split("\\s+"));
        int user = Math.max(guide.indexOf("USER"), guide.indexOf("UID"));
        int pid = guide.indexOf("PID");
        int command = Math.max(guide.indexOf("COMMAND"), guide.indexOf("CMD"));
        for (String line : lines.subList(1, lines.size())) {
            List<String> words = List.of(line.strip().split("\\s+"));
            if (words.size() > command) {
                Map<String, @Nullable Object> process = new LinkedHashMap<>();
                process.put("user", words.get(Math.max(user, 0)));
                process.put("cmd", String.join(" ", words.subList(command, words.size())));
                processes.put(words.get(Math.max(pid, 0)), process);
            }
        }
        return processes;
    }

    private String pids(Minion minion, Arguments args) {
        String own = String.valueOf(ProcessHandle.current().pid());
        PythonRegex wanted = Regexes.compile(args.string("sig"), 0);
        return String.join(
                "\n",
                listed(minion).stream()
                        .filter(line -> !line.contains(own) && wanted.isFound(line))
                        .map(line -> line.strip().split("\\s+")[1])
                        .toList());
    }

    private Map<String, @Nullable Object> everything() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("cpuinfo", processor());
        all.put("cpustats", kernel.processorTimes());
        all.put("diskstats", kernel.disks());
        all.put("diskusage", diskUsage(List.of()));
        all.put("loadavg", load());
        all.put("meminfo", kernel.memory());
        all.put("netdev", kernel.interfaces());
        all.put("netstats", kernel.network());
        all.put("uptime", uptime());
        all.put("vmstats", kernel.virtualMemory());
        all.put("w", who());
        return all;
    }
}
