package io.pulldeploy.render.jinja;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.SaltProcess;
import io.pulldeploy.render.Json;
import io.pulldeploy.render.JsonStyle;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * Random templates over random values, rendered by Salt in one long-lived process and by us.
 *
 * <p>{@code -Dseed=…} and {@code -Dtemplates=…} repeat and lengthen a run.
 */
@Tag("soak")
class JinjaSoakTest {
    /** Addresses, which are never the same; what is about Python's code; what takes too long. */
    private static final Pattern NOT_COMPARED =
            Pattern.compile(
                    "(?i:0x7)|\\{\"failed\": \"(SyntaxError|TypeError: sequence item|TimedOut"
                            + "|MemoryError)");

    private static final int TEMPLATES = Integer.getInteger("templates", 10_000);

    @Test
    @SuppressWarnings("unchecked")
    void saltRendersAsWeDo() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed);
        RandomTemplates templates = new RandomTemplates(new Random(seed));
        Map<String, @Nullable Object> context =
                Objects.requireNonNull(ConformanceCases.context("core_cases.json"));
        Jinja jinja = ConformanceCases.salt();
        List<String> different = new ArrayList<>();
        try (SaltProcess salt = new SaltProcess("jinja/salt_renderer.py")) {
            for (int i = 0; i < TEMPLATES && different.size() < 40; i++) {
                String template = templates.template();
                Map<String, Boolean> options = templates.options();
                String line =
                        salt.ask(
                                Json.write(
                                        Map.of(
                                                "template",
                                                template,
                                                "context",
                                                context,
                                                "options",
                                                options),
                                        JsonStyle.PYTHON));
                if (NOT_COMPARED.matcher(line).find()) {
                    continue;
                }
                ConformanceCases.Case one =
                        new ConformanceCases.Case(
                                "random",
                                template,
                                context,
                                Map.of(),
                                ConformanceCases.Answer.of(
                                        (Map<String, Object>)
                                                Objects.requireNonNull(Json.parse(line))),
                                ConformanceCases.options(new LinkedHashMap<>(options)));
                String expected = recursion(one.answer().toString());
                String actual = recursion(ConformanceCases.render(jinja, one));
                if (!actual.equals(expected)
                        && !actual.contains(" past the limit of ")
                        && isDefinite(jinja, one)) {
                    different.add(
                            "\n"
                                    + template
                                    + " "
                                    + options
                                    + "\n Salt: "
                                    + expected
                                    + "\n here: "
                                    + actual);
                }
            }
        }
        assertThat(different).as("seed %d", seed).isEmpty();
    }

    /** Whether it gives the same each time; an address in it or a random number makes another. */
    private static boolean isDefinite(Jinja jinja, ConformanceCases.Case one) {
        return ConformanceCases.render(jinja, one).equals(ConformanceCases.render(jinja, one));
    }

    /** Where Python's stack ends is said in words that depend on what it was doing. */
    private static String recursion(String answer) {
        return answer.replaceFirst("(maximum recursion depth exceeded)[^@]*@.*", "$1");
    }
}
