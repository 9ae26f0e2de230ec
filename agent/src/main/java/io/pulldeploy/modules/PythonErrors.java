package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.FileFailure;

import java.util.Map;

/** The system's refusals as Python words them, because Salt's functions pass those on. */
final class PythonErrors {
    private record Known(int number, String type) {
        String text(String reason, String path) {
            return "[Errno %d] %s: '%s'".formatted(number, reason, path);
        }
    }

    private static final Map<String, Known> BY_REASON =
            Map.of(
                    "Operation not permitted", new Known(1, "PermissionError"),
                    "No such file or directory", new Known(2, "FileNotFoundError"),
                    "Permission denied", new Known(13, "PermissionError"),
                    "File exists", new Known(17, "FileExistsError"),
                    "Not a directory", new Known(20, "NotADirectoryError"),
                    "Is a directory", new Known(21, "IsADirectoryError"),
                    "No space left on device", new Known(28, "OSError"),
                    "Read-only file system", new Known(30, "OSError"),
                    "Directory not empty", new Known(39, "OSError"),
                    "Too many levels of symbolic links", new Known(40, "OSError"));

    private PythonErrors() {}

    static CallError of(Failure failure) {
        if (failure instanceof FileFailure f) {
            Known known = BY_REASON.get(f.reason());
            if (known != null) {
                return new CallError(known.type(), known.text(f.reason(), f.path()), failure);
            }
        }
        return new CallError(String.valueOf(failure.getMessage()), failure);
    }

    /**
     * @param reason as strerror(3) words it
     */
    static CallError of(String reason) {
        Known known = BY_REASON.get(reason);
        return known == null
                ? new CallError("OSError", reason)
                : new CallError(known.type(), "[Errno %d] %s".formatted(known.number(), reason));
    }
}
