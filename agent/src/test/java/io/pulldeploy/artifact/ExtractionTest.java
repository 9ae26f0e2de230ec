package io.pulldeploy.artifact;

import static io.pulldeploy.artifact.RepositoryTest.assertFails;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.system.FileTree;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

class ExtractionTest {
    @TempDir private Path dir;

    record Entry(String name, byte type, int mode, String content) {
        static Entry file(String name) {
            return new Entry(name, TarConstants.LF_NORMAL, 0644, "x");
        }

        static Entry link(String name, String target) {
            return new Entry(name, TarConstants.LF_SYMLINK, 0777, target);
        }
    }

    static Stream<Arguments> hostileArchives() {
        return Stream.of(
                hostile("../evil climbs out by '..'", Entry.file("../evil")),
                hostile("a/../../evil climbs out", Entry.file("a/../../evil")),
                hostile("/etc/evil has an absolute name", Entry.file("/etc/evil")),
                hostile("l is a link that escapes, to /etc", Entry.link("l", "/etc")),
                hostile("l is a link that escapes, to ../x", Entry.link("l", "../x")),
                hostile("d/l is a link that escapes", Entry.link("d/l", "../../x")),
                hostile("l2 is a link with '..'", Entry.link("l2", "d/l/../..")),
                hostile(
                        "l/file lies behind the link l",
                        Entry.link("l", "d"),
                        Entry.file("l/file")),
                hostile("a stands twice", Entry.file("a"), Entry.file("./a")),
                hostile("a stands twice", Entry.link("a", "b"), Entry.file("a")),
                hostile("h is a hard link", new Entry("h", TarConstants.LF_LINK, 0644, "a")),
                hostile("c is a device", new Entry("c", TarConstants.LF_CHR, 0644, "")),
                hostile("b is a device", new Entry("b", TarConstants.LF_BLK, 0644, "")),
                hostile("p is a named pipe", new Entry("p", TarConstants.LF_FIFO, 0644, "")),
                hostile(
                        "s sets the user or group id",
                        new Entry("s", TarConstants.LF_NORMAL, 04755, "x")),
                hostile(
                        "four is one too many: the limit is 3 entries",
                        Entry.file("one"),
                        Entry.file("two"),
                        Entry.file("three"),
                        Entry.file("four")),
                hostile(
                        "big is too much: the limit is 100 bytes",
                        new Entry("big", TarConstants.LF_NORMAL, 0644, "0".repeat(101))),
                hostile(
                        "has a name of 41 characters: the limit is 40",
                        Entry.file("n".repeat(41))));
    }

    private static Arguments hostile(String complaint, Entry... entries) {
        return Arguments.of(complaint, List.of(entries));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostileArchives")
    void refusesHostileEntriesAndLeavesNothing(String complaint, List<Entry> entries)
            throws Exception {
        Path archive = archive(entries);

        assertFails(() -> unpack(archive), ExitCode.REFUSED, complaint);

        assertThat(dir.resolve("out")).doesNotExist();
        assertThat(dir.resolve(".tmp-1")).doesNotExist();
        assertThat(dir.resolve("evil")).doesNotExist();
    }

    @Test
    void keepsLinksThatStayInside() throws Exception {
        unpack(
                archive(
                        List.of(
                                Entry.file("d/e/f"),
                                Entry.link("d/up", "../d/e"),
                                Entry.link("d/e/g", "f"))));

        assertThat(Files.readString(dir.resolve("out/d/up/g"))).isEqualTo("x");
    }

    @Test
    void aBombIsStoppedByItsRatio() throws Exception {
        Path archive =
                archive(
                        List.of(
                                new Entry(
                                        "zeros",
                                        TarConstants.LF_NORMAL,
                                        0644,
                                        "0".repeat(70 << 20))));

        assertFails(
                () -> unpack(archive, ArchiveLimits.DEFAULT),
                ExitCode.REFUSED,
                "the entry zeros unpacks to more than 250 times the archive's size");
    }

    @Test
    void aTruncatedArchiveIsDamaged() throws Exception {
        Path archive = archive(List.of(Entry.file("a"), Entry.file("b")));
        byte[] bytes = Files.readAllBytes(archive);
        Files.write(archive, java.util.Arrays.copyOf(bytes, bytes.length / 2));

        assertFails(() -> unpack(archive), ExitCode.REFUSED, "is a damaged archive");
        assertThat(dir.resolve(".tmp-1")).doesNotExist();
    }

    private void unpack(Path archive) {
        unpack(archive, new ArchiveLimits(3, 100, 250, 40));
    }

    private void unpack(Path archive, ArchiveLimits limits) {
        new Extraction(new FileTree(), limits)
                .unpack(
                        archive,
                        Format.TAR_GZ,
                        "myapp v1",
                        dir.resolve(".tmp-1"),
                        dir.resolve("out"));
    }

    private Path archive(List<Entry> entries) throws IOException {
        Path file = dir.resolve("archive");
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Entry e : entries) {
                TarArchiveEntry entry = new TarArchiveEntry(e.name(), e.type(), true);
                entry.setMode(e.mode());
                boolean plain = e.type() == TarConstants.LF_NORMAL;
                byte[] content = plain ? e.content().getBytes(UTF_8) : new byte[0];
                entry.setSize(content.length);
                if (!plain) {
                    entry.setLinkName(e.content());
                }
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return file;
    }
}
