package io.pulldeploy.render.jmespath;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.pulldeploy.model.PythonText;
import io.pulldeploy.render.Json;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Every case of {@code conformance/jmespath} is what Salt's json_query answered. */
class JmesPathTest {
    @Test
    void answersWhatSaltAnswers() throws IOException {
        JsonNode file;
        String path = "/conformance/jmespath/queries.json";
        try (InputStream in = JmesPathTest.class.getResourceAsStream(path)) {
            file = new ObjectMapper().readTree(Objects.requireNonNull(in, path));
        }
        Object data = Json.parse(file.get("data").textValue());
        List<String> different = new ArrayList<>();
        for (JsonNode c : file.get("cases")) {
            String expected = c.path("value").asText(c.path("error").asText());
            String actual = answer(c.get("expression").textValue(), data);
            if (!actual.equals(expected)) {
                different.add(
                        c.get("expression") + "\n  Salt: " + expected + "\n  ours: " + actual);
            }
        }
        assertThat(String.join("\n", different)).isEmpty();
    }

    @Test
    void aDeepExpressionIsRefusedBeforeTheStackIsUsedUp() {
        assertThat(answer("(".repeat(5000) + "a" + ")".repeat(5000), null))
                .startsWith("RecursionError");
    }

    private static String answer(String expression, @Nullable Object data) {
        try {
            return PythonText.repr(JmesPath.search(expression, data));
        } catch (JmesPathError e) {
            return e.pythonClass() + ": " + e.getMessage();
        }
    }
}
