package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.FileStat;
import io.pulldeploy.system.FileStat.Kind;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** The {@code file} functions that look at files. */
public final class FileFactsModule {
    private static final String FOLLOW = "path, follow_symlinks=True";
    private static final List<String> FILE_SYSTEM =
            List.of(
                    "f_bavail",
                    "f_bfree",
                    "f_blocks",
                    "f_bsize",
                    "f_favail",
                    "f_ffree",
                    "f_files",
                    "f_frsize",
                    "f_namemax");

    private final Host host;
    private final FileTree files;
    private final Programs programs;
    private final FunctionList functions = new FunctionList("file");

    public FileFactsModule(Host host) {
        this.host = host;
        this.files = host.files();
        this.programs = new Programs(host.processes());
    }

    public List<ExecutionFunction> functions() {
        path("file_exists", "Whether it is a file.", files::isFile);
        path("directory_exists", "Whether it is a directory.", files::isDirectory);
        stat("get_user", "The owner's name.", FileStat::user);
        stat("get_group", "The group's name.", FileStat::group);
        stat("get_uid", "The owner's number.", FileStat::uid);
        stat("get_gid", "The group's number.", FileStat::gid);
        stat("get_mode", "The mode.", FileStat::octal);
        return functions
                .add(
                        "is_link",
                        "Whether it is a symbolic link.",
                        "path, nostat=False",
                        (_, a) -> files.isSymlink(at(a, "path")))
                .add(
                        "is_hardlink",
                        "Whether the file has another name.",
                        "path",
                        (_, a) -> files.lstat(at(a, "path")).filter(s -> s.links() > 1).isPresent())
                .add(
                        "access",
                        "Whether this process may read (r), write (w), execute (x) or see (f) it.",
                        "path, mode",
                        this::access)
                .add(
                        "path_exists_glob",
                        "Whether a file matches the shell pattern.",
                        "path",
                        (_, a) -> !PathPatterns.matching(files, at(a, "path")).isEmpty())
                .add(
                        "stats",
                        "What the file system knows of a file.",
                        "path, hash_type=None, follow_symlinks=True",
                        (_, a) -> stats(a))
                .add("lstat", "The same under the system's names.", "path", (_, a) -> lstat(a))
                .add(
                        "statvfs",
                        "What is known of the file system that holds a path.",
                        "path",
                        (_, a) -> fileSystem(a))
                .add(
                        "find",
                        "Files below a directory, by name, type, size and more.",
                        "path, *args, **kwargs",
                        (_, a) ->
                                new FileFinder(files, host.clock(), a.extra())
                                        .find(a.string("path")))
                .add(
                        "diskusage",
                        "Bytes that a file, or all files of a directory, hold.",
                        "path",
                        (_, a) -> diskUsage(at(a, "path")))
                .all();
    }

    private void path(String name, String doc, Predicate<Path> test) {
        functions.add(name, doc, "path", (_, a) -> test.test(at(a, "path")));
    }

    private void stat(String name, String doc, Function<FileStat, Object> part) {
        functions.add(
                name,
                doc,
                FOLLOW,
                (_, a) -> part.apply(find(at(a, "path"), a.flag("follow_symlinks"))));
    }

    /** An argument as a path, with the user's home for a tilde. */
    static Path at(Arguments args, String name) {
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
            ret.put("sum", Digests.of(args.string("hash_type"), files, path));
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

    private Map<String, @Nullable Object> lstat(Arguments args) {
        Path path = at(args, "path");
        if (!path.isAbsolute()) {
            throw new CallError("Path to file must be absolute.");
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        files.lstat(path)
                .ifPresent(stat -> {
                    all.put("st_atime", seconds(stat.accessed()));
                    all.put("st_ctime", seconds(stat.changed()));
                    all.put("st_gid", stat.gid());
                    all.put("st_mode", (long) (stat.mode() | kindBits(stat.kind())));
                    all.put("st_mtime", seconds(stat.modified()));
                    all.put("st_nlink", stat.links());
                    all.put("st_size", stat.size());
                    all.put("st_uid", stat.uid());
                });
        return all;
    }

    private static int kindBits(Kind kind) {
        return switch (kind) {
            case FILE -> 0100000;
            case DIRECTORY -> 0040000;
            case SYMLINK -> 0120000;
            case CHARACTER_DEVICE -> 0020000;
            case BLOCK_DEVICE -> 0060000;
            case FIFO -> 0010000;
            case SOCKET -> 0140000;
        };
    }

    private Map<String, @Nullable Object> fileSystem(Arguments args) {
        Path path = at(args, "path");
        if (!path.isAbsolute()) {
            throw new CallError("File path must be absolute.");
        }
        Completed done =
                programs.run(
                        "stat",
                        "-f",
                        "-c",
                        "%a %f %b %s %d %d %c %S %l",
                        files.locate(path).toString());
        if (!done.succeeded()) {
            throw new CallError("Could not statvfs '" + path + "'");
        }
        String[] words = done.output().strip().split(" ");
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (int i = 0; i < FILE_SYSTEM.size(); i++) {
            all.put(FILE_SYSTEM.get(i), KernelStatistics.number(words[i]));
        }
        return all;
    }

    private long diskUsage(Path path) {
        if (files.isFile(path)) {
            return files.stat(path).orElseThrow().size();
        }
        return files.isDirectory(path)
                ? files.walk(path).stream()
                        .filter(p -> !files.isDirectory(p) || files.isSymlink(p))
                        .flatMap(p -> files.stat(p).stream())
                        .mapToLong(FileStat::size)
                        .sum()
                : 0;
    }
}
