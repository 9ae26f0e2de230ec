package io.pulldeploy.system;

import java.time.Instant;

/**
 * What the file system knows of one file.
 *
 * @param mode permission bits with set-user, set-group and sticky, 0 to 07777
 * @param user owner's name, or the number as text if nobody has it
 * @param group group's name, or the number as text if nobody has it
 * @param size bytes
 * @param links number of names that the file has
 */
public record FileStat(
        Kind kind,
        int mode,
        long uid,
        long gid,
        String user,
        String group,
        long size,
        Instant modified,
        Instant accessed,
        Instant changed,
        long inode,
        long device,
        long links) {
    /** What a name in a directory stands for. */
    public enum Kind {
        FILE,
        DIRECTORY,
        SYMLINK,
        CHARACTER_DEVICE,
        BLOCK_DEVICE,
        FIFO,
        SOCKET
    }

    /** The mode as states write it: at least four octal digits, {@code 0644}. */
    public String octal() {
        String digits = Integer.toOctalString(mode);
        return "0".repeat(Math.max(0, 4 - digits.length())) + digits;
    }

    public boolean isFile() {
        return kind == Kind.FILE;
    }

    public boolean isDirectory() {
        return kind == Kind.DIRECTORY;
    }

    public boolean isSymlink() {
        return kind == Kind.SYMLINK;
    }
}
