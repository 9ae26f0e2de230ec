package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code git} functions about remotes: their addresses, and the references they have. */
public final class GitRemotesModule {
    private static final String WHO = "https_user=None, https_pass=None";

    private final GitCommands git;

    public GitRemotesModule(Host host, CommandRuns commands) {
        this.git = new GitCommands(host, commands);
    }

    public List<ExecutionFunction> functions() {
        return new FunctionList("git")
                .add(
                        "remotes",
                        "The remotes and their addresses.",
                        "cwd, user=None, password=None, redact_auth=True, ignore_retcode=False, output_encoding=None",
                        (m, a) -> remotes(m, a, a.flag("redact_auth")))
                .add(
                        "remote_get",
                        "A remote's addresses.",
                        "cwd, remote='origin', user=None, password=None, redact_auth=True, ignore_retcode=False, output_encoding=None",
                        (m, a) -> {
                            Map<String, @Nullable Object> all =
                                    remotes(m, a, a.flag("redact_auth"));
                            if (!all.containsKey(a.string("remote"))) {
                                throw new CallError(
                                        "Remote '%s' not present in git checkout located at %s"
                                                .formatted(
                                                        a.string("remote"),
                                                        git.directory(a, "cwd")));
                            }
                            return all.get(a.string("remote"));
                        })
                .add(
                        "remote_set",
                        "Gives a remote an address; returns its addresses.",
                        "cwd, url, remote='origin', user=None, password=None, "
                                + WHO
                                + ", push_url=None, push_https_user=None, push_https_pass=None, ignore_retcode=False, output_encoding=None",
                        this::setRemote)
                .add(
                        "ls_remote",
                        "The references of a remote, and their hashes.",
                        "cwd=None, remote='origin', ref=None, opts='', git_opts='', user=None, password=None, identity=None, "
                                + WHO
                                + ", ignore_retcode=False, output_encoding=None, saltenv='base'",
                        (m, a) -> {
                            List<String> command = GitCommands.git(a, "ls-remote");
                            command.addAll(GitCommands.words(a.value("opts")));
                            command.add(address(a, "remote"));
                            a.text("ref").filter(r -> !r.isEmpty()).ifPresent(command::add);
                            return references(m, a, command);
                        })
                .add(
                        "remote_refs",
                        "The references at an address, and their hashes.",
                        "url, heads=False, tags=False, user=None, password=None, identity=None, "
                                + WHO
                                + ", ignore_retcode=False, output_encoding=None, saltenv='base', **kwargs",
                        (m, a) -> {
                            GitCommands.onlyNamed(a, "filter");
                            List<String> command = GitCommands.git(a, "ls-remote");
                            if (a.flag("heads")) {
                                command.add("--heads");
                            }
                            if (a.flag("tags")) {
                                command.add("--tags");
                            }
                            command.add(address(a, "url"));
                            Object filter = a.extra().get("filter");
                            if (filter != null) {
                                command.add(Texts.str(filter));
                            }
                            return references(m, a, command);
                        })
                .all();
    }

    private static String address(Arguments args, String name) {
        return GitCommands.address(args, args.string(name), "https_user", "https_pass");
    }

    private Map<String, @Nullable Object> references(
            Minion minion, Arguments args, List<String> command) {
        Optional<Path> directory =
                args.names().contains("cwd") && args.value("cwd") != null
                        ? Optional.of(git.directory(args, "cwd"))
                        : Optional.empty();
        Map<String, @Nullable Object> found = new LinkedHashMap<>();
        for (String line : git.output(minion, args, command, directory, false).lines().toList()) {
            String[] words = line.strip().split("\\s+", 2);
            if (words.length == 2) {
                found.put(words[1], words[0]);
            }
        }
        return found;
    }

    private @Nullable Object setRemote(Minion minion, Arguments args) {
        String remote = args.string("remote");
        if (remotes(minion, args, false).containsKey(remote)) {
            git.output(minion, args, List.of("git", "remote", "rm", remote));
        }
        git.output(minion, args, List.of("git", "remote", "add", remote, address(args, "url")));
        if (args.flag("push_url")) {
            String push =
                    GitCommands.address(
                            args, args.string("push_url"), "push_https_user", "push_https_pass");
            git.output(minion, args, List.of("git", "remote", "set-url", "--push", remote, push));
        }
        return remotes(minion, args, true).get(remote);
    }

    private Map<String, @Nullable Object> remotes(Minion minion, Arguments args, boolean redacts) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (String line :
                git.output(minion, args, List.of("git", "remote", "--verbose")).lines().toList()) {
            String[] words = line.strip().split("\\s+");
            if (words.length == 3 && words[2].matches("\\((fetch|push)\\)")) {
                Map<String, @Nullable Object> one = new LinkedHashMap<>();
                if (all.get(words[0]) instanceof Map<?, ?> known) {
                    known.forEach((action, url) -> one.put(Texts.str(action), url));
                }
                one.put(
                        words[2].substring(1, words[2].length() - 1),
                        redacts ? GitCommands.redacted(words[1]) : words[1]);
                all.put(words[0], one);
            }
        }
        return all;
    }
}
