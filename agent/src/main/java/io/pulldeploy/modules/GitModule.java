package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code git.*}: what a checkout is, its configuration, and the commands that make one. */
public final class GitModule {
    private static final String HOW =
            "user=None, password=None, ignore_retcode=False, output_encoding=None";
    private static final String OPTIONS = "opts='', git_opts='', " + HOW;
    private static final Pattern PASSWORD = Pattern.compile("(https?://)[^@\\s]*@");
    private static final Map<String, String> STATES =
            Map.of("M", "modified", "A", "new", "D", "deleted", "??", "untracked");

    private final CommandRuns commands;
    private final FunctionList functions = new FunctionList("git");

    public GitModule(CommandRuns commands) {
        this.commands = commands;
    }

    public List<ExecutionFunction> functions() {
        checkouts();
        configuration();
        return functions
                .add("version", "Git's version.", "versioninfo=False", this::version)
                .add(
                        "clone",
                        "Makes a checkout of a repository.",
                        "cwd, url=None, name=None, opts='', git_opts='', user=None, password=None, identity=None, https_user=None, https_pass=None, ignore_retcode=False, saltenv='base', output_encoding=None",
                        this::cloned)
                .add(
                        "init",
                        "Makes a repository.",
                        "cwd, bare=False, template=None, separate_git_dir=None, shared=None, "
                                + OPTIONS,
                        this::initialised)
                .add(
                        "checkout",
                        "Checks a revision out.",
                        "cwd, rev=None, force=False, " + OPTIONS,
                        this::checkedOut)
                .add(
                        "reset",
                        "Runs git reset.",
                        "cwd, opts='', git_opts='', user=None, password=None, identity=None, ignore_retcode=False, output_encoding=None",
                        (m, a) -> {
                            List<String> command = git(a, "reset");
                            command.addAll(words(a.value("opts")));
                            return output(m, a, command);
                        })
                .all();
    }

    private void checkouts() {
        functions
                .add(
                        "current_branch",
                        "The branch that is checked out.",
                        "cwd, " + HOW,
                        (m, a) -> output(m, a, List.of("git", "rev-parse", "--abbrev-ref", "HEAD")))
                .add(
                        "revision",
                        "The hash of a revision.",
                        "cwd, rev='HEAD', short=False, " + HOW,
                        (m, a) -> {
                            List<String> command = new ArrayList<>(List.of("git", "rev-parse"));
                            if (a.flag("short")) {
                                command.add("--short");
                            }
                            command.add(a.string("rev"));
                            return output(m, a, command);
                        })
                .add(
                        "rev_parse",
                        "What git rev-parse prints.",
                        "cwd, rev=None, " + OPTIONS,
                        (m, a) -> {
                            List<String> command = git(a, "rev-parse");
                            command.addAll(words(a.value("opts")));
                            a.text("rev").ifPresent(command::add);
                            return output(m, a, command);
                        })
                .add(
                        "describe",
                        "A revision's name after the nearest tag.",
                        "cwd, rev='HEAD', " + HOW,
                        (m, a) ->
                                output(
                                        m,
                                        a,
                                        List.of("git", "describe", "--always", a.string("rev"))))
                .add(
                        "list_branches",
                        "The branches.",
                        "cwd, remote=False, " + HOW,
                        (m, a) -> refs(m, a, a.flag("remote") ? "remotes" : "heads"))
                .add("list_tags", "The tags.", "cwd, " + HOW, (m, a) -> refs(m, a, "tags"))
                .add("status", "The files that differ, by how.", "cwd, " + HOW, this::status)
                .add(
                        "remotes",
                        "The remotes and their addresses.",
                        "cwd, user=None, password=None, redact_auth=True, ignore_retcode=False, output_encoding=None",
                        this::remotes)
                .add(
                        "remote_get",
                        "A remote's addresses.",
                        "cwd, remote='origin', user=None, password=None, redact_auth=True, ignore_retcode=False, output_encoding=None",
                        (m, a) -> {
                            Map<String, @Nullable Object> all = remotes(m, a);
                            if (!all.containsKey(a.string("remote"))) {
                                throw new CallError(
                                        "Remote '%s' not present in git checkout located at %s"
                                                .formatted(a.string("remote"), a.string("cwd")));
                            }
                            return all.get(a.string("remote"));
                        });
    }

    private void configuration() {
        String get = "key, cwd=None, " + HOW + ", **kwargs";
        String regex = "key, value_regex=None, cwd=None, " + HOW + ", **kwargs";
        functions
                .add("config_get", "A setting; None if it is not set.", get, this::configured)
                .add("config_get_regex", "The settings that match.", regex, this::matching)
                .add("config_get_regexp", "The settings that match.", regex, this::matching)
                .add(
                        "config_set",
                        "Sets a setting; returns all its values.",
                        "key, value=None, multivar=None, cwd=None, " + HOW + ", **kwargs",
                        this::set)
                .add("config_unset", "Removes a setting.", regex, this::unset);
    }

    /** {@code git}, its own options, and a command. */
    private static List<String> git(Arguments args, String command) {
        List<String> line = new ArrayList<>(List.of("git"));
        line.addAll(words(args.value("git_opts")));
        line.add(command);
        return line;
    }

    private static List<String> words(@Nullable Object options) {
        List<String> words =
                switch (options) {
                    case null -> new ArrayList<>();
                    case List<?> list -> new ArrayList<>(list.stream().map(Texts::str).toList());
                    default -> new ArrayList<>(ShellWords.split(Texts.str(options)));
                };
        if (!words.isEmpty() && words.getLast().equals("--")) {
            words.removeLast();
        }
        return words;
    }

    private static boolean isNamed(Arguments args, String name) {
        return Boolean.TRUE.equals(args.extra().get(name));
    }

    /** Runs git as the arguments say: Salt's mapping of how it ended. */
    private Map<String, @Nullable Object> run(
            Minion minion,
            Arguments args,
            List<String> command,
            Optional<String> directory,
            boolean merges) {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        options.put("cwd", directory.orElse(null));
        options.put("runas", args.value("user"));
        options.put("python_shell", false);
        options.put("ignore_retcode", args.value("ignore_retcode"));
        options.put("output_encoding", args.value("output_encoding"));
        options.put("redirect_stderr", merges);
        return commands.run(minion, command, options);
    }

    private String output(
            Minion minion,
            Arguments args,
            List<String> command,
            Optional<String> directory,
            boolean merges) {
        Map<String, @Nullable Object> done = run(minion, args, command, directory, merges);
        if (Long.valueOf(0).equals(done.get("retcode"))) {
            return Texts.str(done.get("stdout"));
        }
        String errors = Texts.str(done.get(merges ? "stdout" : "stderr"));
        throw new CallError(
                redacted(
                        "Command '%s' failed%s"
                                .formatted(
                                        String.join(" ", command),
                                        errors.isEmpty() ? "" : ": " + errors)));
    }

    private String output(Minion minion, Arguments args, List<String> command) {
        return output(minion, args, command, args.text("cwd"), false);
    }

    private static String redacted(String text) {
        return PASSWORD.matcher(text).replaceAll("$1<redacted>@");
    }

    private List<String> refs(Minion minion, Arguments args, String kind) {
        return output(
                        minion,
                        args,
                        List.of(
                                "git",
                                "for-each-ref",
                                "--format",
                                "%(refname:short)",
                                "refs/" + kind + "/"))
                .lines()
                .toList();
    }

    private Map<String, @Nullable Object> status(Minion minion, Arguments args) {
        Map<String, @Nullable Object> states = new LinkedHashMap<>();
        String output = output(minion, args, List.of("git", "status", "-z", "--porcelain"));
        for (String line : output.split("\0")) {
            String[] parts = line.strip().split("\\s+", 2);
            if (parts.length == 2) {
                add(states, STATES.getOrDefault(parts[0], parts[0]), parts[1]);
            }
        }
        return states;
    }

    @SuppressWarnings("unchecked")
    private static void add(Map<String, @Nullable Object> lists, String key, String value) {
        ((List<Object>) lists.computeIfAbsent(key, _ -> new ArrayList<>())).add(value);
    }

    private Map<String, @Nullable Object> remotes(Minion minion, Arguments args) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (String line :
                output(minion, args, List.of("git", "remote", "--verbose")).lines().toList()) {
            String[] words = line.strip().split("\\s+");
            if (words.length == 3 && words[2].matches("\\((fetch|push)\\)")) {
                Map<String, @Nullable Object> one = new LinkedHashMap<>();
                if (all.get(words[0]) instanceof Map<?, ?> known) {
                    known.forEach((action, url) -> one.put(Texts.str(action), url));
                }
                one.put(
                        words[2].substring(1, words[2].length() - 1),
                        args.flag("redact_auth") ? redacted(words[1]) : words[1]);
                all.put(words[0], one);
            }
        }
        return all;
    }

    private Object version(Minion minion, Arguments args) {
        Map<String, @Nullable Object> done =
                commands.run(minion, List.of("git", "--version"), Map.of());
        String[] words =
                Texts.str(done.get("stdout")).replaceFirst("\\(.*", "").strip().split("\\s+");
        String version = words[words.length - 1];
        if (!args.flag("versioninfo")) {
            return version;
        }
        List<Object> parts = new ArrayList<>();
        for (String part : version.split("\\.")) {
            parts.add(part.matches("\\d+") ? (Object) Long.valueOf(part) : part);
        }
        return parts;
    }

    private static Optional<String> directory(Arguments args) {
        if (args.value("cwd") == null && !isNamed(args, "global")) {
            throw new CallError("'cwd' argument required unless global=True");
        }
        return args.text("cwd");
    }

    private Map<String, @Nullable Object> asked(
            Minion minion, Arguments args, String option, Optional<String> value) {
        List<String> command = new ArrayList<>(List.of("git", "config"));
        command.add(isNamed(args, "global") ? "--global" : "--local");
        command.addAll(List.of(option, args.string("key")));
        value.ifPresent(command::add);
        return run(minion, args, command, directory(args), false);
    }

    private @Nullable Object configured(Minion minion, Arguments args) {
        Map<String, @Nullable Object> done = asked(minion, args, "--get-all", Optional.empty());
        if (Long.valueOf(1).equals(done.get("retcode"))) {
            return null;
        }
        List<String> values = Texts.str(done.get("stdout")).lines().toList();
        if (isNamed(args, "all")) {
            return values;
        }
        return values.isEmpty() ? "" : values.getLast();
    }

    private Map<String, @Nullable Object> matching(Minion minion, Arguments args) {
        Map<String, @Nullable Object> found = new LinkedHashMap<>();
        Map<String, @Nullable Object> done =
                asked(minion, args, "--get-regexp", args.text("value_regex"));
        for (String line : Texts.str(done.get("stdout")).lines().toList()) {
            String[] parts = line.strip().split("\\s+", 2);
            if (parts.length == 2) {
                add(found, parts[0], parts[1]);
            }
        }
        return found;
    }

    private @Nullable Object set(Minion minion, Arguments args) {
        Optional<String> directory = directory(args);
        if (args.value("value") != null && args.value("multivar") != null) {
            throw new CallError("Only one of 'value' and 'multivar' is permitted");
        }
        List<String> values =
                args.value("value") != null
                        ? List.of(args.string("value"))
                        : args.value("multivar") instanceof List<?> list
                                ? list.stream().map(Texts::str).toList()
                                : List.of(args.text("multivar").orElse("").split(",", -1));
        boolean adds = args.value("value") != null && isNamed(args, "add");
        for (String value : values) {
            List<String> command = new ArrayList<>(List.of("git", "config"));
            if (isNamed(args, "global")) {
                command.add("--global");
            }
            command.addAll(List.of(adds ? "--add" : "--replace-all", args.string("key"), value));
            output(minion, args, command, directory, false);
            adds = true;
        }
        return Texts.str(asked(minion, args, "--get-all", Optional.empty()).get("stdout"))
                .lines()
                .toList();
    }

    private boolean unset(Minion minion, Arguments args) {
        String key = args.string("key");
        List<String> command = new ArrayList<>(List.of("git", "config"));
        command.add(isNamed(args, "all") ? "--unset-all" : "--unset");
        command.add(isNamed(args, "global") ? "--global" : "--local");
        command.add(key);
        args.text("value_regex").ifPresent(command::add);
        Map<String, @Nullable Object> done = run(minion, args, command, directory(args), false);
        String code = Texts.str(done.get("retcode"));
        return switch (code) {
            case "0" -> true;
            case "1" -> throw new CallError("Section or key is invalid");
            case "5" -> throw new CallError(stillThere(minion, args, key));
            case "6" -> throw new CallError("The value_regex is invalid");
            default ->
                    throw new CallError(
                            "Failed to unset key '%s', git config returned exit code %s%s"
                                    .formatted(
                                            key,
                                            code,
                                            Texts.str(done.get("stderr")).isEmpty()
                                                    ? ""
                                                    : "; " + done.get("stderr")));
        };
    }

    private String stillThere(Minion minion, Arguments args, String key) {
        if (configured(minion, args) == null) {
            return "Key '" + key + "' does not exist";
        }
        return "Multiple values exist for key '"
                + key
                + "'"
                + (args.value("value_regex") == null
                        ? ""
                        : " and value_regex matches multiple values");
    }

    private boolean cloned(Minion minion, Arguments args) {
        if (!args.flag("url")) {
            throw new CallError("Missing 'url' argument");
        }
        if (args.value("identity") != null || args.value("https_pass") != null) {
            throw new CallError(
                    "git.clone takes neither an identity nor a password here: give the user a key or a credential helper");
        }
        List<String> command = git(args, "clone");
        command.addAll(words(args.value("opts")));
        command.addAll(List.of("--", args.string("url")));
        Optional<String> name = args.text("name");
        command.add(name.orElse(args.string("cwd")));
        output(
                minion,
                args,
                command,
                name.isPresent() ? args.text("cwd") : Optional.of("/tmp"),
                false);
        return true;
    }

    private String initialised(Minion minion, Arguments args) {
        List<String> command = git(args, "init");
        if (args.flag("bare")) {
            command.add("--bare");
        }
        args.text("template").ifPresent(t -> command.add("--template=" + t));
        args.text("separate_git_dir").ifPresent(d -> command.add("--separate-git-dir=" + d));
        args.text("shared").ifPresent(s -> command.add("--shared=" + s));
        command.addAll(words(args.value("opts")));
        command.add(args.string("cwd"));
        return output(minion, args, command, Optional.empty(), false);
    }

    private String checkedOut(Minion minion, Arguments args) {
        List<String> options = words(args.value("opts"));
        if (args.value("rev") == null && !options.contains("-b") && !options.contains("-B")) {
            throw new CallError("'rev' argument is required unless -b or -B in opts");
        }
        List<String> command = git(args, "checkout");
        if (args.flag("force")) {
            command.add("--force");
        }
        command.addAll(options);
        args.text("rev").ifPresent(command::add);
        return output(minion, args, command, args.text("cwd"), true);
    }
}
