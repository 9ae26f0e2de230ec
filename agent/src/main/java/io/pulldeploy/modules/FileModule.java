package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.Failure;
import io.pulldeploy.modules.FilePermissions.Wanted;
import io.pulldeploy.system.FileStat;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The {@code file} functions that look at files, and change one as a whole. */
public final class FileModule {
    private final Host host;
    private final FileTree files;
    private final FilePermissions permissions;

    public FileModule(Host host) {
        this.host = host;
        this.files = host.files();
        this.permissions = new FilePermissions(host.files(), host.accounts());
    }

    public List<ExecutionFunction> functions() {
        List<ExecutionFunction> all = new ArrayList<>();
        all.add(path("file_exists", "Whether it is a file.", files::isFile));
        all.add(path("directory_exists", "Whether it is a directory.", files::isDirectory));
        all.add(path("is_link", "Whether it is a symbolic link.", files::isSymlink));
        all.add(
                function(
                        "access",
                        "Whether this process may read (r), write (w), execute (x) or see (f) it.",
                        "path, mode",
                        this::access));
        all.add(text("basename", "The last part of a path.", PosixPaths::baseName));
        all.add(text("dirname", "A path without its last part.", PosixPaths::directoryName));
        all.add(text("normpath", "A path without dots and double slashes.", PosixPaths::normal));
        all.add(
                function(
                        "join",
                        "Paths joined.",
                        "*args",
                        (_, a) -> PosixPaths.join(a.varargs().stream().map(Texts::str).toList())));
        all.add(
                function(
                        "stats",
                        "What the file system knows of a file.",
                        "path, hash_type=None, follow_symlinks=True",
                        (_, a) -> stats(a)));
        all.add(stat("get_user", "The owner's name.", FileStat::user));
        all.add(stat("get_group", "The group's name.", FileStat::group));
        all.add(stat("get_uid", "The owner's number.", FileStat::uid));
        all.add(stat("get_gid", "The group's number.", FileStat::gid));
        all.add(stat("get_mode", "The mode.", FileStat::octal));
        all.add(
                function(
                        "set_mode",
                        "Sets the mode and returns it.",
                        "path, mode",
                        (_, a) -> setMode(a)));
        all.add(
                function(
                        "chown",
                        "Gives a file away.",
                        "path, user, group",
                        (_, a) -> chown(a, true)));
        all.add(
                function(
                        "lchown",
                        "Gives a file or a link itself away.",
                        "path, user, group",
                        (_, a) -> chown(a, false)));
        all.add(
                function(
                        "read",
                        "A file's content.",
                        "path, binary=False",
                        (_, a) ->
                                a.flag("binary")
                                        ? files.bytes(at(a, "path"))
                                        : Texts.decode(files.bytes(at(a, "path")))));
        all.add(
                function(
                        "write",
                        "Writes lines and says how many.",
                        "path, *args, **kwargs",
                        (_, a) -> write(a)));
        all.add(
                function(
                        "readdir",
                        "The names in a directory, with . and ...",
                        "path",
                        (_, a) -> readdir(a)));
        all.add(
                function(
                        "readlink",
                        "Where a link leads.",
                        "path, canonicalize=False",
                        (_, a) -> readlink(a)));
        all.add(
                function(
                        "get_hash",
                        "A file's digest.",
                        "path, form='sha256', chunk_size=65536",
                        (_, a) -> hash(at(a, "path"), a.string("form"))));
        all.add(
                function(
                        "get_sum",
                        "A file's digest.",
                        "path, form='sha256'",
                        (_, a) -> hash(at(a, "path"), a.string("form"))));
        all.add(
                function(
                        "check_hash",
                        "Whether a file has a digest.",
                        "path, file_hash",
                        (_, a) -> checkHash(a)));
        all.add(
                function(
                        "remove",
                        "Removes a file or a directory.",
                        "path, **kwargs",
                        (_, a) -> remove(a)));
        all.add(
                function(
                        "mkdir",
                        "Makes a directory and those above it.",
                        "dir_path, user=None, group=None, mode=None",
                        (_, a) -> makeDirectories(at(a, "dir_path"), a)));
        all.add(
                function(
                        "makedirs",
                        "Makes the directories above a path.",
                        "path, user=None, group=None, mode=None",
                        (_, a) -> makeParents(a)));
        all.add(
                function(
                        "touch",
                        "Makes an empty file, or sets its times.",
                        "name, atime=None, mtime=None",
                        (_, a) -> touch(a)));
        all.add(
                function(
                        "symlink",
                        "Makes a link.",
                        "src, path, force=False, atomic=False, follow_symlinks=True",
                        (_, a) -> symlink(a)));
        all.add(
                function(
                        "copy",
                        "Copies a file.",
                        "src, dst, recurse=False, remove_existing=False",
                        (_, a) -> copy(a)));
        all.add(
                function(
                        "rename",
                        "Renames a file.",
                        "src, dst",
                        (_, a) -> {
                            files.rename(at(a, "src"), at(a, "dst"));
                            return true;
                        }));
        all.add(
                function(
                        "move",
                        "Moves a file.",
                        "src, dst, disallow_copy_and_unlink=False",
                        (_, a) -> move(a)));
        all.add(
                function(
                        "find",
                        "Files below a directory, by name, type, size and more.",
                        "path, *args, **kwargs",
                        (_, a) ->
                                new FileFinder(files, host.clock(), a.extra())
                                        .find(a.string("path"))));
        return all;
    }

    private static ExecutionFunction function(
            String name, String doc, String signature, ExecutionFunction.Body body) {
        return new ExecutionFunction(
                "file." + name,
                doc,
                signature,
                (minion, args) -> {
                    try {
                        return body.call(minion, args);
                    } catch (Failure e) {
                        throw new CallError(String.valueOf(e.getMessage()), e);
                    }
                });
    }

    private static ExecutionFunction path(String name, String doc, Predicate<Path> test) {
        return function(name, doc, "path", (_, a) -> test.test(at(a, "path")));
    }

    private static ExecutionFunction text(String name, String doc, UnaryOperator<String> body) {
        return function(name, doc, "path", (_, a) -> body.apply(a.string("path")));
    }

    private ExecutionFunction stat(String name, String doc, Function<FileStat, Object> part) {
        return function(
                name,
                doc,
                "path, follow_symlinks=True",
                (_, a) -> part.apply(find(at(a, "path"), a.flag("follow_symlinks"))));
    }

    private static Path at(Arguments args, String name) {
        String text = args.string(name);
        return Path.of(
                text.equals("~") || text.startsWith("~/")
                        ? System.getProperty("user.home") + text.substring(1)
                        : text);
    }

    private FileStat find(Path path, boolean follow) {
        Optional<FileStat> followed = follow ? files.stat(path) : Optional.empty();
        return followed.or(() -> files.lstat(path))
                .orElseThrow(() -> new CallError("Path not found: " + path));
    }

    private boolean access(Minion minion, Arguments args) {
        Path path = at(args, "path");
        if (!path.isAbsolute()) {
            throw new CallError("Path to link must be absolute.");
        }
        return switch (args.string("mode")) {
            case "f", "0" -> files.exists(path);
            case "r", "4" -> files.isReadable(path);
            case "w", "2" -> files.isWritable(path);
            case "x", "1" -> files.isExecutable(path);
            default -> throw new CallError("Invalid mode specified.");
        };
    }

    private Map<String, @Nullable Object> stats(Arguments args) {
        Path path = at(args, "path");
        boolean follow = args.flag("follow_symlinks");
        FileStat stat = find(path, follow);
        Map<String, @Nullable Object> ret = new LinkedHashMap<>();
        ret.put("inode", stat.inode());
        ret.put("uid", stat.uid());
        ret.put("gid", stat.gid());
        ret.put("group", stat.group());
        ret.put("user", stat.user());
        ret.put("atime", seconds(stat.accessed()));
        ret.put("mtime", seconds(stat.modified()));
        ret.put("ctime", seconds(stat.changed()));
        ret.put("size", stat.size());
        ret.put("mode", stat.octal());
        if (args.flag("hash_type")) {
            ret.put("sum", hash(path, args.string("hash_type")));
        }
        ret.put(
                "type",
                switch (stat.kind()) {
                    case FILE -> "file";
                    case DIRECTORY -> "dir";
                    case SYMLINK -> "link";
                    case CHARACTER_DEVICE -> "char";
                    case BLOCK_DEVICE -> "block";
                    case FIFO -> "pipe";
                    case SOCKET -> "socket";
                });
        ret.put("target", (follow ? files.realPath(path) : path.normalize()).toString());
        return ret;
    }

    private static double seconds(Instant instant) {
        return instant.getEpochSecond() + instant.getNano() / 1e9;
    }

    private String setMode(Arguments args) {
        Path path = at(args, "path");
        String mode = Texts.stripStart(args.string("mode"), "0Oo");
        if (!files.exists(path)) {
            throw new CallError(path + ": File not found");
        }
        Optional<Integer> bits = FileModes.bits(mode.isEmpty() ? "0" : mode);
        if (bits.isEmpty()) {
            return "Invalid Mode " + mode;
        }
        files.chmod(path, bits.get());
        return find(path, true).octal();
    }

    private @Nullable Object chown(Arguments args, boolean follow) {
        Path path = at(args, "path");
        Wanted wanted = new Wanted(args.value("user"), args.value("group"), Optional.empty());
        String complaint = "";
        if (args.flag("user") && permissions.uid(args.value("user")).isEmpty()) {
            complaint += "User does not exist\n";
        }
        if (args.flag("group") && permissions.gid(args.value("group")).isEmpty()) {
            complaint += "Group does not exist\n";
        }
        if (!files.isPresent(path)) {
            complaint += "File not found";
        }
        if (!complaint.isEmpty()) {
            return complaint;
        }
        permissions.give(path, wanted, follow);
        return null;
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

    private List<String> readdir(Arguments args) {
        Path path = at(args, "path");
        if (!path.isAbsolute()) {
            throw new CallError("Dir path must be absolute.");
        }
        if (!files.isDirectory(path)) {
            throw new CallError("A valid directory was not specified: " + path);
        }
        List<String> names = new ArrayList<>(List.of(".", ".."));
        names.addAll(files.list(path));
        return names;
    }

    private String readlink(Arguments args) {
        Path path = at(args, "path");
        if (!path.isAbsolute()) {
            throw new CallError("Path to link must be absolute: " + path);
        }
        if (!files.isSymlink(path)) {
            throw new CallError("A valid link was not specified: " + path);
        }
        return (args.flag("canonicalize") ? files.realPath(path) : files.readLink(path)).toString();
    }

    private String hash(Path path, String type) {
        try (InputStream in = files.open(path)) {
            return Digests.of(type, in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean checkHash(Arguments args) {
        String wanted = args.string("file_hash");
        int separator = wanted.indexOf(':') >= 0 ? wanted.indexOf(':') : wanted.indexOf('=');
        String value = wanted.substring(separator + 1);
        String type =
                separator >= 0
                        ? wanted.substring(0, separator)
                        : Digests.typeOfLength(wanted.length())
                                .orElseThrow(() ->
                                        new CallError(
                                                "Hash %s (length: %d) could not be matched to a supported hash type."
                                                        .formatted(wanted, wanted.length())));
        return hash(at(args, "path"), type).equals(value);
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
                files.chmod(target, find(path, true).mode());
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
