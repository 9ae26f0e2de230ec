package io.pulldeploy.states;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.Signature;
import io.pulldeploy.loader.StateCall;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.model.StateResult;
import io.pulldeploy.model.StateResult.Outcome;
import io.pulldeploy.modules.FileModes;
import io.pulldeploy.modules.FilePermissions;
import io.pulldeploy.modules.FilePermissions.Wanted;
import io.pulldeploy.modules.FileSources;
import io.pulldeploy.modules.Globs;
import io.pulldeploy.modules.Texts;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** {@code file.recurse}: a whole directory of the state tree on this machine. */
final class FileRecurse {
    static final String SIGNATURE =
            "name, source, keep_source=True, clean=False, require=None, user=None, group=None, dir_mode=None, file_mode=None, sym_mode=None, template=None, context=None, replace=True, defaults=None, include_empty=False, backup='', include_pat=None, exclude_pat=None, maxdepth=None, keep_symlinks=False, force_symlinks=False, win_owner=None, win_perms=None, win_deny_perms=None, win_inheritance=True, merge=False, **kwargs";

    /** Salt's key for what {@code clean} takes away. */
    private static final String REMOVED = "removed";

    private final FileTree files;
    private final FilePermissions permissions;
    private final StateFunction.Body managed;
    private final StateFunction.Body directory;

    /**
     * @param managed {@code file.managed}
     * @param directory {@code file.directory}
     */
    FileRecurse(Host host, StateFunction.Body managed, StateFunction.Body directory) {
        this.files = host.files();
        this.permissions = new FilePermissions(host);
        this.managed = managed;
        this.directory = directory;
    }

    StateResult run(StateCall call) {
        Arguments args = call.args();
        Path name = Names.path(call.name());
        if (args.extra().containsKey("mode")) {
            return StateResult.failed(
                    "'mode' is not allowed in 'file.recurse'. Please use 'file_mode' and 'dir_mode'.");
        }
        if (!name.isAbsolute()) {
            return StateResult.failed("Specified file " + name + " is not an absolute path");
        }
        List<String> sources =
                args.list("source").stream().map(s -> Texts.stripEnd(Texts.str(s), "/")).toList();
        for (String source : sources) {
            if (!FileSources.isSalt(source)) {
                return StateResult.failed(
                        "Recurse failed: Invalid source '%s' (must be a salt:// URI)"
                                .formatted(source));
            }
        }
        SortedSet<Path> empty = new TreeSet<>();
        SortedMap<Path, String> wanted = wanted(call, name, sources, empty);
        if (wanted.isEmpty() && empty.isEmpty()) {
            return StateResult.failed("Recurse failed: none of the specified sources were found");
        }
        if (files.exists(name) && !files.isDirectory(name)) {
            return StateResult.failed("The path " + name + " exists and is not a directory");
        }
        return merged(call, name, wanted, empty);
    }

    /**
     * Target to source of every file, from the first source that has any, or from all.
     *
     * @param directories takes the targets of the directories, where empty ones are wanted too
     */
    private SortedMap<Path, String> wanted(
            StateCall call, Path name, List<String> sources, SortedSet<Path> directories) {
        Arguments args = call.args();
        SortedMap<Path, String> wanted = new TreeMap<>();
        for (String source : sources) {
            FileSources.SaltUrl url = FileSources.saltUrl(source);
            String saltenv = url.saltenv().orElse(call.saltenv());
            String prefix = url.path() + "/";
            boolean found = false;
            if (args.flag("include_empty")) {
                found = directories.addAll(directories(call, name, saltenv, url.path()));
            }
            for (String path : call.minion().files().list(saltenv)) {
                if (!path.startsWith(prefix)) {
                    continue;
                }
                found = true;
                String relative = path.substring(prefix.length());
                long depth = relative.chars().filter(c -> c == '/').count();
                if (depth <= args.integer("maxdepth").orElse(Long.MAX_VALUE)
                        && Globs.chosen(
                                relative, args.value("include_pat"), args.value("exclude_pat"))) {
                    wanted.putIfAbsent(
                            name.resolve(relative), "salt://" + path + "?saltenv=" + saltenv);
                }
            }
            if (found && !args.flag("merge")) {
                break;
            }
        }
        return wanted;
    }

    /** The targets of a source's directories; Salt names the source's own with a dot. */
    private static List<Path> directories(
            StateCall call, Path name, String saltenv, String source) {
        Object listed =
                call.minion()
                        .call("cp.list_master_dirs", List.of(saltenv), Map.of("prefix", source));
        List<Path> directories = new ArrayList<>();
        for (Object directory : listed instanceof List<?> list ? list : List.of()) {
            String path = Texts.str(directory);
            boolean below = path.startsWith(source + "/");
            String relative = below ? path.substring(source.length() + 1) : ".";
            if ((below || path.equals(source))
                    && Globs.chosen(
                            relative,
                            call.args().value("include_pat"),
                            call.args().value("exclude_pat"))) {
                directories.add(name.resolve(relative));
            }
        }
        return directories;
    }

    private StateResult merged(
            StateCall call, Path name, SortedMap<Path, String> wanted, SortedSet<Path> empty) {
        Arguments args = call.args();
        // Salt makes the top directory before it looks, so that only a test run tells of it.
        call.apply(
                StateResult.succeeded(""),
                () -> {
                    permissions.makeDirectories(
                            name,
                            new Wanted(
                                    args.value("user"),
                                    args.value("group"),
                                    FileModes.normal(args.value("dir_mode"))));
                    return StateResult.succeeded("");
                });
        Outcome outcome = Outcome.SUCCEEDED;
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        Map<String, List<String>> comments = new LinkedHashMap<>();
        TreeSet<Path> directories = new TreeSet<>(empty);
        wanted.keySet().forEach(f -> directories.add(Names.parent(f)));
        List<Part> parts = new ArrayList<>();
        directories.forEach(d -> parts.add(directory(call, d)));
        wanted.forEach((file, source) -> parts.add(file(call, file, source)));
        if (args.flag("clean") && files.isDirectory(name)) {
            parts.addAll(cleaning(call, name, wanted.keySet(), directories));
        }
        for (Part part : parts) {
            StateResult result = part.run().get();
            if (result.outcome() == Outcome.FAILED
                    || (outcome != Outcome.FAILED && result.outcome() == Outcome.WOULD_CHANGE)) {
                outcome = result.outcome();
            }
            if (result.outcome() != Outcome.SUCCEEDED && !result.comment().isEmpty()) {
                comments.computeIfAbsent(part.name(), _ -> new ArrayList<>()).add(result.comment());
            }
            if (!result.changes().isEmpty()) {
                changes.put(
                        part.name(),
                        part.name().equals(REMOVED)
                                ? List.copyOf(result.changes().keySet())
                                : result.changes());
            }
        }
        StringBuilder comment = new StringBuilder();
        comments.forEach((path, lines) ->
                comment.append("\n#### ")
                        .append(path)
                        .append(" ####\n")
                        .append(String.join("\n", lines))
                        .append('\n'));
        String text = comment.toString().strip();
        if (text.isEmpty()) {
            text = "Recursively updated " + name;
        }
        if (changes.isEmpty() && outcome == Outcome.SUCCEEDED) {
            text = "The directory " + name + " is in the correct state";
        }
        return new StateResult(outcome, changes, text, Map.of());
    }

    /** One file or directory of the whole, under the name that Salt's result gives it. */
    private record Part(String name, Supplier<StateResult> run) {}

    private Part directory(StateCall call, Path path) {
        Arguments args = call.args();
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        options.put("user", args.value("user"));
        options.put("group", args.value("group"));
        options.put("dir_mode", args.value("dir_mode"));
        options.put("makedirs", true);
        return new Part(
                path.toString(),
                () ->
                        directory.run(
                                call.with(
                                        Signature.of(FileDirectory.SIGNATURE)
                                                .bind(
                                                        "directory",
                                                        List.of(path.toString()),
                                                        options))));
    }

    private Part file(StateCall call, Path path, String source) {
        Arguments args = call.args();
        Map<String, @Nullable Object> options = new LinkedHashMap<>(args.extra());
        options.remove("makedirs");
        for (String option :
                List.of("user", "group", "template", "replace", "context", "defaults", "backup")) {
            options.put(option, args.value(option));
        }
        options.put("source", source);
        options.put("mode", args.value("file_mode"));
        options.put("makedirs", true);
        return new Part(
                path.toString(),
                () ->
                        managed.run(
                                call.with(
                                        Signature.of(FileManaged.SIGNATURE)
                                                .bind(
                                                        "managed",
                                                        List.of(path.toString()),
                                                        options))));
    }

    private List<Part> cleaning(
            StateCall call, Path name, Set<Path> wanted, Set<Path> directories) {
        List<String> removed = new ArrayList<>();
        List<Path> keep = new ArrayList<>(wanted);
        keep.addAll(directories);
        keep.addAll(FileDirectory.kept(call, name, files));
        for (Path path : files.walk(name)) {
            boolean kept = keep.stream().anyMatch(k -> k.startsWith(path));
            if (!kept
                    && Globs.chosen(
                            name.relativize(path).toString(),
                            null,
                            call.args().value("exclude_pat"))) {
                removed.add(path.toString());
            }
        }
        if (removed.isEmpty()) {
            return List.of();
        }
        return List.of(
                new Part(
                        REMOVED,
                        () ->
                                call.apply(
                                        StateResult.wouldChange(
                                                Map.of(), String.join("\n", removed)),
                                        () -> {
                                            Map<String, @Nullable Object> all =
                                                    new LinkedHashMap<>();
                                            for (String path : removed) {
                                                if (files.isPresent(Path.of(path))) {
                                                    files.delete(Path.of(path));
                                                    all.put(path, REMOVED);
                                                }
                                            }
                                            return StateResult.changed(all, "");
                                        })));
    }
}
