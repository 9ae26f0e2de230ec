package io.pulldeploy.system;

import io.pulldeploy.model.Failure;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Says what the file system refused, in the kernel's words. */
final class FileErrors {
    private FileErrors() {}

    /**
     * @param verb what was tried, as in "cannot write"
     */
    static Failure failure(String verb, Path path, IOException cause) {
        String reason = reason(cause);
        return new FileFailure(verb, path, reason, remedy(reason), cause);
    }

    /** The kernel's text for an error, as strerror(3) gives it. */
    static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "No such file or directory";
            case FileAlreadyExistsException _ -> "File exists";
            case DirectoryNotEmptyException _ -> "Directory not empty";
            case AccessDeniedException _ -> "Permission denied";
            case NotDirectoryException _ -> "Not a directory";
            case FileSystemLoopException _ -> "Too many levels of symbolic links";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }

    private static String remedy(String reason) {
        return switch (reason) {
            case "Permission denied", "Operation not permitted" ->
                    "Run as a user who may, or change the permissions.";
            case "No space left on device", "Disk quota exceeded" ->
                    "Free some space (df -h) or inodes (df -i), then run again.";
            case "File exists", "Not a directory" ->
                    "Move what is there out of the way, or name another path.";
            case "Read-only file system" -> "Mount the file system writable, then run again.";
            default -> "";
        };
    }
}
