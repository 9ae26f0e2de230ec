package io.pulldeploy.deploy;

import io.pulldeploy.model.Secrets;
import io.pulldeploy.system.FileTree;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A run's log file: what hooks print, bounded and without secrets. A disk that is full costs the
 * log, not the run.
 */
final class RunLog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RunLog.class);

    private static final long LIMIT = 16L << 20;
    private static final int TAIL_LINES = 20;

    private final FileTree files;
    private final Path file;
    private final Secrets secrets;
    private final Deque<String> tail = new ArrayDeque<>();
    private OutputStream out = OutputStream.nullOutputStream();
    private long written;
    private boolean broken;

    RunLog(FileTree files, Path file, Secrets secrets) {
        this.files = files;
        this.file = file;
        this.secrets = secrets;
    }

    /**
     * Makes the file; what is said before is lost.
     *
     * @throws io.pulldeploy.model.Failure (CANNOT_WRITE) if it cannot be made
     */
    void open() {
        if (file.getParent() != null) {
            files.makeDirectories(file.getParent());
        }
        out = files.append(file);
    }

    synchronized void line(String printed) {
        String text = secrets.mask(printed);
        tail.add(text);
        if (tail.size() > TAIL_LINES) {
            tail.remove();
        }
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        if (broken || written > LIMIT) {
            return;
        }
        written += bytes.length;
        try {
            out.write(
                    written > LIMIT
                            ? ("… cut after " + LIMIT + " bytes\n").getBytes(StandardCharsets.UTF_8)
                            : bytes);
        } catch (IOException e) {
            broken = true;
            log.warn("cannot write {}: {}", file, e.getMessage());
        }
    }

    /** Starts a new tail, for the next hook. */
    synchronized void mark() {
        tail.clear();
    }

    /** The last lines since the mark. */
    synchronized List<String> tail() {
        return List.copyOf(tail);
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            log.warn("cannot write {}: {}", file, e.getMessage());
        }
    }
}
