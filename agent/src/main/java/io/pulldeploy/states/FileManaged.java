package io.pulldeploy.states;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.StateCall;
import io.pulldeploy.model.Failure;
import io.pulldeploy.model.StateResult;
import io.pulldeploy.modules.CommandRuns;
import io.pulldeploy.modules.FileBackups;
import io.pulldeploy.modules.FileModes;
import io.pulldeploy.modules.FilePermissions;
import io.pulldeploy.modules.FilePermissions.Wanted;
import io.pulldeploy.modules.FileSources;
import io.pulldeploy.modules.IgnoredChanges;
import io.pulldeploy.modules.Texts;
import io.pulldeploy.modules.UnifiedDiff;
import io.pulldeploy.states.DesiredContent.Desired;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** {@code file.managed}: a file with this content, this owner and this mode. */
final class FileManaged {
    static final String SIGNATURE =
            "name, source=None, source_hash='', source_hash_name=None, keep_source=True, user=None, group=None, mode=None, attrs=None, template=None, makedirs=False, dir_mode=None, context=None, replace=True, defaults=None, backup='', show_changes=True, create=True, contents=None, tmp_dir=None, tmp_ext='', contents_pillar=None, contents_grains=None, contents_newline=True, contents_delimiter=':', encoding=None, encoding_errors='strict', allow_empty=True, follow_symlinks=True, check_cmd=None, skip_verify=False, selinux=None, win_owner=None, win_perms=None, win_deny_perms=None, win_inheritance=True, win_perms_reset=False, verify_ssl=True, use_etag=False, signature=None, source_hash_sig=None, signed_by_any=None, signed_by_all=None, keyring=None, gnupghome=None, ignore_ordering=False, ignore_whitespace=False, ignore_comment_characters=None, new_file_diff=False, sig_backend='gpg', **kwargs";

    private static final List<String> UNSUPPORTED =
            List.of("selinux", "signature", "source_hash_sig");
    private static final String TEST_NOTE =
            "\nNote: No changes made, actual changes may\nbe different due to other states.";

    private final FileTree files;
    private final DesiredContent content;
    private final FilePermissions permissions;
    private final FileBackups backups;
    private final CommandRuns commands;

    FileManaged(Host host, FileSources sources, CommandRuns commands) {
        this.files = host.files();
        this.content = new DesiredContent(sources);
        this.permissions = new FilePermissions(host);
        this.backups = new FileBackups(host.files(), host.clock());
        this.commands = commands;
    }

    StateResult run(StateCall call) {
        Arguments args = call.args();
        if (call.name().isEmpty()) {
            return StateResult.failed("Destination file name is required");
        }
        for (String option : UNSUPPORTED) {
            if (args.flag(option)) {
                return StateResult.failed("The '" + option + "' option is not supported");
            }
        }
        boolean keepMode = args.text("mode").filter(m -> m.equalsIgnoreCase("keep")).isPresent();
        long contents =
                Stream.of("contents", "contents_pillar", "contents_grains")
                        .filter(n -> args.value(n) != null)
                        .count();
        if (args.flag("source") && contents > 0) {
            return StateResult.failed(
                    "'source' cannot be used in combination with 'contents', 'contents_pillar', or 'contents_grains'");
        }
        if (keepMode && contents > 0) {
            return StateResult.failed(
                    "Mode preservation cannot be used in combination with 'contents', 'contents_pillar', or 'contents_grains'");
        }
        if (contents > 1) {
            return StateResult.failed(
                    "Only one of 'contents', 'contents_pillar', and 'contents_grains' is permitted");
        }
        StateResult result;
        try {
            result = checked(call, keepMode, contents > 0);
        } catch (CallError e) {
            return StateResult.failed(String.valueOf(e.getMessage()));
        }
        return args.extra().containsKey("file_mode")
                ? result.with(
                        "warnings",
                        List.of(
                                "The 'file_mode' argument will be ignored.  Please use 'mode' instead to set file permissions."))
                : result;
    }

    private StateResult checked(StateCall call, boolean keepMode, boolean inline) {
        Arguments args = call.args();
        Path name = Names.path(call.name());
        Wanted wanted =
                new Wanted(
                        args.flag("user") ? args.value("user") : args.extra().get("owner"),
                        args.value("group"),
                        keepMode ? Optional.empty() : FileModes.normal(args.value("mode")),
                        args.text("attrs"));
        Optional<byte[]> written = inline ? Optional.of(content.inline(call)) : Optional.empty();
        if (!args.flag("create") && !files.isFile(name)) {
            return StateResult.succeeded(
                    "File " + name + " is not present and is not set for creation");
        }
        if (!name.isAbsolute()) {
            return StateResult.failed("Specified file " + name + " is not an absolute path");
        }
        if (files.isDirectory(name)) {
            return StateResult.failed("Specified target " + name + " is a directory");
        }
        if (args.value("context") != null && !(args.value("context") instanceof Map)) {
            return StateResult.failed("Context must be formed as a dict");
        }
        if (args.flag("defaults") && !(args.value("defaults") instanceof Map)) {
            return StateResult.failed("Defaults must be formed as a dict");
        }
        String unknown = permissions.unknownOwners(wanted);
        boolean replace = args.flag("replace") && (args.flag("source") || inline);
        if (!replace && files.exists(name)) {
            return unknown.isEmpty()
                    ? permissionsOnly(call, name, wanted)
                    : call.apply(
                            permissionsPrediction(call, name, wanted),
                            () -> StateResult.failed(unknown));
        }
        Desired desired;
        try {
            desired =
                    inline
                            ? new Desired(written, false, wanted.mode(), true, Optional.empty())
                            : content.fromSource(call, name, wanted, keepMode);
        } catch (CallError e) {
            String complaint = String.valueOf(e.getMessage());
            // Salt words a list without an existing file alike in both kinds of run, and no other.
            String unable = "Unable to manage file: " + complaint;
            return complaint.startsWith("none of the specified sources")
                    ? StateResult.failed(unable)
                    : call.apply(
                            StateResult.failed(DesiredContent.comment(e)),
                            () -> StateResult.failed(unable));
        }
        return unknown.isEmpty()
                ? managed(call, name, wanted.withMode(desired.mode()), desired)
                : call.apply(
                        () -> prediction(call, name, wanted, desired),
                        () -> StateResult.failed(unknown));
    }

    private StateResult permissionsPrediction(StateCall call, Path name, Wanted wanted) {
        Map<String, @Nullable Object> differences =
                permissions.differences(name, wanted, call.args().flag("follow_symlinks"));
        if (differences.containsKey("mode")) {
            return StateResult.wouldChange(
                    differences,
                    "File %s will be updated with permissions %s from its current state of %s"
                            .formatted(
                                    name,
                                    wanted.mode().orElseThrow(),
                                    files.stat(name).orElseThrow().octal()));
        }
        String comment = "File " + name + " not updated";
        return differences.isEmpty()
                ? StateResult.succeeded(comment)
                : StateResult.wouldChange(differences, comment);
    }

    private StateResult permissionsOnly(StateCall call, Path name, Wanted wanted) {
        boolean follow = call.args().flag("follow_symlinks");
        return call.apply(
                () -> permissionsPrediction(call, name, wanted),
                () -> {
                    FilePermissions.Done done = permissions.enforce(name, wanted, follow);
                    if (done.failed()) {
                        return StateResult.failed(
                                done.changes(), String.join("; ", done.complaints()));
                    }
                    return StateResult.changed(
                            done.changes(),
                            done.changes().isEmpty()
                                    ? "File "
                                            + name
                                            + " exists with proper permissions. No changes made."
                                    : "");
                });
    }

    private boolean isAsWanted(Path name, Desired desired) {
        return desired.content()
                .filter(content -> files.isFile(name) && Arrays.equals(content, files.bytes(name)))
                .isPresent();
    }

    private StateResult managed(StateCall call, Path name, Wanted wanted, Desired desired) {
        Wanted foretold = desired.modeForetold() ? wanted : wanted.withMode(Optional.empty());
        return call.apply(
                () -> prediction(call, name, foretold, desired),
                () -> {
                    if (desired.complaint().isPresent() && !isAsWanted(name, desired)) {
                        return StateResult.failed(desired.complaint().get());
                    }
                    Optional<StateResult> refused = checkCommand(call, name, desired);
                    if (refused.isPresent()) {
                        return refused.get();
                    }
                    try {
                        boolean present = files.isFile(name) || files.isSymlink(name);
                        return present
                                ? update(call, name, wanted, desired)
                                : create(call, name, wanted, desired);
                    } catch (Failure e) {
                        return StateResult.failed("Failed to commit change: " + e.getMessage());
                    }
                });
    }

    private StateResult prediction(StateCall call, Path name, Wanted wanted, Desired desired) {
        Arguments args = call.args();
        boolean follow = args.flag("follow_symlinks");
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        boolean there = files.lstat(name).isPresent();
        boolean matters = true;
        if (!there && !args.flag("new_file_diff")) {
            changes.put("newfile", name.toString());
        } else {
            Optional<String> diff =
                    desired.content()
                            .flatMap(c ->
                                    difference(call, there ? files.bytes(name) : new byte[0], c));
            diff.ifPresent(d -> changes.put("diff", d));
            matters = desired.content().isEmpty() || matters(call, name, desired.content().get());
            if (there) {
                changes.putAll(permissions.differences(name, wanted, follow));
            }
        }
        StateResult result =
                changes.isEmpty()
                        ? StateResult.succeeded("The file " + name + " is in the correct state")
                        : StateResult.wouldChange(
                                changes, "The file " + name + " is set to be changed" + TEST_NOTE);
        return changes.isEmpty() || matters ? result : result.with("skip_req", true);
    }

    /** The change of content as the author wants to see it; empty if there is none. */
    private static Optional<String> difference(StateCall call, byte[] before, byte[] after) {
        if (Arrays.equals(before, after)) {
            return Optional.empty();
        }
        if (Boolean.TRUE.equals(call.minion().opts().get("obfuscate_templates"))) {
            return Optional.of("<Obfuscated Template>");
        }
        if (!call.args().flag("show_changes")) {
            return Optional.of("<show_changes=False>");
        }
        return Optional.of(UnifiedDiff.ofContents(before, after));
    }

    /** Whether the change is more than the author said not to mind. */
    private boolean matters(StateCall call, Path name, byte[] after) {
        String before = files.isFile(name) ? Texts.decode(files.bytes(name)) : "";
        return IgnoredChanges.of(call.args()).matters(before, Texts.decode(after));
    }

    private Optional<StateResult> checkCommand(StateCall call, Path name, Desired desired) {
        if (!call.args().flag("check_cmd") || desired.content().isEmpty()) {
            return Optional.empty();
        }
        byte[] after = desired.content().get();
        if (files.isFile(name) && Arrays.equals(files.bytes(name), after)) {
            return Optional.empty();
        }
        Path directory = files.temporaryDirectory("pulldeploy-check-");
        try {
            Path copy =
                    call.args()
                            .text("tmp_dir")
                            .map(Path::of)
                            .orElse(directory)
                            .resolve("check" + call.args().text("tmp_ext").orElse(""));
            files.write(copy, OptionalLong.of(0600), after);
            try {
                return commands.checkFile(
                                call.minion(), call.args().string("check_cmd"), files.locate(copy))
                        .map(c -> StateResult.failed(c).with("skip_watch", true));
            } finally {
                files.delete(copy);
            }
        } finally {
            files.delete(directory);
        }
    }

    private StateResult update(StateCall call, Path name, Wanted wanted, Desired desired) {
        Arguments args = call.args();
        boolean follow = args.flag("follow_symlinks");
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        boolean matters = true;
        boolean replacesLink = files.isSymlink(name) && !follow;
        if (desired.content().isPresent()) {
            byte[] after = desired.content().get();
            byte[] before = files.isFile(name) ? files.bytes(name) : new byte[0];
            Optional<String> diff = difference(call, before, after);
            if (replacesLink) {
                backups.keep(name, args.text("backup").orElse(""), call.minion());
                long mode = files.stat(name).map(f -> (long) f.mode()).orElse(0600L);
                files.delete(name);
                files.write(name, OptionalLong.of(mode), after);
                changes.put("diff", diff.orElse("Replace symbolic link with regular file"));
            } else if (diff.isPresent()) {
                matters = matters(call, name, after);
                Path real = files.realPath(name);
                backups.keep(real, args.text("backup").orElse(""), call.minion());
                files.write(real, after);
                changes.put("diff", diff.get());
            }
        }
        FilePermissions.Done done = permissions.enforce(name, wanted, follow);
        changes.putAll(done.changes());
        String comment =
                !changes.isEmpty()
                        ? "File " + name + " updated"
                        : done.failed()
                                ? String.join("; ", done.complaints())
                                : "File " + name + " is in the correct state";
        StateResult result =
                done.failed()
                        ? StateResult.failed(changes, comment)
                        : StateResult.changed(changes, comment);
        return changes.isEmpty() || matters ? result : result.with("skip_req", true);
    }

    private StateResult create(StateCall call, Path name, Wanted wanted, Desired desired) {
        Arguments args = call.args();
        Path parent = Names.parent(name);
        if (!files.isDirectory(parent)) {
            if (!args.flag("makedirs")) {
                return StateResult.failed("Parent directory not present");
            }
            Optional<String> mode =
                    FileModes.normal(args.value("dir_mode"))
                            .or(() -> wanted.mode().map(FileModes::forDirectories))
                            .map(FileModes::normal);
            permissions.makeDirectories(parent, wanted.withMode(mode));
        }
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        byte[] content = desired.content().orElse(new byte[0]);
        if (desired.content().isEmpty()) {
            changes.put("new", "file " + name + " created");
        } else if (args.flag("new_file_diff")) {
            difference(call, new byte[0], content).ifPresent(d -> changes.put("diff", d));
        } else {
            changes.put("diff", "New file");
        }
        // Where Salt makes the file private first, it reports the mode that it sets then.
        int open = 0666 & ~files.umask();
        int first = desired.fromSource() || wanted.mode().isPresent() ? 0600 : open;
        files.write(name, OptionalLong.of(first), content);
        Wanted complete =
                wanted.mode().isPresent()
                        ? wanted
                        : wanted.withMode(Optional.of("%04o".formatted(open)));
        FilePermissions.Done done = permissions.enforce(name, complete, false);
        changes.putAll(done.changes());
        List<String> comments = new ArrayList<>();
        if (desired.content().isEmpty()) {
            comments.add("Empty file");
        }
        comments.addAll(done.complaints());
        String comment =
                comments.isEmpty() ? "File " + name + " updated" : String.join("; ", comments);
        return done.failed()
                ? StateResult.failed(changes, comment)
                : StateResult.changed(changes, comment);
    }
}
