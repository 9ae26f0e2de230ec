package io.pulldeploy.modules;

import io.pulldeploy.system.FileTree;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files in which apt looks up its repositories. */
final class AptSources {
    static final Path LIST = Path.of("/etc/apt/sources.list");
    private static final Path PARTS = Path.of("/etc/apt/sources.list.d");

    private final FileTree files;

    AptSources(FileTree files) {
        this.files = files;
    }

    /** Every entry of every file, comments too, in order. */
    List<AptSource> load() {
        List<AptSource> sources = new ArrayList<>();
        List<Path> paths = new ArrayList<>(List.of(LIST));
        if (files.isDirectory(PARTS)) {
            files.list(PARTS).stream().sorted().map(PARTS::resolve).forEach(paths::add);
        }
        for (Path path : paths) {
            String file = path.toString();
            if (!files.isFile(path)) {
                continue;
            }
            if (file.endsWith(".sources")) {
                for (String paragraph : files.text(path).split("(?m)^\\s*\n")) {
                    if (!paragraph.isBlank()) {
                        sources.add(AptSource.ofParagraph(file, paragraph));
                    }
                }
            } else if (file.endsWith(".list")) {
                files.lines(path).forEach(line -> sources.add(AptSource.ofLine(file, line)));
            }
        }
        return sources;
    }

    /** Whether a file would hold no repository any more. */
    static boolean isEmpty(String file, List<AptSource> sources) {
        return sources.stream().noneMatch(s -> s.file().equals(file) && s.valid());
    }

    /** Writes those of the entries that are this file's. */
    void save(String file, List<AptSource> sources) {
        String between = file.endsWith(".sources") ? "\n\n" : "\n";
        StringBuilder text = new StringBuilder();
        for (AptSource source : sources) {
            if (source.file().equals(file)) {
                text.append(text.isEmpty() ? "" : between).append(source.written());
            }
        }
        files.write(Path.of(file), text.isEmpty() ? "" : text + "\n");
    }
}
