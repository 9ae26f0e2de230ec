package io.pulldeploy.artifact;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.zstd.ZstdInputStream;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.FileTree;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;

/** Unpacks an archive so that it is complete, on disk, or not there at all. */
public final class Extraction {
    private static final int BUFFER = 128 * 1024;

    /** How many files are forced to disk at a time; more gain nothing. */
    private static final int SYNCS = 8;

    private final FileTree files;
    private final ArchiveLimits limits;

    public Extraction(FileTree files, ArchiveLimits limits) {
        this.files = files;
        this.limits = limits;
    }

    /**
     * Unpacks beside the target, forces everything to disk, then gives it its name by one rename.
     *
     * @param name the archive as messages name it
     * @param temporary a free name on the target's file system
     * @param target must not exist
     * @throws Failure (REFUSED) naming the entry and the rule or limit; (CANNOT_WRITE) if the disk
     *     is full. In both cases nothing is left behind
     */
    public void unpack(Path archive, Format format, String name, Path temporary, Path target) {
        try {
            List<Path> written = write(archive, format, name, temporary);
            sync(written);
            files.rename(temporary, target);
            files.syncDirectory(parent(target));
        } catch (RuntimeException e) {
            files.delete(temporary);
            throw e;
        }
    }

    /**
     * Several at a time: a journaling file system forces them to disk together, so that thousands
     * of files take as long as some dozens one by one.
     */
    private void sync(List<Path> written) {
        List<Callable<Void>> all =
                written.stream()
                        .map(path ->
                                (Callable<Void>)
                                        () -> {
                                            files.sync(path);
                                            return null;
                                        })
                        .toList();
        try (ExecutorService threads =
                Executors.newFixedThreadPool(SYNCS, Thread.ofPlatform().daemon().factory())) {
            for (Future<Void> one : threads.invokeAll(all)) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(
                    ExitCode.UNAVAILABLE, "interrupted while files were unpacked", "Run again.", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(e);
        }
    }

    /** Writes all entries; the files and directories that must be forced to disk. */
    private List<Path> write(Path archive, Format format, String name, Path root) {
        EntryRules rules = new EntryRules(name, limits);
        List<Path> written = new ArrayList<>();
        files.makeDirectory(root);
        written.add(root);
        long compressed = files.stat(archive).orElseThrow().size();
        long bytes = 0;
        try (TarArchiveInputStream tar = new TarArchiveInputStream(open(archive, format))) {
            TarArchiveEntry entry = tar.getNextEntry();
            while (entry != null) {
                Path path = rules.admit(entry);
                bytes += writeEntry(tar, entry, root.resolve(path), rules, bytes, compressed);
                if (!entry.isSymbolicLink()) {
                    written.add(root.resolve(path));
                }
                entry = tar.getNextEntry();
            }
        } catch (IOException e) {
            throw damaged(name, e);
        } catch (MalformedInputException e) {
            throw damaged(name, new IOException(e));
        }
        return written;
    }

    private long writeEntry(
            TarArchiveInputStream tar,
            TarArchiveEntry entry,
            Path path,
            EntryRules rules,
            long before,
            long compressed)
            throws IOException {
        files.makeDirectories(parent(path));
        if (entry.isSymbolicLink()) {
            files.symlink(path, Path.of(entry.getLinkName()));
            return 0;
        }
        if (entry.isDirectory()) {
            files.makeDirectories(path);
            files.chmod(path, (entry.getMode() & 0777) | 0700);
            return 0;
        }
        long bytes = 0;
        try (OutputStream out = files.create(path)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = tar.read(buffer); read >= 0; read = tar.read(buffer)) {
                bytes += read;
                checkSize(entry, rules, before + bytes, compressed);
                write(out, path, buffer, read);
            }
        }
        files.chmod(path, entry.getMode() & 0777);
        return bytes;
    }

    private void checkSize(TarArchiveEntry entry, EntryRules rules, long total, long compressed) {
        if (total > limits.bytes()) {
            throw rules.refused(
                    entry, "is too much: the limit is " + limits.bytes() + " bytes unpacked");
        }
        if (total > ArchiveLimits.RATIO_FROM && total > limits.ratio() * compressed) {
            throw rules.refused(
                    entry,
                    "unpacks to more than "
                            + limits.ratio()
                            + " times the archive's size, which is"
                            + " the limit");
        }
    }

    private static void write(OutputStream out, Path path, byte[] buffer, int length) {
        try {
            out.write(buffer, 0, length);
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.CANNOT_WRITE,
                    "cannot write " + path + ": " + e.getMessage(),
                    "Free some space, then run again; what runs now is untouched.",
                    e);
        }
    }

    private InputStream open(Path archive, Format format) throws IOException {
        InputStream packed = new BufferedInputStream(files.open(archive), BUFFER);
        return switch (format) {
            case TAR_GZ -> new GZIPInputStream(packed, BUFFER);
            case TAR_ZST -> new ZstdInputStream(packed);
        };
    }

    private static Failure damaged(String name, IOException e) {
        return new Failure(
                ExitCode.REFUSED,
                name + " is a damaged archive: " + e.getMessage(),
                "Nothing was changed. Publish the content anew with 'pulldeploy publish'.",
                e);
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }
}
