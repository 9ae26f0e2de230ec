package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The {@code ps} functions about memory, file systems and the network as wholes. */
public final class PsTotalsModule {
    private static final Path PROC = Path.of("/proc");
    private static final List<String> COUNTERS =
            List.of(
                    "bytes_sent",
                    "bytes_recv",
                    "packets_sent",
                    "packets_recv",
                    "errin",
                    "errout",
                    "dropin",
                    "dropout");

    /** Where a line of /proc/net/dev has what the counters' names say. */
    private static final List<Integer> PLACES = List.of(8, 0, 9, 1, 2, 10, 3, 11);

    private static final Map<String, String> STATES =
            Map.ofEntries(
                    Map.entry("R", "running"),
                    Map.entry("S", "sleeping"),
                    Map.entry("D", "disk-sleep"),
                    Map.entry("T", "stopped"),
                    Map.entry("t", "tracing-stop"),
                    Map.entry("Z", "zombie"),
                    Map.entry("X", "dead"),
                    Map.entry("x", "dead"),
                    Map.entry("K", "wake-kill"),
                    Map.entry("W", "waking"),
                    Map.entry("I", "idle"),
                    Map.entry("P", "parked"));

    private final FileTree files;

    public PsTotalsModule(Host host) {
        this.files = host.files();
    }

    public List<ExecutionFunction> functions() {
        return new FunctionList("ps")
                .add("virtual_memory", "Bytes of memory, by use.", "", (_, _) -> memory())
                .add(
                        "network_io_counters",
                        "What went over the network, or an interface; False if there is no such one.",
                        "interface=None",
                        (_, a) -> network(a))
                .add(
                        "disk_partitions",
                        "The mounted file systems.",
                        "all=False",
                        (_, a) -> partitions(a.flag("all")))
                .add(
                        "disk_partition_usage",
                        "The mounted file systems, and how full they are.",
                        "all=False",
                        (m, a) -> used(m, a.flag("all")))
                .add(
                        "status",
                        "The processes in a state, such as sleeping.",
                        "status",
                        (_, a) -> processes(a.text("status").orElse("")))
                .all();
    }

    private Map<String, @Nullable Object> memory() {
        Map<String, Long> known = new LinkedHashMap<>();
        for (String line : files.lines(PROC.resolve("meminfo"))) {
            String[] words = line.strip().split("[:\\s]+");
            if (words.length > 1) {
                known.put(words[0], Long.parseLong(words[1]) * 1024);
            }
        }
        long total = known.getOrDefault("MemTotal", 0L);
        long free = known.getOrDefault("MemFree", 0L);
        long cached = known.getOrDefault("Cached", 0L);
        long told = known.getOrDefault("MemAvailable", free + cached);
        long available = told > total ? free : told;
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("total", total);
        all.put("available", available);
        all.put(
                "percent",
                total == 0 ? 0.0 : Math.round(1000.0 * (total - available) / total) / 10.0);
        all.put("used", total - available);
        all.put("free", free);
        all.put("active", known.getOrDefault("Active", 0L));
        all.put("inactive", known.getOrDefault("Inactive", 0L));
        all.put("buffers", known.getOrDefault("Buffers", 0L));
        all.put("cached", cached + known.getOrDefault("SReclaimable", 0L));
        all.put("shared", known.getOrDefault("Shmem", 0L));
        all.put("slab", known.getOrDefault("Slab", 0L));
        return all;
    }

    private Object network(Arguments args) {
        Map<String, @Nullable Object> sums = new LinkedHashMap<>();
        COUNTERS.forEach(name -> sums.put(name, 0L));
        boolean found = !args.flag("interface");
        for (String line : files.lines(PROC.resolve("net/dev"))) {
            int colon = line.lastIndexOf(':');
            String[] numbers = line.substring(colon + 1).strip().split("\\s+");
            if (colon < 0 || numbers.length < 16) {
                continue;
            }
            if (args.flag("interface")) {
                if (!line.substring(0, colon).strip().equals(args.string("interface"))) {
                    continue;
                }
                found = true;
            }
            for (int i = 0; i < COUNTERS.size(); i++) {
                long counted = Long.parseLong(numbers[PLACES.get(i)]);
                sums.merge(COUNTERS.get(i), counted, (a, b) -> (Long) a + (Long) b);
            }
        }
        return found ? sums : (Object) false;
    }

    private List<@Nullable Object> partitions(boolean all) {
        Set<String> physical = new HashSet<>(Set.of("zfs"));
        for (String line :
                files.textIfPresent(PROC.resolve("filesystems")).orElse("").split("\n")) {
            if (!line.startsWith("nodev")) {
                physical.add(line.strip());
            }
        }
        List<@Nullable Object> found = new ArrayList<>();
        for (String line : files.lines(PROC.resolve("self/mounts"))) {
            String[] words = line.split(" ");
            if (words.length < 4) {
                continue;
            }
            String device = words[0].equals("none") ? "" : words[0];
            if (!all && (device.isEmpty() || !physical.contains(words[2]))) {
                continue;
            }
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("device", device.replace("\\040", " "));
            one.put("mountpoint", words[1].replace("\\040", " "));
            one.put("fstype", words[2]);
            one.put("opts", words[3]);
            found.add(one);
        }
        return found;
    }

    private List<@Nullable Object> used(Minion minion, boolean all) {
        List<@Nullable Object> found = new ArrayList<>();
        for (Object partition : partitions(all)) {
            Map<Object, @Nullable Object> one = new LinkedHashMap<>();
            if (partition instanceof Map<?, ?> known) {
                one.putAll(known);
                if (minion.call("ps.disk_usage", List.of(known.get("mountpoint")), Map.of())
                        instanceof Map<?, ?> usage) {
                    one.putAll(usage);
                }
            }
            found.add(one);
        }
        return found;
    }

    private List<@Nullable Object> processes(String state) {
        if (state.isEmpty()) {
            throw new CallError("SaltInvocationError", "Filter is required for ps.status");
        }
        List<@Nullable Object> found = new ArrayList<>();
        List<Long> numbers =
                files.list(PROC).stream()
                        .filter(name -> name.matches("[0-9]+"))
                        .map(Long::valueOf)
                        .sorted()
                        .toList();
        for (Long number : numbers) {
            String stat = stat(number);
            int open = stat.indexOf('(');
            int close = stat.lastIndexOf(')');
            if (open < 0 || close + 2 >= stat.length()) {
                continue;
            }
            String letter = stat.substring(close + 2, close + 3);
            if (state.equals(STATES.get(letter))) {
                Map<String, @Nullable Object> one = new LinkedHashMap<>();
                one.put("name", stat.substring(open + 1, close));
                one.put("pid", number);
                found.add(one);
            }
        }
        return found;
    }

    /** Empty for a process that has ended. */
    private String stat(Long number) {
        try {
            return files.textIfPresent(PROC.resolve(number + "/stat")).orElse("");
        } catch (Failure gone) {
            return "";
        }
    }
}
