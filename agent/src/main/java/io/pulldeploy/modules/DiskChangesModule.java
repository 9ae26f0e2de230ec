package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The {@code disk} functions that change devices and their file systems. */
public final class DiskChangesModule {
    private static final Logger log = LoggerFactory.getLogger(DiskChangesModule.class);
    private static final Map<String, String> SETTINGS =
            Map.of(
                    "read-ahead", "setra",
                    "filesystem-read-ahead", "setfra",
                    "read-only", "setro",
                    "read-write", "setrw");
    private static final Set<String> SWITCHES = Set.of("read-only", "read-write");

    private final Programs programs;

    public DiskChangesModule(Host host) {
        this.programs = new Programs(host.processes());
    }

    public List<ExecutionFunction> functions() {
        return new FunctionList("disk")
                .add("tune", "Sets a block device's attributes.", "device, **kwargs", this::tune)
                .add(
                        "wipe",
                        "Removes what tells of a device's file system.",
                        "device",
                        (_, a) -> wipe(a.string("device")))
                .add(
                        "resize2fs",
                        "Makes a file system as large as its device.",
                        "device",
                        (_, a) ->
                                programs.run("resize2fs", a.string("device")).succeeded()
                                        ? true
                                        : null)
                .add(
                        "format",
                        "Makes a file system on a device.",
                        "device, fs_type='ext4', inode_size=None, lazy_itable_init=None, fat=None, force=False",
                        (_, a) -> format(a))
                .all();
    }

    private @Nullable Object tune(Minion minion, Arguments args) {
        List<String> command = new ArrayList<>(List.of("blockdev"));
        List<@Nullable Object> asked = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        args.extra()
                .forEach((key, value) -> {
                    boolean on = Boolean.TRUE.equals(value) || "True".equals(value);
                    String setting = SETTINGS.get(key);
                    if (setting == null ? !key.startsWith("__") : SWITCHES.contains(key) && !on) {
                        invalid.add(key + "=" + Texts.str(value));
                    } else if (setting != null) {
                        asked.add(
                                key.equals("read-write") ? "getro" : setting.replace("set", "get"));
                        command.add("--" + setting);
                        if (!SWITCHES.contains(key)) {
                            command.add(Texts.str(value));
                        }
                    }
                });
        if (!invalid.isEmpty()) {
            throw new CallError(
                    "SaltInvocationError",
                    "Invalid keyword arguments: " + String.join(", ", invalid));
        }
        command.add(args.string("device"));
        Completed done = programs.run(command);
        if (!done.succeeded()) {
            throw new CallError(done.errors().stripTrailing());
        }
        return minion.call("disk.dump", List.of(args.string("device"), asked), Map.of());
    }

    private boolean wipe(String device) {
        Completed done = programs.run("wipefs", "-a", device);
        if (!done.succeeded()) {
            log.error("Error wiping device {}: {}", device, done.errors().strip());
        }
        return done.succeeded();
    }

    private boolean format(Arguments args) {
        String type = args.string("fs_type");
        boolean ext = type.startsWith("ext");
        List<String> command = new ArrayList<>(List.of("mkfs", "-t", type));
        if (args.value("inode_size") != null && (ext || type.equals("xfs"))) {
            command.addAll(List.of("-i", (ext ? "" : "size=") + args.string("inode_size")));
        }
        if (args.value("lazy_itable_init") != null && ext) {
            command.addAll(List.of("-E", "lazy_itable_init=" + args.string("lazy_itable_init")));
        }
        boolean fat = args.integer("fat").filter(n -> n == 12 || n == 16 || n == 32).isPresent();
        if (fat && type.endsWith("fat")) {
            command.addAll(List.of("-F", args.string("fat")));
        }
        if (args.flag("force") && (ext || type.equals("xfs"))) {
            command.add(ext ? "-F" : "-f");
        }
        command.add(args.string("device"));
        boolean made = programs.run(command).succeeded();
        return programs.run("sync").succeeded() && made;
    }
}
