package io.pulldeploy.system;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/**
 * A lock of the whole host that the kernel holds for a process and frees when it ends, however it
 * ends. The holder's name stands in a second file: closing the locked file once more, as reading it
 * would, frees a POSIX lock.
 */
public final class HostLock {
    private static final int ATTEMPTS = 3;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(20);

    private final FileTree files;
    private final Path file;

    public HostLock(FileTree files, Path file) {
        this.files = files;
        this.file = file;
    }

    /**
     * Takes the lock without waiting.
     *
     * @param holder how others may name this run, one line
     * @throws Failure (LOCKED) naming the holder if another run has it
     */
    public Held take(String holder) {
        Held held =
                new Held(files.channel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        try {
            if (!lockSoon(held.channel)) {
                throw new Failure(
                        ExitCode.LOCKED,
                        "another run holds the lock: " + holder().orElse("it did not say which"),
                        "Wait until it has ended, then run again.");
            }
            files.write(holderFile(), holder + "\n");
            return held;
        } catch (IOException e) {
            held.close();
            throw FileErrors.failure("lock", file, e);
        } catch (Failure e) {
            held.close();
            throw e;
        }
    }

    /** Who holds the lock now; empty if nobody does. */
    public Optional<String> heldBy() {
        if (!files.exists(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = files.channel(file, StandardOpenOption.READ)) {
            return tryLock(channel, true).isPresent() ? Optional.empty() : holder();
        } catch (IOException e) {
            throw FileErrors.failure("lock", file, e);
        }
    }

    private Optional<String> holder() {
        return files.textIfPresent(holderFile()).map(String::strip);
    }

    private Path holderFile() {
        return file.resolveSibling(file.getFileName() + ".holder");
    }

    /** Whoever only looks who holds the lock has it for a moment. */
    private static boolean lockSoon(FileChannel channel) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (tryLock(channel, false).isPresent()) {
                return true;
            }
            try {
                Thread.sleep(BETWEEN_ATTEMPTS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    /** Two runs in one process exclude each other as well, which the kernel does not see. */
    private static Optional<FileLock> tryLock(FileChannel channel, boolean shared)
            throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock(0, Long.MAX_VALUE, shared));
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        }
    }

    /** The lock, until it is closed. */
    public static final class Held implements AutoCloseable {
        private final FileChannel channel;

        private Held(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                // The kernel frees the lock with the process at the latest.
            }
        }
    }
}
