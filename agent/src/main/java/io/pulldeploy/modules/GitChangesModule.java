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
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code git} functions that make and change checkouts and repositories. */
public final class GitChangesModule {
    private static final String IDENTIFIED =
            "user=None, password=None, identity=None, ignore_retcode=False";
    private static final Pattern FETCHED =
            Pattern.compile(
                    "[\\s*]*(?:([0-9a-f]+)\\.\\.([0-9a-f]+)|\\[(?:new (tag|branch)|tag update)])\\s+(.+)->.*");

    private final GitCommands git;
    private final FileTree files;
    private final FunctionList functions = new FunctionList("git");

    public GitChangesModule(Host host, CommandRuns commands) {
        this.git = new GitCommands(host, commands);
        this.files = host.files();
    }

    public List<ExecutionFunction> functions() {
        repositories();
        remotes();
        return functions
                .add(
                        "add",
                        "Adds files to what is to be committed.",
                        "cwd, filename, " + GitCommands.OPTIONS,
                        (m, a) -> {
                            List<String> command = GitCommands.git(a, "add", "--verbose");
                            GitCommands.words(a.value("opts")).stream()
                                    .filter(o -> !o.equals("-v") && !o.equals("--verbose"))
                                    .forEach(command::add);
                            command.addAll(List.of("--", a.string("filename")));
                            return git.output(m, a, command);
                        })
                .add(
                        "rm",
                        "Removes files.",
                        "cwd, filename, " + GitCommands.OPTIONS,
                        (m, a) -> {
                            List<String> command = optioned(a, "rm");
                            command.addAll(List.of("--", a.string("filename")));
                            return git.output(m, a, command);
                        })
                .add(
                        "commit",
                        "Makes a commit.",
                        "cwd, message, opts='', git_opts='', user=None, password=None, filename=None, ignore_retcode=False, output_encoding=None",
                        (m, a) -> {
                            List<String> command = optioned(a, "commit", "-m", a.string("message"));
                            if (a.flag("filename")) {
                                command.addAll(List.of("--", a.string("filename")));
                            }
                            return git.output(m, a, command);
                        })
                .add(
                        "branch",
                        "Runs git branch.",
                        "cwd, name=None, " + GitCommands.OPTIONS,
                        (m, a) -> {
                            List<String> command = optioned(a, "branch");
                            a.text("name").ifPresent(command::add);
                            git.output(m, a, command);
                            return true;
                        })
                .add(
                        "tag",
                        "Makes a tag.",
                        "cwd, name, ref='HEAD', message=None, " + GitCommands.OPTIONS,
                        this::tag)
                .add(
                        "merge",
                        "Merges a revision.",
                        "cwd, rev=None, opts='', git_opts='', "
                                + IDENTIFIED
                                + ", output_encoding=None, **kwargs",
                        (m, a) -> {
                            GitCommands.onlyNamed(a);
                            List<String> command = optioned(a, "merge");
                            a.text("rev").filter(r -> !r.isEmpty()).ifPresent(command::add);
                            return git.output(m, a, command);
                        })
                .add(
                        "rebase",
                        "Puts commits upon another revision.",
                        "cwd, rev='master', " + GitCommands.OPTIONS,
                        (m, a) -> {
                            List<String> command = optioned(a, "rebase");
                            if (command.contains("-i") || command.contains("--interactive")) {
                                throw new CallError(
                                        "SaltInvocationError",
                                        "Interactive rebases are not supported");
                            }
                            command.addAll(ShellWords.split(a.string("rev")));
                            return git.output(m, a, command);
                        })
                .add(
                        "stash",
                        "Puts changes aside, or takes them back.",
                        "cwd, action='save', " + GitCommands.OPTIONS,
                        (m, a) -> git.output(m, a, optioned(a, "stash", a.string("action"))))
                .add(
                        "discard_local_changes",
                        "Gives files back the content of the last commit.",
                        "cwd, path='.', " + GitCommands.HOW,
                        (m, a) ->
                                git.told(m, a, List.of("git", "checkout", "--", a.string("path"))))
                .all();
    }

    private void repositories() {
        functions
                .add(
                        "clone",
                        "Makes a checkout of a repository.",
                        "cwd, url=None, name=None, opts='', git_opts='', user=None, password=None, identity=None, https_user=None, https_pass=None, ignore_retcode=False, saltenv='base', output_encoding=None",
                        this::cloned)
                .add(
                        "init",
                        "Makes a repository.",
                        "cwd, bare=False, template=None, separate_git_dir=None, shared=None, "
                                + GitCommands.OPTIONS,
                        this::initialised)
                .add(
                        "checkout",
                        "Checks a revision out.",
                        "cwd, rev=None, force=False, " + GitCommands.OPTIONS,
                        this::checkedOut)
                .add(
                        "reset",
                        "Runs git reset.",
                        "cwd, opts='', git_opts='', " + IDENTIFIED + ", output_encoding=None",
                        (m, a) -> git.output(m, a, optioned(a, "reset")))
                .add(
                        "archive",
                        "Writes a revision's files as an archive.",
                        "cwd, output, rev='HEAD', prefix=None, git_opts='', "
                                + GitCommands.HOW
                                + ", **kwargs",
                        this::archived)
                .add(
                        "submodule",
                        "Runs git submodule.",
                        "cwd, command, opts='', git_opts='', "
                                + IDENTIFIED
                                + ", saltenv='base', output_encoding=None, **kwargs",
                        (m, a) -> {
                            GitCommands.onlyNamed(a, "init");
                            if (GitCommands.isNamed(a, "init")) {
                                throw new CallError(
                                        "SaltInvocationError",
                                        "The 'init' argument is no longer supported. Either set 'command' to 'init', or include '--init' in the 'opts' argument and set 'command' to 'update'.");
                            }
                            return git.output(m, a, optioned(a, "submodule", a.string("command")));
                        });
    }

    private void remotes() {
        String identified = IDENTIFIED + ", saltenv='base', output_encoding=None";
        functions
                .add(
                        "fetch",
                        "Fetches from a remote; returns what is new.",
                        "cwd, remote=None, force=False, refspecs=None, opts='', git_opts='', "
                                + identified,
                        this::fetched)
                .add(
                        "pull",
                        "Fetches and merges.",
                        "cwd, opts='', git_opts='', " + identified,
                        (m, a) -> git.output(m, a, optioned(a, "pull")))
                .add(
                        "push",
                        "Sends a reference to a remote.",
                        "cwd, remote=None, ref=None, opts='', git_opts='', "
                                + identified
                                + ", **kwargs",
                        (m, a) -> {
                            GitCommands.onlyNamed(a);
                            List<String> command = optioned(a, "push");
                            a.text("remote").ifPresent(command::add);
                            a.text("ref").ifPresent(command::add);
                            return git.output(m, a, command);
                        });
    }

    private static List<String> optioned(Arguments args, String... words) {
        List<String> command = GitCommands.git(args, words);
        command.addAll(GitCommands.words(args.value("opts")));
        return command;
    }

    private boolean cloned(Minion minion, Arguments args) {
        if (!args.flag("url")) {
            throw new CallError("SaltInvocationError", "Missing 'url' argument");
        }
        String url = GitCommands.address(args, args.string("url"), "https_user", "https_pass");
        List<String> command = optioned(args, "clone");
        command.addAll(List.of("--", url));
        Path directory = git.directory(args, "cwd");
        Optional<String> name = args.text("name");
        command.add(name.orElse(directory.toString()));
        if (name.isPresent()) {
            files.makeDirectories(directory);
        }
        git.output(
                minion,
                args,
                command,
                Optional.of(name.isPresent() ? directory : Path.of("/tmp")),
                false);
        return true;
    }

    private String initialised(Minion minion, Arguments args) {
        List<String> command = GitCommands.git(args, "init");
        if (args.flag("bare")) {
            command.add("--bare");
        }
        args.text("template").ifPresent(t -> command.add("--template=" + t));
        args.text("separate_git_dir").ifPresent(d -> command.add("--separate-git-dir=" + d));
        if (args.value("shared") != null) {
            command.add(
                    "--shared="
                            + switch (args.value("shared")) {
                                case Boolean b -> b.toString();
                                case Number n -> "0" + n;
                                case null, default -> args.string("shared");
                            });
        }
        command.addAll(GitCommands.words(args.value("opts")));
        command.add(git.directory(args, "cwd").toString());
        return git.output(minion, args, command, Optional.empty(), false);
    }

    private String checkedOut(Minion minion, Arguments args) {
        List<String> options = GitCommands.words(args.value("opts"));
        if (args.value("rev") == null && !options.contains("-b") && !options.contains("-B")) {
            throw new CallError(
                    "SaltInvocationError", "'rev' argument is required unless -b or -B in opts");
        }
        List<String> command = GitCommands.git(args, "checkout");
        if (args.flag("force")) {
            command.add("--force");
        }
        command.addAll(options);
        args.text("rev").ifPresent(command::add);
        return git.told(minion, args, command);
    }

    private boolean archived(Minion minion, Arguments args) {
        GitCommands.onlyNamed(args, "format");
        List<String> command = GitCommands.git(args, "archive");
        String own = PosixPaths.baseName(git.directory(args, "cwd").toString()) + "/";
        String prefix = args.text("prefix").orElse(own);
        if (!prefix.isEmpty()) {
            command.addAll(List.of("--prefix", prefix));
        }
        if (args.extra().get("format") != null) {
            command.addAll(List.of("--format", Texts.str(args.extra().get("format"))));
        }
        command.addAll(
                List.of("--output", git.directory(args, "output").toString(), args.string("rev")));
        git.output(minion, args, command);
        return true;
    }

    private String tag(Minion minion, Arguments args) {
        List<String> options = new ArrayList<>(GitCommands.words(args.value("opts")));
        options.removeIf(o -> o.equals("-a") || o.equals("--annotate"));
        if (options.stream().anyMatch(o -> o.equals("-m") || o.contains("--message"))) {
            throw new CallError(
                    "SaltInvocationError",
                    "Tag messages must be passed in the \"message\" argument");
        }
        List<String> command = GitCommands.git(args, "tag");
        args.text("message").ifPresent(text -> command.addAll(List.of("-a", "-m", text)));
        command.addAll(options);
        command.add(args.string("name"));
        if (!options.contains("-d") && !options.contains("--delete")) {
            command.add(args.string("ref"));
        }
        return git.told(minion, args, command);
    }

    private Map<String, @Nullable Object> fetched(Minion minion, Arguments args) {
        List<String> command = GitCommands.git(args, "fetch");
        if (args.flag("force")) {
            command.add("--force");
        }
        GitCommands.words(args.value("opts")).stream()
                .filter(o -> !o.equals("-f") && !o.equals("--force"))
                .forEach(command::add);
        args.text("remote").filter(r -> !r.isEmpty()).ifPresent(command::add);
        if (args.value("refspecs") instanceof List<?> list) {
            list.forEach(spec -> command.add(Texts.str(spec)));
        } else {
            args.text("refspecs").ifPresent(text -> command.addAll(List.of(text.split(",", -1))));
        }
        Map<String, @Nullable Object> news = new LinkedHashMap<>();
        Map<String, @Nullable Object> updated = new LinkedHashMap<>();
        for (String line : git.told(minion, args, command).lines().toList()) {
            Matcher parts = FETCHED.matcher(line);
            if (!parts.matches()) {
                continue;
            }
            String name = parts.group(4).stripTrailing();
            if (parts.group(1) != null) {
                Map<String, @Nullable Object> hashes = new LinkedHashMap<>();
                hashes.put("old", parts.group(1));
                hashes.put("new", parts.group(2));
                updated.put(name, hashes);
                news.put("updated branches", updated);
            } else {
                Plain.addTo(
                        news,
                        parts.group(3) == null
                                ? "updated tags"
                                : parts.group(3).equals("tag") ? "new tags" : "new branches",
                        name);
            }
        }
        return news;
    }
}
