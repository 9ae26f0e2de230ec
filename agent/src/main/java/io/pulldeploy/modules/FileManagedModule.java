package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The {@code file} functions that Salt's {@code file.managed} is made of: a source on this machine,
 * and templates.
 */
public final class FileManagedModule {
    private static final String SIGNED =
            "signed_by_any=None, signed_by_all=None, keyring=None, gnupghome=None";
    static final String IGNORES =
            "ignore_ordering=False, ignore_whitespace=False, ignore_comment_characters=None";
    static final String LABELS = "seuser=None, serole=None, setype=None, serange=None";
    private static final Set<String> ENGINES = Set.of("jinja", "jinjava");

    /** Where rendered sources lie until they are in place. */
    static final String TEMPORARY = "pulldeploy-managed-";

    private final FileTree files;

    public FileManagedModule(Host host) {
        this.files = host.files();
    }

    public List<ExecutionFunction> functions() {
        return new FunctionList("file")
                .add(
                        "get_managed",
                        "A source on this machine, rendered if it is a template: its path, its digest, and what is wrong.",
                        "name, template, source, source_hash, source_hash_name, user, group, mode, attrs, saltenv, context, defaults, skip_verify=False, verify_ssl=True, use_etag=False, source_hash_sig=None, "
                                + SIGNED
                                + ", "
                                + IGNORES
                                + ", sig_backend='gpg', **kwargs",
                        this::managed)
                .add(
                        "check_managed",
                        "Whether file.managed would change a file: Salt's result and comment.",
                        "name, source, source_hash, source_hash_name, user, group, mode, attrs, template, context, defaults, saltenv, contents=None, skip_verify=False, "
                                + LABELS
                                + ", follow_symlinks=False, **kwargs",
                        this::checked)
                .add(
                        "check_managed_changes",
                        "What file.managed would change in a file.",
                        "name, source, source_hash, source_hash_name, user, group, mode, attrs, template, context, defaults, saltenv, contents=None, skip_verify=False, keep_mode=False, "
                                + LABELS
                                + ", verify_ssl=True, follow_symlinks=False, "
                                + IGNORES
                                + ", new_file_diff=False, **kwargs",
                        this::changes)
                .add(
                        "apply_template_on_contents",
                        "A text, rendered.",
                        "contents, template, context, defaults, saltenv",
                        this::rendered)
                .all();
    }

    private static Map<String, @Nullable Object> names(Arguments args) {
        Map<String, @Nullable Object> names = new LinkedHashMap<>();
        for (String option : List.of("defaults", "context")) {
            if (args.flag(option)) {
                args.map(option).forEach((key, value) -> names.put(Texts.str(key), value));
            }
        }
        return names;
    }

    private Object rendered(Minion minion, Arguments args) {
        String engine = args.text("template").orElse("None");
        if (!ENGINES.contains(engine)) {
            Map<String, @Nullable Object> refused = new LinkedHashMap<>();
            refused.put("result", false);
            refused.put("comment", "Specified template format " + engine + " is not supported");
            return refused;
        }
        return minion.templates()
                .render(
                        engine,
                        args.string("contents"),
                        "<string>",
                        args.text("saltenv").orElse("base"),
                        names(args));
    }

    private static List<@Nullable Object> answer(
            @Nullable Object path, @Nullable Object digest, String comment) {
        List<@Nullable Object> answer = new ArrayList<>();
        answer.add(path);
        answer.add(digest == null ? Map.of() : digest);
        answer.add(comment);
        return answer;
    }

    private static String scheme(String source) {
        int colon = source.indexOf("://");
        String scheme = colon < 0 ? "" : source.substring(0, colon).toLowerCase(Locale.ROOT);
        return Set.of("salt", "file", "http", "https", "ftp", "swift", "s3").contains(scheme)
                ? scheme
                : "";
    }

    private List<@Nullable Object> managed(Minion minion, Arguments args) {
        if (!args.flag("source")) {
            return answer("", null, "");
        }
        String source = args.string("source");
        String saltenv = args.text("saltenv").orElse("base");
        String scheme = scheme(source);
        String path =
                switch (scheme) {
                    case "" -> source;
                    case "file" -> source.substring("file://".length());
                    default -> "";
                };
        if (!path.isEmpty() && !files.exists(Path.of(path))) {
            return answer("", null, "Local file source " + path + " does not exist");
        }
        Object digest = null;
        if (scheme.equals("salt")) {
            digest = minion.call("cp.hash_file", List.of(source, saltenv), Map.of());
            if (!(digest instanceof Map<?, ?> known) || known.isEmpty()) {
                return answer(
                        "",
                        null,
                        "Source file %s not found in saltenv '%s'".formatted(source, saltenv));
            }
        } else if (!args.flag("source_hash") && !path.isEmpty()) {
            digest = sum(Path.of(path));
        } else if (!args.flag("skip_verify") && args.flag("source_hash")) {
            try {
                digest = minion.call("file.get_source_sum", sourceSum(args), Map.of());
            } catch (CallError e) {
                return answer("", null, "Unable to manage file: " + e.getMessage());
            }
        } else if (!args.flag("skip_verify") && !args.flag("use_etag")) {
            return answer(
                    "",
                    null,
                    "Unable to verify upstream hash of source file %s, please set source_hash or set skip_verify to True"
                            .formatted(source));
        }
        boolean remote = path.isEmpty() && !scheme.equals("salt");
        return args.flag("template") || remote
                ? cached(minion, args, path, digest)
                : answer(path, digest, "");
    }

    private static List<@Nullable Object> sourceSum(Arguments args) {
        List<@Nullable Object> wanted = new ArrayList<>();
        for (String name :
                List.of("name", "source", "source_hash", "source_hash_name", "saltenv")) {
            wanted.add(args.value(name));
        }
        return wanted;
    }

    private Map<String, @Nullable Object> sum(Path file) {
        Map<String, @Nullable Object> sum = new LinkedHashMap<>();
        sum.put("hsum", Digests.of("sha256", files, file));
        sum.put("hash_type", "sha256");
        return sum;
    }

    private List<@Nullable Object> cached(
            Minion minion, Arguments args, String local, @Nullable Object digest) {
        String source = args.string("source");
        Object path = local;
        if (local.isEmpty()) {
            try {
                path =
                        minion.call(
                                "cp.cache_file",
                                List.of(source, args.text("saltenv").orElse("base")),
                                Map.of());
            } catch (CallError e) {
                return answer("", null, "Failed to cache " + source + ": " + e.getMessage());
            }
        }
        if (!(path instanceof String found) || found.isEmpty() || !files.exists(Path.of(found))) {
            return answer(path, null, "Source file '" + source + "' not found");
        }
        if (found.equals(args.string("name"))) {
            throw new CallError(
                    "SaltInvocationError", "Source file cannot be the same as destination");
        }
        if (!args.flag("template")) {
            return answer(found, digest == null ? sum(Path.of(found)) : digest, "");
        }
        String engine = args.string("template");
        if (!ENGINES.contains(engine)) {
            return answer(found, null, "Specified template format " + engine + " is not supported");
        }
        Map<String, @Nullable Object> names = new LinkedHashMap<>(args.extra());
        for (String name : List.of("name", "source", "user", "group", "mode", "attrs")) {
            names.put(name, args.value(name));
        }
        names.putAll(names(args));
        Path rendered = files.temporaryDirectory(TEMPORARY).resolve("rendered");
        try {
            files.write(
                    rendered,
                    minion.templates()
                            .render(
                                    engine,
                                    Texts.decode(files.bytes(Path.of(found))),
                                    source,
                                    args.text("saltenv").orElse("base"),
                                    names));
        } catch (CallError e) {
            discard(rendered.toString());
            return answer(found, null, String.valueOf(e.getMessage()));
        }
        Map<String, @Nullable Object> sum = new LinkedHashMap<>();
        sum.put("hash_type", "sha256");
        sum.put("hsum", Digests.of("sha256", files, rendered));
        return answer(rendered.toString(), sum, "");
    }

    /** Removes a rendered source that nobody needs any more. */
    private void discard(@Nullable Object path) {
        if (path instanceof String p && p.contains(TEMPORARY)) {
            files.delete(Path.of(p).resolveSibling(""));
        }
    }

    static Map<String, @Nullable Object> given(Arguments args, List<String> names) {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        names.forEach(name -> given.put(name, args.value(name)));
        return given;
    }

    /**
     * What get_managed answers to the arguments of the functions that ask whether a file is right.
     */
    private List<@Nullable Object> source(Minion minion, Arguments args) {
        Object chosen =
                minion.call(
                        "file.source_list",
                        List.of(),
                        given(args, List.of("source", "source_hash", "saltenv")));
        Map<String, @Nullable Object> wanted =
                given(
                        args,
                        List.of(
                                "name",
                                "template",
                                "source_hash_name",
                                "user",
                                "group",
                                "mode",
                                "attrs",
                                "saltenv",
                                "context",
                                "defaults",
                                "skip_verify"));
        if (chosen instanceof List<?> pair) {
            wanted.put("source", pair.get(0));
            wanted.put("source_hash", pair.get(1));
        }
        wanted.putAll(args.extra());
        Object found = minion.call("file.get_managed", List.of(), wanted);
        List<@Nullable Object> answer = new ArrayList<>();
        if (found instanceof List<?> three) {
            answer.addAll(three);
        }
        answer.add(wanted.get("source"));
        return answer;
    }

    private List<@Nullable Object> checked(Minion minion, Arguments args) {
        List<@Nullable Object> source =
                args.value("contents") == null
                        ? source(minion, args)
                        : sourceless(args.value("source"));
        if (!Texts.str(source.get(2)).isEmpty()) {
            discard(source.get(0));
            return pair(false, source.get(2));
        }
        Object changes = meta(minion, args, source, args.value("mode"));
        discard(source.get(0));
        if (!(changes instanceof Map<?, ?> different) || different.isEmpty()) {
            return pair(true, "The file " + args.string("name") + " is in the correct state");
        }
        StringBuilder comment = new StringBuilder("The following values are set to be changed:\n");
        // Salt does not mind who owns what lies in the directory of temporary files.
        boolean temporary = args.string("name").startsWith(System.getProperty("java.io.tmpdir"));
        boolean minded = false;
        for (Map.Entry<?, ?> change : different.entrySet()) {
            if (temporary && Set.of("user", "group", "mode").contains(change.getKey())) {
                continue;
            }
            minded = true;
            comment.append(Texts.str(change.getKey()))
                    .append(": ")
                    .append(Texts.str(change.getValue()))
                    .append('\n');
        }
        return minded
                ? pair(null, comment.toString())
                : pair(true, "The file " + args.string("name") + " is in the correct state");
    }

    private static List<@Nullable Object> sourceless(@Nullable Object source) {
        List<@Nullable Object> none = answer("", null, "");
        none.add(source);
        return none;
    }

    private static List<@Nullable Object> pair(@Nullable Object result, @Nullable Object comment) {
        List<@Nullable Object> pair = new ArrayList<>();
        pair.add(result);
        pair.add(comment);
        return pair;
    }

    private @Nullable Object changes(Minion minion, Arguments args) {
        List<@Nullable Object> source =
                args.value("contents") == null
                        ? source(minion, args)
                        : sourceless(args.value("source"));
        if (!Texts.str(source.get(2)).isEmpty()) {
            discard(source.get(0));
            return pair(false, source.get(2));
        }
        Object mode = args.value("mode");
        // As in Salt, the mode of a file of the state tree that nothing has copied yet does not
        // count.
        boolean copied = !"".equals(source.get(0));
        if (args.flag("keep_mode") && copied && source.get(3) instanceof String from) {
            mode = minion.call("cp.stat_file", List.of(from), given(args, List.of("saltenv")));
        }
        Object changes = meta(minion, args, source, mode);
        discard(source.get(0));
        return changes;
    }

    private static @Nullable Object meta(
            Minion minion, Arguments args, List<@Nullable Object> source, @Nullable Object mode) {
        Map<String, @Nullable Object> wanted =
                given(
                        args,
                        List.of(
                                "name",
                                "user",
                                "group",
                                "attrs",
                                "saltenv",
                                "contents",
                                "seuser",
                                "serole",
                                "setype",
                                "serange",
                                "follow_symlinks"));
        wanted.put("sfn", source.get(0));
        wanted.put("source", source.get(3));
        wanted.put("source_sum", source.get(1));
        wanted.put("mode", mode);
        for (String option :
                List.of(
                        "ignore_ordering",
                        "ignore_whitespace",
                        "ignore_comment_characters",
                        "new_file_diff")) {
            if (args.names().contains(option)) {
                wanted.put(option, args.value(option));
            }
        }
        return minion.call("file.check_file_meta", List.of(), wanted);
    }
}
