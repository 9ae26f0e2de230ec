package io.pulldeploy.render.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.pulldeploy.SaltProcess;
import io.pulldeploy.model.PythonText;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Random texts and values, loaded and dumped by Salt in one long-lived process and by us.
 *
 * <p>{@code -Dseed=…} and {@code -Dtexts=…} repeat and lengthen a run.
 */
@Tag("soak")
class YamlSoakTest {
    private static final int TEXTS = Integer.getInteger("texts", 30_000);

    private final ObjectMapper json = new ObjectMapper();
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final RandomYaml yaml = new RandomYaml(new Random(seed));

    @Test
    void saltReadsTextsAsWeDo() throws IOException {
        saltAnswersAsWeDo(yaml::text);
    }

    @Test
    void saltWritesValuesAsWeDo() throws IOException {
        saltAnswersAsWeDo(yaml::value);
    }

    private void saltAnswersAsWeDo(Supplier<String> texts) throws IOException {
        System.out.println("seed " + seed);
        List<String> different = new ArrayList<>();
        try (SaltProcess salt = new SaltProcess("yaml/salt_yaml.py")) {
            for (int i = 0; i < TEXTS && different.size() < 20; i++) {
                ObjectNode question = json.createObjectNode().put("text", texts.get());
                question.set("options", json.valueToTree(yaml.options()));
                JsonNode expected = json.readTree(salt.ask(question.toString()));
                if (expected.isEmpty()) {
                    continue;
                }
                ObjectNode actual = answer(question);
                if (!actual.equals(expected)) {
                    different.add(question + "\n  Salt: " + expected + "\n  ours: " + actual);
                }
            }
        }
        assertThat(String.join("\n", different)).as("seed %d", seed).isEmpty();
    }

    private ObjectNode answer(JsonNode question) {
        ObjectNode answer = json.createObjectNode();
        try {
            Object value = YamlLoader.load(question.get("text").textValue(), YamlLoader.TEXT);
            JsonNode options = question.get("options");
            answer.put("value", PythonText.repr(value));
            answer.put(
                    "dump",
                    YamlDumper.dump(value, YamlDumperTest.options(DumpOptions.SAFE_DUMP, options)));
            answer.put(
                    "serialize",
                    YamlDumper.serialize(
                            value, YamlDumperTest.options(DumpOptions.SERIALIZE, options)));
        } catch (YamlError e) {
            answer.put("error", e.pythonClass() + ": " + e.getMessage());
        }
        return answer;
    }
}
