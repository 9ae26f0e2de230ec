package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.render.Json;
import io.pulldeploy.render.JsonStyle;
import io.pulldeploy.system.FileTree;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code data.*}: values that functions keep from one run to the next. */
public final class DataModule {
    private final FileTree files;

    public DataModule(FileTree files) {
        this.files = files;
    }

    public List<ExecutionFunction> functions() {
        return new FunctionList("data")
                .add(
                        "get",
                        "A value, or the values of a list of keys.",
                        "key, default=None",
                        this::get)
                .add(
                        "update",
                        "Keeps a value.",
                        "key, value",
                        (m, a) -> {
                            Map<Object, @Nullable Object> store = load(m);
                            store.put(key(a), a.value("value"));
                            return save(m, store);
                        })
                .add(
                        "cas",
                        "Replaces a value if it is the expected one.",
                        "key, value, old_value",
                        this::swap)
                .add(
                        "pop",
                        "Takes a value away and returns it.",
                        "key, default=None",
                        (m, a) -> {
                            Map<Object, @Nullable Object> store = load(m);
                            boolean known = store.containsKey(key(a));
                            Object value = store.remove(key(a));
                            save(m, store);
                            return known ? value : a.value("default");
                        })
                .add(
                        "has_key",
                        "Whether there is a value.",
                        "key",
                        (m, a) -> load(m).containsKey(key(a)))
                .add("keys", "The keys.", "", (m, _) -> new ArrayList<>(load(m).keySet()))
                .add("values", "The values.", "", (m, _) -> new ArrayList<>(load(m).values()))
                .add("items", "All values by key.", "", (m, _) -> load(m))
                .add("load", "All values by key.", "", (m, _) -> load(m))
                .add(
                        "dump",
                        "Replaces all values.",
                        "new_data",
                        (m, a) ->
                                a.value("new_data") instanceof Map<?, ?> all
                                        && save(m, new LinkedHashMap<>(all)))
                .add(
                        "clear",
                        "Forgets all values.",
                        "",
                        (m, _) -> {
                            files.delete(store(m));
                            return true;
                        })
                .all();
    }

    private static Path store(Minion minion) {
        return Path.of(PythonText.str(minion.opts().get("cachedir"))).resolve("datastore.json");
    }

    private static String key(Arguments args) {
        return args.string("key");
    }

    private Map<Object, @Nullable Object> load(Minion minion) {
        Map<Object, @Nullable Object> all = new LinkedHashMap<>();
        if (files.textIfPresent(store(minion)).map(Json::parse).orElse(Map.of())
                instanceof Map<?, ?> map) {
            all.putAll(map);
        }
        return all;
    }

    private boolean save(Minion minion, Map<?, ?> store) {
        files.makeDirectories(store(minion).resolveSibling(""));
        files.write(store(minion), Json.write(store, JsonStyle.SALT));
        return true;
    }

    private @Nullable Object get(Minion minion, Arguments args) {
        Map<Object, @Nullable Object> store = load(minion);
        if (!(args.value("key") instanceof List<?> keys)) {
            return store.containsKey(key(args)) ? store.get(key(args)) : args.value("default");
        }
        List<@Nullable Object> values = new ArrayList<>();
        for (Object key : keys) {
            if (store.containsKey(key)) {
                values.add(store.get(key));
            } else if (args.value("default") != null) {
                values.add(args.value("default"));
            }
        }
        return values;
    }

    private boolean swap(Minion minion, Arguments args) {
        Map<Object, @Nullable Object> store = load(minion);
        if (!store.containsKey(key(args))
                || !Objects.equals(store.get(key(args)), args.value("old_value"))) {
            return false;
        }
        store.put(key(args), args.value("value"));
        return save(minion, store);
    }
}
