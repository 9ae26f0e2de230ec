package io.pulldeploy.render.jinja;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** The output and the errors of Salt's own renderer, byte for byte. */
class JinjaConformanceTest {
    @Test
    void theStart() {
        compare("jinja_cases.json");
    }

    @Test
    void theCore() {
        compare("core_cases.json");
    }

    private static void compare(String resource) {
        Jinja jinja = ConformanceCases.salt();
        List<String> differences = new ArrayList<>();
        for (ConformanceCases.Case one : ConformanceCases.load(resource)) {
            String expected = one.answer().toString();
            String actual = ConformanceCases.render(jinja, one);
            if (!actual.equals(expected)) {
                differences.add(
                        "\n"
                                + one.id()
                                + ": "
                                + one.template()
                                + "\n Salt: "
                                + expected
                                + "\n here: "
                                + actual);
            }
        }
        assertThat(differences).isEmpty();
    }
}
