package io.pulldeploy.config;

import io.pulldeploy.model.Fnmatch;
import io.pulldeploy.system.FileTree;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds the files that a path with shell patterns names, sorted. */
final class Glob {
    private final FileTree files;

    Glob(FileTree files) {
        this.files = files;
    }

    /** As Python's {@code glob.glob}: a pattern does not find names that start with a dot. */
    List<Path> expand(Path pattern) {
        List<Path> found = List.of(Path.of("/"));
        for (Path segment : pattern) {
            String name = segment.toString();
            List<Path> next = new ArrayList<>();
            for (Path directory : found) {
                if (!Fnmatch.isPattern(name)) {
                    next.add(directory.resolve(name));
                } else if (files.isDirectory(directory)) {
                    files.list(directory).stream()
                            .filter(entry -> !entry.startsWith(".") || name.startsWith("."))
                            .filter(entry -> Fnmatch.matches(entry, name))
                            .map(directory::resolve)
                            .forEach(next::add);
                }
            }
            found = next;
        }
        return found.stream().filter(files::isPresent).sorted().toList();
    }
}
