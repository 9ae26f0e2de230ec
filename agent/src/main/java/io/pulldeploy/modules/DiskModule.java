package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code disk.*}: file systems and block devices, as df, blkid and their kin show them. */
public final class DiskModule {
    private static final Logger LOG = LoggerFactory.getLogger(DiskModule.class);
    private static final String FLAGS = "aBhHiklPtTxv";
    private static final List<String> DEVICE_FIELDS =
            List.of(
                    "getro",
                    "getsz",
                    "getss",
                    "getpbsz",
                    "getiomin",
                    "getioopt",
                    "getalignoff",
                    "getmaxsect",
                    "getsize",
                    "getsize64",
                    "getra",
                    "getfra");
    private static final Pattern ATTRIBUTE = Pattern.compile("\\s*([^=\\s]+)=\"([^\"]*)\"");

    private final Host host;
    private final Programs programs;
    private final Mounts mounts;

    public DiskModule(Host host) {
        this.host = host;
        this.programs = new Programs(host.processes());
        this.mounts = new Mounts(host);
    }

    public List<ExecutionFunction> functions() {
        return new FunctionList("disk")
                .add("usage", "Blocks of the file systems.", "args=None", (_, a) -> usage(a))
                .add("inodeusage", "Inodes of the file systems.", "args=None", (_, a) -> inodes(a))
                .add(
                        "percent",
                        "How full file systems are, or one of them.",
                        "args=None",
                        (_, a) -> percent(a))
                .add(
                        "blkid",
                        "What block devices hold.",
                        "device=None, token=None",
                        (_, a) -> blkid(a))
                .add(
                        "fstype",
                        "The type of a device's file system.",
                        "device",
                        (_, a) -> type(a.string("device")))
                .add(
                        "get_fstype_from_path",
                        "The type of the file system that holds a path.",
                        "path",
                        (_, a) ->
                                mounts.deviceOf(Path.of(a.string("path")))
                                        .map(this::type)
                                        .orElse(""))
                .add("dump", "A block device's numbers.", "device, args=None", (_, a) -> dump(a))
                .all();
    }

    private static String flags(Arguments args, String caller) {
        String flags = args.text("args").orElse("");
        if (flags.chars().anyMatch(c -> FLAGS.indexOf(c) < 0)) {
            throw new CallError("Invalid flag passed to " + caller);
        }
        return flags;
    }

    /** The lines of df as words; names of devices may hold spaces. */
    private List<List<String>> df(String options, String flags) {
        List<String> command = new ArrayList<>(List.of("df", options));
        if (!flags.isEmpty()) {
            command.add("-" + flags);
        }
        List<List<String>> lines = new ArrayList<>();
        for (String line : programs.output(command).lines().toList()) {
            if (line.isBlank() || line.startsWith("Filesystem")) {
                continue;
            }
            List<String> words = new ArrayList<>(List.of(line.strip().split("\\s+")));
            while (words.size() > 1 && !words.get(1).chars().allMatch(Character::isDigit)) {
                words.set(0, words.get(0) + " " + words.remove(1));
            }
            if (words.size() > 5) {
                lines.add(words);
            }
        }
        return lines;
    }

    private Map<String, @Nullable Object> usage(Arguments args) {
        String flags = flags(args, "disk.usage");
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        if (!host.files().isFile(Path.of("/etc/mtab"))) {
            LOG.error("df cannot run without /etc/mtab");
            return all;
        }
        for (List<String> words : df("-P", flags)) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("filesystem", words.get(0));
            one.put("1K-blocks", words.get(1));
            one.put("used", words.get(2));
            one.put("available", words.get(3));
            one.put("capacity", words.get(4));
            all.put(words.get(5), one);
        }
        return all;
    }

    private Map<String, @Nullable Object> inodes(Arguments args) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (List<String> words : df("-iP", flags(args, "disk.inodeusage"))) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("inodes", words.get(1));
            one.put("used", words.get(2));
            one.put("free", words.get(3));
            one.put("use", words.get(4));
            one.put("filesystem", words.get(0));
            all.put(words.get(5), one);
        }
        return all;
    }

    private Object percent(Arguments args) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        df("-P", "").forEach(words -> all.put(words.get(5), words.get(4)));
        Optional<String> one = args.text("args").filter(p -> !p.isEmpty());
        if (one.isEmpty()) {
            return all;
        }
        Object found = all.get(one.get());
        if (found == null) {
            LOG.error(
                    "Problem parsing disk usage information: Partition '{}' does not exist!",
                    one.get());
            return Map.of();
        }
        return found;
    }

    private Map<String, @Nullable Object> blkid(Arguments args) {
        programs.need("blkid");
        List<String> command = new ArrayList<>(List.of("blkid"));
        if (args.flag("device")) {
            command.add(args.string("device"));
        } else if (args.flag("token")) {
            command.addAll(List.of("-t", args.string("token")));
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        Completed done = programs.run(command);
        if (!done.succeeded()) {
            return all;
        }
        for (String line : done.output().lines().filter(l -> !l.isBlank()).toList()) {
            int space = line.indexOf(' ');
            String device = space < 0 ? line : line.substring(0, space);
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            Matcher attribute = ATTRIBUTE.matcher(line);
            while (attribute.find()) {
                one.put(attribute.group(1), attribute.group(2));
            }
            all.put(device.substring(0, device.length() - 1), one);
        }
        return all;
    }

    private String type(String device) {
        if (programs.has("lsblk")) {
            List<String> lines = programs.lines("lsblk", "-o", "fstype", device);
            if (lines.size() > 1 && !lines.get(1).isBlank()) {
                return lines.get(1).strip();
            }
        }
        if (programs.has("df")) {
            List<String> lines = programs.lines("df", "-T", device);
            // Salt gives the whole line of df.
            if (lines.size() > 1 && !lines.get(1).isEmpty()) {
                return lines.get(1);
            }
        }
        return "";
    }

    private Object dump(Arguments args) {
        List<String> command = new ArrayList<>(List.of("blockdev"));
        DEVICE_FIELDS.forEach(field -> command.add("--" + field));
        command.add(args.string("device"));
        Completed done = programs.run(command);
        if (!done.succeeded()) {
            return false;
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        List<String> lines = done.output().lines().filter(l -> !l.isEmpty()).toList();
        for (int i = 0; i < lines.size() && i < DEVICE_FIELDS.size(); i++) {
            all.put(DEVICE_FIELDS.get(i), lines.get(i));
        }
        if (!args.flag("args")) {
            return all;
        }
        Map<String, @Nullable Object> chosen = new LinkedHashMap<>();
        for (Object field : args.list("args")) {
            chosen.put(Texts.str(field), all.get(Texts.str(field)));
        }
        return chosen;
    }
}
