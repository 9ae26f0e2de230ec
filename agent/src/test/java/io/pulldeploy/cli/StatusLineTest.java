package io.pulldeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pulldeploy.model.Secrets;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

class StatusLineTest {
    private static final String ERASE = "\r\u001b[K";

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    @Test
    void whateverIsPrintedTakesItsPlace() {
        Terminal terminal = terminal(true);

        terminal.progress("1 of 2");
        terminal.progress("2 of 2");
        terminal.note("done");
        terminal.err().println("[WARNING ] a log");
        terminal.progress("3 of 3");
        terminal.println("result");

        assertThat(screen.toString(UTF_8))
                .isEqualTo(
                        ERASE
                                + "  1 of 2"
                                + ERASE
                                + "  2 of 2"
                                + ERASE
                                + "done\n[WARNING ] a log\n"
                                + ERASE
                                + "  3 of 3"
                                + ERASE
                                + "result\n");
    }

    @Test
    void whereNobodyWatchesThereIsNone() {
        Terminal terminal = terminal(false);

        terminal.progress("1 of 2");
        terminal.note("done");

        assertThat(screen.toString(UTF_8)).isEqualTo("done\n");
    }

    private Terminal terminal(boolean interactive) {
        PrintStream stream = new PrintStream(screen, true, UTF_8);
        return new Terminal(stream, stream, () -> interactive, () -> false, new Secrets());
    }
}
