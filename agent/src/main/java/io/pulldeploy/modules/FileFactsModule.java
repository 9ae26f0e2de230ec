package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.Fnmatch;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.FileStat;
import io.pulldeploy.system.FileStat.Kind;
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
        kind("is_blkdev", "Whether it is a block device.", Kind.BLOCK_DEVICE);
        kind("is_chrdev", "Whether it is a character device.", Kind.CHARACTER_DEVICE);
        kind("is_fifo", "Whether it is a pipe.", Kind.FIFO);
        stat("get_user", "The owner's name.", FileStat::user);
        stat("get_group", "The group's name.", FileStat::group);
        stat("get_uid", "The owner's number.", FileStat::uid);
        stat("get_gid", "The group's number.", FileStat::gid);
        stat("get_mode", "The mode.", FileStat::octal);
        contents();
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
                        (_, a) -> matches(at(a, "path")))
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
                .add("lsattr", "A file's attributes.", "path", (_, a) -> attributes(a))
                .add(
                        "get_selinux_context",
                        "A file's SELinux context.",
                        "path",
                        (_, a) -> context(a.string("path")))
                .add(
                        "diskusage",
                        "Bytes that a file, or all files of a directory, hold.",
                        "path",
                        (_, a) -> diskUsage(at(a, "path")))
                .all();
    }

    private void contents() {
        String digest = "A file's digest.";
        functions
                .add(
                        "read",
                        "A file's content.",
                        "path, binary=False",
                        (_, a) ->
                                a.flag("binary")
                                        ? files.bytes(at(a, "path"))
                                        : Texts.decode(files.bytes(at(a, "path"))))
                .add(
                        "seek_read",
                        "Some bytes of a file.",
                        "path, size, offset",
                        (_, a) -> readFrom(a))
                .add(
                        "readdir",
                        "The names in a directory, with . and ...",
                        "path",
                        (_, a) -> readdir(a))
                .add(
                        "readlink",
                        "Where a link leads.",
                        "path, canonicalize=False",
                        (_, a) -> readlink(a))
                .add(
                        "get_hash",
                        digest,
                        "path, form='sha256', chunk_size=65536",
                        (_, a) -> hash(at(a, "path"), a.string("form")))
                .add(
                        "get_sum",
                        digest,
                        "path, form='sha256'",
                        (_, a) -> hash(at(a, "path"), a.string("form")))
                .add(
                        "check_hash",
                        "Whether a file has a digest.",
                        "path, file_hash",
                        (_, a) -> checkHash(a));
    }

    private void path(String name, String doc, Predicate<Path> test) {
        functions.add(name, doc, "path", (_, a) -> test.test(at(a, "path")));
    }

    private void kind(String name, String doc, Kind kind) {
        functions.add(
                name,
                doc,
                "name",
                (_, a) -> files.stat(at(a, "name")).filter(s -> s.kind() == kind).isPresent());
    }

    private void stat(String name, String doc, Function<FileStat, Object> part) {
        functions.add(
                name,
                doc,
                FOLLOW,
                (_, a) -> part.apply(find(at(a, "path"), a.flag("follow_symlinks"))));
    }

    /**
     * Whether a file's path matches, part by part; a name with a dot only where the part has one.
     */
    private boolean matches(Path pattern) {
        List<Path> found = List.of(Path.of(pattern.isAbsolute() ? "/" : ""));
        for (Path part : pattern) {
            String wanted = part.toString();
            List<Path> next = new ArrayList<>();
            for (Path directory : found) {
                if (Fnmatch.isPattern(wanted)) {
                    next.addAll(
                            files.matching(
                                    directory,
                                    name ->
                                            Fnmatch.matches(name, wanted)
                                                    && name.startsWith(".")
                                                            == wanted.startsWith(".")));
                } else if (files.isPresent(directory.resolve(part))) {
                    next.add(directory.resolve(part));
                }
            }
            found = next;
        }
        return !found.isEmpty();
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

    private @Nullable Map<String, @Nullable Object> attributes(Arguments args) {
        String path = args.string("path");
        if (!programs.has("lsattr")) {
            return null;
        }
        if (!files.exists(Path.of(path))) {
            throw new CallError("File or directory does not exist: " + path);
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (String line : programs.lines("lsattr", files.locate(Path.of(path)).toString())) {
            String[] words = line.split("\\s+", 2);
            if (!line.startsWith("lsattr: ") && words.length == 2) {
                List<String> letters = new ArrayList<>();
                words[0].chars()
                        .filter(c -> "aAcCdDeijPsStTu".indexOf(c) >= 0)
                        .forEach(c -> letters.add(Character.toString(c)));
                all.put(files.nameOf(Path.of(words[1])).toString(), letters);
            }
        }
        return all;
    }

    private String context(String path) {
        Completed done = programs.run("stat", "-c", "%C", files.locate(Path.of(path)).toString());
        return done.succeeded()
                ? done.output().stripTrailing()
                : "No selinux context information is available for " + path;
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

    private byte[] readFrom(Arguments args) {
        try (InputStream in = files.open(at(args, "path"))) {
            in.skipNBytes(args.integer("offset").orElse(0L));
            return in.readNBytes(Math.toIntExact(args.integer("size").orElse(0L)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
                                                "Hash %s (length: %d) could not be matched to a supported hash type. The supported hash types and lengths are: %s"
                                                        .formatted(
                                                                wanted,
                                                                wanted.length(),
                                                                SourceHashes.lengths())));
        return hash(at(args, "path"), type).equals(value);
    }
}
