package io.pulldeploy.cli;

import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.util.ArrayList;
import java.util.List;

/**
 * What the help says of a command, and what it takes.
 *
 * @param description one sentence or paragraph each
 * @param examples command lines without the program's name
 * @param exclusive options of which one at most may be given
 * @param hasVersion whether {@code --version} shows the program's version
 */
public record Usage(
        List<String> description,
        List<String> examples,
        List<Argument<?>> arguments,
        List<Argument<?>> exclusive,
        boolean hasVersion) {
    public Usage(List<String> description, List<String> examples, List<Argument<?>> arguments) {
        this(description, examples, arguments, List.of(), true);
    }

    /** The same less the program's version, because {@code --version} means an artifact's. */
    public Usage withoutVersion() {
        return new Usage(description, examples, arguments, exclusive, false);
    }

    /** The same with options of which one at most may be given. */
    public Usage withOneOf(Argument<?>... options) {
        return new Usage(description, examples, arguments, List.of(options), hasVersion);
    }

    /**
     * @param program what the examples begin with
     * @param command what runs
     */
    CommandSpec spec(String program, Subcommand command) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(command.name());
        spec.addOption(
                OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help message and exit.")
                        .build());
        if (hasVersion) {
            spec.addOption(
                    OptionSpec.builder("-V", "--version")
                            .versionHelp(true)
                            .description("Print version information and exit.")
                            .build());
            spec.version("pulldeploy " + Version.current());
        }
        arguments.forEach(argument -> spec.add(argument.describe()));
        if (!exclusive.isEmpty()) {
            ArgGroupSpec.Builder group = ArgGroupSpec.builder();
            exclusive.forEach(argument -> group.addArg(argument.describe()));
            spec.addArgGroup(group.build());
        }
        spec.usageMessage()
                .description(description.toArray(String[]::new))
                .footer(footer(program).toArray(String[]::new));
        return spec;
    }

    private List<String> footer(String program) {
        List<String> lines = new ArrayList<>(List.of(""));
        if (examples.size() == 1) {
            lines.add("Example: " + program + " " + examples.getFirst());
        } else {
            lines.add("Examples:");
            examples.forEach(example -> lines.add("  " + program + " " + example));
        }
        return lines;
    }
}
