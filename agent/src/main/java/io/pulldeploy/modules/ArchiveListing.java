package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.system.Command;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/** What an archive holds: names of directories, which end with a slash, of files and of links. */
record ArchiveListing(List<String> directories, List<String> files, List<String> links) {
    private static final List<String> TAR_ENDINGS =
            List.of(
                    "tar",
                    "tar.gz",
                    "tgz",
                    "tar.bz2",
                    "tbz2",
                    "tbz",
                    "tar.xz",
                    "txz",
                    "tar.lzma",
                    "tlz");
    private static final int LINK = 0120000;
    private static final int DIRECTORY = 0040000;
    private static final int KIND = 0170000;

    /** The kind of archive that a name stands for. */
    static Optional<String> format(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return TAR_ENDINGS.stream().anyMatch(ending -> lower.endsWith("." + ending))
                ? Optional.of("tar")
                : List.of("zip", "rar").stream()
                        .filter(ending -> lower.endsWith("." + ending))
                        .findFirst();
    }

    /**
     * @param options the command that decompresses it, empty where it is known how
     */
    static ArchiveListing ofTar(Host host, String name, Path file, List<String> options) {
        ArchiveListing found =
                new ArchiveListing(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        try (InputStream in = opened(host, file, options);
                TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
            boolean any = false;
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                any = true;
                String path = Texts.stripEnd(entry.getName(), "/");
                if (entry.isSymbolicLink()) {
                    found.links.add(path);
                } else if (entry.isDirectory()) {
                    found.directories.add(path + "/");
                } else {
                    found.files.add(path);
                }
            }
            if (any || host.files().stat(file).filter(s -> s.size() >= 512).isPresent()) {
                return found;
            }
        } catch (IOException e) {
            throw unreadable(name, e);
        }
        throw unreadable(name, new IOException("no tar archive"));
    }

    private static CallError unreadable(String name, IOException cause) {
        return new CallError(
                "Unable to list contents of "
                        + name
                        + ". If this is an XZ-compressed tar archive, install XZ Utils to enable listing its contents. If it is compressed using something other than XZ, it may be necessary to specify CLI options to decompress the archive. See the documentation for details.",
                cause);
    }

    private static InputStream opened(Host host, Path file, List<String> options)
            throws IOException {
        BufferedInputStream in = new BufferedInputStream(host.files().open(file));
        in.mark(8);
        byte[] start = in.readNBytes(6);
        in.reset();
        String magic = new String(start, StandardCharsets.ISO_8859_1);
        if (magic.startsWith("\u001F\u008B")) {
            return new GZIPInputStream(in);
        }
        if (magic.startsWith("BZh")) {
            return new BZip2CompressorInputStream(in, true);
        }
        if (!magic.startsWith("\u00FD7zXZ") && options.isEmpty()) {
            return in;
        }
        in.close();
        List<String> command =
                new ArrayList<>(
                        options.isEmpty() ? List.of("xz", "--decompress", "--stdout") : options);
        command.add(host.files().locate(file).toString());
        Completed done =
                host.processes().run(Command.of(command).writtenIn(StandardCharsets.ISO_8859_1));
        if (!done.succeeded()) {
            throw new IOException(done.errors());
        }
        return new ByteArrayInputStream(done.output().getBytes(StandardCharsets.ISO_8859_1));
    }

    static ZipFile zip(FileTree files, Path file) throws IOException {
        return ZipFile.builder()
                .setSeekableByteChannel(files.channel(file, StandardOpenOption.READ))
                .get();
    }

    static boolean isLink(ZipArchiveEntry entry) {
        return (entry.getUnixMode() & KIND) == LINK;
    }

    static ArchiveListing ofZip(FileTree files, String name, Path file) {
        TreeSet<String> directories = new TreeSet<>();
        List<String> plain = new ArrayList<>();
        List<String> links = new ArrayList<>();
        try (ZipFile zip = zip(files, file)) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                String path = entry.getName();
                if (isLink(entry)) {
                    links.add(path);
                } else if ((entry.getUnixMode() & KIND) == DIRECTORY) {
                    directories.add(path);
                } else {
                    plain.add(path);
                }
            }
        } catch (IOException e) {
            throw new CallError(name + " is not a ZIP file", e);
        }
        // Archives of other systems have no entries for their directories.
        for (String path : List.copyOf(plain)) {
            String directory = path.substring(0, path.lastIndexOf('/') + 1);
            if (!directory.isEmpty()) {
                directories.add(directory);
                plain.remove(directory);
            }
        }
        return new ArchiveListing(new ArrayList<>(directories), plain, links);
    }

    /** The names without their first parts; those that have no more are left out. */
    ArchiveListing stripped(int parts) {
        return new ArchiveListing(
                stripped(directories, parts), stripped(files, parts), stripped(links, parts));
    }

    private static List<String> stripped(List<String> names, int parts) {
        return names.stream()
                .map(name -> name.split("/", parts + 1))
                .filter(found -> found.length > parts && !found[parts].isEmpty())
                .map(found -> found[parts])
                .sorted()
                .toList();
    }
}
