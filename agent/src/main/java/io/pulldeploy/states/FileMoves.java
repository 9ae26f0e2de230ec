package io.pulldeploy.states;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.StateCall;
import io.pulldeploy.model.Failure;
import io.pulldeploy.model.StateResult;
import io.pulldeploy.modules.FileModes;
import io.pulldeploy.modules.FilePermissions;
import io.pulldeploy.modules.FilePermissions.Wanted;
import io.pulldeploy.system.FileStat;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code file.copy} and {@code file.rename}: files of this machine, elsewhere. */
final class FileMoves {
    static final String COPY =
            "name, source, force=False, makedirs=False, preserve=False, user=None, group=None, mode=None, dir_mode=None, subdir=False, **kwargs";
    static final String RENAME = "name, source, force=False, makedirs=False, **kwargs";

    private final FileTree files;
    private final FilePermissions permissions;

    FileMoves(Host host) {
        this.files = host.files();
        this.permissions = new FilePermissions(host);
    }

    StateResult copy(StateCall call) {
        Arguments args = call.args();
        Path name = Names.path(call.name());
        Path source = Names.path(args.string("source"));
        if (!name.isAbsolute()) {
            return StateResult.failed("Specified file " + name + " is not an absolute path");
        }
        if (!files.exists(source)) {
            return StateResult.failed("Source file \"" + source + "\" is not present");
        }
        Optional<String> sourceMode = files.stat(source).map(s -> FileModes.normal(s.octal()));
        boolean preserve = args.flag("preserve");
        Wanted wanted =
                new Wanted(
                        args.flag("user") ? args.value("user") : args.extra().get("owner"),
                        args.value("group"),
                        FileModes.normal(args.value("mode")).or(() -> sourceMode));
        String unknown = preserve ? "" : permissions.unknownOwners(wanted);
        boolean inside = files.isDirectory(name) && args.flag("subdir");
        Path target = inside ? name.resolve(source.getFileName()) : name;
        if (files.isPresent(target) && !args.flag("force")) {
            StateResult kept =
                    StateResult.succeeded(
                            "The target file \""
                                    + target
                                    + "\" exists and will not be overwritten");
            return unknown.isEmpty() ? kept : call.apply(kept, () -> StateResult.failed(unknown));
        }
        String comment = "Copied \"" + source + "\" to \"" + name + "\"";
        return call.apply(
                Map.of(),
                "File \"" + source + "\" is set to be copied to \"" + target + "\"",
                () -> {
                    if (!unknown.isEmpty()) {
                        return StateResult.failed(unknown);
                    }
                    boolean identical =
                            files.isFile(target)
                                    && files.isFile(source)
                                    && Arrays.equals(files.bytes(target), files.bytes(source));
                    if (files.isPresent(target)) {
                        files.delete(target);
                    }
                    Optional<StateResult> missing =
                            parentMade(
                                    target,
                                    args,
                                    wanted.withMode(
                                            FileModes.normal(args.value("dir_mode"))
                                                    .or(() ->
                                                            wanted.mode()
                                                                    .map(
                                                                            FileModes
                                                                                    ::forDirectories))));
                    if (missing.isPresent()) {
                        return missing.get();
                    }
                    copied(source, target);
                    Map<String, @Nullable Object> changes = new LinkedHashMap<>();
                    changes.put(target.toString(), source.toString());
                    if (!preserve) {
                        changes.putAll(permissions.enforce(target, wanted, true).changes());
                    }
                    return StateResult.changed(
                            changes,
                            identical
                                    ? comment + " - files are identical but force flag is set"
                                    : comment);
                });
    }

    StateResult rename(StateCall call) {
        Arguments args = call.args();
        Path name = Names.path(call.name());
        Path source = Names.path(args.string("source"));
        if (!name.isAbsolute()) {
            return StateResult.failed("Specified file " + name + " is not an absolute path");
        }
        if (!files.isPresent(source)) {
            return StateResult.succeeded(
                    "Source file \"" + source + "\" has already been moved out of place");
        }
        if (files.isPresent(name) && !args.flag("force")) {
            return StateResult.succeeded(
                    "The target file \"" + name + "\" exists and will not be overwritten");
        }
        return call.apply(
                Map.of(),
                "File \"" + source + "\" is set to be moved to \"" + name + "\"",
                () -> {
                    if (files.isPresent(name)) {
                        files.delete(name);
                    }
                    Optional<StateResult> missing = parentMade(name, args, Wanted.NOTHING);
                    if (missing.isPresent()) {
                        return missing.get();
                    }
                    moved(source, name);
                    return StateResult.changed(
                            Map.of(name.toString(), source.toString()),
                            "Moved \"" + source + "\" to \"" + name + "\"");
                });
    }

    /** Renames, or copies and deletes where the target is on another file system. */
    private void moved(Path from, Path to) {
        try {
            files.rename(from, to);
        } catch (Failure e) {
            if (files.isSymlink(from)) {
                files.symlink(to, files.readLink(from));
            } else {
                copied(from, to);
            }
            files.delete(from);
        }
    }

    /** Sees to the directory that a file goes to; what there is to say if there is none. */
    private Optional<StateResult> parentMade(Path name, Arguments args, Wanted wanted) {
        Path parent = Names.parent(name);
        if (files.isDirectory(parent)) {
            return Optional.empty();
        }
        if (!args.flag("makedirs")) {
            return Optional.of(
                    StateResult.failed("The target directory " + parent + " is not present"));
        }
        permissions.makeDirectories(parent, wanted);
        return Optional.empty();
    }

    /** Copies a file with its mode, or a directory with all that is in it. */
    private void copied(Path from, Path to) {
        if (!files.isDirectory(from)) {
            files.write(to, files.bytes(from));
            sameMode(from, to);
            return;
        }
        files.makeDirectories(to);
        sameMode(from, to);
        for (Path path : files.walk(from)) {
            Path target = to.resolve(from.relativize(path).toString());
            if (files.isSymlink(path)) {
                files.symlink(target, files.readLink(path));
            } else if (files.isDirectory(path)) {
                files.makeDirectories(target);
                sameMode(path, target);
            } else {
                copied(path, target);
            }
        }
    }

    private void sameMode(Path from, Path to) {
        files.stat(from)
                .map(FileStat::octal)
                .ifPresent(octal -> files.chmod(to, Integer.parseInt(octal, 8)));
    }
}
