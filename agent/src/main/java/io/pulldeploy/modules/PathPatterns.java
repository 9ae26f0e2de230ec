package io.pulldeploy.modules;

import io.pulldeploy.model.Fnmatch;
import io.pulldeploy.system.FileTree;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A shell's patterns of whole paths. */
final class PathPatterns {
    private PathPatterns() {}

    /**
     * The files that a pattern matches, part by part; a name with a dot only where the part has
     * one.
     */
    static List<Path> matching(FileTree files, Path pattern) {
        List<Path> found = List.of(Path.of(pattern.isAbsolute() ? "/" : ""));
        for (Path part : pattern) {
            String wanted = part.toString();
            List<Path> next = new ArrayList<>();
            for (Path directory : found) {
                if (Fnmatch.isPattern(wanted)) {
                    next.addAll(
                            files.matching(
                                    directory,
                                    name ->
                                            Fnmatch.matches(name, wanted)
                                                    && name.startsWith(".")
                                                            == wanted.startsWith(".")));
                } else if (files.isPresent(directory.resolve(part))) {
                    next.add(directory.resolve(part));
                }
            }
            found = next;
        }
        return found;
    }
}
