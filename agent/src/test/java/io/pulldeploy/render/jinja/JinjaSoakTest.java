package io.pulldeploy.render.jinja;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.render.Json;
import io.pulldeploy.render.JsonStyle;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * Random templates over random values, rendered by Salt in one long-lived process and by us.
 *
 * <p>{@code SALT_PYTHON} names a Python that has Salt; {@code conformance/regenerate} makes one.
 * {@code -Dseed=…} and {@code -Dtemplates=…} repeat and lengthen a run.
 */
@Tag("soak")
class JinjaSoakTest {
    private static final int TEMPLATES = Integer.getInteger("templates", 10_000);

    @Test
    @SuppressWarnings("unchecked")
    void saltRendersAsWeDo() throws IOException, InterruptedException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed);
        RandomTemplates templates = new RandomTemplates(new Random(seed));
        Map<String, @Nullable Object> context =
                Objects.requireNonNull(ConformanceCases.context("core_cases.json"));
        Jinja jinja = ConformanceCases.salt();
        List<String> different = new ArrayList<>();
        String python = System.getenv().getOrDefault("SALT_PYTHON", "target/salt/bin/python");
        Process salt =
                new ProcessBuilder(python, "src/test/resources/conformance/jinja/salt_renderer.py")
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedWriter ask =
                        new BufferedWriter(
                                new OutputStreamWriter(
                                        salt.getOutputStream(), StandardCharsets.UTF_8));
                BufferedReader answers =
                        new BufferedReader(
                                new InputStreamReader(
                                        salt.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < TEMPLATES && different.size() < 40; i++) {
                String template = templates.template();
                ask.write(
                        Json.write(
                                Map.of("template", template, "context", context),
                                JsonStyle.PYTHON));
                ask.write("\n");
                ask.flush();
                String line = Objects.requireNonNull(answers.readLine());
                if (line.contains("0x7") || line.contains("\"failed\"")) {
                    continue; // An address is never the same, and what Salt fails on is no case.
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
                                jinja.options());
                String expected = one.answer().toString();
                String actual = ConformanceCases.render(jinja, one);
                if (!actual.equals(expected) && !actual.contains(" past the limit of ")) {
                    different.add("\n" + template + "\n Salt: " + expected + "\n here: " + actual);
                }
            }
        }
        salt.waitFor();
        assertThat(different).as("seed %d", seed).isEmpty();
    }
}
