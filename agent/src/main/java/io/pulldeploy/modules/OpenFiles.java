package io.pulldeploy.modules;

import io.pulldeploy.model.Failure;
import io.pulldeploy.system.FileTree;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which processes have which files open, from {@code /proc}. */
final class OpenFiles {
    private static final Path PROC = Path.of("/proc");

    private final FileTree files;

    OpenFiles(FileTree files) {
        this.files = files;
    }

    /** By each process's number, the files that it has open or runs, sorted. */
    Map<Object, @Nullable Object> byProcess() {
        Map<Object, @Nullable Object> all = new LinkedHashMap<>();
        for (String name : files.list(PROC)) {
            if (name.matches("[0-9]+")) {
                all.put(Long.valueOf(name), List.copyOf(open(PROC.resolve(name))));
            }
        }
        return all;
    }

    /** By each file, the numbers of the processes that have it open or run it. */
    Map<Object, @Nullable Object> byFile() {
        Map<Object, List<Object>> all = new LinkedHashMap<>();
        byProcess()
                .forEach((process, names) -> {
                    if (names instanceof List<?> list) {
                        list.forEach(name ->
                                all.computeIfAbsent(name, _ -> new ArrayList<>()).add(process));
                    }
                });
        return new LinkedHashMap<>(all);
    }

    /** Files of a process; none of one that has ended, or that is somebody else's. */
    private SortedSet<String> open(Path process) {
        TreeSet<String> names = new TreeSet<>();
        List<Path> links = new ArrayList<>(entries(process.resolve("fd")));
        for (Path thread : entries(process.resolve("task"))) {
            links.add(thread.resolve("exe"));
            links.addAll(entries(thread.resolve("fd")));
        }
        for (Path link : links) {
            target(link).map(Path::toString).ifPresent(names::add);
        }
        return names;
    }

    private List<Path> entries(Path directory) {
        try {
            return files.list(directory).stream().map(directory::resolve).toList();
        } catch (Failure gone) {
            return List.of();
        }
    }

    /** What a link leads to; nothing if that is no file, such as a socket. */
    private Optional<Path> target(Path link) {
        try {
            Path target = files.readLink(link);
            return Optional.of(target).filter(t -> t.isAbsolute() && files.exists(t));
        } catch (Failure gone) {
            return Optional.empty();
        }
    }
}
