package io.pulldeploy.system;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import java.io.IOException;
import java.nio.file.Path;

/** The file system refused a file or directory. */
public final class FileFailure extends Failure {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final String reason;

    /**
     * @param verb what was tried, as in "cannot write"
     * @param reason in the kernel's words, as strerror(3) gives them
     */
    FileFailure(String verb, Path path, String reason, String remedy, IOException cause) {
        super(ExitCode.CANNOT_WRITE, "cannot " + verb + " " + path + ": " + reason, remedy, cause);
        this.path = path.toString();
        this.reason = reason;
    }

    public String path() {
        return path;
    }

    /** The kernel's words, such as {@code Permission denied}. */
    public String reason() {
        return reason;
    }
}
