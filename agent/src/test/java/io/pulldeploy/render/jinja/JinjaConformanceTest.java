package io.pulldeploy.render.jinja;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.stream.Stream;

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

    @TestFactory
    Stream<DynamicTest> asSaltRenders() {
        Jinja jinja = ConformanceCases.salt();
        return ConformanceCases.load("jinja_cases.json").stream()
                .filter(one -> SALTS.stream().noneMatch(one.id()::startsWith))
                .map(one ->
                        DynamicTest.dynamicTest(
                                one.id(),
                                () ->
                                        assertThat(ConformanceCases.render(jinja, one))
                                                .as(one.template())
                                                .isEqualTo(ConformanceCases.expected(one))));
    }
}
