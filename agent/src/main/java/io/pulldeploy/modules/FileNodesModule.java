package io.pulldeploy.modules;

import static io.pulldeploy.modules.FileFactsModule.at;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.FileStat.Kind;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code file} functions about devices and pipes, and about attributes and labels. */
public final class FileNodesModule {
    private static final String DEVICE = "name, major, minor, user=None, group=None, mode='0660'";

    private final FileTree files;
    private final Programs programs;
    private final FileAttributes attributes;
    private final OpenFiles open;
    private final FunctionList functions = new FunctionList("file");

    public FileNodesModule(Host host) {
        this.files = host.files();
        this.programs = new Programs(host.processes());
        this.attributes = new FileAttributes(host.files(), host.processes());
        this.open = new OpenFiles(host.files());
    }

    public List<ExecutionFunction> functions() {
        kind("is_blkdev", "Whether it is a block device.", Kind.BLOCK_DEVICE);
        kind("is_chrdev", "Whether it is a character device.", Kind.CHARACTER_DEVICE);
        kind("is_fifo", "Whether it is a pipe.", Kind.FIFO);
        labels();
        return functions
                .add(
                        "get_devmm",
                        "The major and minor number of a device; zeros of anything else.",
                        "name",
                        (_, a) -> deviceNumbers(at(a, "name")))
                .add("mknod_chrdev", "Makes a character device.", DEVICE, (m, a) -> make(m, a, "c"))
                .add("mknod_blkdev", "Makes a block device.", DEVICE, (m, a) -> make(m, a, "b"))
                .add(
                        "mknod_fifo",
                        "Makes a pipe.",
                        "name, user=None, group=None, mode='0660'",
                        (m, a) -> make(m, a, "p"))
                .add(
                        "mknod",
                        "Makes a device (c, b) or a pipe (p), and the directories above it.",
                        "name, ntype, major=0, minor=0, user=None, group=None, mode='0600'",
                        (m, a) -> {
                            m.call("file.makedirs", nodeOwner(a), Map.of());
                            String type = a.string("ntype");
                            if (!List.of("c", "b", "p").contains(type)) {
                                throw new CallError(
                                        "Node type unavailable: '%s'. Available node types are character ('c'), block ('b'), and pipe ('p')."
                                                .formatted(type));
                            }
                            return make(m, a, type);
                        })
                .all();
    }

    private void labels() {
        functions
                .add(
                        "open_files",
                        "The files that processes have open, with the processes' numbers.",
                        "by_pid=False",
                        (_, a) -> a.flag("by_pid") ? open.byProcess() : open.byFile())
                .add(
                        "lsattr",
                        "A file's attributes.",
                        "path",
                        (_, a) -> attributes.of(Path.of(a.string("path"))).orElse(null))
                .add(
                        "chattr",
                        "Adds attributes to files, or removes them.",
                        "*files, **kwargs",
                        (_, a) -> changeAttributes(a))
                .add(
                        "get_selinux_context",
                        "A file's SELinux context.",
                        "path",
                        (_, a) -> context(a.string("path")))
                .add(
                        "set_selinux_context",
                        "Gives a file an SELinux context; returns it.",
                        "path, user=None, role=None, type=None, range=None, persist=False",
                        (_, a) -> setContext(a))
                .add(
                        "restorecon",
                        "Sets a file's SELinux context to what the policy says.",
                        "path, recursive=False",
                        (_, a) ->
                                programs.run(
                                                "restorecon",
                                                a.flag("recursive") ? "-FR" : "-F",
                                                files.locate(at(a, "path")).toString())
                                        .succeeded());
    }

    private static List<@Nullable Object> nodeOwner(Arguments args) {
        List<@Nullable Object> owner = new ArrayList<>();
        owner.add(args.value("name"));
        owner.add(args.value("user"));
        owner.add(args.value("group"));
        return owner;
    }

    private List<Long> deviceNumbers(Path name) {
        return files.stat(name)
                .filter(s -> s.kind() == Kind.CHARACTER_DEVICE || s.kind() == Kind.BLOCK_DEVICE)
                .map(s -> files.deviceNumbers(name))
                .orElse(List.of(0L, 0L));
    }

    private Map<String, @Nullable Object> make(Minion minion, Arguments args, String type) {
        Path name = at(args, "name");
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("name", name.toString());
        result.put("changes", changes);
        result.put("comment", "");
        result.put("result", false);
        String kind =
                switch (type) {
                    case "c" -> "Character device";
                    case "b" -> "Block device";
                    default -> "Fifo pipe";
                };
        String told = kind + " " + name + " created.";
        if (Boolean.TRUE.equals(minion.opts().get("test"))) {
            changes.put("new", told);
            result.put("result", null);
        } else if (files.isPresent(name)) {
            result.put("comment", "File " + name + " exists and cannot be overwritten");
        } else {
            String path = files.locate(name).toString();
            List<String> command = new ArrayList<>(List.of("mknod", "-m", mode(args), path, type));
            if (!type.equals("p")) {
                command.addAll(List.of(args.string("major"), args.string("minor")));
            }
            Completed done = programs.run(command);
            if (!done.succeeded()) {
                String reason = done.errors().strip();
                throw PythonErrors.of(reason.substring(reason.lastIndexOf(": ") + 2));
            }
            changes.put("new", told);
            result.put("result", true);
        }
        List<@Nullable Object> wanted = new ArrayList<>();
        wanted.add(name.toString());
        wanted.add(null);
        wanted.add(args.value("user"));
        wanted.add(args.value("group"));
        wanted.add(args.value("mode"));
        minion.call("file.check_perms", wanted, Map.of());
        return result;
    }

    /** The permissions that Python gives the node: what the umask leaves of the mode. */
    private String mode(Arguments args) {
        int bits =
                FileModes.bits(FileModes.normal(args.string("mode")))
                        .orElseThrow(() -> new CallError("invalid mode: " + args.string("mode")));
        return "%04o".formatted(bits & ~files.umask());
    }

    private boolean changeAttributes(Arguments args) {
        Map<String, @Nullable Object> options = args.extra();
        String operator = Texts.str(options.get("operator"));
        if (!operator.equals("add") && !operator.equals("remove")) {
            throw new CallError("Need an operator: 'add' or 'remove' to modify attributes.");
        }
        if (options.get("attributes") == null) {
            throw new CallError("Need attributes: [aAcCdDeijPsStTu]");
        }
        List<String> command = new ArrayList<>(List.of("chattr"));
        command.add((operator.equals("add") ? "+" : "-") + Texts.str(options.get("attributes")));
        if (options.get("flags") != null) {
            command.add("-" + Texts.str(options.get("flags")));
        }
        if (options.get("version") != null) {
            command.addAll(List.of("-v", Texts.str(options.get("version"))));
        }
        args.varargs().forEach(f -> command.add(files.locate(Path.of(Texts.str(f))).toString()));
        return programs.output(command).isEmpty();
    }

    private Object setContext(Arguments args) {
        List<String> command = new ArrayList<>(List.of("chcon"));
        Map<String, String> options = new LinkedHashMap<>();
        options.put("user", "-u");
        options.put("role", "-r");
        options.put("type", "-t");
        options.put("range", "-l");
        options.forEach((name, option) -> {
            if (args.flag(name)) {
                command.addAll(List.of(option, args.string(name)));
            }
        });
        if (command.size() == 1) {
            return false;
        }
        String path = args.string("path");
        if (args.flag("persist")) {
            List<String> policy = new ArrayList<>(List.of("semanage", "fcontext", "-a"));
            if (args.flag("type")) {
                policy.addAll(List.of("-t", args.string("type")));
            }
            if (args.flag("user")) {
                policy.addAll(List.of("-s", args.string("user")));
            }
            if (args.flag("range")) {
                policy.addAll(List.of("-r", args.string("range")));
            }
            policy.add(path);
            Completed done = programs.run(policy);
            if (!done.succeeded()) {
                throw new CallError("Problem setting fcontext: " + done.errors().strip());
            }
        }
        command.add(files.locate(Path.of(path)).toString());
        return programs.run(command).succeeded() ? context(path) : (Object) false;
    }

    private void kind(String name, String doc, Kind kind) {
        functions.add(
                name,
                doc,
                "name",
                (_, a) -> files.stat(at(a, "name")).filter(s -> s.kind() == kind).isPresent());
    }

    private String context(String path) {
        Completed done = programs.run("stat", "-c", "%C", files.locate(Path.of(path)).toString());
        return done.succeeded()
                ? done.output().stripTrailing()
                : "No selinux context information is available for " + path;
    }
}
