package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code file.manage_file}: puts what {@code file.get_managed} answered into its place. */
public final class ManageFileModule {
    private static final List<String> UNSUPPORTED =
            List.of("seuser", "serole", "setype", "serange", "signature");

    private final FileTree files;
    private final FileBackups backups;

    public ManageFileModule(Host host) {
        this.files = host.files();
        this.backups = new FileBackups(host.files(), host.clock());
    }

    public List<ExecutionFunction> functions() {
        return new FunctionList("file")
                .add(
                        "manage_file",
                        "Gives a file a source's content, or the one given, and owner and mode.",
                        "name, sfn, ret, source, source_sum, user, group, mode, attrs, saltenv, backup, makedirs=False, template=None, show_changes=True, contents=None, dir_mode=None, follow_symlinks=True, skip_verify=False, keep_mode=False, encoding=None, encoding_errors='strict', seuser=None, serole=None, setype=None, serange=None, verify_ssl=True, use_etag=False, signature=None, source_hash_sig=None, signed_by_any=None, signed_by_all=None, keyring=None, gnupghome=None, ignore_ordering=False, ignore_whitespace=False, ignore_comment_characters=None, new_file_diff=False, sig_backend='gpg', **kwargs",
                        (m, a) -> new Placement(m, a).result())
                .all();
    }

    /** What is wrong, as Salt's result says it. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String comment) {
            super(comment);
        }
    }

    /** One call: a file, and Salt's result in the making. */
    private final class Placement {
        private final Minion minion;
        private final Arguments args;
        private final Path name;
        private final boolean test;
        private final boolean follow;
        private final IgnoredChanges ignored;
        private final Map<String, @Nullable Object> result = new LinkedHashMap<>();
        private final Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        private boolean matters;

        Placement(Minion minion, Arguments args) {
            this.minion = minion;
            this.args = args;
            this.name = FileFactsModule.at(args, "name");
            this.test = Boolean.TRUE.equals(minion.opts().get("test"));
            this.follow = args.flag("follow_symlinks");
            this.ignored = IgnoredChanges.of(args);
            result.put("name", name.toString());
            result.put("changes", changes);
            result.put("comment", "");
            result.put("result", true);
            if (args.value("ret") instanceof Map<?, ?> given && !given.isEmpty()) {
                result.clear();
                given.forEach((key, value) -> result.put(Texts.str(key), value));
                if (given.get("changes") instanceof Map<?, ?> known) {
                    known.forEach((key, value) -> changes.put(Texts.str(key), value));
                }
                result.put("changes", changes);
            }
        }

        Map<String, @Nullable Object> result() {
            for (String option : UNSUPPORTED) {
                if (args.flag(option)) {
                    throw new CallError("The '" + option + "' option is not supported");
                }
            }
            try {
                Optional<byte[]> content = content();
                boolean present = files.isFile(name) || files.isSymlink(name);
                if (present) {
                    content.ifPresent(this::replace);
                } else {
                    create(content);
                }
                permissions(present);
                comment(present, content);
            } catch (Refused e) {
                result.put("result", false);
                result.put("comment", String.valueOf(e.getMessage()));
            } catch (Failure e) {
                result.put("result", false);
                result.put(
                        "comment", "Failed to commit change: " + PythonErrors.of(e).getMessage());
            }
            if (args.value("sfn") instanceof String path
                    && path.contains(FileManagedModule.TEMPORARY)) {
                files.delete(Path.of(path).resolveSibling(""));
            }
            return result;
        }

        /** What the file is to hold; empty if nothing is said of that. */
        private Optional<byte[]> content() {
            if (args.value("contents") instanceof byte[] bytes) {
                return Optional.of(bytes);
            }
            if (args.value("contents") != null) {
                return Optional.of(
                        args.string("contents")
                                .getBytes(Charset.forName(args.text("encoding").orElse("utf-8"))));
            }
            if (!args.flag("source")) {
                return args.flag("sfn")
                        ? Optional.of(files.bytes(Path.of(args.string("sfn"))))
                        : Optional.empty();
            }
            String source = args.string("source");
            Object path = args.value("sfn");
            Map<Object, @Nullable Object> sum = args.map("source_sum");
            boolean known = args.flag("sfn");
            if (!known) {
                path =
                        minion.call(
                                "cp.cache_file",
                                List.of(source, args.text("saltenv").orElse("base")),
                                Map.of());
            }
            if (!(path instanceof String found) || found.isEmpty()) {
                throw new Refused("Source file '" + source + "' not found");
            }
            byte[] content = files.bytes(Path.of(found));
            boolean checks = known && !source.startsWith("salt://") && !args.flag("skip_verify");
            if (checks && sum.get("hsum") != null) {
                String type = Texts.str(sum.get("hash_type"));
                String wanted = Texts.str(sum.get("hsum")).toLowerCase(Locale.ROOT);
                String actual = Digests.of(type, content);
                if (!actual.equals(wanted)) {
                    throw new Refused(mismatch(type, source, wanted, actual));
                }
            }
            return Optional.of(content);
        }

        private String mismatch(String type, String source, String wanted, String actual) {
            boolean present = files.isFile(name) || files.isSymlink(name);
            return "Specified %s checksum for %s (%s) does not match actual checksum (%s)%s"
                    .formatted(
                            type,
                            present ? source : name,
                            wanted,
                            actual,
                            present
                                    ? ". If the 'source_hash' value refers to a remote file with multiple possible matches, then it may be necessary to set 'source_hash_name'."
                                    : "");
        }

        private String difference(byte[] before, byte[] after) {
            if (Boolean.TRUE.equals(minion.opts().get("obfuscate_templates"))) {
                return "<Obfuscated Template>";
            }
            return args.flag("show_changes")
                    ? UnifiedDiff.ofContents(before, after)
                    : "<show_changes=False>";
        }

        private void keep(Path path) {
            backups.keep(path, args.text("backup").orElse(""), minion);
        }

        private void replace(byte[] after) {
            if (files.isSymlink(name) && !follow) {
                keep(name);
                files.delete(name);
                files.write(name, after);
                changes.put("diff", "Replace symbolic link with regular file");
                return;
            }
            Path real = files.isSymlink(name) ? files.realPath(name) : name;
            byte[] before = files.bytes(real);
            if (!Arrays.equals(before, after)) {
                changes.put("diff", difference(before, after));
                matters = ignored.matters(Texts.decode(before), Texts.decode(after));
                keep(real);
                files.write(real, after);
            }
        }

        private void create(Optional<byte[]> content) {
            String directory = PosixPaths.directoryName(name.toString());
            if (!files.isDirectory(Path.of(directory))) {
                if (!args.flag("makedirs")) {
                    throw new Refused("Parent directory not present");
                }
                Object mode = args.value("dir_mode");
                if (mode == null && args.value("mode") != null) {
                    mode = FileModes.forDirectories(args.string("mode"));
                }
                Map<String, @Nullable Object> wanted = new LinkedHashMap<>();
                wanted.put("user", args.value("user"));
                wanted.put("group", args.value("group"));
                wanted.put("mode", mode);
                minion.call("file.makedirs", List.of(name.toString()), wanted);
            }
            if (content.isEmpty()) {
                if (!test) {
                    changes.put("new", "file " + name + " created");
                    result.put("comment", "Empty file");
                }
            } else {
                changes.put(
                        "diff",
                        args.flag("new_file_diff")
                                ? UnifiedDiff.ofContents(new byte[0], content.get())
                                : "New file");
            }
            if (args.flag("source")) {
                // Salt copies it as a private file first, and reports the mode that it sets then.
                files.write(name, OptionalLong.of(0600), content.orElseThrow());
            } else if (!test || content.isPresent()) {
                files.write(name, content.orElse(new byte[0]));
            }
        }

        private void permissions(boolean present) {
            Object mode = args.value("mode");
            if (args.flag("keep_mode") && args.flag("source")) {
                mode =
                        minion.call(
                                "cp.stat_file",
                                List.of(args.string("source")),
                                Map.of("saltenv", args.text("saltenv").orElse("base")));
            }
            if (mode == null && !present) {
                mode = "%04o".formatted(0666 & ~files.umask());
            }
            Map<String, @Nullable Object> wanted = new LinkedHashMap<>();
            wanted.put("name", name.toString());
            wanted.put("ret", new LinkedHashMap<>(result));
            wanted.put("user", args.value("user"));
            wanted.put("group", args.value("group"));
            wanted.put("mode", mode);
            wanted.put("attrs", args.value("attrs"));
            wanted.put("follow_symlinks", present && follow);
            if (minion.call("file.check_perms", List.of(), wanted) instanceof List<?> pair
                    && pair.getFirst() instanceof Map<?, ?> after) {
                if (after.get("changes") instanceof Map<?, ?> all) {
                    all.forEach((key, value) -> changes.put(Texts.str(key), value));
                }
                result.put("result", after.get("result"));
                result.put("comment", after.get("comment"));
            }
        }

        private void comment(boolean present, Optional<byte[]> content) {
            boolean good = !Boolean.FALSE.equals(result.get("result"));
            String right = "File " + name + " is in the correct state";
            String updated = "File " + name + " updated";
            if (present) {
                if (!changes.isEmpty()) {
                    result.put("comment", updated);
                } else if (good) {
                    result.put("comment", right);
                }
            } else {
                if (Texts.str(result.get("comment")).isEmpty()) {
                    result.put("comment", updated);
                }
                if (test) {
                    result.put("comment", "File " + name + " not updated");
                } else if (changes.isEmpty() && good) {
                    result.put("comment", right);
                }
            }
            if (!ignored.isEmpty() && !changes.isEmpty() && !matters && content.isPresent()) {
                result.put("skip_req", true);
            }
        }
    }
}
