package io.pulldeploy.render.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.pulldeploy.model.PythonText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every case of {@code conformance/yaml/load.json} is what real Salt answered. */
class YamlLoaderTest {
    @Test
    void loadsWhatSaltLoadsAndRefusesWhatItRefuses() {
        List<String> different = new ArrayList<>();
        for (JsonNode c : YamlCases.read("load.json")) {
            String expected =
                    c.has("value")
                            ? c.get("value").textValue()
                            : c.get("error").textValue() + ": " + c.get("message").textValue();
            String actual = answer(c.get("text").textValue());
            if (!actual.equals(expected)) {
                different.add(c.get("text") + "\n  Salt: " + expected + "\n  ours: " + actual);
            }
        }
        assertThat(String.join("\n", different)).isEmpty();
    }

    @Test
    void anErrorKnowsItsLine() {
        try {
            YamlLoader.load("a: 1\nb: 2\na: 3\n", "top.sls");
        } catch (YamlError e) {
            assertThat(e.line()).isEqualTo(3);
            assertThat(e.problem()).isEqualTo("found conflicting ID 'a'");
            assertThat(e).hasMessageContaining("in \"top.sls\", line 3, column 1");
            return;
        }
        throw new AssertionError("a duplicate key was accepted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"&x {a: [*x]}", "&x {a: {<<: *x}}", "&x {? [*x] : a}", "{? &x {a: *x} : b}"})
    void aValueThatHoldsItselfIsRefused(String text) {
        assertThat(answer(text))
                .startsWith("ConstructorError: found unconstructable recursive node");
    }

    @Test
    void aMappingMayMergeItself() {
        assertThat(answer("&x {<<: *x, a: 1}")).isEqualTo("{'a': 1}");
    }

    @Test
    void deepNestingIsRefusedBeforeTheStackIsUsedUp() {
        assertThat(answer("[".repeat(5000) + "]".repeat(5000)))
                .startsWith("ParserError: found more than 500 levels of nesting");
    }

    @Test
    void valuesCannotBeChanged() {
        assertThat(YamlLoader.load("a: [b]", YamlLoader.TEXT))
                .isInstanceOfSatisfying(
                        Map.class,
                        map -> {
                            assertThatThrownBy(map::clear)
                                    .isInstanceOf(UnsupportedOperationException.class);
                            assertThat(map.get("a"))
                                    .isInstanceOfSatisfying(
                                            List.class,
                                            list ->
                                                    assertThatThrownBy(list::clear)
                                                            .isInstanceOf(
                                                                    UnsupportedOperationException
                                                                            .class));
                        });
    }

    private static String answer(String text) {
        try {
            return PythonText.repr(YamlLoader.load(text, YamlLoader.TEXT));
        } catch (YamlError e) {
            return e.pythonClass() + ": " + e.getMessage();
        }
    }
}
