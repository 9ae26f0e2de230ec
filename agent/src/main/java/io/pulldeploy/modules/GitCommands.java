package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.system.Accounts;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Git's commands as Salt runs them: its arguments, identities and errors. */
final class GitCommands {
    /** The arguments that every function of Salt's takes last. */
    static final String HOW =
            "user=None, password=None, ignore_retcode=False, output_encoding=None";

    static final String OPTIONS = "opts='', git_opts='', " + HOW;

    private static final Pattern PASSWORD = Pattern.compile("(https?://)[^@\\s]*@");

    /** Nobody is there to answer what ssh might ask. */
    private static final String SSH =
            "ssh -oStrictHostKeyChecking=no -oPasswordAuthentication=no -oKbdInteractiveAuthentication=no -oChallengeResponseAuthentication=no -i ";

    private final CommandRuns commands;
    private final FileTree files;
    private final Accounts accounts;

    GitCommands(Host host, CommandRuns commands) {
        this.commands = commands;
        this.files = host.files();
        this.accounts = host.accounts();
    }

    /** {@code git}, its own options, and a command. */
    static List<String> git(Arguments args, String... command) {
        List<String> line = new ArrayList<>(List.of("git"));
        if (args.names().contains("git_opts")) {
            line.addAll(words(args.value("git_opts")));
        }
        line.addAll(List.of(command));
        return line;
    }

    /** The options that an argument holds: a list, or a text with a shell's quotes. */
    static List<String> words(@Nullable Object options) {
        if (options instanceof List<?> list) {
            return new ArrayList<>(list.stream().map(Texts::str).toList());
        }
        List<String> words =
                options == null
                        ? new ArrayList<>()
                        : new ArrayList<>(ShellWords.split(Texts.str(options)));
        if (!words.isEmpty() && words.getLast().equals("--")) {
            words.removeLast();
        }
        return words;
    }

    /** Whether a keyword argument that is none of the parameters is true. */
    static boolean isNamed(Arguments args, String name) {
        return Boolean.TRUE.equals(args.extra().get(name));
    }

    /**
     * @throws CallError with Salt's text if there are others among the keyword arguments
     */
    static void onlyNamed(Arguments args, String... known) {
        List<String> others = new ArrayList<>();
        args.extra()
                .forEach((name, value) -> {
                    if (!List.of(known).contains(name) && !name.startsWith("__")) {
                        others.add(name + "=" + Texts.str(value));
                    }
                });
        if (!others.isEmpty()) {
            throw new CallError(
                    "SaltInvocationError",
                    "The following keyword arguments are not valid: " + String.join(", ", others));
        }
    }

    static String redacted(String text) {
        return PASSWORD.matcher(text).replaceAll("$1<redacted>@");
    }

    /** A directory under the home of whom git runs as, unless it is absolute. */
    Path directory(Arguments args, String name) {
        return home(args).resolve(args.string(name));
    }

    private Path home(Arguments args) {
        return args.text("user")
                .filter(user -> !user.isEmpty())
                .flatMap(accounts::user)
                .map(user -> Path.of(user.home()))
                .orElse(Path.of(System.getProperty("user.home")));
    }

    /** An address with the user and password that the arguments give for it. */
    static String address(Arguments args, String url, String user, String password) {
        if (!args.flag(user)) {
            return url;
        }
        if (!url.startsWith("https://")) {
            throw new CallError("SaltInvocationError", "Basic Auth only supported for HTTPS");
        }
        String secret = args.flag(password) ? ":" + args.string(password) : "";
        String rest = url.substring("https://".length());
        return "https://"
                + args.string(user)
                + secret
                + "@"
                + rest.substring(rest.indexOf('@') + 1);
    }

    /**
     * Runs git: Salt's mapping of how it ended.
     *
     * @param directory empty for that of whom it runs as
     * @param merges whether both outputs are one
     */
    Map<String, @Nullable Object> run(
            Minion minion,
            Arguments args,
            List<String> command,
            Optional<Path> directory,
            boolean merges) {
        if (args.names().contains("identity") && args.flag("identity")) {
            return identified(minion, args, command, directory, merges);
        }
        return run(minion, args, command, directory, merges, Map.of());
    }

    private Map<String, @Nullable Object> run(
            Minion minion,
            Arguments args,
            List<String> command,
            Optional<Path> directory,
            boolean merges,
            Map<String, String> environment) {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        options.put("cwd", directory.map(Path::toString).orElse(null));
        options.put("runas", args.value("user"));
        options.put("python_shell", false);
        options.put("env", environment);
        if (args.names().contains("ignore_retcode")) {
            options.put("ignore_retcode", args.value("ignore_retcode"));
        }
        options.put("output_encoding", args.value("output_encoding"));
        options.put("redirect_stderr", merges);
        return commands.run(minion, command, options);
    }

    /** Tries one private key after the other. */
    private Map<String, @Nullable Object> identified(
            Minion minion,
            Arguments args,
            List<String> command,
            Optional<Path> directory,
            boolean merges) {
        List<String> errors = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (Object given : args.list("identity")) {
            String identity = Texts.str(given);
            if (FileSources.isSalt(identity)) {
                identity = Texts.str(minion.call("cp.cache_file", List.of(identity), Map.of()));
            }
            if (!files.isFile(Path.of(identity))) {
                missing.add(identity);
                continue;
            }
            Map<String, @Nullable Object> done =
                    run(
                            minion,
                            args,
                            command,
                            directory,
                            merges,
                            Map.of("GIT_SSH_COMMAND", SSH + files.locate(Path.of(identity))));
            if (Long.valueOf(0).equals(done.get("retcode"))) {
                return done;
            }
            String error = Texts.str(done.get(merges ? "stdout" : "stderr"));
            if (!error.isEmpty()) {
                errors.add(redacted(error));
            }
        }
        StringBuilder message =
                new StringBuilder("Unable to authenticate using identity file:\n\n")
                        .append(String.join("\n", errors));
        if (!missing.isEmpty()) {
            message.append(errors.isEmpty() ? "" : "\n\n")
                    .append("The following identity file(s) were not found: ")
                    .append(String.join(", ", missing));
        }
        throw new CallError(message.toString());
    }

    /**
     * Runs git; what it printed.
     *
     * @throws CallError with Salt's text if it failed
     */
    String output(
            Minion minion,
            Arguments args,
            List<String> command,
            Optional<Path> directory,
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

    /** Runs git in the checkout that {@code cwd} names. */
    String output(Minion minion, Arguments args, List<String> command) {
        return output(minion, args, command, Optional.of(directory(args, "cwd")), false);
    }

    /** The same with both outputs as one, because git tells on the second what it did. */
    String told(Minion minion, Arguments args, List<String> command) {
        return output(minion, args, command, Optional.of(directory(args, "cwd")), true);
    }
}
