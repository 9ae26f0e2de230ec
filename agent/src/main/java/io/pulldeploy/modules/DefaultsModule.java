package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.DictUpdate;
import io.pulldeploy.model.Traverse;
import io.pulldeploy.render.Json;
import io.pulldeploy.render.yaml.YamlLoader;
import io.pulldeploy.system.FileTree;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code defaults.*}: a formula's defaults, and merging with them. */
public final class DefaultsModule {
    private final FileTree files;

    public DefaultsModule(FileTree files) {
        this.files = files;
    }

    public List<ExecutionFunction> functions() {
        return List.of(
                new ExecutionFunction(
                        "defaults.get",
                        "A value of a formula's defaults.yaml or defaults.json.",
                        "key, default=''",
                        this::get),
                new ExecutionFunction(
                        "defaults.merge",
                        "Merges a mapping into another.",
                        "dest, src, merge_lists=False, in_place=True, convert_none=True",
                        (minion, args) -> merge(args)),
                new ExecutionFunction(
                        "defaults.deepcopy",
                        "A copy that shares nothing.",
                        "source",
                        (minion, args) -> DictUpdate.copy(args.value("source"))),
                new ExecutionFunction(
                        "defaults.update",
                        "Merges defaults below every entry of a mapping.",
                        "dest, defaults, merge_lists=True, in_place=True, convert_none=True",
                        (minion, args) -> update(args)));
    }

    private @Nullable Object get(Minion minion, Arguments args) {
        String key = args.string("key");
        int colon = key.indexOf(':');
        String formula = colon < 0 ? key : key.substring(0, colon);
        Object defaults = load(minion, formula);
        return colon < 0
                ? defaults
                : Traverse.get(
                        defaults,
                        key.substring(colon + 1),
                        args.value("default"),
                        Traverse.DELIMITER);
    }

    private @Nullable Object load(Minion minion, String formula) {
        Optional<Path> yaml = minion.files().find(formula + "/defaults.yaml", "base");
        if (yaml.isPresent()) {
            Object value = YamlLoader.load(files.text(yaml.get()), yaml.get().toString());
            return value == null ? Map.of() : value;
        }
        Optional<Path> json = minion.files().find(formula + "/defaults.json", "base");
        return json.isPresent() ? Json.parse(files.text(json.get())) : null;
    }

    private static @Nullable Object merge(Arguments args) {
        boolean converts = args.flag("convert_none");
        Object source = args.value("src");
        Object destination = args.value("dest");
        if (destination == null && converts) {
            if (args.flag("in_place")) {
                throw new CallError("TypeError", "Can't perform in-place merge into NoneType");
            }
            destination = Map.of();
        }
        if (source == null && converts) {
            source = Map.of();
        }
        return InPlace.update(destination, source, args.flag("merge_lists"), args.flag("in_place"));
    }

    private static Object update(Arguments args) {
        Object destination = args.value("dest");
        if (destination == null && args.flag("in_place")) {
            throw new CallError("TypeError", "Can't perform in-place update into NoneType");
        }
        Map<Object, @Nullable Object> updated = new LinkedHashMap<>();
        args.map("dest")
                .forEach((name, values) ->
                        updated.put(
                                name,
                                DictUpdate.update(
                                        args.map("defaults"),
                                        values instanceof Map<?, ?> map ? map : Map.of(),
                                        args.flag("merge_lists"))));
        return args.flag("in_place") ? InPlace.replace(destination, updated) : updated;
    }
}
