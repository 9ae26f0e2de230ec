package io.pulldeploy.cli;

import io.pulldeploy.model.Secrets;

import java.io.Console;
import java.io.PrintStream;
import java.util.function.BooleanSupplier;

/**
 * Where a command prints: results on standard output, everything else on standard error; secrets on
 * neither.
 *
 * @param interactive whether a person watches standard error, so that progress is worth showing
 * @param colours whether standard output takes colours
 */
public record Terminal(
        PrintStream out,
        PrintStream err,
        BooleanSupplier interactive,
        BooleanSupplier colours,
        Secrets secrets) {
    /** The process's own streams; colours follow the terminal and the NO_COLOR convention. */
    public static Terminal ofProcess(boolean noColour, Secrets secrets) {
        Console console = System.console();
        boolean terminal = console != null && console.isTerminal();
        return new Terminal(
                System.out, System.err, () -> terminal, () -> terminal && !noColour, secrets);
    }

    public void print(String text) {
        out.print(secrets.mask(text));
        out.flush();
    }

    public void println(String line) {
        out.println(secrets.mask(line));
        out.flush();
    }

    public void note(String line) {
        err.println(secrets.mask(line));
        err.flush();
    }
}
