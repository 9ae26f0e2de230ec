package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code file.check_file_meta}: how a file differs from what file.managed wants of it. */
public final class FileMetaModule {
    private final FileTree files;
    private final FileAttributes attributes;

    public FileMetaModule(Host host) {
        this.files = host.files();
        this.attributes = new FileAttributes(host.files(), host.processes());
    }

    public List<ExecutionFunction> functions() {
        return new FunctionList("file")
                .add(
                        "check_file_meta",
                        "How a file differs from its source and from what is wanted of it.",
                        "name, sfn, source, source_sum, user, group, mode, attrs, saltenv, contents=None, "
                                + FileManagedModule.LABELS
                                + ", verify_ssl=True, follow_symlinks=False, "
                                + FileManagedModule.IGNORES
                                + ", new_file_diff=False",
                        this::differences)
                .all();
    }

    private Object differences(Minion minion, Arguments args) {
        Path name = FileFactsModule.at(args, "name");
        IgnoredChanges ignored = IgnoredChanges.of(args);
        boolean follow = args.flag("follow_symlinks");
        boolean there = (follow ? files.stat(name) : files.lstat(name)).isPresent();
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        boolean matters = false;
        if (!there && !args.flag("new_file_diff")) {
            changes.put("newfile", name.toString());
            return ignored.isEmpty() ? changes : List.of(true, changes);
        }
        byte[] before = there ? files.bytes(name) : new byte[0];
        Optional<byte[]> after = content(minion, args, before);
        if (after.isPresent()) {
            String difference = difference(minion, before, after.get());
            if (!difference.isEmpty()) {
                changes.put("diff", difference);
            }
            matters =
                    !ignored.isEmpty()
                            && ignored.matters(Texts.decode(before), Texts.decode(after.get()));
        }
        if (there) {
            changes.putAll(owner(minion, args, name));
        }
        return ignored.isEmpty() ? changes : List.of(matters, changes);
    }

    /** What the file is to hold; empty if it holds that, or nothing is said of it. */
    private Optional<byte[]> content(Minion minion, Arguments args, byte[] before) {
        if (args.value("contents") != null) {
            return Optional.of(
                    args.value("contents") instanceof byte[] bytes
                            ? bytes
                            : args.string("contents").getBytes(StandardCharsets.UTF_8));
        }
        Map<Object, @Nullable Object> sum = args.map("source_sum");
        if (sum.get("hsum") == null
                || Digests.of(Texts.str(sum.get("hash_type")), before)
                        .equals(Texts.str(sum.get("hsum")))) {
            return Optional.empty();
        }
        Object path =
                args.flag("sfn")
                        ? args.value("sfn")
                        : minion.call(
                                "cp.cache_file",
                                List.of(args.string("source"), args.text("saltenv").orElse("base")),
                                Map.of());
        if (!(path instanceof String found) || found.isEmpty()) {
            throw new CallError("Source file '" + args.string("source") + "' not found");
        }
        return Optional.of(files.bytes(Path.of(found)));
    }

    private static String difference(Minion minion, byte[] before, byte[] after) {
        if (Arrays.equals(before, after)) {
            return "";
        }
        return Boolean.TRUE.equals(minion.opts().get("obfuscate_templates"))
                ? "<Obfuscated Template>"
                : UnifiedDiff.ofContents(before, after);
    }

    private Map<String, @Nullable Object> owner(Minion minion, Arguments args, Path name) {
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        Object stats =
                minion.call(
                        "file.stats",
                        List.of(args.string("name")),
                        FileManagedModule.given(args, List.of("follow_symlinks")));
        if (stats instanceof Map<?, ?> now) {
            for (String part : List.of("user", "group")) {
                Object wanted = args.value(part);
                Object id = now.get(part.equals("user") ? "uid" : "gid");
                if (wanted != null && !wanted.equals(now.get(part)) && !wanted.equals(id)) {
                    changes.put(part, wanted);
                }
            }
            FileModes.normal(args.value("mode"))
                    .filter(mode -> !mode.equals(now.get("mode")))
                    .ifPresent(mode -> changes.put("mode", mode));
        }
        if (args.flag("attrs") && attributes.differ(name, args.string("attrs"))) {
            changes.put("attrs", args.value("attrs"));
        }
        return changes;
    }
}
