package io.pulldeploy.system;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Replaces files and links on disk so that a reader, and a machine that loses its power, sees the
 * old or the new one: made beside it, forced to disk, renamed over it.
 */
final class Replacement {
    private Replacement() {}

    /**
     * @param mode of the file before it has its name; else that of the file there was, else what
     *     the umask allows
     */
    static void write(Path file, OptionalLong mode, byte[] content, Ownership ownership) {
        Path temporary = beside(file);
        try {
            try (FileChannel channel =
                    FileChannel.open(
                            temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                Optional<FileStat> before = FileStats.read(file, ownership);
                if (mode.isPresent() || before.isPresent()) {
                    Files.setAttribute(
                            temporary,
                            "unix:mode",
                            mode.isPresent()
                                    ? (int) mode.getAsLong()
                                    : before.orElseThrow().mode());
                } else {
                    FileTree.mask(temporary, Umask.ofFile());
                }
                ByteBuffer buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                before.ifPresent(b -> keepOwner(temporary, b, ownership));
                channel.force(true);
            }
            try {
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
                sync(parent(file));
            } catch (FileSystemException e) {
                // A file that is a mount point, as a container's /etc/hosts is, takes no rename.
                if (!"Device or resource busy".equals(e.getReason())) {
                    throw e;
                }
                Files.write(file, content);
                Files.delete(temporary);
            }
        } catch (IOException e) {
            discard(temporary);
            throw FileErrors.failure("write", file, e);
        }
    }

    static void link(Path link, Path target) {
        Path temporary = beside(link);
        try {
            Files.createSymbolicLink(temporary, target);
            Files.move(temporary, link, StandardCopyOption.ATOMIC_MOVE);
            sync(parent(link));
        } catch (IOException e) {
            discard(temporary);
            throw FileErrors.failure("swap the link", link, e);
        }
    }

    /** Forces a file's content, or a directory's names, to disk. */
    static void sync(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw FileErrors.failure("sync", file, e);
        }
    }

    private static void keepOwner(Path temporary, FileStat before, Ownership ownership) {
        FileStat now =
                FileStats.read(temporary, ownership, LinkOption.NOFOLLOW_LINKS).orElseThrow();
        ownership.change(
                temporary,
                before.uid() == now.uid() ? OptionalLong.empty() : OptionalLong.of(before.uid()),
                before.gid() == now.gid() ? OptionalLong.empty() : OptionalLong.of(before.gid()));
    }

    private static void discard(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // The first error is the one to tell; a stray temporary file is named after its target.
        }
    }

    private static Path beside(Path file) {
        return file.resolveSibling(
                "."
                        + file.getFileName()
                        + ".tmp-"
                        + Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36));
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }
}
