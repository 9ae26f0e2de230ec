package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code git} functions about further working trees of one repository. */
public final class GitWorktreesModule {
    private final GitCommands git;
    private final FileTree files;

    public GitWorktreesModule(Host host, CommandRuns commands) {
        this.git = new GitCommands(host, commands);
        this.files = host.files();
    }

    public List<ExecutionFunction> functions() {
        return new FunctionList("git")
                .add(
                        "is_worktree",
                        "Whether a directory is a further working tree.",
                        "cwd, user=None, password=None, output_encoding=None",
                        this::isWorktree)
                .add(
                        "list_worktrees",
                        "The working trees of a repository.",
                        "cwd, stale=False, user=None, password=None, output_encoding=None, **kwargs",
                        this::listed)
                .add(
                        "worktree_add",
                        "Makes a further working tree.",
                        "cwd, worktree_path, ref=None, reset_branch=None, force=None, detach=False, "
                                + GitCommands.OPTIONS
                                + ", **kwargs",
                        this::added)
                .add(
                        "worktree_prune",
                        "Forgets working trees that are gone.",
                        "cwd, dry_run=False, verbose=True, expire=None, " + GitCommands.OPTIONS,
                        this::pruned)
                .add(
                        "worktree_rm",
                        "Removes a further working tree.",
                        "cwd, user=None, output_encoding=None",
                        this::removed)
                .all();
    }

    private boolean isWorktree(Minion minion, Arguments args) {
        try {
            String top = git.output(minion, args, List.of("git", "rev-parse", "--show-toplevel"));
            return files.textIfPresent(files.nameOf(Path.of(top)).resolve(".git"))
                    .filter(text -> text.matches("(?s)gitdir:\\s+/.*"))
                    .isPresent();
        } catch (CallError | Failure e) {
            return false;
        }
    }

    private Map<String, @Nullable Object> listed(Minion minion, Arguments args) {
        GitCommands.onlyNamed(args, "all");
        boolean all = GitCommands.isNamed(args, "all");
        boolean stale = args.flag("stale");
        if (all && stale) {
            throw new CallError("'all' and 'stale' cannot both be set to True");
        }
        Map<String, @Nullable Object> trees = new LinkedHashMap<>();
        String told = git.output(minion, args, List.of("git", "worktree", "list", "--porcelain"));
        for (String block : told.strip().split("\n\n")) {
            Map<String, String> parts = new LinkedHashMap<>();
            for (String line : block.lines().toList()) {
                String[] words = line.strip().split("\\s+", 2);
                if (words.length == 2) {
                    parts.putIfAbsent(words[0], words[1]);
                } else if (line.equals("detached")) {
                    parts.putIfAbsent("branch", "detached");
                }
            }
            String path = parts.get("worktree");
            String head = parts.get("HEAD");
            String branch = parts.get("branch");
            if (path == null || head == null || branch == null) {
                continue;
            }
            boolean gone = !files.isDirectory(files.nameOf(Path.of(path)));
            if (!all && gone != stale) {
                continue;
            }
            Map<String, @Nullable Object> tree = new LinkedHashMap<>();
            tree.put("stale", gone);
            tree.put("HEAD", head);
            tree.put("detached", branch.equals("detached"));
            tree.put(
                    "branch",
                    branch.equals("detached") ? null : branch.replaceFirst("refs/heads/", ""));
            if (branch.equals("detached")) {
                List<String> tags =
                        git.output(minion, args, List.of("git", "tag", "--points-at", head))
                                .lines()
                                .toList();
                if (!tags.isEmpty()) {
                    tree.put("tags", tags);
                }
            }
            trees.put(path, tree);
        }
        return trees;
    }

    private String added(Minion minion, Arguments args) {
        GitCommands.onlyNamed(args, "branch");
        Object branch = args.extra().get("branch");
        boolean detach = args.flag("detach");
        if (branch != null && detach) {
            throw new CallError(
                    "SaltInvocationError", "Only one of 'branch' and 'detach' is allowed");
        }
        String path = args.string("worktree_path");
        List<String> command = GitCommands.git(args, "worktree", "add");
        if (detach) {
            command.add("--detach");
        } else {
            command.add(args.flag("reset_branch") ? "-B" : "-b");
            command.add(branch == null ? PosixPaths.baseName(path) : Texts.str(branch));
            if (args.flag("force")) {
                command.add("--force");
            }
        }
        command.addAll(GitCommands.words(args.value("opts")));
        command.add(path);
        args.text("ref").filter(r -> !r.isEmpty()).ifPresent(command::add);
        return git.told(minion, args, command);
    }

    private String pruned(Minion minion, Arguments args) {
        List<String> command = GitCommands.git(args, "worktree", "prune");
        if (args.flag("dry_run")) {
            command.add("--dry-run");
        }
        if (args.flag("verbose")) {
            command.add("--verbose");
        }
        args.text("expire")
                .filter(e -> !e.isEmpty())
                .ifPresent(e -> command.addAll(List.of("--expire", e)));
        command.addAll(GitCommands.words(args.value("opts")));
        // Git tells of it on either output, as its version is.
        return git.told(minion, args, command);
    }

    private boolean removed(Minion minion, Arguments args) {
        Path directory = git.directory(args, "cwd");
        if (!files.exists(directory)) {
            throw new CallError(directory + " does not exist");
        }
        if (!isWorktree(minion, args)) {
            throw new CallError(directory + " is not a git worktree");
        }
        files.delete(directory);
        return true;
    }
}
