package io.pulldeploy.cli;

import picocli.AutoComplete;
import picocli.CommandLine;

import java.util.List;
import java.util.function.Supplier;

/** Prints what a shell needs to complete command lines. */
public final class CompletionCommand implements Subcommand {
    private final Terminal terminal;
    private final Supplier<CommandLine> program;

    /**
     * @param program with every command that is to be completed
     */
    public CompletionCommand(Terminal terminal, Supplier<CommandLine> program) {
        this.terminal = terminal;
        this.program = program;
    }

    @Override
    public String name() {
        return "completion";
    }

    @Override
    public Usage usage() {
        return new Usage(
                List.of(
                        "Prints a script that makes bash, or zsh after 'autoload bashcompinit; bashcompinit',"
                                + " complete pulldeploy's commands and options."),
                List.of(
                        "completion > /etc/bash_completion.d/pulldeploy",
                        "completion > ~/.pulldeploy.bash && . ~/.pulldeploy.bash"),
                List.of());
    }

    @Override
    public Integer call() {
        terminal.print(AutoComplete.bash("pulldeploy", program.get()));
        return 0;
    }
}
