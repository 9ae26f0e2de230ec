package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.FileStat;
import io.pulldeploy.system.FileTree;

import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/** Zip archives, written and unpacked without a program. */
final class ZipArchives {
    private final FileTree files;

    ZipArchives(FileTree files) {
        this.files = files;
    }

    /**
     * Writes {@code zip_file}.
     *
     * @param sources files and directories; relative ones below {@code cwd}
     * @return the names in it; directories end with a slash
     */
    List<String> write(Arguments args, List<String> sources) {
        unsupported(args);
        boolean below = args.flag("cwd");
        if (below && !args.string("cwd").startsWith("/")) {
            throw new CallError("SaltInvocationError", "cwd must be absolute");
        }
        if (!below && sources.stream().anyMatch(source -> !source.startsWith("/"))) {
            throw new CallError(
                    "SaltInvocationError", "Relative paths require the 'cwd' parameter");
        }
        Path root = Path.of(below ? args.string("cwd") : "/");
        List<String> names = new ArrayList<>();
        try (ZipArchiveOutputStream zip =
                new ZipArchiveOutputStream(files.create(Path.of(args.string("zip_file"))))) {
            for (String source : sources) {
                Path from = root.resolve(source);
                if (!files.exists(from)) {
                    continue;
                }
                Path base = from.startsWith(root) ? root : Path.of("/");
                add(zip, from, base.relativize(from), names);
                for (Path path : files.isDirectory(from) ? files.walk(from) : List.<Path>of()) {
                    add(zip, path, base.relativize(path), names);
                }
            }
        } catch (IOException e) {
            throw new CallError("Exception encountered creating zipfile: " + e.getMessage(), e);
        }
        return names;
    }

    private static void unsupported(Arguments args) {
        for (String option : List.of("runas", "template")) {
            if (args.flag(option)) {
                throw new CallError("The '" + option + "' option is not supported");
            }
        }
    }

    private void add(ZipArchiveOutputStream zip, Path path, Path name, List<String> names)
            throws IOException {
        FileStat stat = files.stat(path).orElseThrow();
        String entryName = name + (stat.isDirectory() ? "/" : "");
        ZipArchiveEntry entry = new ZipArchiveEntry(entryName);
        entry.setUnixMode((stat.isDirectory() ? 0040000 : 0100000) | stat.mode());
        entry.setLastModifiedTime(FileTime.from(stat.modified()));
        zip.putArchiveEntry(entry);
        if (!stat.isDirectory()) {
            try (InputStream in = files.open(path)) {
                in.transferTo(zip);
            }
        }
        zip.closeArchiveEntry();
        names.add(entryName);
    }

    /**
     * Unpacks {@code zip_file} below {@code dest}; no name leads out of it.
     *
     * @return the names in it, without those that are left out
     */
    List<String> extract(Arguments args, List<String> excludes) {
        unsupported(args);
        if (args.flag("password")) {
            throw new CallError("archive.unzip takes no password here; use archive.cmd_unzip");
        }
        List<String> names = new ArrayList<>();
        Path destination = Path.of(args.string("dest"));
        try (ZipFile zip = ArchiveListing.zip(files, Path.of(args.string("zip_file")))) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                if (!excludes.contains(entry.getName())) {
                    names.add(entry.getName());
                    extract(zip, entry, destination, args.flag("extract_perms"));
                }
            }
        } catch (Failure e) {
            throw new CallError(
                    "Exception encountered unpacking zipfile: " + PythonErrors.of(e).getMessage(),
                    e);
        } catch (IOException e) {
            throw new CallError(
                    "Exception encountered unpacking zipfile: "
                            + (names.isEmpty() ? "File is not a zip file" : e.getMessage()),
                    e);
        }
        return names;
    }

    private void extract(ZipFile zip, ZipArchiveEntry entry, Path destination, boolean modes)
            throws IOException {
        Path target = destination;
        for (String part : entry.getName().split("/")) {
            if (!part.isEmpty() && !part.equals(".") && !part.equals("..")) {
                target = target.resolve(part);
            }
        }
        if (target.equals(destination)) {
            return;
        }
        outside(target, destination);
        int mode = entry.getUnixMode() & 07777;
        if (entry.isDirectory()) {
            files.makeDirectories(target);
            if (modes) {
                files.chmod(target, mode == 0 ? 0777 & ~files.umask() : mode);
            }
            return;
        }
        files.makeDirectories(Objects.requireNonNull(target.getParent()));
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] content = in.readAllBytes();
            if (ArchiveListing.isLink(entry)) {
                files.symlink(target, Path.of(new String(content, StandardCharsets.UTF_8)));
                return;
            }
            int usual = 0666 & ~files.umask();
            files.write(target, OptionalLong.of(modes && mode != 0 ? mode : usual), content);
        }
    }

    /** A link in the archive must not lead a later name to another place. */
    private void outside(Path target, Path destination) throws IOException {
        for (Path path = target; !destination.equals(path); path = path.getParent()) {
            if (path == null || files.isSymlink(path)) {
                throw new IOException("a link stands where " + target + " is to be");
            }
        }
    }

    boolean isEncrypted(Path file, Arguments args) {
        try (ZipFile zip = ArchiveListing.zip(files, file)) {
            boolean encrypted =
                    Collections.list(zip.getEntries()).stream()
                            .anyMatch(entry -> entry.getGeneralPurposeBit().usesEncryption());
            if (args.flag("clean")) {
                files.delete(file);
            }
            return encrypted;
        } catch (IOException e) {
            throw new CallError(
                    args.string("name")
                            + " is not a ZIP file. Additional info follows:\n\narchive location:\n    "
                            + file,
                    e);
        }
    }
}
