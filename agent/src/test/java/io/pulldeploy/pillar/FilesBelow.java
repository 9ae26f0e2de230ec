package io.pulldeploy.pillar;

import io.pulldeploy.loader.SaltFiles;
import io.pulldeploy.system.FileTree;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of roots, the first root first. */
record FilesBelow(FileTree files, Map<String, List<String>> roots) implements SaltFiles {
    @Override
    public Optional<Path> find(String path, String saltenv) {
        return roots.getOrDefault(saltenv, List.of()).stream()
                .map(root -> Path.of(root, path))
                .filter(files::isFile)
                .findFirst();
    }

    @Override
    public List<String> list(String saltenv) {
        return roots.getOrDefault(saltenv, List.of()).stream()
                .map(Path::of)
                .flatMap(root ->
                        files.walk(root).stream()
                                .filter(files::isFile)
                                .map(file -> root.relativize(file).toString()))
                .sorted()
                .toList();
    }

    @Override
    public List<String> environments() {
        return List.copyOf(roots.keySet());
    }
}
