package io.pulldeploy.grains;

import io.pulldeploy.model.Failure;
import io.pulldeploy.system.Command;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Processes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The machine that grains describe, read without failing over what this user may not read. */
record Probe(FileTree files, Processes processes, Map<String, String> environment) {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** The file's text; empty if there is none or it may not be read. */
    Optional<String> text(String path) {
        try {
            return files.textIfPresent(Path.of(path));
        } catch (Failure e) {
            return Optional.empty();
        }
    }

    /** The file's text without the spaces around it. */
    Optional<String> line(String path) {
        return text(path).map(String::strip);
    }

    List<String> lines(String path) {
        return text(path).map(t -> t.lines().toList()).orElse(List.of());
    }

    boolean isFile(String path) {
        return files.isFile(Path.of(path));
    }

    boolean isDirectory(String path) {
        return files.isDirectory(Path.of(path));
    }

    /** The names in a directory, sorted; none if it cannot be listed. */
    List<String> list(String path) {
        try {
            return isDirectory(path)
                    ? files.list(Path.of(path)).stream().sorted().toList()
                    : List.of();
        } catch (Failure e) {
            return List.of();
        }
    }

    String variable(String name, String otherwise) {
        return environment.getOrDefault(name, otherwise);
    }

    /** The program's path, if the search path holds it. */
    Optional<String> which(String program) {
        if (program.startsWith("/")) {
            return files.isExecutable(Path.of(program)) ? Optional.of(program) : Optional.empty();
        }
        for (String directory : variable("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").split(":", -1)) {
            Path path = Path.of(directory.isEmpty() ? "." : directory, program);
            if (files.isFile(path) && files.isExecutable(path)) {
                return Optional.of(path.toString());
            }
        }
        return Optional.empty();
    }

    /** What a program prints; empty if it is missing, fails or takes too long. */
    Optional<String> output(String program, String... arguments) {
        return run(program, arguments).filter(Completed::succeeded).map(Completed::output);
    }

    private Optional<Completed> run(String program, String... arguments) {
        List<String> command = new java.util.ArrayList<>(List.of(arguments));
        command.addFirst(program);
        try {
            return which(program).map(p -> processes.run(Command.of(command).within(LIMIT)));
        } catch (Failure e) {
            return Optional.empty();
        }
    }
}
