package io.pulldeploy.modules;

import static io.pulldeploy.modules.FileFactsModule.at;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.modules.FilePermissions.Wanted;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The {@code file} functions about where files come from, how they differ, and their digests. */
public final class FileSourcesModule {
    private final FileTree files;
    private final FileSources sources;
    private final FilePermissions permissions;
    private final Programs programs;

    public FileSourcesModule(Host host, FileSources sources) {
        this.files = host.files();
        this.sources = sources;
        this.permissions = new FilePermissions(host);
        this.programs = new Programs(host.processes());
    }

    public List<ExecutionFunction> functions() {
        return new FunctionList("file")
                .add(
                        "source_list",
                        "The first source that exists, and its digest.",
                        "source, source_hash, saltenv",
                        this::chosen)
                .add(
                        "get_source_sum",
                        "What a source_hash stands for.",
                        "file_name='', source='', source_hash=None, source_hash_name=None, saltenv='base', verify_ssl=True, source_hash_sig=None, signed_by_any=None, signed_by_all=None, keyring=None, gnupghome=None, sig_backend='gpg'",
                        this::sourceSum)
                .add(
                        "extract_hash",
                        "The digest in a file of digests.",
                        "hash_fn, hash_type='sha256', file_name='', source='', source_hash_name=None",
                        (_, a) -> extracted(a))
                .add(
                        "get_diff",
                        "The difference of two files.",
                        "file1, file2, saltenv='base', show_filenames=True, show_changes=True, template=False, source_hash_file1=None, source_hash_file2=None, ignore_ordering=False, ignore_whitespace=False, ignore_comment_characters=None",
                        this::difference)
                .add(
                        "patch",
                        "How patch ended and what it printed.",
                        "originalfile, patchfile, options='', dry_run=False",
                        (_, a) -> patch(a))
                .add(
                        "check_perms",
                        "Makes owner, group and mode what they are to be; Salt's result and changes.",
                        "name, ret, user, group, mode, attrs=None, follow_symlinks=False, seuser=None, serole=None, setype=None, serange=None",
                        (_, a) -> permissions(a))
                .all();
    }

    private List<@Nullable Object> chosen(Minion minion, Arguments args) {
        if (!(args.value("source") instanceof List<?>)) {
            return Arrays.asList(args.value("source"), args.value("source_hash"));
        }
        FileSources.Source source =
                sources.choose(
                        args.value("source"),
                        args.text("source_hash").orElse(""),
                        minion,
                        args.string("saltenv"));
        return Arrays.asList(
                source.url(), source.hash().isEmpty() ? args.value("source_hash") : source.hash());
    }

    private static Map<String, @Nullable Object> described(Digests.Digest digest) {
        Map<String, @Nullable Object> described = new LinkedHashMap<>();
        described.put("hsum", digest.value());
        described.put("hash_type", digest.type());
        return described;
    }

    private Map<String, @Nullable Object> sourceSum(Minion minion, Arguments args) {
        String hash = args.text("source_hash").orElseThrow(() -> SourceHashes.invalid("None"));
        Digests.Digest digest =
                sources.digest(
                        new FileSources.Source(args.text("source").orElse(""), hash),
                        args.text("file_name").orElse(""),
                        args.text("source_hash_name").orElse(""),
                        minion,
                        args.string("saltenv"));
        if (!hash.contains("=") || hash.startsWith("/") || hash.contains("://")) {
            return described(digest);
        }
        Map<String, @Nullable Object> inOrder = new LinkedHashMap<>();
        inOrder.put("hash_type", digest.type());
        inOrder.put("hsum", digest.value());
        return inOrder;
    }

    private @Nullable Object extracted(Arguments args) {
        String list = Texts.decode(files.bytes(at(args, "hash_fn")));
        Integer length = Digests.supported().get(args.text("hash_type").orElse(""));
        if (length != null) {
            Pattern ofType =
                    Pattern.compile("(?i)(?<![a-z0-9])[a-f0-9]{" + length + "}(?![a-z0-9])");
            list =
                    list.lines()
                            .filter(line -> ofType.matcher(line).find())
                            .collect(Collectors.joining("\n"));
        }
        return SourceHashes.find(
                        list,
                        args.text("file_name").orElse(""),
                        args.text("source").orElse(""),
                        args.text("source_hash_name").orElse(""))
                .map(FileSourcesModule::described)
                .orElse(null);
    }

    /** A file as it is on the machine: a local one itself, another one's copy in the cache. */
    private Path local(Minion minion, String name) {
        Object cached = minion.call("cp.cache_file", List.of(name), Map.of());
        if (name.startsWith("/") && files.isFile(Path.of(name))) {
            return Path.of(name);
        }
        if (!(cached instanceof String path) || path.isEmpty()) {
            throw new CallError(
                    "Failed to cache one or more files. Additional info follows:\n\n- File "
                            + name
                            + " not found");
        }
        return Path.of(path);
    }

    /**
     * The difference; where some of it is not to count, Salt's pair of whether it does and itself.
     */
    private Object difference(Minion minion, Arguments args) {
        Path one = local(minion, args.string("file1"));
        Path other = local(minion, args.string("file2"));
        byte[] before = files.bytes(one);
        byte[] after = files.bytes(other);
        String difference = shown(minion, args, one, before, other, after);
        IgnoredChanges ignored = IgnoredChanges.of(args);
        return ignored.isEmpty()
                ? difference
                : List.of(
                        !difference.isEmpty()
                                && ignored.matters(Texts.decode(before), Texts.decode(after)),
                        difference);
    }

    private static String shown(
            Minion minion, Arguments args, Path one, byte[] before, Path other, byte[] after) {
        if (Arrays.equals(before, after)) {
            return "";
        }
        if (args.flag("template")
                && Boolean.TRUE.equals(minion.opts().get("obfuscate_templates"))) {
            return "<Obfuscated Template>";
        }
        if (!args.flag("show_changes")) {
            return "<show_changes=False>";
        }
        String difference = UnifiedDiff.ofContents(before, after);
        return args.flag("show_filenames")
                ? difference
                        .replaceFirst("--- \n", Matcher.quoteReplacement("--- " + one + "\n"))
                        .replaceFirst(
                                "\\+\\+\\+ \n", Matcher.quoteReplacement("+++ " + other + "\n"))
                : difference;
    }

    private Map<String, @Nullable Object> patch(Arguments args) {
        if (!programs.has("patch")) {
            throw new CallError(
                    "patch executable not found. Is the distribution's patch package installed?");
        }
        List<String> command = new ArrayList<>(List.of(programs.path("patch")));
        command.addAll(ShellWords.split(args.text("options").orElse("")));
        if (args.flag("dry_run")) {
            command.add("--dry-run");
        }
        if (!command.contains("-N") && !command.contains("--forward")) {
            command.add("--forward");
        }
        if (command.stream().noneMatch(o -> o.equals("-r") || o.startsWith("--reject-file"))) {
            command.add("--reject-file=-");
        }
        Path original = Path.of(args.string("originalfile"));
        command.addAll(List.of("-i", files.locate(Path.of(args.string("patchfile"))).toString()));
        if (files.isDirectory(original)) {
            command.addAll(List.of("-d", files.locate(original).toString()));
            if (command.stream().noneMatch(o -> o.startsWith("-p") || o.startsWith("--strip="))) {
                command.add("--strip=0");
            }
        } else {
            command.add(files.locate(original).toString());
        }
        Completed done = programs.run(command);
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("pid", done.pid());
        result.put("retcode", (long) done.exitCode());
        result.put("stdout", done.output().stripTrailing());
        result.put("stderr", done.errors().stripTrailing());
        return result;
    }

    /** Salt's pair: the result so far with what changed, and the permissions there were. */
    private List<@Nullable Object> permissions(Arguments args) {
        Path name = at(args, "name");
        boolean follow = args.flag("follow_symlinks");
        var before =
                (follow ? files.stat(name) : files.lstat(name))
                        .orElseThrow(() -> new CallError("Path not found: " + name));
        FilePermissions.Done done =
                permissions.enforce(
                        name,
                        new Wanted(
                                args.value("user"),
                                args.value("group"),
                                FileModes.normal(args.value("mode")),
                                args.text("attrs")),
                        follow);
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("name", name.toString());
        result.put("changes", new LinkedHashMap<>());
        result.put("comment", "");
        result.put("result", true);
        if (args.value("ret") instanceof Map<?, ?> given) {
            given.forEach((key, value) -> result.put(Texts.str(key), value));
        }
        Map<Object, @Nullable Object> changes =
                result.get("changes") instanceof Map<?, ?> known
                        ? new LinkedHashMap<>(known)
                        : new LinkedHashMap<>();
        changes.putAll(done.changes());
        result.put("changes", changes);
        if (done.failed()) {
            result.put("result", false);
            result.put("comment", String.join("; ", done.complaints()));
        }
        Map<String, @Nullable Object> old = new LinkedHashMap<>();
        old.put("luser", args.value("user") instanceof Number ? before.uid() : before.user());
        old.put("lgroup", args.value("group") instanceof Number ? before.gid() : before.group());
        old.put("lmode", before.octal());
        return List.of(result, old);
    }
}
