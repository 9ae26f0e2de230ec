package io.pulldeploy.modules;

import static io.pulldeploy.modules.FileFactsModule.at;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.model.Failure;
import io.pulldeploy.modules.FilePermissions.Wanted;
import io.pulldeploy.system.FileStat;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The {@code file} functions that change a file as a whole, and those that only know paths. */
public final class FileModule {
    private static final String MAKES = "user=None, group=None, mode=None";

    private final Host host;
    private final FileTree files;
    private final FilePermissions permissions;
    private final FunctionList functions = new FunctionList("file");

    public FileModule(Host host) {
        this.host = host;
        this.files = host.files();
        this.permissions = new FilePermissions(host);
    }

    public List<ExecutionFunction> functions() {
        text("basename", "The last part of a path.", PosixPaths::baseName);
        text("dirname", "A path without its last part.", PosixPaths::directoryName);
        text("normpath", "A path without dots and double slashes.", PosixPaths::normal);
        directories();
        return functions
                .add(
                        "join",
                        "Paths joined.",
                        "*parts",
                        (_, a) -> PosixPaths.join(a.varargs().stream().map(Texts::str).toList()))
                .add("pardir", "The name of the directory above.", "", (_, _) -> "..")
                .add(
                        "write",
                        "Writes lines and says how many.",
                        "path, *args, **kwargs",
                        (_, a) -> write(a))
                .add(
                        "remove",
                        "Removes a file or a directory.",
                        "path, **kwargs",
                        (_, a) -> remove(a))
                .add(
                        "touch",
                        "Makes an empty file, or sets its times.",
                        "name, atime=None, mtime=None",
                        (_, a) -> touch(a))
                .add(
                        "symlink",
                        "Makes a link.",
                        "src, path, force=False, atomic=False, follow_symlinks=True",
                        (_, a) -> symlink(a))
                .add("link", "Gives a file one more name.", "src, path", (_, a) -> hardLink(a))
                .add(
                        "copy",
                        "Copies a file.",
                        "src, dst, recurse=False, remove_existing=False",
                        (_, a) -> copy(a))
                .add(
                        "rename",
                        "Renames a file.",
                        "src, dst",
                        (_, a) -> {
                            if (!at(a, "src").isAbsolute()) {
                                throw new CallError("File path must be absolute.");
                            }
                            files.rename(at(a, "src"), at(a, "dst"));
                            return true;
                        })
                .add(
                        "move",
                        "Moves a file.",
                        "src, dst, disallow_copy_and_unlink=False",
                        (_, a) -> move(a))
                .all();
    }

    private void directories() {
        functions
                .add(
                        "mkdir",
                        "Makes a directory and those above it.",
                        "dir_path, " + MAKES,
                        (_, a) -> makeDirectories(at(a, "dir_path"), a))
                .add(
                        "makedirs",
                        "Makes the directories above a path.",
                        "path, " + MAKES,
                        (_, a) -> makeParents(a))
                .add(
                        "makedirs_perms",
                        "Makes a directory and those above it, all with the same mode.",
                        "name, user=None, group=None, mode='0755'",
                        (_, a) -> {
                            makeDirectories(at(a, "name"), a);
                            return null;
                        })
                .add(
                        "rmdir",
                        "Removes a directory if it is empty.",
                        "path, recurse=False, verbose=False, older_than=None",
                        (_, a) -> removeDirectory(a));
    }

    private void text(String name, String doc, UnaryOperator<String> body) {
        functions.add(name, doc, "path", (_, a) -> body.apply(a.string("path")));
    }

    private String write(Arguments args) {
        List<@Nullable Object> lines =
                switch (args.extra().get("args")) {
                    case null -> args.varargs();
                    case List<?> l -> new ArrayList<>(l);
                    case Object one -> List.of(one);
                };
        StringBuilder text = new StringBuilder();
        lines.forEach(l -> text.append(Texts.str(l)).append('\n'));
        files.write(at(args, "path"), text.toString());
        return "Wrote %d lines to \"%s\"".formatted(lines.size(), at(args, "path"));
    }

    private boolean remove(Arguments args) {
        Path path = at(args, "path");
        if (!path.isAbsolute()) {
            throw new CallError("File path must be absolute: " + path);
        }
        boolean there = files.isPresent(path);
        files.delete(path);
        return there;
    }

    private static Wanted wanted(Arguments args) {
        return new Wanted(
                args.value("user"), args.value("group"), FileModes.normal(args.value("mode")));
    }

    private boolean makeDirectories(Path path, Arguments args) {
        permissions.makeDirectories(path, wanted(args));
        return true;
    }

    private @Nullable Object makeParents(Arguments args) {
        Path directory = Path.of(PosixPaths.directoryName(args.string("path"))).normalize();
        if (files.isDirectory(directory)) {
            return "Directory '" + directory + "' already exists";
        }
        if (files.exists(directory)) {
            return "The path '" + directory + "' already exists and is not a directory";
        }
        permissions.makeDirectories(directory, wanted(args));
        return null;
    }

    private Object removeDirectory(Arguments args) {
        Path path = at(args, "path");
        if (!path.isAbsolute()) {
            throw new CallError("File path must be absolute.");
        }
        if (!files.isDirectory(path)) {
            throw new CallError("A valid directory was not specified: " + path);
        }
        Optional<Instant> before =
                args.integer("older_than")
                        .filter(days -> days != 0)
                        .map(days -> host.clock().instant().minusSeconds(days * 86_400));
        List<Path> directories = new ArrayList<>();
        if (args.flag("recurse")) {
            files.walk(path).stream()
                    .filter(p -> files.isDirectory(p) && !files.isSymlink(p) && !p.equals(path))
                    .forEach(directories::addFirst);
        }
        directories.add(path);
        List<String> deleted = new ArrayList<>();
        List<List<String>> errors = new ArrayList<>();
        for (Path directory : directories) {
            FileStat stat = files.stat(directory).orElseThrow();
            if (before.isPresent() && !stat.modified().isBefore(before.get())) {
                continue;
            }
            if (files.list(directory).isEmpty()) {
                files.delete(directory);
                deleted.add(directory.toString());
            } else {
                errors.add(
                        List.of(
                                directory.toString(),
                                "[Errno 39] Directory not empty: '" + directory + "'"));
            }
        }
        boolean good = errors.isEmpty() && (args.flag("recurse") || !deleted.isEmpty());
        if (!args.flag("verbose")) {
            return good;
        }
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("deleted", deleted);
        result.put("errors", errors);
        result.put("result", good);
        return result;
    }

    private boolean hardLink(Arguments args) {
        Path from = at(args, "src");
        Path to = Path.of(args.string("path"));
        if (!from.isAbsolute()) {
            throw new CallError("File path must be absolute.");
        }
        if (!files.exists(from) || files.isPresent(to)) {
            throw new CallError(
                    "Could not create '%s': [Errno %s: '%s' -> '%s'"
                            .formatted(
                                    to,
                                    files.exists(from)
                                            ? "17] File exists"
                                            : "2] No such file or directory",
                                    from,
                                    to));
        }
        files.hardLink(to, from);
        return true;
    }

    private boolean touch(Arguments args) {
        Path path = at(args, "name");
        Instant now = host.clock().instant();
        files.touch(
                path,
                args.integer("atime").map(Instant::ofEpochSecond).orElse(now),
                args.integer("mtime").map(Instant::ofEpochSecond).orElse(now));
        return files.exists(path);
    }

    private boolean symlink(Arguments args) {
        Path link = at(args, "path");
        Path target = Path.of(args.string("src"));
        if (!link.isAbsolute()) {
            throw new CallError("Link path must be absolute: " + link);
        }
        boolean replace = args.flag("force") || args.flag("atomic");
        if (files.isSymlink(link)) {
            if (files.readLink(link).normalize().equals(target.normalize())) {
                return true;
            }
            if (!replace) {
                throw new CallError("Found existing symlink: " + link);
            }
        } else if (files.exists(link) && !replace) {
            throw new CallError("Existing path is not a symlink: " + link);
        }
        if (files.isPresent(link)) {
            files.swapLink(link, target);
        } else {
            files.symlink(link, target);
        }
        return true;
    }

    private boolean copy(Arguments args) {
        Path from = at(args, "src");
        Path to = at(args, "dst");
        if (!from.isAbsolute()) {
            throw new CallError("File path must be absolute.");
        }
        if (!files.exists(from)) {
            throw new CallError("No such file or directory '" + from + "'");
        }
        if (!files.isDirectory(from) && !files.isDirectory(to)) {
            files.copy(from, to);
            return true;
        }
        if (!args.flag("recurse")) {
            throw new CallError(
                    "Cannot copy overwriting a directory without recurse flag set to true!");
        }
        if (args.flag("remove_existing")) {
            files.delete(to);
        }
        files.makeDirectories(to);
        for (Path path : files.walk(from)) {
            Path target = to.resolve(from.relativize(path));
            if (files.isDirectory(path) && !files.isSymlink(path)) {
                files.makeDirectories(target);
                files.chmod(target, files.stat(path).orElseThrow().mode());
            } else {
                files.copy(path, target);
            }
        }
        return true;
    }

    private Map<String, @Nullable Object> move(Arguments args) {
        Path from = at(args, "src");
        Path to = at(args, "dst");
        if (!from.isAbsolute()) {
            throw new CallError("Source path must be absolute.");
        }
        if (!to.isAbsolute()) {
            throw new CallError("Destination path must be absolute.");
        }
        try {
            files.rename(from, to);
        } catch (Failure e) {
            throw new CallError(
                    "Unable to move '%s' to '%s': %s".formatted(from, to, e.getMessage()), e);
        }
        Map<String, @Nullable Object> ret = new LinkedHashMap<>();
        ret.put("result", true);
        ret.put("comment", "'%s' moved to '%s'".formatted(from, to));
        return ret;
    }
}
