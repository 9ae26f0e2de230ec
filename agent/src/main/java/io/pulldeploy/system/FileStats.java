package io.pulldeploy.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads what the kernel knows of a file on disk. */
final class FileStats {
    private static final int MODE_BITS = 07777;
    private static final int KIND_BITS = 0170000;

    private FileStats() {}

    /** Empty if there is no such file. */
    static Optional<FileStat> read(Path file, Ownership ownership, LinkOption... options) {
        Map<String, Object> a;
        try {
            a = Files.readAttributes(file, "unix:*", options);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Optional.empty();
        } catch (IOException e) {
            if ("Not a directory".equals(FileErrors.reason(e))) {
                return Optional.empty();
            }
            throw FileErrors.failure("look at", file, e);
        }
        int mode = (int) number(a, "mode");
        Ownership.Owner owner =
                ownership.of(
                        options.length > 0 ? file : FileTree.real(file),
                        new Ownership.Owner(
                                number(a, "uid") & 0xFFFFFFFFL,
                                number(a, "gid") & 0xFFFFFFFFL,
                                String.valueOf(a.get("owner")),
                                String.valueOf(a.get("group"))));
        return Optional.of(
                new FileStat(
                        kind(mode & KIND_BITS),
                        mode & MODE_BITS,
                        owner.uid(),
                        owner.gid(),
                        owner.user(),
                        owner.group(),
                        number(a, "size"),
                        time(a, "lastModifiedTime"),
                        time(a, "lastAccessTime"),
                        time(a, "ctime"),
                        number(a, "ino"),
                        number(a, "dev"),
                        number(a, "nlink")));
    }

    /** Major and minor number of the device that a file stands for. */
    static List<Long> deviceNumbers(Path file) {
        try {
            long device = number(Files.readAttributes(file, "unix:rdev"), "rdev");
            return List.of(
                    ((device >>> 8) & 0xFFF) | ((device >>> 32) & ~0xFFFL),
                    (device & 0xFF) | ((device >>> 12) & ~0xFFL & 0xFFFFFFFFL));
        } catch (IOException e) {
            throw FileErrors.failure("look at", file, e);
        }
    }

    private static long number(Map<String, Object> attributes, String key) {
        return ((Number) Objects.requireNonNull(attributes.get(key))).longValue();
    }

    private static Instant time(Map<String, Object> attributes, String key) {
        return ((FileTime) Objects.requireNonNull(attributes.get(key))).toInstant();
    }

    private static FileStat.Kind kind(int bits) {
        return switch (bits) {
            case 0040000 -> FileStat.Kind.DIRECTORY;
            case 0120000 -> FileStat.Kind.SYMLINK;
            case 0020000 -> FileStat.Kind.CHARACTER_DEVICE;
            case 0060000 -> FileStat.Kind.BLOCK_DEVICE;
            case 0010000 -> FileStat.Kind.FIFO;
            case 0140000 -> FileStat.Kind.SOCKET;
            default -> FileStat.Kind.FILE;
        };
    }
}
