package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code git.config_*} functions. */
public final class GitConfigModule {
    private final GitCommands git;

    public GitConfigModule(Host host, CommandRuns commands) {
        this.git = new GitCommands(host, commands);
    }

    public List<ExecutionFunction> functions() {
        String get = "key, cwd=None, " + GitCommands.HOW + ", **kwargs";
        String regex = "key, value_regex=None, cwd=None, " + GitCommands.HOW + ", **kwargs";
        return new FunctionList("git")
                .add("config_get", "A setting; None if it is not set.", get, this::configured)
                .add("config_get_regex", "The settings that match.", regex, this::matching)
                .add("config_get_regexp", "The settings that match.", regex, this::matching)
                .add(
                        "config_set",
                        "Sets a setting; returns all its values.",
                        "key, value=None, multivar=None, cwd=None, "
                                + GitCommands.HOW
                                + ", **kwargs",
                        this::set)
                .add("config_unset", "Removes a setting.", regex, this::unset)
                .all();
    }

    private Optional<Path> directory(Arguments args) {
        GitCommands.onlyNamed(args, "global", "all", "add");
        if (args.value("cwd") == null && !GitCommands.isNamed(args, "global")) {
            throw new CallError(
                    "SaltInvocationError", "'cwd' argument required unless global=True");
        }
        return args.value("cwd") == null
                ? Optional.empty()
                : Optional.of(git.directory(args, "cwd"));
    }

    private Map<String, @Nullable Object> asked(
            Minion minion, Arguments args, String option, Optional<String> value) {
        List<String> command = new ArrayList<>(List.of("git", "config"));
        command.add(GitCommands.isNamed(args, "global") ? "--global" : "--local");
        command.addAll(List.of(option, args.string("key")));
        value.ifPresent(command::add);
        return git.run(minion, args, command, directory(args), false);
    }

    private @Nullable Object configured(Minion minion, Arguments args) {
        Map<String, @Nullable Object> done = asked(minion, args, "--get-all", Optional.empty());
        if (Long.valueOf(1).equals(done.get("retcode"))) {
            return null;
        }
        List<String> values = Texts.str(done.get("stdout")).lines().toList();
        if (GitCommands.isNamed(args, "all")) {
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
        Optional<Path> directory = directory(args);
        if (args.value("value") != null && args.value("multivar") != null) {
            throw new CallError("Only one of 'value' and 'multivar' is permitted");
        }
        List<String> values =
                args.value("value") != null
                        ? List.of(args.string("value"))
                        : args.value("multivar") instanceof List<?> list
                                ? list.stream().map(Texts::str).toList()
                                : List.of(args.text("multivar").orElse("").split(",", -1));
        boolean adds = args.value("value") != null && GitCommands.isNamed(args, "add");
        for (String value : values) {
            List<String> command = new ArrayList<>(List.of("git", "config"));
            if (GitCommands.isNamed(args, "global")) {
                command.add("--global");
            }
            command.addAll(List.of(adds ? "--add" : "--replace-all", args.string("key"), value));
            git.output(minion, args, command, directory, false);
            adds = true;
        }
        return Texts.str(asked(minion, args, "--get-all", Optional.empty()).get("stdout"))
                .lines()
                .toList();
    }

    private boolean unset(Minion minion, Arguments args) {
        String key = args.string("key");
        List<String> command = new ArrayList<>(List.of("git", "config"));
        command.add(GitCommands.isNamed(args, "all") ? "--unset-all" : "--unset");
        command.add(GitCommands.isNamed(args, "global") ? "--global" : "--local");
        command.add(key);
        args.text("value_regex").ifPresent(command::add);
        Map<String, @Nullable Object> done = git.run(minion, args, command, directory(args), false);
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

    @SuppressWarnings("unchecked")
    private static void add(Map<String, @Nullable Object> lists, String key, String value) {
        ((List<Object>) lists.computeIfAbsent(key, _ -> new ArrayList<>())).add(value);
    }
}
