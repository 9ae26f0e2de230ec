package io.pulldeploy.grains;

import io.pulldeploy.model.DictUpdate;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.render.yaml.YamlError;
import io.pulldeploy.render.yaml.YamlLoader;
import io.pulldeploy.system.Command;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Processes;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The grains of {@code grains_dirs}: mappings in {@code *.yaml} files, and what executables print
 * as YAML or JSON. Files are read in the order of their names; the first directory that has a name
 * wins.
 */
final class CustomGrains {
    private static final Logger LOG = LoggerFactory.getLogger(CustomGrains.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final FileTree files;
    private final Processes processes;

    CustomGrains(FileTree files, Processes processes) {
        this.files = files;
        this.processes = processes;
    }

    /**
     * @param deep whether mappings of several files merge, instead of the later replacing
     */
    Map<Object, @Nullable Object> grains(List<String> directories, boolean deep) {
        Map<String, Path> byName = new LinkedHashMap<>();
        for (String directory : directories) {
            Path path = Path.of(directory);
            if (files.isDirectory(path)) {
                new TreeSet<>(files.list(path))
                        .forEach(name -> byName.putIfAbsent(name, path.resolve(name)));
            }
        }
        Map<Object, @Nullable Object> grains = new LinkedHashMap<>();
        for (Path file : byName.values()) {
            Map<?, ?> found = read(file);
            if (deep) {
                grains = DictUpdate.update(grains, found, false);
            } else {
                grains.putAll(found);
            }
        }
        return grains;
    }

    private Map<?, ?> read(Path file) {
        String name = String.valueOf(file.getFileName());
        if (name.startsWith(".") || !files.isFile(file)) {
            return Map.of();
        }
        if (name.endsWith(".py") || name.endsWith(".pyc")) {
            LOG.warn(
                    "{} is skipped: grains in Python are not run; print the same mapping as YAML"
                            + " from an executable",
                    file);
            return Map.of();
        }
        if (name.endsWith(".yaml") || name.endsWith(".yml")) {
            return mapping(file, files.text(file));
        }
        if (files.isExecutable(file)) {
            return mapping(file, output(file));
        }
        if (files.text(file).startsWith("#!")) {
            LOG.warn("{} is skipped: it is a program, and may not be executed", file);
        }
        return Map.of();
    }

    private String output(Path file) {
        Command command = Command.of(files.locate(file).toString()).within(LIMIT);
        Completed completed = processes.run(command);
        if (completed.timedOut()) {
            throw wrong(
                    file,
                    "it did not end within " + LIMIT.toSeconds() + " seconds",
                    "Make it fast.");
        }
        if (!completed.succeeded()) {
            throw wrong(
                    file,
                    "it exited with " + completed.exitCode() + ": " + completed.errors().strip(),
                    "Run it by hand and correct it.");
        }
        return completed.output();
    }

    private static Map<?, ?> mapping(Path file, String text) {
        try {
            return switch (YamlLoader.load(text, file.toString())) {
                case null -> Map.of();
                case Map<?, ?> map -> map;
                case Object other ->
                        throw wrong(
                                file,
                                "it gives no mapping, but " + other,
                                "Write one 'grain: value' per line.");
            };
        } catch (YamlError e) {
            throw wrong(file, "line " + e.line() + ": " + e.problem(), "Correct the YAML.");
        }
    }

    private static Failure wrong(Path file, String problem, String remedy) {
        return new Failure(
                ExitCode.CONFIGURATION,
                "the custom grain " + file + " is wrong: " + problem,
                remedy);
    }
}
