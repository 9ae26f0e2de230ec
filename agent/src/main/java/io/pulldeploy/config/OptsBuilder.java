package io.pulldeploy.config;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.model.Fnmatch;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.HostNames;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Makes Salt's opts of the settings that were read: defaults, checked types, paths, the id. */
final class OptsBuilder {
    private static final List<String> UNDER_ROOT =
            List.of("pki_dir", "cachedir", "extension_modules", "pidfile", "log_file");
    private static final List<String> MAPPINGS =
            List.of("file_roots", "pillar_roots", "grains", "nodegroups", "log_granular_levels");
    private static final List<String> LISTS =
            List.of("grains_dirs", "module_dirs", "states_dirs", "disable_modules");

    private final FileTree files;
    private final HostNames hostNames;
    private final Path directory;
    private final List<ConfigFile> read;
    private final List<String> warnings = new ArrayList<>();

    /**
     * @param read the files that gave the settings, for errors
     */
    OptsBuilder(FileTree files, HostNames hostNames, Path directory, List<ConfigFile> read) {
        this.files = files;
        this.hostNames = hostNames;
        this.directory = directory;
        this.read = read;
    }

    MinionConfig build(Map<String, @Nullable Object> settings, PulldeployConfig pulldeploy) {
        checkTypes(settings);
        read.forEach(file -> warnings.addAll(PulldeploySection.withoutEffect(file)));
        Map<String, @Nullable Object> opts = SaltDefaults.opts();
        opts.putAll(settings);
        opts.put("conf_file", directory.resolve("minion").toString());
        opts.put("config_dir", directory.toString());
        opts.putIfAbsent("local", true);
        opts.putIfAbsent("grains", Map.of());
        if (opts.get("environment") instanceof String environment && opts.get("saltenv") == null) {
            warnings.add("'environment' is called 'saltenv' now; taking " + environment + ".");
            opts.put("saltenv", environment);
        }
        for (String key : List.of("file_roots", "pillar_roots")) {
            opts.put(key, roots(key, opts.get(key)));
        }
        for (String key : LISTS) {
            opts.computeIfPresent(key, (name, v) -> v instanceof String one ? List.of(one) : v);
        }
        String root = Path.of(String.valueOf(opts.get("root_dir"))).normalize().toString();
        for (String key : UNDER_ROOT) {
            if (settings.containsKey("root_dir") && opts.get(key) instanceof String path) {
                opts.put(key, underRoot(root, path));
            }
        }
        opts.put("__cachedir", opts.get("cachedir"));
        opts.computeIfPresent(
                "hash_type", (key, value) -> String.valueOf(value).toLowerCase(Locale.ROOT));
        Optional<String> configured =
                Optional.ofNullable(settings.get("id"))
                        .map(String::valueOf)
                        .filter(id -> !id.isEmpty());
        opts.put("id", id(configured, opts));
        return new MinionConfig(directory, opts, configured, pulldeploy, warnings);
    }

    private void checkTypes(Map<String, @Nullable Object> settings) {
        SaltDefaults.opts()
                .forEach((key, otherwise) -> {
                    Object value = settings.get(key);
                    if (otherwise instanceof Boolean
                            && value != null
                            && !(value instanceof Boolean)
                            && !mayBeOther(key)) {
                        throw wrong(key, "true or false", value);
                    }
                    if (otherwise instanceof String
                            && (value instanceof Map<?, ?> || value instanceof List<?>)) {
                        throw wrong(key, "text", value);
                    }
                });
        for (String key : MAPPINGS) {
            Object value = settings.get(key);
            if (value != null && !(value instanceof Map<?, ?>)) {
                throw wrong(key, "a mapping", value);
            }
        }
        for (String key : LISTS) {
            Object value = settings.get(key);
            if (value != null && !(value instanceof List<?>) && !(value instanceof String)) {
                throw wrong(key, "a list", value);
            }
        }
        Object client = settings.get("file_client");
        if (client != null && !client.equals("local")) {
            throw failure(
                    "file_client",
                    "file_client must be 'local', not " + Section.kind(client),
                    "There is no master: states and pillars are files of this machine.");
        }
    }

    /** Keys whose default is a boolean, though Salt takes other values too. */
    private static boolean mayBeOther(String key) {
        return List.of("state_aggregate", "minion_id_remove_domain", "state_queue").contains(key);
    }

    /** Saltenvs as text, patterns among the directories replaced by what they find. */
    private Map<String, @Nullable Object> roots(String key, @Nullable Object value) {
        Map<String, @Nullable Object> roots = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> environments) {
            environments.forEach((environment, directories) ->
                    roots.put(String.valueOf(environment), directories(key, directories)));
        }
        return roots;
    }

    private List<String> directories(String key, @Nullable Object value) {
        if (value != null && !(value instanceof List<?>)) {
            throw wrong(key, "lists of directories by saltenv", value);
        }
        List<String> directories = new ArrayList<>();
        for (Object entry : value instanceof List<?> list ? list : List.of()) {
            String path = String.valueOf(entry);
            if (Fnmatch.isPattern(path)) {
                new Glob(files)
                        .expand(Path.of(path))
                        .forEach(found -> directories.add(found.toString()));
            } else {
                directories.add(path);
            }
        }
        return List.copyOf(directories);
    }

    private static String underRoot(String root, String path) {
        String below =
                path.equals(root) || path.startsWith(root + "/")
                        ? path.substring(root.length())
                        : path;
        return Path.of(root, below).normalize().toString();
    }

    private String id(Optional<String> configured, Map<String, @Nullable Object> opts) {
        String id = configured.or(this::cachedId).orElseGet(() -> generatedId(opts));
        Object domain = opts.get("append_domain");
        return domain == null || id.endsWith(String.valueOf(domain)) || id.endsWith(".")
                ? id
                : id + "." + domain;
    }

    private Optional<String> cachedId() {
        return files.textIfPresent(directory.resolve("minion_id"))
                .map(text -> text.lines().findFirst().orElse("").strip())
                .filter(id -> !id.isEmpty() && !id.equals("localhost"));
    }

    private String generatedId(Map<String, @Nullable Object> opts) {
        String name = hostNames.current();
        String id =
                Boolean.TRUE.equals(opts.get("minion_id_lowercase"))
                        ? name.toLowerCase(Locale.ROOT)
                        : name;
        return switch (opts.get("minion_id_remove_domain")) {
            case Boolean remove when remove && id.contains(".") -> id.substring(0, id.indexOf('.'));
            case String domain
                    when id.toLowerCase(Locale.ROOT)
                            .endsWith("." + domain.toLowerCase(Locale.ROOT)) ->
                    id.substring(0, id.length() - domain.length() - 1);
            case null, default -> id;
        };
    }

    private Failure wrong(String key, String wanted, Object got) {
        return failure(
                key,
                "'" + key + "' must be " + wanted + ", not " + Section.kind(got),
                "Correct the value, or remove the key to get its default.");
    }

    /** The last file that sets the key is the one whose value counts. */
    private Failure failure(String key, String problem, String remedy) {
        return read.reversed().stream()
                .filter(file -> file.values().containsKey(key))
                .findFirst()
                .map(file -> file.failure(List.of(key), problem, remedy))
                .orElseGet(() -> new Failure(ExitCode.CONFIGURATION, problem, remedy));
    }
}
