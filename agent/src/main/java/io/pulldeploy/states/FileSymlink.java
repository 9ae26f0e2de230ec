package io.pulldeploy.states;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.StateCall;
import io.pulldeploy.model.Failure;
import io.pulldeploy.model.StateResult;
import io.pulldeploy.modules.FileModes;
import io.pulldeploy.modules.FilePermissions;
import io.pulldeploy.modules.FilePermissions.Wanted;
import io.pulldeploy.modules.Texts;
import io.pulldeploy.system.FileStat;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code file.symlink}: a link that leads there. */
final class FileSymlink {
    static final String SIGNATURE =
            "name, target, force=False, backupname=None, makedirs=False, user=None, group=None, mode=None, win_owner=None, win_perms=None, win_deny_perms=None, win_inheritance=None, atomic=False, disallow_copy_and_unlink=False, inherit_user_and_group=False, follow_symlinks=True, **kwargs";

    private final FileTree files;
    private final Host host;
    private final FilePermissions permissions;

    FileSymlink(Host host) {
        this.host = host;
        this.files = host.files();
        this.permissions = new FilePermissions(host);
    }

    StateResult run(StateCall call) {
        Arguments args = call.args();
        if (call.name().isEmpty()) {
            return StateResult.failed("Must provide name to file.symlink");
        }
        Path name = Names.path(call.name());
        String target = args.string("target");
        Optional<FileStat> now = files.lstat(name);
        boolean isLink = files.isSymlink(name);
        boolean inherits = args.flag("inherit_user_and_group") && isLink;
        Object user = args.flag("user") ? args.value("user") : args.extra().get("owner");
        if (user == null) {
            user =
                    inherits
                            ? now.orElseThrow().user()
                            : Texts.str(
                                    call.minion()
                                            .opts()
                                            .getOrDefault("user", System.getProperty("user.name")));
        }
        Object group = args.value("group");
        if (group == null) {
            group = inherits ? now.orElseThrow().group() : primaryGroup(user);
        }
        Wanted owner = new Wanted(user, group, FileModes.normal(args.value("mode")));
        List<String> errors = preflight(name, owner);
        if (!errors.isEmpty()) {
            return StateResult.failed(String.join(". ", errors) + (errors.size() > 1 ? "." : ""));
        }
        Wanted wanted = owner;
        StateResult predicted = prediction(call, name, target, wanted);
        boolean present =
                isLink
                        && predicted.outcome() == StateResult.Outcome.SUCCEEDED
                        && files.isDirectory(Names.parent(name));
        return present
                ? call.apply(
                        predicted,
                        () ->
                                StateResult.succeeded(
                                        owned(
                                                "Symlink " + name + " is present and owned by ",
                                                wanted)))
                : call.apply(predicted, () -> changed(call, name, target, wanted));
    }

    private static String owned(String text, Wanted owner) {
        return text + Texts.str(owner.user()) + ":" + Texts.str(owner.group());
    }

    private Object primaryGroup(Object user) {
        long gid = host.accounts().user(Texts.str(user)).map(u -> u.gid()).orElse(0L);
        return host.accounts().groupById(gid).<Object>map(g -> g.name()).orElse(gid);
    }

    private List<String> preflight(Path name, Wanted owner) {
        List<String> errors = new ArrayList<>();
        if (permissions.uid(owner.user()).isEmpty()) {
            errors.add("User " + Texts.str(owner.user()) + " does not exist");
        }
        if (permissions.gid(owner.group()).isEmpty()) {
            errors.add("Group " + Texts.str(owner.group()) + " does not exist");
        }
        if (!name.isAbsolute()) {
            errors.add("Specified file " + name + " is not an absolute path");
        }
        return errors;
    }

    private StateResult prediction(StateCall call, Path name, String target, Wanted owner) {
        String more = "";
        Path parent = Names.parent(name);
        if (!files.isDirectory(parent)) {
            more =
                    call.args().flag("makedirs")
                            ? "\n" + parent + " will be created"
                            : "\nDirectory " + parent + " for symlink is not present";
        }
        boolean isLink = files.isSymlink(name);
        if (!isLink && !exists(call, name)) {
            return StateResult.wouldChange(
                    Map.of("new", name.toString()),
                    "Symlink %s to %s is set for creation%s".formatted(name, target, more));
        }
        if (isLink) {
            if (!files.readLink(name).toString().equals(target)) {
                return StateResult.wouldChange(
                        Map.of("change", name.toString()),
                        "Link %s target is set to be changed to %s%s"
                                .formatted(name, target, more));
            }
            if (isOwned(name, owner)) {
                return StateResult.succeeded("The symlink " + name + " is present" + more);
            }
            FileStat now = files.lstat(name).orElseThrow();
            return StateResult.wouldChange(
                    Map.of("ownership", now.user() + ":" + now.group()),
                    "The symlink %s is present, but the ownership of the symlink would be changed from %s:%s to %s:%s%s"
                            .formatted(
                                    name,
                                    now.user(),
                                    now.group(),
                                    Texts.str(owner.user()),
                                    Texts.str(owner.group()),
                                    more));
        }
        return call.args().flag("force")
                ? StateResult.wouldChange(
                        Map.of(),
                        "The file or directory %s is set for removal to make way for a new symlink targeting %s%s"
                                .formatted(name, target, more))
                : StateResult.failed(
                        "File or directory exists where the symlink %s should be. Did you mean to use force?%s"
                                .formatted(name, more));
    }

    private boolean exists(StateCall call, Path name) {
        return call.args().flag("follow_symlinks") ? files.exists(name) : files.isPresent(name);
    }

    private boolean isOwned(Path name, Wanted owner) {
        return permissions.differences(name, owner.withMode(Optional.empty()), false).isEmpty();
    }

    private StateResult changed(StateCall call, Path name, String target, Wanted owner) {
        Arguments args = call.args();
        Path parent = Names.parent(name);
        if (!files.isDirectory(parent)) {
            if (!args.flag("makedirs")) {
                return StateResult.failed("Directory " + parent + " for symlink is not present");
            }
            permissions.makeDirectories(parent, owner);
        }
        boolean replacesLink = files.isSymlink(name);
        if (replacesLink && sameTarget(name, target)) {
            return ownership(name, owner);
        }
        if (!replacesLink && exists(call, name)) {
            Optional<StateResult> refused = madeWay(args, name, target);
            if (refused.isPresent()) {
                return refused.get();
            }
        }
        try {
            if (!files.isPresent(name)) {
                files.symlink(name, Path.of(target));
            } else if (files.isDirectory(name) && !replacesLink) {
                return StateResult.failed(
                        "Unable to create new symlink %s -> %s: [Errno 21] Is a directory: '%s'"
                                .formatted(name, target, name));
            } else {
                files.swapLink(name, Path.of(target));
            }
        } catch (Failure e) {
            return StateResult.failed(
                    "Unable to create new symlink %s -> %s: %s"
                            .formatted(name, target, e.getMessage()));
        }
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        changes.put("new", name.toString());
        String comment = "Created new symlink " + name + " -> " + target;
        if (!isOwned(name, owner) && !given(name, owner)) {
            return StateResult.failed(
                    changes, owned(comment + ", but was unable to set ownership to ", owner));
        }
        return StateResult.changed(changes, comment);
    }

    private boolean sameTarget(Path name, String target) {
        return files.readLink(name).normalize().equals(Path.of(target).normalize());
    }

    private StateResult ownership(Path name, Wanted owner) {
        if (isOwned(name, owner)) {
            return StateResult.succeeded(
                    owned("Symlink " + name + " is present and owned by ", owner));
        }
        if (given(name, owner)) {
            return StateResult.changed(
                    Map.of("ownership", owned("", owner)),
                    owned("Set ownership of symlink " + name + " to ", owner));
        }
        return StateResult.failed(
                owned("Failed to set ownership of symlink " + name + " to ", owner));
    }

    private boolean given(Path name, Wanted owner) {
        try {
            permissions.give(name, owner, false);
        } catch (Failure e) {
            return false;
        }
        return isOwned(name, owner);
    }

    /** Moves what is in the link's place aside, or says why not. */
    private Optional<StateResult> madeWay(Arguments args, Path name, String target) {
        boolean force = args.flag("force");
        if (args.value("backupname") == null) {
            if (force || args.flag("atomic")) {
                return Optional.empty();
            }
            String kind =
                    files.isFile(name)
                            ? "File"
                            : files.isDirectory(name) ? "Directory" : "File system entry";
            return Optional.of(
                    StateResult.failed(kind + " exists where the symlink " + name + " should be"));
        }
        Path backup = Path.of(args.string("backupname"));
        if (!backup.isAbsolute()) {
            if (backup.getNameCount() > 1) {
                return Optional.of(
                        StateResult.failed(
                                "Backupname must be an absolute path or a file name: " + backup));
            }
            backup = Names.parent(name.normalize()).resolve(backup);
        }
        if (files.isPresent(backup)) {
            if (!force) {
                return Optional.of(
                        StateResult.failed(
                                "Symlink & backup dest exists and Force not set. %s -> %s - backup: %s"
                                        .formatted(name, target, backup)));
            }
            files.delete(backup);
        }
        try {
            files.rename(name, backup);
        } catch (Failure e) {
            return Optional.of(
                    StateResult.failed(
                            "Unable to rename %s to backup %s -> : %s"
                                    .formatted(name, backup, e.getMessage())));
        }
        return Optional.empty();
    }
}
