package io.pulldeploy.render;

import io.pulldeploy.loader.SaltFiles;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The state tree of one directory, for every saltenv. */
public record MapFiles(Path root) implements SaltFiles {
    @Override
    public Optional<Path> find(String path, String saltenv) {
        Path file = root.resolve(path).normalize();
        return file.startsWith(root) && java.nio.file.Files.isRegularFile(file)
                ? Optional.of(file)
                : Optional.empty();
    }

    @Override
    public List<String> list(String saltenv) {
        return List.of();
    }

    @Override
    public List<String> environments() {
        return List.of("base");
    }
}
