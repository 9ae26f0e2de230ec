package io.pulldeploy.cli;

import java.io.Console;
import java.io.PrintStream;
import java.util.function.BooleanSupplier;

/**
 * Where a command prints: results on standard output, everything else on standard error.
 *
 * @param interactive whether a person watches standard error, so that progress is worth showing
 * @param colours whether standard output takes colours
 */
public record Terminal(
        PrintStream out, PrintStream err, BooleanSupplier interactive, BooleanSupplier colours) {
    /** The process's own streams; colours follow the terminal and the NO_COLOR convention. */
    public static Terminal ofProcess(boolean noColour) {
        Console console = System.console();
        boolean terminal = console != null && console.isTerminal();
        return new Terminal(System.out, System.err, () -> terminal, () -> terminal && !noColour);
    }

    public void print(String text) {
        out.print(text);
        out.flush();
    }

    public void println(String line) {
        out.println(line);
        out.flush();
    }

    public void note(String line) {
        err.println(line);
        err.flush();
    }
}
