package io.pulldeploy.system;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The file system, seen from a root: an absolute name as a state writes it means the file of that
 * name under the root, and a name that already lies under the root means itself. What the operating
 * system refuses is a {@link io.pulldeploy.model.Failure} in the kernel's words.
 */
public final class FileTree {
    private static final int MODE_BITS = 07777;

    private static final int UMASK = readUmask();

    private final Path root;
    private final Ownership ownership;

    /** The machine's own files. */
    public FileTree() {
        this(Path.of("/"));
    }

    public FileTree(Path root) {
        this(root, new KernelOwnership());
    }

    public FileTree(Path root, Ownership ownership) {
        this.root = root.toAbsolutePath().normalize();
        this.ownership = ownership;
    }

    private static int readUmask() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(l -> l.startsWith("Umask:"))
                    .map(l -> Integer.parseInt(l.substring("Umask:".length()).strip(), 8))
                    .findFirst()
                    .orElse(022);
        } catch (IOException e) {
            return 022;
        }
    }

    public Path root() {
        return root;
    }

    /**
     * Where a name is on disk. The answer always lies under the root, whatever dots the name holds;
     * links inside the tree are not looked at.
     */
    public Path locate(Path name) {
        if (root.getNameCount() == 0) {
            return name.isAbsolute() ? name : name.toAbsolutePath();
        }
        Path absolute = (name.isAbsolute() ? name : root.resolve(name)).normalize();
        return absolute.startsWith(root)
                ? absolute
                : root.resolve(absolute.getRoot().relativize(absolute));
    }

    /** The name that a state would write for a file on disk. */
    public Path nameOf(Path onDisk) {
        Path absolute = onDisk.toAbsolutePath();
        return root.getNameCount() > 0 && absolute.startsWith(root)
                ? Path.of("/").resolve(root.relativize(absolute))
                : absolute;
    }

    /** Whether something of that name exists, once links are followed. */
    public boolean exists(Path name) {
        return Files.exists(locate(name));
    }

    /** Whether the name is taken, be it by a link that leads nowhere. */
    public boolean isPresent(Path name) {
        return Files.exists(locate(name), LinkOption.NOFOLLOW_LINKS);
    }

    public boolean isFile(Path name) {
        return Files.isRegularFile(locate(name));
    }

    public boolean isDirectory(Path name) {
        return Files.isDirectory(locate(name));
    }

    public boolean isSymlink(Path name) {
        return Files.isSymbolicLink(locate(name));
    }

    public boolean isExecutable(Path name) {
        return Files.isExecutable(locate(name));
    }

    public boolean isReadable(Path name) {
        return Files.isReadable(locate(name));
    }

    public boolean isWritable(Path name) {
        return Files.isWritable(locate(name));
    }

    /** What the file system knows of a file, after links; empty if there is none. */
    public Optional<FileStat> stat(Path name) {
        return FileStats.read(locate(name), ownership);
    }

    /** What the file system knows of the name itself, be it a link; empty if there is none. */
    public Optional<FileStat> lstat(Path name) {
        return FileStats.read(locate(name), ownership, LinkOption.NOFOLLOW_LINKS);
    }

    /** Major and minor number of the device that a file stands for. */
    public List<Long> deviceNumbers(Path name) {
        return FileStats.deviceNumbers(locate(name));
    }

    public byte[] bytes(Path name) {
        Path file = locate(name);
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw FileErrors.failure("read", file, e);
        }
    }

    /** The file as UTF-8 text; bytes that are not become U+FFFD. */
    public String text(Path name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    /** The file's text, or nothing if there is no such file. */
    public Optional<String> textIfPresent(Path name) {
        Path file = locate(name);
        try {
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw FileErrors.failure("read", file, e);
        }
    }

    /** The file's lines, without their ends. */
    public List<String> lines(Path name) {
        return text(name).lines().toList();
    }

    public InputStream open(Path name) {
        Path file = locate(name);
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw FileErrors.failure("read", file, e);
        }
    }

    /**
     * A stream that replaces the file's content as it goes; see {@link #write} for the safe way.
     */
    public OutputStream create(Path name) {
        Path file = locate(name);
        try {
            boolean fresh = !Files.exists(file);
            OutputStream out = Files.newOutputStream(file);
            if (fresh) {
                mask(file, Umask.ofFile());
            }
            return out;
        } catch (IOException e) {
            throw FileErrors.failure("write", file, e);
        }
    }

    /** A stream that adds to the end of the file, which is created if need be. */
    public OutputStream append(Path name) {
        Path file = locate(name);
        try {
            boolean fresh = !Files.exists(file);
            OutputStream out =
                    Files.newOutputStream(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.APPEND);
            if (fresh) {
                mask(file, Umask.ofFile());
            }
            return out;
        } catch (IOException e) {
            throw FileErrors.failure("write", file, e);
        }
    }

    /** A channel, for locks and for appending with {@code force}. */
    public FileChannel channel(Path name, StandardOpenOption... options) {
        Path file = locate(name);
        try {
            return FileChannel.open(file, options);
        } catch (IOException e) {
            throw FileErrors.failure("open", file, e);
        }
    }

    public void write(Path name, String text) {
        write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes what need not outlive a crash: in place, and without waiting for the disk. Who reads
     * it meanwhile may see a part.
     */
    public void writeScratch(Path name, String text) {
        Path file = locate(name);
        try (OutputStream out = create(name)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw FileErrors.failure("write", file, e);
        }
    }

    /**
     * Replaces a file's content at once: written beside it, forced to disk, renamed over it. Mode
     * and owner stay; a link is followed; a new file gets the mode that the umask allows.
     */
    public void write(Path name, byte[] content) {
        write(name, OptionalLong.empty(), content);
    }

    /**
     * As {@link #write(Path, byte[])}, and the file has the mode before it has its name, so that
     * nobody reads a secret in between.
     */
    public void write(Path name, OptionalLong mode, byte[] content) {
        Replacement.write(real(locate(name)), mode, content, ownership);
    }

    static void mask(Path file, Optional<Integer> mode) throws IOException {
        if (mode.isPresent()) {
            Files.setAttribute(file, "unix:mode", mode.get());
        }
    }

    /** Where a link on disk leads; any other file is itself. */
    static Path real(Path file) {
        try {
            return Files.isSymbolicLink(file) ? file.toRealPath() : file;
        } catch (IOException e) {
            return file;
        }
    }

    /** Makes an empty file, or sets the times of the one there is. */
    public void touch(Path name, Instant accessed, Instant modified) {
        Path file = locate(name);
        try {
            if (!Files.exists(file)) {
                Files.createFile(file);
                mask(file, Umask.ofFile());
            }
            Files.setAttribute(file, "lastAccessTime", FileTime.from(accessed));
            Files.setLastModifiedTime(file, FileTime.from(modified));
        } catch (IOException e) {
            throw FileErrors.failure("touch", file, e);
        }
    }

    /** Makes a directory and those above it; those that exist stay as they are. */
    public void makeDirectories(Path name) {
        Path directory = locate(name);
        try {
            List<Path> fresh = new ArrayList<>();
            for (Path path = directory;
                    Umask.current().isPresent() && path != null && !Files.exists(path);
                    path = path.getParent()) {
                fresh.addFirst(path);
            }
            Files.createDirectories(directory);
            for (Path path : fresh) {
                mask(path, Umask.ofDirectory());
            }
        } catch (IOException e) {
            throw FileErrors.failure("make", directory, e);
        }
    }

    /** Makes one directory, whose parent must exist. */
    public void makeDirectory(Path name) {
        Path directory = locate(name);
        try {
            Files.createDirectory(directory);
            mask(directory, Umask.ofDirectory());
        } catch (IOException e) {
            throw FileErrors.failure("make", directory, e);
        }
    }

    /** The names in a directory, sorted. */
    public List<String> list(Path name) {
        Path directory = locate(name);
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(p -> p.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw FileErrors.failure("list", directory, e);
        }
    }

    /**
     * Everything below a directory, parents before children, sorted, links not followed; as names
     * under the given one.
     */
    public List<Path> walk(Path name) {
        Path directory = locate(name);
        try (Stream<Path> entries = Files.walk(directory)) {
            return entries.filter(p -> !p.equals(directory))
                    .map(p -> name.resolve(directory.relativize(p)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw FileErrors.failure("list", directory, e);
        }
    }

    /**
     * The files below a directory, links to files and directories followed, but none that leads
     * back to a directory which holds it; as names under the given one, in no order.
     */
    public List<Path> filesBelow(Path name) {
        Path directory = locate(name);
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(
                    directory,
                    Set.of(FileVisitOption.FOLLOW_LINKS),
                    Integer.MAX_VALUE,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes found) {
                            if (found.isRegularFile()) {
                                files.add(name.resolve(directory.relativize(file)));
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException e) {
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw FileErrors.failure("list", directory, e);
        }
        return files;
    }

    /** What a link holds; an absolute target is named as a state names it. */
    public Path readLink(Path name) {
        Path link = locate(name);
        try {
            Path target = Files.readSymbolicLink(link);
            return target.isAbsolute() ? nameOf(target) : target;
        } catch (IOException e) {
            throw FileErrors.failure("read the link", link, e);
        }
    }

    /** The file that a name leads to once every link is followed, or the name if none exists. */
    public Path realPath(Path name) {
        Path file = locate(name);
        try {
            return nameOf(file.toRealPath());
        } catch (IOException e) {
            return nameOf(file.normalize());
        }
    }

    /** Makes a link; the name must be free. */
    public void symlink(Path name, Path target) {
        Path link = locate(name);
        try {
            Files.createSymbolicLink(link, held(target));
        } catch (IOException e) {
            throw FileErrors.failure("make the link", link, e);
        }
    }

    /** Points a link elsewhere by one rename, so that it always leads somewhere. */
    public void swapLink(Path name, Path target) {
        Replacement.link(locate(name), held(target));
    }

    private Path held(Path target) {
        return target.isAbsolute() ? locate(target) : target;
    }

    public void hardLink(Path name, Path existing) {
        Path link = locate(name);
        try {
            Files.createLink(link, locate(existing));
        } catch (IOException e) {
            throw FileErrors.failure("make the link", link, e);
        }
    }

    /** Renames by one step, over whatever file is there; both must be on one file system. */
    public void rename(Path from, Path to) {
        Path target = locate(to);
        try {
            Files.move(locate(from), target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw FileErrors.failure("rename to", target, e);
        }
    }

    /** Copies a file or link with its mode, times and, where allowed, owner. */
    public void copy(Path from, Path to) {
        Path target = locate(to);
        try {
            Files.copy(
                    locate(from),
                    target,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES,
                    LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw FileErrors.failure("copy to", target, e);
        }
    }

    /** Removes a file, a link or a whole directory; never what a link leads to, nor the root. */
    public void delete(Path name) {
        Path file = locate(name);
        try {
            if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                Files.deleteIfExists(file);
                return;
            }
            if (file.toRealPath().equals(root.toRealPath())) {
                throw new Failure(
                        ExitCode.CANNOT_WRITE,
                        "Refusing to remove \"" + name + "\", which is the root of all files",
                        "Name what is to go.");
            }
            Files.walkFileTree(
                    file,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
                                throws IOException {
                            Files.delete(path);
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult postVisitDirectory(
                                Path path, @Nullable IOException error) throws IOException {
                            if (error != null) {
                                throw error;
                            }
                            Files.delete(path);
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw FileErrors.failure("delete", file, e);
        }
    }

    /** The permission bits that are left out of files made now. */
    public int umask() {
        return Umask.current().orElse(UMASK);
    }

    /** Sets the permission bits, 0 to 07777, following links. */
    public void chmod(Path name, int mode) {
        Path file = locate(name);
        try {
            Files.setAttribute(file, "unix:mode", mode & MODE_BITS);
        } catch (IOException e) {
            throw FileErrors.failure("change the mode of", file, e);
        }
    }

    /** Gives a file away, following links; an empty number leaves that half alone. */
    public void chown(Path name, OptionalLong uid, OptionalLong gid) {
        ownership.change(real(locate(name)), uid, gid);
    }

    /** Gives a file or the link itself away. */
    public void lchown(Path name, OptionalLong uid, OptionalLong gid) {
        ownership.change(locate(name), uid, gid);
    }

    /** Forces a directory's names to disk, so that a rename survives a power cut. */
    public void syncDirectory(Path name) {
        Replacement.sync(locate(name));
    }

    /** Forces one file's content to disk. */
    public void sync(Path name) {
        Replacement.sync(locate(name));
    }

    /** Bytes that this user may still write to the file system that holds a name. */
    public long usableSpace(Path name) {
        // Not by Files.getFileStore: that wants the mount in /proc/mounts, which a chroot does not
        // show.
        return locate(name).toFile().getUsableSpace();
    }

    /** Bytes that nobody uses, those that only root may write among them. */
    public long unusedSpace(Path name) {
        return locate(name).toFile().getFreeSpace();
    }

    /** Bytes of the whole file system that holds a name. */
    public long totalSpace(Path name) {
        return locate(name).toFile().getTotalSpace();
    }

    /** A fresh directory that only this user may enter, under the machine's temporary directory. */
    public Path temporaryDirectory(String prefix) {
        Path parent = locate(Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
        try {
            Files.createDirectories(parent);
            return nameOf(Files.createTempDirectory(parent, prefix));
        } catch (IOException e) {
            throw FileErrors.failure("make a directory in", parent, e);
        }
    }

    /** Names in a directory that match, as full names; none if there is no such directory. */
    public List<Path> matching(Path directory, Predicate<String> wanted) {
        if (!isDirectory(directory)) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        for (String entry : list(directory)) {
            if (wanted.test(entry)) {
                found.add(directory.resolve(entry));
            }
        }
        return List.copyOf(found);
    }
}
