package io.pulldeploy.system;

import io.pulldeploy.model.Failure;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where processes of this machine work and come from, as far as this user may see it. */
public final class OpenDirectories {
    private static final Path PROC = Path.of("/proc");
    private static final Pattern PROCESS = Pattern.compile("\\d+");

    private final FileTree files;

    public OpenDirectories(FileTree files) {
        this.files = files;
    }

    /** A process that works in a directory, or whose program is in it, such as {@code 4711}. */
    public Optional<String> user(Path directory) {
        Path onDisk = files.locate(directory);
        return files.matching(PROC, PROCESS.asMatchPredicate()).stream()
                .filter(process ->
                        List.of("cwd", "exe").stream()
                                .flatMap(link -> target(process.resolve(link)).stream())
                                .anyMatch(target -> target.startsWith(onDisk)))
                .map(process -> String.valueOf(process.getFileName()))
                .findFirst();
    }

    /** Empty if the process has ended meanwhile, or belongs to somebody else. */
    private Optional<Path> target(Path link) {
        try {
            return Optional.of(files.locate(files.readLink(link)));
        } catch (Failure e) {
            return Optional.empty();
        }
    }
}
