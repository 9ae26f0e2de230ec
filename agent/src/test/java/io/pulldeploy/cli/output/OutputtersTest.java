package io.pulldeploy.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.render.Json;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What we print beside what Salt prints. */
class OutputtersTest {
    private final Outputters outputters = Outputters.standard();

    @TestFactory
    Stream<DynamicTest> printsWhatSaltPrints() throws IOException {
        try (InputStream in =
                OutputtersTest.class.getResourceAsStream("/conformance/output/cases.json")) {
            String text =
                    new String(
                            java.util.Objects.requireNonNull(in).readAllBytes(),
                            StandardCharsets.UTF_8);
            return ((List<?>) java.util.Objects.requireNonNull(Json.parse(text)))
                    .stream().map(Map.class::cast).map(this::test);
        }
    }

    private DynamicTest test(Map<?, ?> kase) {
        return DynamicTest.dynamicTest(
                kase.get("out") + " " + kase.get("name"),
                () -> {
                    Map<String, Object> options =
                            new LinkedHashMap<>(
                                    Map.of("state_verbose", true, "state_output", "full"));
                    ((Map<?, ?>) kase.get("options"))
                            .forEach((key, value) -> options.put(String.valueOf(key), value));
                    Colours colours =
                            Boolean.TRUE.equals(options.get("color")) ? Colours.ANSI : Colours.NONE;
                    String printed =
                            outputters
                                    .find(String.valueOf(kase.get("out")))
                                    .orElseThrow()
                                    .format(
                                            kase.get("data"),
                                            new OutputOptions(
                                                    options,
                                                    colours,
                                                    ((Number) kase.get("retcode")).intValue()));
                    assertThat(printed).isEqualTo(kase.get("expected"));
                });
    }

    /** JSON's cases cannot hold bytes; this is what Salt prints of a pillar's {@code !!binary}. */
    @Test
    void bytesAreShownAsTextOrAsPythonWritesThem() {
        Map<String, Object> bytes = new LinkedHashMap<>();
        bytes.put("text", new byte[] {'h', 'i'});
        bytes.put("other", List.of(new byte[] {-1, 0}));
        OutputOptions options = new OutputOptions(Map.of(), Colours.NONE, 0);
        assertThat(outputters.find("json").orElseThrow().format(bytes, options))
                .isEqualTo(
                        """
                        {
                            "text": "b'hi'",
                            "other": [
                                "b'\\\\xff\\\\x00'"
                            ]
                        }\
                        """);
        assertThat(outputters.find("nested").orElseThrow().format(bytes, options))
                .isEqualTo("other:\ntext:\n    hi");
    }

    /** As Salt does with a pillar; of other data it says that the order was not recorded. */
    @Test
    void whatIsNoRunIsShownAsAnyOtherData() {
        OutputOptions options = new OutputOptions(Map.of(), Colours.NONE, 0);
        Map<String, Object> pillar = Map.of("local", Map.of("x", Map.of("from", "file")));
        assertThat(outputters.find("highstate").orElseThrow().format(pillar, options))
                .isEqualTo(outputters.find("nested").orElseThrow().format(pillar, options));
        assertThat(
                        outputters
                                .find("highstate")
                                .orElseThrow()
                                .format(Map.of("local", Map.of()), options))
                .contains("Total states run:    0");
    }

    @Test
    void anUnknownNameFindsNothing() {
        assertThat(outputters.find("nesetd")).isEmpty();
    }
}
