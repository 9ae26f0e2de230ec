package io.pulldeploy.render.jinja;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The output and the errors of Salt's own renderer, byte for byte. */
class JinjaConformanceTest {
    /** Cases that use Salt's own filters, tags and functions; the renderer's test has them. */
    private static final List<String> SALTS =
            List.of(
                    "saltfilters",
                    "saltcall",
                    "tests-058",
                    "filters-047",
                    "filters-062",
                    "loops-019",
                    "imports-021",
                    "imports-024",
                    "imports-027",
                    "sls-001",
                    "sls-004");

    /** Filters and tests of Jinja2's that Salt replaces. */
    private static final Pattern REPLACED = Pattern.compile("\\b(unique|tojson|min|max)\\b");

    @Test
    void theStart() {
        compare("jinja_cases.json", one -> SALTS.stream().noneMatch(one.id()::startsWith));
    }

    @Test
    void theCore() {
        compare("core_cases.json", one -> !REPLACED.matcher(one.template()).find());
    }

    private static void compare(String resource, Predicate<ConformanceCases.Case> ours) {
        Jinja jinja = ConformanceCases.salt();
        List<String> differences = new ArrayList<>();
        for (ConformanceCases.Case one : ConformanceCases.load(resource)) {
            if (ours.test(one)) {
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
        }
        assertThat(differences).isEmpty();
    }
}
