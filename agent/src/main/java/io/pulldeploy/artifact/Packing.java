package io.pulldeploy.artifact;

import io.airlift.compress.v3.zstd.ZstdOutputStream;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.FileStat;
import io.pulldeploy.system.FileTree;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Packs a directory so that the same tree always gives the same bytes: entries sorted, owner 0,
 * times fixed, modes 0755 or 0644.
 */
final class Packing {
    /** The base artifact is these directories of its tree. */
    private static final List<String> BASE_PARTS = List.of("states", "pillar", "grains");

    private static final List<Path> HOOKS =
            List.of(Path.of("hooks/pre-release.d"), Path.of("hooks/post-release.d"));

    /** The first time that every archive format can hold. */
    private static final Instant TIME = Instant.parse("1980-01-01T00:00:00Z");

    private static final int BUFFER = 128 * 1024;

    private final FileTree files;

    Packing(FileTree files) {
        this.files = files;
    }

    /**
     * An archive on disk.
     *
     * @param entries what went in, in its order
     */
    record Packed(Path archive, Format format, long size, String sha256, List<Path> entries) {
        Packed {
            entries = List.copyOf(entries);
        }
    }

    /**
     * @param directory whose content becomes the artifact's root
     * @throws Failure (USAGE) if the directory holds nothing to pack or what no artifact may hold,
     *     or a hook without its execute bit, all of them named
     */
    Packed pack(ArtifactName name, Path directory, Format format, Path archive) {
        if (!files.isDirectory(directory)) {
            throw new Failure(
                    ExitCode.USAGE, directory + " is no directory", "Name the artifact's root.");
        }
        List<Path> entries = entries(name, directory);
        if (entries.isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE,
                    directory + " holds nothing to publish",
                    name.isBase()
                            ? "The base is the directories states, pillar and grains in it."
                            : "Name the artifact's root.");
        }
        refuseHooksThatCannotRun(directory, entries);
        MessageDigest digest = Download.sha256();
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(
                        compressed(
                                new DigestOutputStream(
                                        new BufferedOutputStream(files.create(archive), BUFFER),
                                        digest),
                                format),
                        StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            for (Path entry : entries) {
                add(tar, directory, entry);
            }
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.CANNOT_WRITE,
                    "cannot write " + archive + ": " + e.getMessage(),
                    "Free some space, then run again.",
                    e);
        }
        return new Packed(
                archive,
                format,
                files.stat(archive).orElseThrow().size(),
                HexFormat.of().formatHex(digest.digest()),
                entries);
    }

    private static OutputStream compressed(OutputStream out, Format format) throws IOException {
        return switch (format) {
            case TAR_GZ -> new GZIPOutputStream(out, BUFFER);
            case TAR_ZST -> new ZstdOutputStream(out);
        };
    }

    /** What goes in, relative to the directory, sorted by the bytes of the names. */
    private List<Path> entries(ArtifactName name, Path directory) {
        IgnoreRules ignore =
                new IgnoreRules(
                        files.textIfPresent(directory.resolve(IgnoreRules.FILE))
                                .map(t -> t.lines().toList())
                                .orElse(List.of()));
        List<Path> found = new ArrayList<>();
        for (String child : files.list(directory)) {
            if (!name.isBase() || BASE_PARTS.contains(child)) {
                collect(directory, Path.of(child), ignore, found);
            }
        }
        found.sort(Comparator.comparing(Path::toString));
        return found;
    }

    private void collect(Path directory, Path entry, IgnoreRules ignore, List<Path> found) {
        boolean isDirectory = stat(directory, entry).isDirectory();
        if (ignore.ignores(entry, isDirectory)) {
            return;
        }
        found.add(entry);
        if (isDirectory) {
            for (String child : files.list(directory.resolve(entry))) {
                collect(directory, entry.resolve(child), ignore, found);
            }
        }
    }

    private FileStat stat(Path directory, Path entry) {
        return files.lstat(directory.resolve(entry)).orElseThrow();
    }

    private void refuseHooksThatCannotRun(Path directory, List<Path> entries) {
        List<String> idle =
                entries.stream()
                        .filter(e -> e.getParent() != null && HOOKS.contains(e.getParent()))
                        .filter(e -> !e.getFileName().toString().startsWith("."))
                        .filter(e -> stat(directory, e).isFile())
                        .filter(e -> (stat(directory, e).mode() & 0111) == 0)
                        .map(Path::toString)
                        .toList();
        if (!idle.isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE,
                    (idle.size() == 1 ? "a hook is" : "hooks are")
                            + " not executable: "
                            + String.join(", ", idle),
                    "Run chmod +x on it, or name it in " + IgnoreRules.FILE + ".");
        }
    }

    private void add(TarArchiveOutputStream tar, Path directory, Path path) throws IOException {
        FileStat stat = stat(directory, path);
        TarArchiveEntry entry =
                switch (stat.kind()) {
                    case DIRECTORY -> new TarArchiveEntry(path + "/");
                    case FILE -> new TarArchiveEntry(path.toString());
                    case SYMLINK -> link(directory, path);
                    case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET ->
                            throw new Failure(
                                    ExitCode.USAGE,
                                    path + " is neither file, directory nor link",
                                    "Remove it, or name it in " + IgnoreRules.FILE + ".");
                };
        boolean executable = stat.isDirectory() || (stat.mode() & 0111) != 0;
        entry.setMode(executable ? 0755 : 0644);
        entry.setIds(0, 0);
        entry.setNames("", "");
        entry.setModTime(Date.from(TIME));
        entry.setSize(stat.isFile() ? stat.size() : 0);
        tar.putArchiveEntry(entry);
        if (stat.isFile()) {
            try (InputStream in = files.open(directory.resolve(path))) {
                in.transferTo(tar);
            }
        }
        tar.closeArchiveEntry();
    }

    private TarArchiveEntry link(Path directory, Path path) {
        TarArchiveEntry entry = new TarArchiveEntry(path.toString(), TarConstants.LF_SYMLINK);
        entry.setLinkName(files.readLink(directory.resolve(path)).toString());
        return entry;
    }
}
