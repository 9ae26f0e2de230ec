package io.pulldeploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.model.ExitCode;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The reference pages are made from the code: a page that says something else fails here. {@code
 * mvn test -Dtest=ReferencePagesTest -Dpages=write} writes them anew.
 */
class ReferencePagesTest {
    private static final Path PAGES = Path.of("..", "docs", "reference");
    private static final String MADE =
            "<!-- Made from the code by ReferencePagesTest; edit the code. -->\n\n";

    @Test
    void exitCodes() throws IOException {
        check(
                "exit-codes.md",
                """
                # Exit codes

                Every command gives them, without a flag. State work follows Salt's `--retcode-passthrough`; the others follow
                sysexits(3) where it has a fitting one.

                | code | name | meaning |
                |---|---|---|
                """
                        + Stream.of(ExitCode.values())
                                .map(c -> "| %d | %s | %s |\n".formatted(c.code(), c, c.meaning()))
                                .collect(Collectors.joining()));
    }

    private static void check(String name, String expected) throws IOException {
        Path page = PAGES.resolve(name);
        String text = MADE + expected;
        if ("write".equals(System.getProperty("pages"))) {
            Files.createDirectories(PAGES);
            Files.writeString(page, text);
        }
        assertThat(page).exists();
        assertThat(Files.readString(page))
                .as("docs/reference/%s; write it anew with -Dpages=write", name)
                .isEqualTo(text);
    }
}
