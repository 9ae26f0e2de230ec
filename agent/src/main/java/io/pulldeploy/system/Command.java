package io.pulldeploy.system;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program to run: an argument list, never a shell string.
 *
 * @param environment added to the agent's own environment, or all there is if {@code
 *     cleanEnvironment}
 * @param directory working directory as the caller's files name it
 * @param input what the program reads on standard input
 * @param user whom to run as; empty is the agent's user
 * @param group whose rights it has instead of the user's own primary group
 * @param umask octal text such as {@code 077}
 * @param limit after which the whole process group is ended
 * @param outputLimit bytes of each of the two outputs that are kept; the end is kept, the start
 *     dropped
 * @param mergeErrors whether what goes to standard error is read as standard output
 * @param charset what the program's outputs are written in
 */
public record Command(
        List<String> arguments,
        Map<String, String> environment,
        boolean cleanEnvironment,
        Optional<String> directory,
        String input,
        Optional<String> user,
        Optional<String> group,
        Optional<String> umask,
        Optional<Duration> limit,
        int outputLimit,
        boolean mergeErrors,
        Charset charset) {

    public static final int DEFAULT_OUTPUT_LIMIT = 16 * 1024 * 1024;

    public Command {
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("a command needs a program");
        }
        arguments = List.copyOf(arguments);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }

    public static Command of(List<String> arguments) {
        return new Command(
                arguments,
                Map.of(),
                false,
                Optional.empty(),
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                DEFAULT_OUTPUT_LIMIT,
                false,
                StandardCharsets.UTF_8);
    }

    public static Command of(String... arguments) {
        return of(List.of(arguments));
    }

    /** The same command with another argument list. */
    public Command calling(List<String> others) {
        return new Command(
                others,
                environment,
                cleanEnvironment,
                directory,
                input,
                user,
                group,
                umask,
                limit,
                outputLimit,
                mergeErrors,
                charset);
    }

    public Command in(String workingDirectory) {
        return new Command(
                arguments,
                environment,
                cleanEnvironment,
                Optional.of(workingDirectory),
                input,
                user,
                group,
                umask,
                limit,
                outputLimit,
                mergeErrors,
                charset);
    }

    public Command with(Map<String, String> variables) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.putAll(variables);
        return new Command(
                arguments,
                all,
                cleanEnvironment,
                directory,
                input,
                user,
                group,
                umask,
                limit,
                outputLimit,
                mergeErrors,
                charset);
    }

    public Command within(Duration timeLimit) {
        return new Command(
                arguments,
                environment,
                cleanEnvironment,
                directory,
                input,
                user,
                group,
                umask,
                Optional.of(timeLimit),
                outputLimit,
                mergeErrors,
                charset);
    }

    /** The same command with both outputs read as one. */
    public Command mergingErrors() {
        return new Command(
                arguments,
                environment,
                cleanEnvironment,
                directory,
                input,
                user,
                group,
                umask,
                limit,
                outputLimit,
                true,
                charset);
    }

    /** The same command with text on its standard input. */
    public Command reading(String text) {
        return new Command(
                arguments,
                environment,
                cleanEnvironment,
                directory,
                text,
                user,
                group,
                umask,
                limit,
                outputLimit,
                mergeErrors,
                charset);
    }

    public Command withUmask(String octal) {
        return new Command(
                arguments,
                environment,
                cleanEnvironment,
                directory,
                input,
                user,
                group,
                Optional.of(octal),
                limit,
                outputLimit,
                mergeErrors,
                charset);
    }

    /** The same command with nothing of the agent's environment but what is given here. */
    public Command withOnly(Map<String, String> variables) {
        return new Command(
                arguments,
                variables,
                true,
                directory,
                input,
                user,
                group,
                umask,
                limit,
                outputLimit,
                mergeErrors,
                charset);
    }

    public Command as(String userName) {
        return new Command(
                arguments,
                environment,
                cleanEnvironment,
                directory,
                input,
                Optional.of(userName),
                group,
                umask,
                limit,
                outputLimit,
                mergeErrors,
                charset);
    }

    public Command inGroup(String groupName) {
        return new Command(
                arguments,
                environment,
                cleanEnvironment,
                directory,
                input,
                user,
                Optional.of(groupName),
                umask,
                limit,
                outputLimit,
                mergeErrors,
                charset);
    }

    public Command writtenIn(Charset outputs) {
        return new Command(
                arguments,
                environment,
                cleanEnvironment,
                directory,
                input,
                user,
                group,
                umask,
                limit,
                outputLimit,
                mergeErrors,
                outputs);
    }
}
