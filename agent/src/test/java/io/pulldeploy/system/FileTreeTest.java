package io.pulldeploy.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;

class FileTreeTest {
    @TempDir Path root;
    private FileTree files;

    @BeforeEach
    void rootedTree() {
        files = new FileTree(root);
    }

    @Test
    void absoluteNamesLieUnderTheRoot() {
        assertThat(files.locate(Path.of("/etc/hosts"))).isEqualTo(root.resolve("etc/hosts"));
        assertThat(files.locate(Path.of("/../../etc/hosts"))).isEqualTo(root.resolve("etc/hosts"));
        assertThat(files.locate(Path.of("../../etc")).startsWith(root)).isTrue();
        assertThat(files.locate(root.resolve("etc"))).isEqualTo(root.resolve("etc"));
        assertThat(files.nameOf(root.resolve("etc/hosts"))).isEqualTo(Path.of("/etc/hosts"));
    }

    @Test
    void writeKeepsModeAndLeavesNothingBeside() throws Exception {
        Path file = Path.of("/etc/app.conf");
        files.makeDirectories(Path.of("/etc"));
        files.write(file, "one\n");
        files.chmod(file, 0640);
        files.write(file, "two\n");
        assertThat(files.text(file)).isEqualTo("two\n");
        assertThat(files.stat(file).orElseThrow().octal()).isEqualTo("0640");
        assertThat(files.list(Path.of("/etc"))).containsExactly("app.conf");
    }

    @Test
    void writeFollowsALink() {
        files.write(Path.of("/real"), "old");
        files.symlink(Path.of("/link"), Path.of("/real"));
        files.write(Path.of("/link"), "new");
        assertThat(files.isSymlink(Path.of("/link"))).isTrue();
        assertThat(files.text(Path.of("/real"))).isEqualTo("new");
    }

    @Test
    void anAbsoluteLinkStaysInsideTheTree() {
        files.write(Path.of("/real"), "x");
        files.symlink(Path.of("/link"), Path.of("/real"));
        assertThat(files.readLink(Path.of("/link"))).isEqualTo(Path.of("/real"));
        assertThat(files.text(Path.of("/link"))).isEqualTo("x");
    }

    @Test
    void swapLinkReplacesALinkToADirectory() {
        files.makeDirectories(Path.of("/releases/1"));
        files.makeDirectories(Path.of("/releases/2"));
        files.symlink(Path.of("/current"), Path.of("releases/1"));
        files.swapLink(Path.of("/current"), Path.of("releases/2"));
        assertThat(files.readLink(Path.of("/current"))).isEqualTo(Path.of("releases/2"));
        assertThat(files.list(Path.of("/"))).containsExactly("current", "releases");
    }

    @Test
    void deleteLeavesWhatLinksLeadTo() {
        files.makeDirectories(Path.of("/keep"));
        files.write(Path.of("/keep/file"), "x");
        files.makeDirectories(Path.of("/gone/deep"));
        files.symlink(Path.of("/gone/deep/link"), Path.of("/keep"));
        files.delete(Path.of("/gone"));
        assertThat(files.isPresent(Path.of("/gone"))).isFalse();
        assertThat(files.text(Path.of("/keep/file"))).isEqualTo("x");
    }

    /** The root is a scratch directory: no test may name the machine's own. */
    @Test
    void theRootIsNeverDeleted() {
        files.makeDirectories(Path.of("/a"));
        files.write(Path.of("/a/file"), "stays");

        for (String name : List.of("/", "//", "/a/..", "/a/./..", "/a/../..")) {
            assertThatThrownBy(() -> files.delete(Path.of(name)))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("Refusing to remove");
        }
        assertThat(files.text(Path.of("/a/file"))).isEqualTo("stays");
    }

    @Test
    void statIsEmptyWhereNothingIs() {
        files.write(Path.of("/file"), "x");
        assertThat(files.stat(Path.of("/none"))).isEmpty();
        assertThat(files.stat(Path.of("/file/below"))).isEmpty();
        FileStat stat = files.stat(Path.of("/file")).orElseThrow();
        assertThat(stat.kind()).isEqualTo(FileStat.Kind.FILE);
        assertThat(stat.size()).isEqualTo(1);
        assertThat(stat.links()).isEqualTo(1);
    }

    @Test
    void aRefusalSaysWhatTheKernelSays() throws Exception {
        assertThatThrownBy(() -> files.text(Path.of("/none")))
                .isInstanceOfSatisfying(
                        Failure.class,
                        f -> assertThat(f.exitCode()).isEqualTo(ExitCode.CANNOT_WRITE))
                .hasMessageEndingWith("none: No such file or directory");
        Files.writeString(root.resolve("file"), "x");
        assertThatThrownBy(() -> files.makeDirectory(Path.of("/file")))
                .hasMessageEndingWith("file: File exists");
    }

    @Test
    void filesBelowFollowLinksButNotInARing() throws Exception {
        Path real = Files.createDirectories(root.resolve("real/sub"));
        Files.writeString(real.resolve("file"), "");
        Files.createSymbolicLink(root.resolve("link"), root.resolve("real"));
        Files.createSymbolicLink(real.resolve("ring"), root.resolve("real"));
        Files.createSymbolicLink(real.resolve("nowhere"), Path.of("nothing"));

        assertThat(new FileTree().filesBelow(root))
                .containsExactlyInAnyOrder(
                        root.resolve("real/sub/file"), root.resolve("link/sub/file"));
    }

    @Test
    void aUmaskHoldsForWhatIsMadeUnderItAndForPrograms() throws Exception {
        FileTree tree = new FileTree();
        Path directory = root.resolve("new/below");
        Path file = directory.resolve("file");
        RealProcesses processes =
                new RealProcesses(tree, new FakeAccounts(), Map.of("PATH", "/usr/bin:/bin"));

        String printed =
                Umask.under(
                        027,
                        () -> {
                            tree.makeDirectories(directory);
                            tree.write(file, "text");
                            tree.touch(directory.resolve("touched"), Instant.EPOCH, Instant.EPOCH);
                            return processes.run(Command.of("/bin/sh", "-c", "umask")).output();
                        });
        tree.write(root.resolve("later"), "text");

        assertThat(mode(root.resolve("new"))).isEqualTo("rwxr-x---");
        assertThat(mode(directory)).isEqualTo("rwxr-x---");
        assertThat(mode(file)).isEqualTo("rw-r-----");
        assertThat(mode(directory.resolve("touched"))).isEqualTo("rw-r-----");
        assertThat(mode(root.resolve("later"))).isEqualTo("rw-r--r--");
        assertThat(printed).isEqualTo("0027\n");
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
