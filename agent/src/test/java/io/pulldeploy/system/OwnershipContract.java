package io.pulldeploy.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.OptionalLong;

/** What every {@link Ownership} does, seen through the files whose owners it knows. */
public abstract class OwnershipContract {
    private static final Path FILE = Path.of("/file");

    @TempDir Path root;
    private FileTree files;

    protected abstract Ownership ownership(Path scratch);

    /** Whom a file can be given to. */
    protected abstract long uid();

    protected abstract long gid();

    @BeforeEach
    void aFile() {
        files = new FileTree(root, ownership(root));
        files.write(FILE, "x");
    }

    @Test
    void whatIsGivenAwayHasItsNewOwner() {
        files.chown(FILE, OptionalLong.of(uid()), OptionalLong.of(gid()));

        assertThat(files.lstat(FILE).orElseThrow().uid()).isEqualTo(uid());
        assertThat(files.lstat(FILE).orElseThrow().gid()).isEqualTo(gid());
    }

    @Test
    void theHalfThatIsNotNamedStays() {
        files.chown(FILE, OptionalLong.of(uid()), OptionalLong.of(gid()));

        files.chown(FILE, OptionalLong.empty(), OptionalLong.of(gid()));

        assertThat(files.lstat(FILE).orElseThrow().uid()).isEqualTo(uid());
    }

    @Test
    void ownersHaveNames() {
        FileStat stat = files.lstat(FILE).orElseThrow();

        assertThat(stat.user()).isNotBlank();
        assertThat(stat.group()).isNotBlank();
    }

    @Test
    void replacingTheContentKeepsTheOwner() {
        files.chown(FILE, OptionalLong.of(uid()), OptionalLong.of(gid()));

        files.write(FILE, "y");

        assertThat(files.lstat(FILE).orElseThrow().uid()).isEqualTo(uid());
    }
}
