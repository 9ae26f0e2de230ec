package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.loader.PillarMask;
import io.pulldeploy.model.DictUpdate;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.model.Traverse;
import io.pulldeploy.model.Traverse.Found;
import io.pulldeploy.system.FileTree;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** {@code pillar.*}: the pillar, whole and in parts. */
public final class PillarModule {
    private static final String ITEMS =
            "*args, pillar=None, pillar_enc=None, pillarenv=None, saltenv=None, unmask=None";
    private static final Logger LOG = LoggerFactory.getLogger(PillarModule.class);
    private static final String MISSING = "<|-";

    private final FileTree files;
    private final Compiler compiler;

    /** Compiles a pillar anew, on top of the one that the minion has. */
    @FunctionalInterface
    public interface Compiler {
        /**
         * @param override laid over the pillar
         * @param pillarenv the only pillar environment to use; empty is the configured one
         */
        Map<Object, @Nullable Object> compile(
                Minion minion, Map<Object, @Nullable Object> override, Optional<String> pillarenv);
    }

    public PillarModule(FileTree files, Compiler compiler) {
        this.files = files;
        this.compiler = compiler;
    }

    public List<ExecutionFunction> functions() {
        String get =
                "key, default='"
                        + MISSING
                        + "', merge=False, merge_nested_lists=None, delimiter=':',"
                        + " pillarenv=None, saltenv=None, unmask=None";
        return List.of(
                new ExecutionFunction("pillar.get", "A value by its path.", get, this::get),
                new ExecutionFunction("pillar.fetch", "The same as pillar.get.", get, this::get),
                new ExecutionFunction(
                        "pillar.items",
                        "The pillar, compiled anew.",
                        ITEMS,
                        (minion, args) -> masked(items(minion, args), args, masksItems(minion))),
                new ExecutionFunction(
                        "pillar.data",
                        "The same as pillar.items.",
                        ITEMS,
                        (minion, args) -> masked(items(minion, args), args, masksItems(minion))),
                new ExecutionFunction(
                        "pillar.item",
                        "Several values by their paths.",
                        "*args, default=None, delimiter=None, pillarenv=None, saltenv=None, unmask=None",
                        (minion, args) -> masked(item(minion, args), args, PillarMask.isOn())),
                new ExecutionFunction(
                        "pillar.raw",
                        "The pillar as it is in memory, or one of its keys.",
                        "key=None, unmask=None",
                        PillarModule::raw),
                new ExecutionFunction(
                        "pillar.ls",
                        "The pillar's keys.",
                        ITEMS,
                        (minion, args) -> new ArrayList<>(items(minion, args).keySet())),
                new ExecutionFunction(
                        "pillar.keys",
                        "The keys of the mapping at a path.",
                        "key, delimiter=':', unmask=None",
                        PillarModule::keys),
                new ExecutionFunction(
                        "pillar.obfuscate",
                        "The pillar with the types of its values instead of them.",
                        ITEMS,
                        (minion, args) ->
                                obfuscated(masked(items(minion, args), args, masksItems(minion)))),
                new ExecutionFunction(
                        "pillar.file_exists",
                        "Whether a pillar root has a file.",
                        "path, saltenv=None",
                        this::fileExists),
                new ExecutionFunction(
                        "pillar.filter_by",
                        "The entry of a mapping whose key matches a pillar value.",
                        "lookup_dict, pillar, merge=None, default='default', base=None",
                        (minion, args) ->
                                FilterBy.of(args, minion.pillar(), args.string("pillar"))));
    }

    private static boolean masksItems(Minion minion) {
        return PillarMask.isOn() && !Boolean.FALSE.equals(minion.opts().get("pillar_mask_output"));
    }

    private static @Nullable Object masked(
            @Nullable Object value, Arguments args, boolean otherwise) {
        Object unmask = args.value("unmask");
        boolean masks = unmask == null ? otherwise : !Boolean.TRUE.equals(unmask);
        return masks ? PillarMask.mask(value) : value;
    }

    private @Nullable Object get(Minion minion, Arguments args) {
        Object value = found(minion, args);
        Object unmask = args.value("unmask");
        boolean masks = unmask == null ? PillarMask.isOn() : !args.flag("unmask");
        return masks ? PillarMask.mask(value) : value;
    }

    private @Nullable Object found(Minion minion, Arguments args) {
        String key = args.key();
        String delimiter = args.delimiter();
        boolean given = args.isGiven("default") && !MISSING.equals(args.value("default"));
        Object otherwise = given ? args.value("default") : "";
        Map<Object, @Nullable Object> pillar = pillar(minion, args.text("pillarenv"));
        if (args.flag("merge")) {
            boolean lists =
                    args.value("merge_nested_lists") == null
                            ? Boolean.TRUE.equals(minion.opts().get("pillar_merge_lists"))
                            : args.flag("merge_nested_lists");
            if (otherwise instanceof Map<?, ?> map
                    && Traverse.get(pillar, key, Map.of(), delimiter) instanceof Map<?, ?> found) {
                return DictUpdate.update(map, found, lists);
            }
            if (otherwise instanceof List<?> list
                    && Traverse.get(pillar, key, List.of(), delimiter) instanceof List<?> found) {
                List<@Nullable Object> both = new ArrayList<>(list);
                found.stream()
                        .filter(e -> both.stream().noneMatch(known -> Objects.equals(known, e)))
                        .forEach(both::add);
                return both;
            }
            LOG.error(
                    "pillar.get: the default {} and the value at {} are not of one kind. Merge will"
                            + " be skipped.",
                    PythonText.type(otherwise),
                    key);
        }
        Optional<Found> value = Traverse.find(pillar, args.path());
        if (value.isEmpty()
                && !given
                && Boolean.TRUE.equals(minion.opts().get("pillar_raise_on_missing"))) {
            throw new CallError("'Pillar key not found: " + key + "'");
        }
        return value.isPresent() ? value.get().value() : otherwise;
    }

    private Map<Object, @Nullable Object> pillar(Minion minion, Optional<String> pillarenv) {
        return pillarenv.isPresent()
                ? compiler.compile(minion, Map.of(), pillarenv)
                : minion.pillar();
    }

    private Map<Object, @Nullable Object> items(Minion minion, Arguments args) {
        if (!args.varargs().isEmpty()) {
            return item(minion, args, "", ":");
        }
        if (args.value("pillar_enc") != null) {
            throw new CallError("pillar_enc is not supported");
        }
        Map<Object, @Nullable Object> override = new LinkedHashMap<>();
        if (args.value("pillar") instanceof Map<?, ?> given) {
            override.putAll(given);
        }
        Optional<String> pillarenv = args.text("pillarenv");
        return compiler.compile(minion, override, pillarenv);
    }

    private Map<Object, @Nullable Object> item(Minion minion, Arguments args) {
        Object otherwise = args.value("default");
        return item(
                minion,
                args,
                otherwise == null ? "" : otherwise,
                args.text("delimiter").orElse(":"));
    }

    private Map<Object, @Nullable Object> item(
            Minion minion, Arguments args, Object otherwise, String delimiter) {
        Optional<String> pillarenv = args.text("pillarenv");
        Map<Object, @Nullable Object> pillar = pillar(minion, pillarenv);
        Map<Object, @Nullable Object> items = new LinkedHashMap<>();
        for (Object path : args.varargs()) {
            items.put(path, Traverse.get(pillar, PythonText.str(path), otherwise, delimiter));
        }
        return items;
    }

    private static @Nullable Object raw(Minion minion, Arguments args) {
        Object value =
                args.flag("key")
                        ? minion.pillar().getOrDefault(args.value("key"), Map.of())
                        : minion.pillar();
        return Boolean.FALSE.equals(args.value("unmask")) ? PillarMask.mask(value) : value;
    }

    private static List<?> keys(Minion minion, Arguments args) {
        String key = args.string("key");
        Optional<Found> found = Traverse.find(minion.pillar(), key, args.delimiter());
        if (found.isEmpty()) {
            throw new CallError("'Pillar key not found: " + key + "'");
        }
        if (!(found.get().value() instanceof Map<?, ?> map)) {
            throw new CallError("Pillar value in key " + key + " is not a dict");
        }
        return new ArrayList<>(map.keySet());
    }

    private static Object obfuscated(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, Object> types = new LinkedHashMap<>();
                map.forEach((key, entry) -> types.put(key, obfuscated(entry)));
                yield types;
            }
            case List<?> list -> list.stream().map(PillarModule::obfuscated).toList();
            case null, default -> "<" + PythonText.type(value) + ">";
        };
    }

    private boolean fileExists(Minion minion, Arguments args) {
        if (!(minion.opts().get("pillar_roots") instanceof Map<?, ?> roots)) {
            throw new CallError("No pillar_roots found. Are you running this on the master?");
        }
        Optional<String> saltenv = args.text("saltenv");
        return roots.entrySet().stream()
                .filter(entry -> saltenv.isEmpty() || saltenv.get().equals(entry.getKey()))
                .filter(entry -> entry.getValue() instanceof List<?>)
                .flatMap(entry -> ((List<?>) entry.getValue()).stream())
                .anyMatch(root -> files.isFile(Path.of(String.valueOf(root), args.string("path"))));
    }
}
