package io.pulldeploy.states;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.StateCall;
import io.pulldeploy.model.Failure;
import io.pulldeploy.model.StateResult;
import io.pulldeploy.modules.FileModes;
import io.pulldeploy.modules.FilePermissions;
import io.pulldeploy.modules.FilePermissions.Wanted;
import io.pulldeploy.modules.Globs;
import io.pulldeploy.modules.Texts;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code file.directory}: a directory with this owner and mode, and perhaps nothing else in it. */
final class FileDirectory {
    static final String SIGNATURE =
            "name, user=None, group=None, recurse=None, max_depth=None, dir_mode=None, file_mode=None, makedirs=False, clean=False, require=None, exclude_pat=None, follow_symlinks=False, force=False, backupname=None, allow_symlink=True, children_only=False, win_owner=None, win_perms=None, win_deny_perms=None, win_inheritance=True, win_perms_reset=False, **kwargs";

    private static final List<String> RECURSE_TYPES =
            List.of("user", "group", "mode", "ignore_files", "ignore_dirs", "silent");

    private final FileTree files;
    private final FilePermissions permissions;

    FileDirectory(Host host) {
        this.files = host.files();
        this.permissions = new FilePermissions(host);
    }

    /** The call's arguments, read once. */
    private record Wish(
            Path name,
            Wanted directories,
            Wanted contained,
            Wanted containedFiles,
            Set<String> recurse,
            long maxDepth,
            boolean follow,
            boolean childrenOnly,
            boolean clean,
            @Nullable Object exclude,
            List<Path> keep) {
        boolean walks() {
            return !recurse.isEmpty() || clean;
        }
    }

    StateResult run(StateCall call) {
        Arguments args = call.args();
        if (call.name().isEmpty()) {
            return StateResult.failed("Must provide name to file.directory");
        }
        Path name = Names.path(call.name());
        if (args.integer("max_depth").isPresent() && args.flag("clean")) {
            return StateResult.failed("Cannot specify both max_depth and clean");
        }
        Optional<String> problem = recurseProblem(args);
        if (problem.isPresent()) {
            return StateResult.failed(problem.get());
        }
        if (!name.isAbsolute()) {
            return StateResult.failed("Specified file " + name + " is not an absolute path");
        }
        Wish wish = wish(call, name);
        String unknown = permissions.unknownOwners(wish.directories());
        boolean inTheWay =
                files.isFile(name)
                        || (files.isSymlink(name)
                                && (!args.flag("allow_symlink") || args.flag("force")));
        if (inTheWay) {
            return replaced(call, wish, unknown);
        }
        Map<String, @Nullable Object> changes = differences(wish);
        if (changes.isEmpty() && unknown.isEmpty()) {
            return StateResult.succeeded("The directory " + name + " is in the correct state");
        }
        StateResult predicted =
                changes.isEmpty()
                        ? StateResult.succeeded(
                                "The directory " + name + " is in the correct state")
                        : StateResult.wouldChange(changes, listed(changes));
        return call.apply(
                predicted,
                () ->
                        unknown.isEmpty()
                                ? changed(call, wish, changes)
                                : StateResult.failed(unknown));
    }

    private static Optional<String> recurseProblem(Arguments args) {
        Object recurse = args.value("recurse");
        if (!args.flag("recurse")) {
            return Optional.empty();
        }
        if (!(recurse instanceof List<?> list)) {
            return Optional.of("\"recurse\" must be formed as a list of strings");
        }
        if (!RECURSE_TYPES.containsAll(list)) {
            return Optional.of(
                    "Types for \"recurse\" limited to \"user\", \"group\", \"mode\", \"ignore_files\", \"ignore_dirs\", \"silent\".");
        }
        return list.contains("ignore_files") && list.contains("ignore_dirs")
                ? Optional.of(
                        "Must not specify \"recurse\" options \"ignore_files\" and \"ignore_dirs\" at the same time.")
                : Optional.empty();
    }

    private Wish wish(StateCall call, Path name) {
        Arguments args = call.args();
        Object mode = args.flag("dir_mode") ? args.value("dir_mode") : args.extra().get("mode");
        Optional<String> directoryMode = FileModes.normal(mode);
        Optional<String> fileMode =
                args.flag("file_mode") ? FileModes.normal(args.value("file_mode")) : directoryMode;
        Object user = args.flag("user") ? args.value("user") : args.extra().get("owner");
        Set<String> recurse = new HashSet<>();
        args.list("recurse").forEach(r -> recurse.add(Texts.str(r)));
        Wanted own = new Wanted(user, args.value("group"), directoryMode);
        Wanted below =
                new Wanted(
                        recurse.contains("user") ? user : null,
                        recurse.contains("group") ? args.value("group") : null,
                        recurse.contains("mode") ? directoryMode : Optional.empty());
        return new Wish(
                name,
                own,
                below,
                below.withMode(recurse.contains("mode") ? fileMode : Optional.empty()),
                recurse,
                args.integer("max_depth").orElse(Long.MAX_VALUE),
                args.flag("follow_symlinks"),
                args.flag("children_only"),
                args.flag("clean"),
                args.value("exclude_pat"),
                args.flag("clean") ? kept(call, name, files) : List.of());
    }

    /** What is in the way goes, if the author says so; then the directory is made. */
    private StateResult replaced(StateCall call, Wish wish, String unknown) {
        Arguments args = call.args();
        Path name = wish.name();
        boolean force = args.flag("force");
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        Map<String, Object> fresh = Map.of("directory", "new");
        Optional<Path> backup = args.text("backupname").map(Names::path);
        if (backup.isPresent()) {
            if (files.isPresent(backup.get()) && !force) {
                return StateResult.failed(
                        "File exists where the backup target " + backup.get() + " should go");
            }
            if (files.isPresent(backup.get())) {
                changes.put(
                        "forced",
                        "Existing file at backup path " + backup.get() + " would be removed");
            }
            changes.put("backup", name + " would be renamed to " + backup.get());
            changes.put(name.toString(), fresh);
            return call.apply(
                    changes,
                    name + " would be backed up and replaced with a new directory",
                    () -> {
                        if (!unknown.isEmpty()) {
                            return StateResult.failed(unknown);
                        }
                        files.delete(backup.get());
                        files.rename(name, backup.get());
                        Map<String, @Nullable Object> made = new LinkedHashMap<>();
                        made.put(name.toString(), fresh);
                        return created(call, wish, made);
                    });
        }
        boolean file = files.isFile(name);
        if (!force) {
            return StateResult.failed(
                    "Specified location "
                            + name
                            + " exists and is a "
                            + (file ? "file" : "symlink"));
        }
        String kind = file ? "File" : "Symlink";
        Map<String, @Nullable Object> predicted = new LinkedHashMap<>();
        predicted.put("forced", kind + " would be forcibly replaced");
        Map<String, @Nullable Object> own = new LinkedHashMap<>();
        own.put(name.toString(), fresh);
        if (file || !files.isDirectory(name)) {
            predicted.putAll(own);
        } else {
            // A link to a directory hides from a test run that the directory will be a new one.
            own.clear();
            own.putAll(differences(wish));
            predicted.putAll(own);
        }
        StateResult wouldBe =
                own.isEmpty()
                        ? new StateResult(
                                StateResult.Outcome.SUCCEEDED,
                                predicted,
                                "The directory " + name + " is in the correct state",
                                Map.of())
                        : StateResult.wouldChange(predicted, listed(own));
        return call.apply(
                wouldBe,
                () -> {
                    if (!unknown.isEmpty()) {
                        return StateResult.failed(unknown);
                    }
                    files.delete(name);
                    Map<String, @Nullable Object> made = new LinkedHashMap<>();
                    made.put("forced", kind + " was forcibly replaced");
                    made.put(name.toString(), fresh);
                    return created(call, wish, made);
                });
    }

    private static String listed(Map<String, @Nullable Object> changes) {
        StringBuilder comment = new StringBuilder("The following files will be changed:\n");
        changes.forEach((file, change) -> {
            if (change instanceof Map<?, ?> parts) {
                parts.forEach((key, value) ->
                        comment.append(file)
                                .append(": ")
                                .append(Texts.str(key))
                                .append(" - ")
                                .append(Texts.str(value))
                                .append('\n'));
            }
        });
        return comment.toString();
    }

    private record Entry(Path path, boolean directory) {}

    /**
     * What lies below, as Salt walks it: a directory's files, then its directories, then deeper.
     */
    private List<Entry> below(Wish wish) {
        List<Entry> entries = new ArrayList<>();
        if (files.isDirectory(wish.name())) {
            walk(wish.name(), 0, wish.maxDepth(), entries);
        }
        return entries;
    }

    private void walk(Path directory, long depth, long maxDepth, List<Entry> entries) {
        if (depth >= maxDepth) {
            return;
        }
        List<Path> directories = new ArrayList<>();
        for (String entry : files.list(directory)) {
            Path path = directory.resolve(entry);
            if (files.isDirectory(path)) {
                directories.add(path);
            } else {
                entries.add(new Entry(path, false));
            }
        }
        directories.forEach(d -> entries.add(new Entry(d, true)));
        for (Path d : directories) {
            if (!files.isSymlink(d)) {
                walk(d, depth + 1, maxDepth, entries);
            }
        }
    }

    private Map<String, @Nullable Object> differences(Wish wish) {
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        List<Entry> below = wish.walks() ? below(wish) : List.of();
        if (!wish.recurse().isEmpty()) {
            for (Entry entry : below) {
                if (entry.directory()
                        ? !wish.recurse().contains("ignore_dirs")
                        : !wish.recurse().contains("ignore_files")) {
                    Wanted wanted = entry.directory() ? wish.contained() : wish.containedFiles();
                    put(
                            changes,
                            entry.path(),
                            permissions.differences(entry.path(), wanted, wish.follow()));
                }
            }
        }
        boolean exists = files.isPresent(wish.name());
        if (!wish.childrenOnly() && exists) {
            // With "recurse", Salt compares the directory itself only in what recurses.
            Wanted own = wish.recurse().isEmpty() ? wish.directories() : wish.contained();
            put(changes, wish.name(), permissions.differences(wish.name(), own, wish.follow()));
        }
        if (wish.clean()) {
            for (Entry entry : below) {
                String path = entry.path().toString();
                boolean kept = wish.keep().stream().anyMatch(k -> k.toString().contains(path));
                if (!kept && Globs.chosen(relative(wish, entry.path()), null, wish.exclude())) {
                    changes.put(path, Map.of("removed", "Removed due to clean"));
                }
            }
        }
        if (!files.isDirectory(wish.name())) {
            changes.put(wish.name().toString(), Map.of("directory", "new"));
        }
        return changes;
    }

    private static void put(
            Map<String, @Nullable Object> changes,
            Path path,
            Map<String, @Nullable Object> differences) {
        if (!differences.isEmpty()) {
            changes.put(path.toString(), differences);
        }
    }

    private static String relative(Wish wish, Path path) {
        return wish.name().relativize(path).toString();
    }

    private StateResult changed(
            StateCall call, Wish wish, Map<String, @Nullable Object> predicted) {
        Path name = wish.name();
        Map<String, @Nullable Object> changes = new LinkedHashMap<>(predicted);
        if (!files.isDirectory(name)) {
            return created(call, wish, changes);
        }
        List<String> complaints = new ArrayList<>();
        if (!wish.childrenOnly()) {
            FilePermissions.Done done =
                    permissions.enforce(name, wish.directories(), wish.follow());
            changes.putAll(done.changes());
            complaints.addAll(done.complaints());
        }
        if (!wish.recurse().isEmpty()) {
            if (wish.recurse().contains("silent")) {
                changes.clear();
                changes.put("recursion", "Changes silenced");
            }
            recursed(wish, changes, complaints);
        }
        String comment = String.join("; ", complaints);
        if (wish.clean()) {
            List<String> removed = cleaned(wish);
            if (!removed.isEmpty()) {
                changes.put("removed", removed);
                comment = "Files cleaned from directory " + name;
            }
        }
        if (comment.isEmpty()) {
            comment =
                    wish.childrenOnly()
                            ? "Directory " + name + "/* updated"
                            : "Directory " + name + " updated";
        }
        return complaints.isEmpty()
                ? StateResult.changed(changes, comment)
                : StateResult.failed(changes, comment);
    }

    private void recursed(
            Wish wish, Map<String, @Nullable Object> changes, List<String> complaints) {
        if (wish.recurse().contains("user") && wish.directories().user() == null) {
            complaints.add(
                    "user not specified, but configured as a target for recursive ownership management");
        }
        if (wish.recurse().contains("group") && wish.directories().group() == null) {
            complaints.add(
                    "group not specified, but configured as a target for recursive ownership management");
        }
        for (Entry entry : below(wish)) {
            if (entry.directory()
                    ? wish.recurse().contains("ignore_dirs")
                    : wish.recurse().contains("ignore_files")) {
                continue;
            }
            FilePermissions.Done done =
                    permissions.enforce(
                            entry.path(),
                            entry.directory() ? wish.contained() : wish.containedFiles(),
                            wish.follow());
            changes.putAll(done.changes());
            complaints.addAll(done.complaints());
        }
    }

    private List<String> cleaned(Wish wish) {
        Set<Path> keep = new HashSet<>();
        keep.add(wish.name());
        for (Path path : wish.keep()) {
            for (Path p = path.normalize(); p != null; p = p.getParent()) {
                keep.add(p);
            }
        }
        List<String> removed = new ArrayList<>();
        for (Entry entry : below(wish)) {
            if (files.isPresent(entry.path())
                    && !keep.contains(entry.path())
                    && Globs.chosen(relative(wish, entry.path()), null, wish.exclude())) {
                files.delete(entry.path());
                removed.add(entry.path().toString());
            }
        }
        return removed;
    }

    private StateResult created(StateCall call, Wish wish, Map<String, @Nullable Object> changes) {
        Path parent = Names.parent(wish.name());
        if (!files.isDirectory(parent) && !call.args().flag("makedirs")) {
            return StateResult.failed(changes, "No directory to create " + wish.name() + " in");
        }
        try {
            permissions.makeDirectories(wish.name(), wish.directories());
        } catch (Failure e) {
            return StateResult.failed("Failed to create directory " + wish.name());
        }
        return StateResult.changed(changes, "");
    }

    /** The files of required states that lie below the directory, which {@code clean} keeps. */
    static List<Path> kept(StateCall call, Path name, FileTree files) {
        List<Path> keep = new ArrayList<>();
        for (Object requisite : call.args().list("require")) {
            if (!(requisite instanceof Map<?, ?> map) || !map.containsKey("file")) {
                continue;
            }
            Object wanted = map.get("file");
            for (Map<?, ?> chunk : Lowstate.of(call.minion())) {
                if (!(chunk.get("name") instanceof String other)
                        || !(other.equals(wanted)
                                || String.valueOf(chunk.get("__id__")).equals(wanted))) {
                    continue;
                }
                Path path = Names.path(other).normalize();
                if (!files.isDirectory(path)) {
                    keep.add(path);
                } else if (path.startsWith(name)) {
                    keep.add(path);
                    keep.addAll(files.walk(path));
                }
            }
        }
        return keep;
    }
}
