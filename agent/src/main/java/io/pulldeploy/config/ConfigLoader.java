package io.pulldeploy.config;

import io.pulldeploy.model.DictUpdate;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.render.yaml.YamlError;
import io.pulldeploy.render.yaml.YamlLoader;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.HostNames;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a configuration directory as Salt reads it: the file {@code minion}, then {@code
 * minion.d/*.conf}, then what {@code include} names, each replacing whole top-level keys of the one
 * before. Only our own section is merged key by key, so that a file in {@code minion.d} can set the
 * bucket alone.
 */
public final class ConfigLoader {
    /** Where the configuration is if neither an option nor the environment says otherwise. */
    public static final Path DEFAULT_DIRECTORY = Path.of("/srv/pulldeploy/etc");

    /** The environment variable that names the configuration directory. */
    public static final String DIRECTORY_VARIABLE = "PULLDEPLOY_CONFIG_DIR";

    private static final String SECTION = "pulldeploy";
    private static final Pattern LINE_END = Pattern.compile("\n");

    private final FileTree files;
    private final HostNames hostNames;

    public ConfigLoader(FileTree files, HostNames hostNames) {
        this.files = files;
        this.hostNames = hostNames;
    }

    /** The directory that an option, else the environment, else the default names. */
    public static Path directory(Optional<String> option, Map<String, String> environment) {
        return option.or(() -> Optional.ofNullable(environment.get(DIRECTORY_VARIABLE)))
                .filter(text -> !text.isBlank())
                .map(text -> Path.of(text).toAbsolutePath().normalize())
                .orElse(DEFAULT_DIRECTORY);
    }

    /**
     * @param directory may lack a file {@code minion} only if it is {@link #DEFAULT_DIRECTORY}
     * @param overrides Salt's keys that win over the files, as the command line gives them
     * @throws Failure with file, line and text if the configuration is wrong
     */
    public MinionConfig load(Path directory, Map<String, ? extends @Nullable Object> overrides) {
        Path main = directory.resolve("minion");
        List<ConfigFile> read = new ArrayList<>();
        if (files.isFile(main)) {
            read.add(file(main));
        } else if (!directory.equals(DEFAULT_DIRECTORY)) {
            throw new Failure(
                    ExitCode.CONFIGURATION,
                    "there is no file 'minion' in the configuration directory " + directory,
                    "Give the directory that holds it with -c, or put the file there.");
        }
        Map<String, @Nullable Object> settings = new LinkedHashMap<>();
        read.forEach(file -> put(settings, file.values()));
        Object patterns = settings.getOrDefault("default_include", "minion.d/*.conf");
        put(settings, included(patterns, main, read));
        put(settings, included(settings.get("include"), main, read));
        settings.putAll(overrides);
        return new OptsBuilder(files, hostNames, directory, read).build(settings, section(read));
    }

    /** Files of one include merge with each other before they replace keys of the main file. */
    private Map<Object, @Nullable Object> included(
            @Nullable Object include, Path from, List<ConfigFile> read) {
        Map<Object, @Nullable Object> merged = new LinkedHashMap<>();
        List<?> patterns =
                switch (include) {
                    case null -> List.of();
                    case List<?> list -> list;
                    case Object one -> List.of(one);
                };
        for (Object pattern : patterns) {
            Path absolute = from.resolveSibling(String.valueOf(pattern));
            for (Path path : new Glob(files).expand(absolute)) {
                ConfigFile file = file(path);
                read.add(file);
                Map<Object, @Nullable Object> values = new LinkedHashMap<>(file.values());
                values.putAll(included(file.values().get("include"), path, read));
                merged = DictUpdate.update(merged, values, true);
            }
        }
        return merged;
    }

    private static void put(Map<String, @Nullable Object> settings, Map<?, ?> values) {
        values.forEach((key, value) -> settings.put(String.valueOf(key), value));
    }

    /** Every file's section is checked by itself, so that an error names the file it is in. */
    private static PulldeployConfig section(List<ConfigFile> read) {
        Map<Object, @Nullable Object> merged = new LinkedHashMap<>();
        PulldeployConfig section = PulldeployConfig.DEFAULT;
        for (ConfigFile file : read) {
            Object value = file.values().get(SECTION);
            section = PulldeploySection.read(file, value);
            if (value instanceof Map<?, ?> values) {
                merged = DictUpdate.update(merged, values, false);
            }
        }
        return read.isEmpty() ? section : PulldeploySection.read(read.getLast(), merged);
    }

    private ConfigFile file(Path path) {
        String text = files.text(path);
        Object value;
        try {
            value = YamlLoader.load(text, path.toString());
        } catch (YamlError e) {
            String offending = e.line() > 0 ? LINE_END.split(text, -1)[e.line() - 1].strip() : "";
            throw new Failure(
                    ExitCode.CONFIGURATION,
                    path
                            + ":"
                            + e.line()
                            + ": "
                            + e.problem()
                            + (offending.isEmpty() ? "" : " (\"" + offending + "\")"),
                    "Correct the YAML at that line.",
                    e);
        }
        return switch (value) {
            case null -> new ConfigFile(path, text, Map.of());
            case Map<?, ?> map ->
                    new ConfigFile(path, text, new LinkedHashMap<Object, @Nullable Object>(map));
            case Object other ->
                    throw new Failure(
                            ExitCode.CONFIGURATION,
                            path + ": the file must hold a mapping, not " + Section.kind(other),
                            "Write one 'key: value' per line.");
        };
    }
}
