package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.DictUpdate;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.model.Traverse;
import io.pulldeploy.render.yaml.DumpOptions;
import io.pulldeploy.render.yaml.YamlDumper;
import io.pulldeploy.render.yaml.YamlError;
import io.pulldeploy.render.yaml.YamlLoader;
import io.pulldeploy.system.FileTree;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** {@code grains.*}: reading the grains, and changing those of the grains file. */
public final class GrainsModule {
    private final FileTree files;

    public GrainsModule(FileTree files) {
        this.files = files;
    }

    public List<ExecutionFunction> functions() {
        String get = "key, default='', delimiter=':', ordered=True";
        return List.of(
                new ExecutionFunction("grains.get", "A grain by its path.", get, GrainsModule::get),
                new ExecutionFunction(
                        "grains.fetch", "The same as grains.get.", get, GrainsModule::get),
                new ExecutionFunction(
                        "grains.has_value",
                        "Whether there is a grain at a path.",
                        "key",
                        (minion, args) ->
                                Traverse.find(minion.grains(), args.key(), Traverse.DELIMITER)
                                        .isPresent()),
                new ExecutionFunction(
                        "grains.items",
                        "All grains.",
                        "sanitize=False",
                        (minion, args) -> {
                            Map<Object, @Nullable Object> all =
                                    new LinkedHashMap<>(minion.grains());
                            return args.flag("sanitize") ? sanitized(all) : all;
                        }),
                new ExecutionFunction(
                        "grains.item",
                        "Several grains by their paths.",
                        "*args, **kwargs",
                        GrainsModule::item),
                new ExecutionFunction(
                        "grains.ls",
                        "The names of all grains, sorted.",
                        "",
                        (minion, args) -> minion.grains().keySet().stream().sorted().toList()),
                new ExecutionFunction(
                        "grains.equals",
                        "Whether a grain has a value.",
                        "key, value",
                        (minion, args) ->
                                PythonText.str(args.value("value"))
                                        .equals(PythonText.str(value(minion, args.key(), "")))),
                new ExecutionFunction(
                        "grains.filter_by",
                        "The entry of a mapping whose key matches a grain.",
                        "lookup_dict, grain='os_family', merge=None, default='default', base=None",
                        (minion, args) -> FilterBy.of(args, minion.grains(), args.string("grain"))),
                new ExecutionFunction(
                        "grains.setval",
                        "Sets a grain in the grains file.",
                        "key, val, destructive=False, refresh_pillar=True",
                        (minion, args) ->
                                setValues(
                                        minion,
                                        single(args.string("key"), args.value("val")),
                                        args.flag("destructive"))),
                new ExecutionFunction(
                        "grains.setvals",
                        "Sets several grains in the grains file.",
                        "grains, destructive=False, refresh_pillar=True",
                        (minion, args) -> {
                            if (!(args.value("grains") instanceof Map<?, ?> grains)) {
                                throw new CallError("setvals grains must be a dictionary.");
                            }
                            return setValues(
                                    minion,
                                    new LinkedHashMap<Object, @Nullable Object>(grains),
                                    args.flag("destructive"));
                        }),
                new ExecutionFunction(
                        "grains.append",
                        "Adds to a list among the grains.",
                        "key, val, convert=False, delimiter=':'",
                        this::append),
                new ExecutionFunction(
                        "grains.remove",
                        "Removes from a list among the grains.",
                        "key, val, delimiter=':'",
                        this::remove),
                new ExecutionFunction(
                        "grains.delkey",
                        "Removes a grain from the grains file.",
                        "key, force=False",
                        (minion, args) ->
                                set(
                                        minion,
                                        args.string("key"),
                                        null,
                                        args.flag("force"),
                                        true,
                                        ":")),
                new ExecutionFunction(
                        "grains.delval",
                        "Sets a grain to None, or removes it.",
                        "key, destructive=False, force=False",
                        (minion, args) ->
                                set(
                                        minion,
                                        args.string("key"),
                                        null,
                                        args.flag("force"),
                                        args.flag("destructive"),
                                        ":")),
                new ExecutionFunction(
                        "grains.set",
                        "Sets a grain by its path, and says what changed.",
                        "key, val='', force=False, destructive=False, delimiter=':'",
                        (minion, args) ->
                                set(
                                        minion,
                                        args.string("key"),
                                        args.value("val"),
                                        args.flag("force"),
                                        args.flag("destructive"),
                                        args.delimiter())));
    }

    private static Map<Object, @Nullable Object> single(String key, @Nullable Object value) {
        Map<Object, @Nullable Object> single = new LinkedHashMap<>();
        single.put(key, value);
        return single;
    }

    private static @Nullable Object get(Minion minion, Arguments args) {
        return Traverse.get(minion.grains(), args.path(), args.value("default"));
    }

    private static @Nullable Object value(Minion minion, String key, @Nullable Object otherwise) {
        return Traverse.get(minion.grains(), key, otherwise, Traverse.DELIMITER);
    }

    private static Map<Object, @Nullable Object> item(Minion minion, Arguments args) {
        Object otherwise = args.extra().getOrDefault("default", "");
        String delimiter = String.valueOf(args.extra().getOrDefault("delimiter", ":"));
        Map<Object, @Nullable Object> items = new LinkedHashMap<>();
        for (Object path : args.varargs()) {
            items.put(
                    path,
                    Traverse.get(minion.grains(), PythonText.str(path), otherwise, delimiter));
        }
        return Boolean.TRUE.equals(args.extra().get("sanitize")) ? sanitized(items) : items;
    }

    private static Map<Object, @Nullable Object> sanitized(Map<Object, @Nullable Object> grains) {
        grains.computeIfPresent(
                "serialnumber",
                (key, value) -> {
                    String text = PythonText.str(value);
                    int kept = (int) Math.floor(text.length() * 0.75);
                    return text.substring(0, kept) + "X".repeat(text.length() - kept);
                });
        grains.computeIfPresent("domain", (key, value) -> "DOMAINNAME");
        for (String key : List.of("fqdn", "id")) {
            grains.computeIfPresent(key, (name, value) -> "MINION.DOMAINNAME");
        }
        for (String key : List.of("host", "localhost", "nodename")) {
            grains.computeIfPresent(key, (name, value) -> "MINION");
        }
        return grains;
    }

    /** The file beside the configuration; the grains in memory change with it. */
    private Object setValues(
            Minion minion, Map<Object, @Nullable Object> values, boolean destructive) {
        Path file =
                Path.of(String.valueOf(minion.opts().get("conf_file"))).resolveSibling("grains");
        Map<Object, @Nullable Object> stored = new LinkedHashMap<>();
        Optional<String> text = files.textIfPresent(file);
        if (text.isPresent()) {
            try {
                if (YamlLoader.load(text.get(), file.toString()) instanceof Map<?, ?> map) {
                    stored.putAll(map);
                }
            } catch (YamlError e) {
                return "Unable to read existing grains file: " + e.getMessage();
            }
        }
        values.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (value == null && destructive) {
                stored.remove(key);
                minion.grains().remove(name);
            } else {
                stored.put(key, value);
                minion.grains().put(name, value);
            }
        });
        files.write(
                file,
                YamlDumper.dump(
                        stored, DumpOptions.SAFE_DUMP.withFlowStyle(DumpOptions.FlowStyle.BLOCK)));
        return values;
    }

    private Object append(Minion minion, Arguments args) {
        String key = args.string("key");
        String delimiter = args.delimiter();
        Object value = args.value("val");
        Object present = Traverse.get(minion.grains(), key, List.of(), delimiter);
        if (args.flag("convert") && !(present instanceof List<?>)) {
            present = present == null ? List.of() : List.of(present);
        }
        if (!(present instanceof List<?> before)) {
            return "The key " + key + " is not a valid list";
        }
        if (before.stream().anyMatch(entry -> Objects.equals(entry, value))) {
            return "The val " + PythonText.str(value) + " was already in the list " + key;
        }
        List<@Nullable Object> grown = new ArrayList<>(before);
        if (value instanceof List<?> several) {
            grown.addAll(several);
        } else {
            grown.add(value);
        }
        return setNested(minion, key, grown, delimiter);
    }

    private Object remove(Minion minion, Arguments args) {
        String key = args.string("key");
        String delimiter = args.delimiter();
        Object value = args.value("val");
        if (!(Traverse.get(minion.grains(), key, List.of(), delimiter) instanceof List<?> before)) {
            return "The key " + key + " is not a valid list";
        }
        List<@Nullable Object> left = new ArrayList<>(before);
        if (!left.remove(value)) {
            return "The val " + PythonText.str(value) + " was not in the list " + key;
        }
        return setNested(minion, key, left, delimiter);
    }

    /** Sets the outermost grain, in which the value stands at the path. */
    private Object setNested(Minion minion, String path, @Nullable Object value, String delimiter) {
        List<String> keys = Traverse.split(path, delimiter);
        Object outer = value;
        for (int i = keys.size() - 1; i > 0; i--) {
            String parent = String.join(delimiter, keys.subList(0, i));
            Map<Object, @Nullable Object> around = new LinkedHashMap<>();
            if (Traverse.get(minion.grains(), parent, Map.of(), delimiter) instanceof Map<?, ?> m) {
                around.putAll(m);
            }
            around.put(keys.get(i), outer);
            outer = around;
        }
        return setValues(minion, single(keys.getFirst(), outer), false);
    }

    private Map<String, @Nullable Object> set(
            Minion minion,
            String path,
            @Nullable Object value,
            boolean force,
            boolean destructive,
            String delimiter) {
        Optional<Traverse.Found> found = Traverse.find(minion.grains(), path, delimiter);
        Object present = found.map(Traverse.Found::value).orElse(null);
        if (found.isPresent()
                && Objects.equals(present, value)
                && (value != null || !destructive)) {
            return result("Grain is already set", Map.of(), true);
        }
        if (found.isPresent() && present != null && !force) {
            if (isComplex(present)) {
                return result(
                        "The key '%s' exists but is a dict or a list. Use 'force=True' to overwrite."
                                .formatted(path),
                        Map.of(),
                        false);
            }
            if (isComplex(value)) {
                return result(
                        ("The key '%s' exists and the given value is a dict or a list."
                                        + " Use 'force=True' to overwrite.")
                                .formatted(path),
                        Map.of(),
                        false);
            }
        }
        List<String> keys = Traverse.split(path, delimiter);
        Object outer = value;
        for (int i = keys.size() - 1; i > 0; i--) {
            String parent = String.join(delimiter, keys.subList(0, i));
            String key = keys.get(i);
            Object around = Traverse.get(minion.grains(), parent, Map.of(), delimiter);
            boolean drops = outer == null && destructive;
            switch (around) {
                case Map<?, ?> map -> {
                    Map<Object, @Nullable Object> changed = DictUpdate.copy(map);
                    if (drops) {
                        changed.remove(key);
                    } else {
                        changed.put(key, outer);
                    }
                    outer = changed;
                }
                case List<?> list -> outer = inList(list, key, outer);
                case null, default -> {
                    if (!Objects.equals(around, key) && !force) {
                        return result(
                                ("The key '%s' value is '%s', which is different from the provided"
                                                + " key '%s'. Use 'force=True' to overwrite.")
                                        .formatted(parent, PythonText.str(around), key),
                                Map.of(),
                                false);
                    }
                    outer = single(key, outer);
                }
            }
        }
        Object set = setValues(minion, single(keys.getFirst(), outer), destructive);
        return set instanceof Map<?, ?> changes
                ? result("", changes, true)
                : result(String.valueOf(set), Map.of(), false);
    }

    private static List<@Nullable Object> inList(List<?> list, String key, @Nullable Object value) {
        List<@Nullable Object> changed = new ArrayList<>();
        boolean updated = false;
        for (Object entry : list) {
            if (key.equals(entry)) {
                changed.add(single(key, value));
                updated = true;
            } else if (entry instanceof Map<?, ?> map && map.containsKey(key)) {
                Map<Object, @Nullable Object> copy = DictUpdate.copy(map);
                copy.put(key, value);
                changed.add(copy);
                updated = true;
            } else {
                changed.add(entry);
            }
        }
        if (!updated) {
            changed.add(single(key, value));
        }
        return changed;
    }

    private static boolean isComplex(@Nullable Object value) {
        return value instanceof Map<?, ?> || value instanceof List<?>;
    }

    private static Map<String, @Nullable Object> result(
            String comment, Map<?, ?> changes, boolean succeeded) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("comment", comment);
        result.put("changes", changes);
        result.put("result", succeeded);
        return result;
    }
}
