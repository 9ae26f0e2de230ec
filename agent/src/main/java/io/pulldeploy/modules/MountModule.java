package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.system.Command;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code mount.*}: what is mounted, and the table of what is to be. */
public final class MountModule {
    private static final String FSTAB = "config='/etc/fstab'";
    private static final Path SWAPS = Path.of("/proc/swaps");

    private final Host host;
    private final FileTree files;
    private final Programs programs;
    private final Mounts mounts;

    public MountModule(Host host) {
        this.host = host;
        this.files = host.files();
        this.programs = new Programs(host.processes());
        this.mounts = new Mounts(host);
    }

    public List<ExecutionFunction> functions() {
        return new FunctionList("mount")
                .add("active", "What is mounted where.", "extended=False", this::active)
                .add(
                        "is_mounted",
                        "Whether something is mounted there.",
                        "name",
                        (_, a) -> mounts.active().containsKey(a.string("name")))
                .add("fstab", "The table's entries.", FSTAB, (_, a) -> table(a).entries())
                .add(
                        "set_fstab",
                        "Puts an entry into the table.",
                        "name, device, fstype, opts='defaults', dump=0, pass_num=0, "
                                + FSTAB
                                + ", test=False, match_on='auto', not_change=False, **kwargs",
                        (_, a) -> setFstab(a))
                .add(
                        "rm_fstab",
                        "Takes an entry out of the table.",
                        "name, device, " + FSTAB,
                        (_, a) -> {
                            table(a).remove(a.string("name"), a.text("device"));
                            return true;
                        })
                .add(
                        "mount",
                        "Mounts a device.",
                        "name, device=False, mkmnt=False, fstype='', opts='defaults', user=None, util='mount'",
                        (_, a) -> mount(a, options(a)))
                .add(
                        "remount",
                        "Mounts a device anew, with other options.",
                        "name, device, mkmnt=False, fstype='', opts='defaults', user=None",
                        (_, a) -> remount(a))
                .add(
                        "umount",
                        "Takes a mount away.",
                        "name, device=None, user=None, util='mount', lazy=False",
                        (_, a) -> unmount(a))
                .add("swaps", "The swap spaces in use.", "", (_, _) -> swaps())
                .add(
                        "swapon",
                        "Puts a swap space to use.",
                        "name, priority=None",
                        (_, a) -> swapOn(a))
                .add("swapoff", "Takes a swap space out of use.", "name", (_, a) -> swapOff(a))
                .add(
                        "is_fuse_exec",
                        "Whether a program is a FUSE file system.",
                        "cmd",
                        (_, a) -> isFuse(a.string("cmd")))
                .add(
                        "get_mount_from_path",
                        "The mount point that holds a path.",
                        "path",
                        (_, a) -> mounts.pointOf(Path.of(a.string("path"))))
                .add(
                        "get_device_from_path",
                        "The device that holds a path.",
                        "path",
                        (_, a) -> mounts.deviceOf(Path.of(a.string("path"))).orElse(null))
                .all();
    }

    private Map<String, @Nullable Object> active(Minion minion, Arguments args) {
        if (!args.flag("extended") || !files.exists(Path.of("/proc/self/mountinfo"))) {
            return mounts.active();
        }
        Object devices = minion.call("disk.blkid", List.of(), Map.of());
        return mounts.extended(devices instanceof Map<?, ?> map ? map : Map.of());
    }

    private FileSystemTable table(Arguments args) {
        return new FileSystemTable(files, args.string("config"));
    }

    private String setFstab(Arguments args) {
        Map<String, String> entry = new LinkedHashMap<>();
        entry.put("name", args.string("name"));
        entry.put("device", args.string("device").replace("\\ ", "\\040"));
        entry.put("fstype", args.string("fstype"));
        entry.put("opts", String.join(",", options(args)).replace("\\ ", "\\040"));
        entry.put("dump", args.string("dump"));
        entry.put("pass_num", args.string("pass_num"));
        Object matchOn = args.value("match_on");
        return table(args)
                .put(
                        entry,
                        matchOn == null ? 0L : matchOn,
                        args.flag("not_change"),
                        args.flag("test"));
    }

    private static List<String> options(Arguments args) {
        return args.value("opts") instanceof List<?> list
                ? list.stream().map(Texts::str).toList()
                : List.of(args.text("opts").orElse("").split(",", -1));
    }

    /** True, or what mount complains about. */
    private Object mount(Arguments args, List<String> options) {
        Path name = Path.of(args.string("name"));
        if (args.flag("mkmnt") && !files.exists(name)) {
            files.makeDirectories(name);
        }
        List<String> command = new ArrayList<>(List.of("mount"));
        if (args.flag("device")) {
            if (!options.equals(List.of(""))) {
                command.addAll(List.of("-o", String.join(",", options)));
            }
            if (args.flag("fstype")) {
                command.addAll(List.of("-t", args.string("fstype")));
            }
            command.add(args.string("device"));
        }
        command.add(args.string("name"));
        return run(command, args);
    }

    private Object run(List<String> line, Arguments args) {
        Optional<String> user = args.text("user").filter(u -> !u.isEmpty());
        Command command = Command.of(line);
        Completed done = host.processes().run(user.isPresent() ? command.as(user.get()) : command);
        return done.succeeded() ? (Object) true : done.errors().stripTrailing();
    }

    private Object remount(Arguments args) {
        List<String> options = new ArrayList<>(options(args));
        if (mounts.active().containsKey(args.string("name")) && !options.contains("remount")) {
            options.add("remount");
        }
        return mount(args, options);
    }

    private Object unmount(Arguments args) {
        String name = args.string("name");
        if (!mounts.active().containsKey(name)) {
            return name + " does not have anything mounted";
        }
        List<String> command = new ArrayList<>(List.of("umount"));
        if (args.flag("lazy")) {
            command.add("-l");
        }
        command.add(args.flag("device") ? args.string("device") : name);
        return run(command, args);
    }

    private Map<String, @Nullable Object> swaps() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (String line : files.textIfPresent(SWAPS).orElse("").lines().toList()) {
            String[] words = line.strip().split("\\s+");
            if (words.length > 4 && !line.startsWith("Filename")) {
                Map<String, @Nullable Object> one = new LinkedHashMap<>();
                one.put("type", words[1]);
                one.put("size", words[2]);
                one.put("used", words[3]);
                one.put("priority", words[4]);
                all.put(words[0], one);
            }
        }
        return all;
    }

    private Map<String, @Nullable Object> swapOn(Arguments args) {
        String name = args.string("name");
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        boolean before = swaps().containsKey(name);
        if (!before) {
            List<String> command = new ArrayList<>(List.of("swapon", name));
            if (args.flag("priority")) {
                command.addAll(List.of("-p", args.string("priority")));
            }
            programs.run(command);
        }
        if (swaps().containsKey(name)) {
            result.put("stats", swaps().get(name));
            result.put("new", !before);
        }
        return result;
    }

    private @Nullable Object swapOff(Arguments args) {
        String name = args.string("name");
        if (!swaps().containsKey(name)) {
            return null;
        }
        programs.run("swapoff", name);
        return !swaps().containsKey(name);
    }

    private boolean isFuse(String program) {
        Optional<String> path = host.processes().which(program);
        return path.isPresent() && programs.output("ldd", path.get()).contains("libfuse");
    }
}
