package io.pulldeploy.pillar;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.DictUpdate;
import io.pulldeploy.model.Fnmatch;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.target.Subject;
import io.pulldeploy.target.Targets;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The kind {@code file_tree}: below {@code root_dir}, the directories {@code nodegroups/<name>} of
 * the minion's nodegroups and then {@code hosts/<id>}; directories become mappings, files values.
 */
public final class FileTreePillar implements ExternalPillar {
    private static final Logger LOG = LoggerFactory.getLogger(FileTreePillar.class);

    private final FileTree files;

    public FileTreePillar(FileTree files) {
        this.files = files;
    }

    @Override
    public Map<?, ?> read(
            Minion minion, Map<Object, @Nullable Object> pillar, @Nullable Object settings) {
        Map<?, ?> options =
                settings instanceof Map<?, ?> map
                        ? map
                        : Map.of("root_dir", String.valueOf(settings));
        if (Boolean.TRUE.equals(options.get("template"))) {
            throw new CallError("file_tree: 'template' is not supported");
        }
        if (!(options.get("root_dir") instanceof String root) || root.isEmpty()) {
            LOG.error("file_tree: no root_dir specified");
            return Map.of();
        }
        Map<Object, @Nullable Object> values = new LinkedHashMap<>();
        for (Path directory : directories(minion, root)) {
            values = DictUpdate.update(values, below(directory, minion, options), false);
        }
        return values;
    }

    /** A relative root is looked for in every pillar root of the pillar's saltenv. */
    private static List<Path> directories(Minion minion, String root) {
        if (Path.of(root).isAbsolute()) {
            return List.of(Path.of(root));
        }
        if (!(minion.opts().get("pillarenv") instanceof String pillarenv)) {
            LOG.error("file_tree: root_dir is relative but pillarenv is not set");
            return List.of();
        }
        List<Path> directories = new ArrayList<>();
        if (minion.opts().get("pillar_roots") instanceof Map<?, ?> roots
                && roots.get(pillarenv) instanceof List<?> list) {
            list.forEach(entry -> directories.add(Path.of(String.valueOf(entry)).resolve(root)));
        }
        return directories;
    }

    private Map<Object, @Nullable Object> below(Path root, Minion minion, Map<?, ?> options) {
        Map<Object, @Nullable Object> values = new LinkedHashMap<>();
        if (!files.isDirectory(root)) {
            LOG.error("file_tree: root_dir {} does not exist or is not a directory", root);
            return values;
        }
        Map<?, ?> nodegroups =
                minion.opts().get("nodegroups") instanceof Map<?, ?> groups ? groups : Map.of();
        Subject subject = new Subject(minion.id(), minion.grains(), Map.of(), nodegroups);
        Path byGroup = root.resolve("nodegroups");
        if (!nodegroups.isEmpty() && files.isDirectory(byGroup)) {
            for (String group : new TreeSet<>(files.list(byGroup))) {
                if (nodegroups.containsKey(group) && Targets.matches(group, "nodegroup", subject)) {
                    values =
                            DictUpdate.update(
                                    values, tree(byGroup.resolve(group), "", options), false);
                }
            }
        }
        Path own = root.resolve("hosts").resolve(minion.id());
        return files.isDirectory(own)
                ? DictUpdate.update(values, tree(own, "", options), false)
                : values;
    }

    private Map<Object, @Nullable Object> tree(Path directory, String prefix, Map<?, ?> options) {
        Map<Object, @Nullable Object> values = new LinkedHashMap<>();
        for (String name : new TreeSet<>(files.list(directory))) {
            Path entry = directory.resolve(name);
            if (files.isDirectory(entry)) {
                boolean followed =
                        !files.isSymlink(entry)
                                || Boolean.TRUE.equals(options.get("follow_dir_links"));
                values.put(name, followed ? tree(entry, prefix + name + "/", options) : Map.of());
            } else if (files.isFile(entry)) {
                String text = files.text(entry);
                values.put(
                        name,
                        text.endsWith("\n") && !keepsNewline(prefix + name, options)
                                ? text.substring(0, text.length() - 1)
                                : text);
            }
        }
        return values;
    }

    private static boolean keepsNewline(String path, Map<?, ?> options) {
        return switch (options.get("keep_newline")) {
            case Boolean keep -> keep;
            case List<?> patterns ->
                    patterns.stream().anyMatch(p -> Fnmatch.matches(path, String.valueOf(p)));
            case null, default -> false;
        };
    }
}
