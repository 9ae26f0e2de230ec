package io.pulldeploy.render;

import io.pulldeploy.loader.SaltFiles;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The state tree of one directory, for every saltenv. */
public record MapFiles(Path root) implements SaltFiles {
    @Override
    public Optional<Path> find(String path, String saltenv) {
        Path file = root.resolve(path).normalize();
        return file.startsWith(root) && Files.isRegularFile(file)
                ? Optional.of(file)
                : Optional.empty();
    }

    @Override
    public List<String> list(String saltenv) {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> environments() {
        return List.of("base");
    }
}
