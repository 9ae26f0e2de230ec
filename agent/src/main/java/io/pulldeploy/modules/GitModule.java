package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code git.*}: what a checkout is. */
public final class GitModule {
    private static final Map<String, String> STATES =
            Map.of("M", "modified", "A", "new", "D", "deleted", "??", "untracked");

    private final GitCommands git;
    private final CommandRuns commands;

    public GitModule(Host host, CommandRuns commands) {
        this.git = new GitCommands(host, commands);
        this.commands = commands;
    }

    public List<ExecutionFunction> functions() {
        return new FunctionList("git")
                .add(
                        "current_branch",
                        "The branch that is checked out.",
                        "cwd, " + GitCommands.HOW,
                        (m, a) ->
                                git.output(
                                        m, a, List.of("git", "rev-parse", "--abbrev-ref", "HEAD")))
                .add(
                        "revision",
                        "The hash of a revision.",
                        "cwd, rev='HEAD', short=False, " + GitCommands.HOW,
                        (m, a) -> {
                            List<String> command = new ArrayList<>(List.of("git", "rev-parse"));
                            if (a.flag("short")) {
                                command.add("--short");
                            }
                            command.add(a.string("rev"));
                            return git.output(m, a, command);
                        })
                .add(
                        "rev_parse",
                        "What git rev-parse prints.",
                        "cwd, rev=None, " + GitCommands.OPTIONS,
                        (m, a) -> {
                            List<String> command = GitCommands.git(a, "rev-parse");
                            command.addAll(GitCommands.words(a.value("opts")));
                            a.text("rev").ifPresent(command::add);
                            return git.output(m, a, command);
                        })
                .add(
                        "describe",
                        "A revision's name after the nearest tag.",
                        "cwd, rev='HEAD', " + GitCommands.HOW,
                        (m, a) ->
                                git.output(
                                        m,
                                        a,
                                        List.of("git", "describe", "--always", a.string("rev"))))
                .add(
                        "list_branches",
                        "The branches.",
                        "cwd, remote=False, " + GitCommands.HOW,
                        (m, a) -> refs(m, a, a.flag("remote") ? "remotes" : "heads"))
                .add(
                        "list_tags",
                        "The tags.",
                        "cwd, " + GitCommands.HOW,
                        (m, a) -> refs(m, a, "tags"))
                .add(
                        "status",
                        "The files that differ, by how.",
                        "cwd, " + GitCommands.HOW,
                        this::status)
                .add("version", "Git's version.", "versioninfo=False", this::version)
                .add(
                        "diff",
                        "What git diff prints.",
                        "cwd, item1=None, item2=None, opts='', git_opts='', user=None, password=None, no_index=False, cached=False, paths=None, output_encoding=None",
                        this::difference)
                .add(
                        "merge_base",
                        "The commit from which others branched.",
                        "cwd, refs=None, octopus=False, is_ancestor=False, independent=False, fork_point=None, "
                                + GitCommands.OPTIONS
                                + ", **kwargs",
                        this::mergeBase)
                .add(
                        "merge_tree",
                        "What git merge-tree prints.",
                        "cwd, ref1, ref2, base=None, " + GitCommands.HOW,
                        this::mergeTree)
                .add(
                        "symbolic_ref",
                        "What a symbolic reference stands for, or sets it.",
                        "cwd, ref, value=None, " + GitCommands.OPTIONS,
                        this::symbolic)
                .all();
    }

    private String difference(Minion minion, Arguments args) {
        boolean noIndex = args.flag("no_index");
        if (noIndex && args.flag("cached")) {
            throw new CallError("The 'no_index' and 'cached' options cannot be used together");
        }
        List<String> command = GitCommands.git(args, "diff");
        command.addAll(GitCommands.words(args.value("opts")));
        if (noIndex) {
            command.add("--no-index");
        } else {
            if (args.flag("cached")) {
                command.add("--cached");
            }
            args.text("item1").filter(i -> !i.isEmpty()).ifPresent(command::add);
            if (!args.flag("cached")) {
                args.text("item2").filter(i -> !i.isEmpty()).ifPresent(command::add);
            }
        }
        if (args.flag("paths")) {
            command.add("--");
            command.addAll(
                    args.value("paths") instanceof List<?> list
                            ? list.stream().map(Texts::str).toList()
                            : List.of(args.string("paths").split(",", -1)));
        }
        // Without an index, git ends with 1 where there is a difference.
        return noIndex
                ? Texts.str(
                        git.run(
                                        minion,
                                        args,
                                        command,
                                        Optional.of(git.directory(args, "cwd")),
                                        true)
                                .get("stdout"))
                : git.told(minion, args, command);
    }

    private Object mergeBase(Minion minion, Arguments args) {
        GitCommands.onlyNamed(args, "all");
        boolean all = GitCommands.isNamed(args, "all");
        if (all
                && (args.flag("independent")
                        || args.flag("is_ancestor")
                        || args.flag("fork_point"))) {
            throw new CallError(
                    "SaltInvocationError",
                    "The 'all' argument is not compatible with 'independent', 'is_ancestor', or 'fork_point'");
        }
        List<String> refs =
                new ArrayList<>(
                        args.value("refs") instanceof List<?> list
                                ? list.stream().map(Texts::str).toList()
                                : args.text("refs").stream()
                                        .flatMap(text -> Stream.of(text.split(",", -1)))
                                        .map(String::strip)
                                        .toList());
        long kinds =
                Stream.of("octopus", "independent", "is_ancestor", "fork_point")
                        .filter(args::flag)
                        .count();
        String wrong =
                kinds > 1
                        ? "Only one of 'octopus', 'independent', 'is_ancestor', and 'fork_point' is permitted"
                        : args.flag("is_ancestor") && refs.size() != 2
                                ? "Two refs/commits are required if 'is_ancestor' is True"
                                : args.flag("fork_point") && refs.size() > 1
                                        ? "At most one ref/commit can be passed if 'fork_point' is specified"
                                        : "";
        if (!wrong.isEmpty()) {
            throw new CallError("SaltInvocationError", wrong);
        }
        List<String> command = GitCommands.git(args, "merge-base");
        command.addAll(GitCommands.words(args.value("opts")));
        if (all) {
            command.add("--all");
        }
        if (args.flag("octopus")) {
            command.add("--octopus");
        } else if (args.flag("is_ancestor")) {
            command.add("--is-ancestor");
        } else if (args.flag("independent")) {
            command.add("--independent");
        } else if (args.flag("fork_point")) {
            command.addAll(List.of("--fork-point", args.string("fork_point")));
            if (refs.isEmpty()) {
                refs.add("HEAD");
            }
        }
        command.addAll(refs);
        if (args.flag("is_ancestor")) {
            Map<String, @Nullable Object> done =
                    git.run(minion, args, command, Optional.of(git.directory(args, "cwd")), false);
            return Long.valueOf(0).equals(done.get("retcode"));
        }
        List<String> bases = git.output(minion, args, command).lines().toList();
        if (!all && bases.isEmpty()) {
            throw new CallError("IndexError", "list index out of range");
        }
        return all ? bases : bases.getFirst();
    }

    private String mergeTree(Minion minion, Arguments args) {
        String one = args.string("ref1");
        String other = args.string("ref2");
        String base =
                args.text("base")
                        .orElseGet(() -> {
                            try {
                                return git.output(
                                        minion, args, List.of("git", "merge-base", one, other));
                            } catch (CallError e) {
                                throw new CallError(
                                        "Unable to determine merge base for "
                                                + one
                                                + " and "
                                                + other,
                                        e);
                            }
                        });
        return git.output(minion, args, List.of("git", "merge-tree", base, one, other));
    }

    private String symbolic(Minion minion, Arguments args) {
        List<String> options = GitCommands.words(args.value("opts"));
        boolean deletes = options.contains("-d") || options.contains("--delete");
        if (args.value("value") != null && deletes) {
            throw new CallError(
                    "SaltInvocationError",
                    "Value cannot be set for symbolic ref if -d/--delete is included in opts");
        }
        List<String> command = GitCommands.git(args, "symbolic-ref");
        command.addAll(options);
        command.add(args.string("ref"));
        args.text("value").filter(v -> !v.isEmpty()).ifPresent(command::add);
        return git.output(minion, args, command);
    }

    private List<String> refs(Minion minion, Arguments args, String kind) {
        return git.output(
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
        String output = git.output(minion, args, List.of("git", "status", "-z", "--porcelain"));
        for (String line : output.split("\0")) {
            String[] parts = line.strip().split("\\s+", 2);
            if (parts.length == 2) {
                Plain.addTo(states, STATES.getOrDefault(parts[0], parts[0]), parts[1]);
            }
        }
        return states;
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
}
