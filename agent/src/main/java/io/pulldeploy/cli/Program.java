package io.pulldeploy.cli;

import io.pulldeploy.model.CloseNames;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Parses a command line, runs its command, and turns every way it can end into a message and an
 * exit code.
 */
public final class Program {
    private static final Logger log = LoggerFactory.getLogger(Program.class);

    private final List<Subcommand> commands;
    private final Terminal terminal;

    /**
     * @param commands in the order in which the help lists them
     */
    public Program(Terminal terminal, List<Subcommand> commands) {
        this.terminal = terminal;
        this.commands = List.copyOf(commands);
    }

    /**
     * @return the exit code for the process
     */
    public int run(String... arguments) {
        return commandLine(arguments)
                .setOut(new PrintWriter(terminal.out(), true, terminal.out().charset()))
                .setErr(new PrintWriter(terminal.err(), true, terminal.err().charset()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUnmatchedOptionsArePositionalParams(false)
                .setExecutionExceptionHandler((error, command, parsed) -> explain(error, command))
                .setParameterExceptionHandler((error, words) -> refuse(error))
                .setExecutionStrategy(this::configureLoggingAndRun)
                .execute(arguments);
    }

    /** The program with all of its commands, as the help shows it. */
    public CommandLine commandLine() {
        return commandLine(new String[0]);
    }

    /**
     * With the one command that the first word names. Only help and mistakes need the others, and
     * describing them to picocli takes a good part of a short run.
     */
    private CommandLine commandLine(String... arguments) {
        PulldeployCommand root = new PulldeployCommand();
        CommandSpec spec = root.usage().spec(root.name(), root);
        spec.usageMessage().synopsisSubcommandLabel("COMMAND");
        CommandLine commandLine = new CommandLine(spec);
        String first = arguments.length == 0 ? "" : arguments[0];
        List<Subcommand> named = commands.stream().filter(c -> c.name().equals(first)).toList();
        if (named.isEmpty()) {
            commandLine.addSubcommand(new HelpCommand());
        }
        for (Subcommand command : named.isEmpty() ? commands : named) {
            commandLine.addSubcommand(command.name(), command.usage().spec(root.name(), command));
        }
        return commandLine;
    }

    private int configureLoggingAndRun(ParseResult parsed) {
        ParseResult innermost = parsed;
        while (innermost.hasSubcommand()) {
            innermost = innermost.subcommand();
        }
        if (innermost.hasMatchedOption("-l")) {
            String level = innermost.matchedOptionValue("-l", "warning");
            if (!Logging.LEVELS.contains(level.toLowerCase(Locale.ROOT))) {
                throw new ParameterException(
                        innermost.commandSpec().commandLine(),
                        "unknown log level '"
                                + level
                                + "'; there are: "
                                + String.join(", ", Logging.LEVELS));
            }
            Logging.show(level, terminal.secrets());
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private int refuse(ParameterException error) {
        CommandLine command = error.getCommandLine();
        terminal.note(command.getCommandSpec().qualifiedName() + ": " + message(error));
        terminal.note("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE.code();
    }

    private static String message(ParameterException error) {
        if (error instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String word = unmatched.getUnmatched().getFirst();
            CommandLine command = error.getCommandLine();
            List<String> known = new ArrayList<>();
            if (word.startsWith("-")) {
                command.getCommandSpec()
                        .options()
                        .forEach(o -> known.addAll(Arrays.asList(o.names())));
            } else {
                known.addAll(command.getSubcommands().keySet());
            }
            List<String> close = CloseNames.of(word, known);
            String kind =
                    word.startsWith("-")
                            ? "unknown option "
                            : command.getSubcommands().isEmpty()
                                    ? "unexpected argument "
                                    : "unknown command ";
            return kind
                    + "'"
                    + word
                    + "'"
                    + (close.isEmpty() ? "" : "; did you mean " + String.join(" or ", close) + "?");
        }
        return String.valueOf(error.getMessage()).replace("is not an int", "is no whole number");
    }

    private int explain(Exception error, CommandLine command) {
        if (error instanceof Misuse misuse) {
            return refuse(new ParameterException(command, String.valueOf(misuse.getMessage())));
        }
        if (error instanceof Failure failure) {
            terminal.note("pulldeploy: " + failure.getMessage());
            if (!failure.remedy().isEmpty()) {
                terminal.note("  " + failure.remedy());
            }
            log.debug("the failure's origin", failure);
            return failure.exitCode().code();
        }
        terminal.note("pulldeploy: internal error: " + error);
        terminal.note("  This is a bug. Run again with -l debug and report what it prints.");
        log.debug("the error's origin", error);
        return ExitCode.INTERNAL.code();
    }
}
