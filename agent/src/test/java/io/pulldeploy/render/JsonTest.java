package io.pulldeploy.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.pulldeploy.model.PythonText;
import io.pulldeploy.render.yaml.YamlLoader;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Every case of {@code conformance/json} is what Python answered. */
class JsonTest {
    @Test
    void readsWhatPythonReads() throws IOException {
        List<String> different = new ArrayList<>();
        for (JsonNode c : cases("parse.json")) {
            String actual;
            try {
                actual = PythonText.repr(Json.parse(c.get("text").textValue()));
            } catch (JsonError e) {
                actual = e.pythonClass() + ": " + e.getMessage();
            }
            compare(
                    c.get("text"),
                    c.has("value") ? c.get("value") : c.get("error"),
                    actual,
                    different);
        }
        assertThat(String.join("\n", different)).isEmpty();
    }

    @Test
    void writesWhatPythonWrites() throws IOException {
        List<String> different = new ArrayList<>();
        for (JsonNode c : cases("write.json")) {
            String source = c.get("value").textValue();
            if (source.contains("(")) {
                continue; // a tuple as a key, which plain values cannot have
            }
            String actual;
            try {
                actual = Json.write(python(source), style(c.get("style")));
            } catch (JsonError e) {
                actual = e.pythonClass() + ": " + e.getMessage();
            }
            compare(
                    c.get("value"),
                    c.has("text") ? c.get("text") : c.get("error"),
                    actual,
                    different);
        }
        assertThat(String.join("\n", different)).isEmpty();
    }

    @Test
    void deepNestingIsRefusedBeforeTheStackIsUsedUp() {
        assertThat(catching("[".repeat(100_000))).startsWith("RecursionError");
    }

    private static String catching(String text) {
        try {
            return PythonText.repr(Json.parse(text));
        } catch (JsonError e) {
            return e.pythonClass() + ": " + e.getMessage();
        }
    }

    /** A Python literal, which YAML reads once None, the numbers and bytes are respelt. */
    private static @Nullable Object python(String source) {
        String yaml =
                source.replace("None", "null")
                        .replaceAll("b'x'", "!!binary eA==")
                        .replaceAll("(?<![.\\w'])(-?)inf\\b", "$1.inf")
                        .replaceAll("(?<![.\\w'])nan\\b", ".nan")
                        .replaceAll("(?<![.\\w])(\\d+)e([-+])", "$1.0e$2");
        if (yaml.startsWith("'") && yaml.contains("\\")) {
            yaml = '"' + yaml.substring(1, yaml.length() - 1).replace("\"", "\\\"") + '"';
        }
        return YamlLoader.load(yaml.replaceAll("'([^']*\\\\u[^']*)'", "\"$1\""), "case");
    }

    private static JsonStyle style(JsonNode options) {
        JsonStyle style = JsonStyle.PYTHON;
        if (options.has("indent")) {
            JsonNode indent = options.get("indent");
            style =
                    indent.isInt()
                            ? style.withIndent(indent.intValue())
                            : style.withIndent(indent.textValue());
        }
        if (options.has("separators")) {
            style =
                    style.withSeparators(
                            options.get("separators").get(0).textValue(),
                            options.get("separators").get(1).textValue());
        }
        return style.withSortKeys(options.path("sort_keys").asBoolean(false))
                .withEnsureAscii(options.path("ensure_ascii").asBoolean(true));
    }

    private static void compare(
            JsonNode input, JsonNode expected, String actual, List<String> different) {
        if (!actual.equals(expected.textValue())) {
            different.add(input + "\n  Python: " + expected.textValue() + "\n  ours:   " + actual);
        }
    }

    private static JsonNode cases(String file) throws IOException {
        String path = "/conformance/json/" + file;
        try (InputStream in = JsonTest.class.getResourceAsStream(path)) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in, path));
        }
    }
}
