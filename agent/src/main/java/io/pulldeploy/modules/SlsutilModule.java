package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.Aggregation;
import io.pulldeploy.model.DictUpdate;
import io.pulldeploy.system.FileTree;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code slsutil.*}: what SLS files need beside their states. */
public final class SlsutilModule {
    private final FileTree files;
    private final StateFiles stateFiles;

    public SlsutilModule(FileTree files) {
        this.files = files;
        this.stateFiles = new StateFiles(files);
    }

    public List<ExecutionFunction> functions() {
        return List.of(
                new ExecutionFunction(
                        "slsutil.update",
                        "Merges a mapping into another.",
                        "dest, upd, recursive_update=True, merge_lists=False",
                        (minion, args) -> update(args)),
                new ExecutionFunction(
                        "slsutil.merge",
                        "Merges two mappings by a strategy.",
                        "obj_a, obj_b, strategy='smart', renderer='yaml', merge_lists=False",
                        (minion, args) -> merge(args.value("obj_a"), args.value("obj_b"), args)),
                new ExecutionFunction(
                        "slsutil.merge_all",
                        "Merges all mappings of a list by a strategy.",
                        "lst, strategy='smart', renderer='yaml', merge_lists=False",
                        (minion, args) -> {
                            @Nullable Object merged = new LinkedHashMap<>();
                            for (Object one : args.list("lst")) {
                                merged = merge(merged, one, args);
                            }
                            return merged;
                        }),
                new ExecutionFunction(
                        "slsutil.renderer",
                        "Renders a file of the state tree, or a text.",
                        "path=None, string=None, default_renderer='jinja|yaml', **kwargs",
                        this::render),
                new ExecutionFunction(
                        "slsutil.serialize",
                        "A value as text of a format.",
                        "serializer, obj, **mod_kwargs",
                        (minion, args) ->
                                Serializers.serialize(
                                        args.string("serializer"),
                                        args.value("obj"),
                                        args.extra())),
                new ExecutionFunction(
                        "slsutil.deserialize",
                        "The value in a text of a format.",
                        "serializer, stream_or_string, **mod_kwargs",
                        (minion, args) ->
                                Serializers.deserialize(
                                        args.string("serializer"),
                                        args.string("stream_or_string"))),
                new ExecutionFunction(
                        "slsutil.boolstr",
                        "One of two texts, after a truth.",
                        "value, true='true', false='false'",
                        (minion, args) -> args.value(args.flag("value") ? "true" : "false")),
                new ExecutionFunction(
                        "slsutil.banner",
                        "A comment block that says who manages a file.",
                        "width=72, commentchar='#', borderchar='#', blockstart=None,"
                                + " blockend=None, title=None, text=None, newline=False",
                        (minion, args) -> Banner.of(args)),
                new ExecutionFunction(
                        "slsutil.file_exists",
                        "Whether the state tree has a file.",
                        "path, saltenv='base'",
                        (minion, args) -> fileExists(minion, args.string("path"), args)),
                new ExecutionFunction(
                        "slsutil.dir_exists",
                        "Whether the state tree has a directory.",
                        "path, saltenv='base'",
                        (minion, args) -> directoryExists(minion, args.string("path"), args)),
                new ExecutionFunction(
                        "slsutil.path_exists",
                        "Whether the state tree has a file or directory.",
                        "path, saltenv='base'",
                        (minion, args) -> exists(minion, args.string("path"), args)),
                new ExecutionFunction(
                        "slsutil.findup",
                        "The nearest of some names, from a directory of the state tree upwards.",
                        "startpath, filenames, saltenv='base'",
                        this::findUp));
    }

    private static Map<Object, @Nullable Object> update(Arguments args) {
        Object destination = args.value("dest");
        if (args.flag("recursive_update")) {
            return InPlace.update(destination, args.value("upd"), args.flag("merge_lists"), true);
        }
        Map<Object, @Nullable Object> merged = new LinkedHashMap<>(args.map("dest"));
        merged.putAll(args.map("upd"));
        return InPlace.replace(destination, merged);
    }

    private static @Nullable Object merge(@Nullable Object a, @Nullable Object b, Arguments args) {
        String strategy = args.text("strategy").orElse("recurse");
        String renderer = args.string("renderer");
        if (DictUpdate.chosen(strategy, renderer).equals("aggregate")) {
            return DictUpdate.copy(Aggregation.merge(a, b, 1));
        }
        if (!(a instanceof Map<?, ?> first) || !(b instanceof Map<?, ?> second)) {
            throw new CallError(
                    "TypeError", "Cannot update using non-dict types in dictupdate.update()");
        }
        if (strategy.equals("overwrite")) {
            // As Salt does, which then merges b into a copy of what it has changed here.
            Map<Object, @Nullable Object> common = new LinkedHashMap<>(second);
            common.keySet().retainAll(first.keySet());
            InPlace.replace(a, common);
        }
        return DictUpdate.merge(first, second, strategy, renderer, args.flag("merge_lists"));
    }

    private @Nullable Object render(Minion minion, Arguments args) {
        boolean byPath = args.flag("path");
        boolean byText = args.flag("string");
        if (!byPath && !byText) {
            throw new CallError("SaltInvocationError", "Must pass path or string.");
        }
        if (byPath && byText) {
            throw new CallError("SaltInvocationError", "Must not pass both path and string.");
        }
        Map<String, @Nullable Object> context = new LinkedHashMap<>(args.extra());
        String saltenv = String.valueOf(context.getOrDefault("saltenv", "base"));
        context.remove("saltenv");
        context.putIfAbsent("sls", "");
        String name = ":string:";
        String text = args.text("string").orElse("");
        if (byPath) {
            name = args.string("path");
            if (!name.startsWith("/") && !name.contains("://")) {
                throw new CallError("Path '" + name + "' is not absolute");
            }
            Path file = stateFiles.cached(minion, name, saltenv).orElse(null);
            if (file == null) {
                return Map.of();
            }
            text = files.text(file);
            name = file.toString();
        }
        return minion.templates()
                .data(args.string("default_renderer"), text, name, saltenv, context);
    }

    private static boolean fileExists(Minion minion, String path, Arguments args) {
        return minion.files().list(args.string("saltenv")).contains(path);
    }

    private boolean directoryExists(Minion minion, String path, Arguments args) {
        return stateFiles.directories(minion, args.string("saltenv")).contains(path);
    }

    private boolean exists(Minion minion, String path, Arguments args) {
        return fileExists(minion, path, args) || directoryExists(minion, path, args);
    }

    private String findUp(Minion minion, Arguments args) {
        String given = args.text("startpath").orElse("");
        String at = given.isEmpty() ? "" : Path.of(given).normalize().toString();
        if (!at.isEmpty() && !exists(minion, at, args)) {
            throw new CallError("Starting path not found in the state tree: " + at);
        }
        Object names = args.value("filenames");
        if (!(names instanceof String) && !(names instanceof List<?>)) {
            throw new CallError("Filenames argument must be a string or list of strings");
        }
        List<@Nullable Object> wanted = new ArrayList<>(args.list("filenames"));
        while (true) {
            for (Object name : wanted) {
                String full = at.isEmpty() ? String.valueOf(name) : at + "/" + name;
                if (exists(minion, full, args)) {
                    return full;
                }
            }
            if (at.isEmpty()) {
                throw new CallError("File pattern(s) not found in path ancestry");
            }
            int slash = at.lastIndexOf('/');
            at = slash < 0 ? "" : at.substring(0, slash);
        }
    }
}
