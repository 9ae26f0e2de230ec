package io.pulldeploy.cli;

import io.pulldeploy.model.Secrets;

import java.io.Console;
import java.io.PrintStream;
import java.util.function.BooleanSupplier;

/**
 * Where a command prints: results on standard output, everything else on standard error; secrets on
 * neither.
 *
 * @param status on standard error, which everything else on standard error goes through
 * @param interactive whether a person watches standard error, so that progress is worth showing
 * @param colours whether standard output takes colours
 */
public record Terminal(
        PrintStream out,
        StatusLine status,
        BooleanSupplier interactive,
        BooleanSupplier colours,
        Secrets secrets) {
    public Terminal(
            PrintStream out,
            PrintStream err,
            BooleanSupplier interactive,
            BooleanSupplier colours,
            Secrets secrets) {
        this(out, new StatusLine(err), interactive, colours, secrets);
    }

    /** The process's own streams; colours follow the terminal and the NO_COLOR convention. */
    public static Terminal ofProcess(boolean noColour, Secrets secrets) {
        Console console = System.console();
        boolean terminal = console != null && console.isTerminal();
        return new Terminal(
                System.out, System.err, () -> terminal, () -> terminal && !noColour, secrets);
    }

    /** Standard error, where the status line is. */
    public PrintStream err() {
        return status.stream();
    }

    /** Shows what goes on, until something else is printed; only where a person watches. */
    public void progress(String text) {
        if (interactive.getAsBoolean()) {
            status.show(secrets.mask(text));
        }
    }

    public void print(String text) {
        status.clear();
        out.print(secrets.mask(text));
        out.flush();
    }

    public void println(String line) {
        status.clear();
        out.println(secrets.mask(line));
        out.flush();
    }

    public void note(String line) {
        err().println(secrets.mask(line));
        err().flush();
    }
}
