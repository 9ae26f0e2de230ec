package io.pulldeploy.render.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.pulldeploy.model.PythonText;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random texts loaded, and what loads dumped, by Salt in one long-lived process and by us.
 *
 * <p>{@code SALT_PYTHON} names a Python that has Salt; {@code conformance/regenerate} makes one.
 */
@Tag("soak")
class YamlSoakTest {
    private static final int TEXTS = 30_000;
    private static final String[] FRAGMENTS = {
        "a",
        "b",
        "c:",
        ": ",
        ":",
        "- ",
        "-",
        "? ",
        "?",
        "\n",
        "\n  ",
        "\n ",
        "\n    ",
        " ",
        "\t",
        "[",
        "]",
        "{",
        "}",
        ", ",
        ",",
        "'",
        "\"",
        "|",
        ">",
        "#",
        " #",
        "&a ",
        "*a",
        "!",
        "!!str ",
        "!!int ",
        "!!map ",
        "!!seq ",
        "%",
        "@",
        "`",
        "\\",
        "1",
        "0",
        "yes",
        "~",
        "<<: ",
        "---",
        "...",
        "\n---\n",
        "=",
        "é",
        "😀",
        "+",
        "|-\n",
        ">\n",
        "a: b",
        "\n- ",
        "x: ",
        "\r\n",
        "''",
        "\"\"",
        "1.5",
        "0x1f",
        "012",
        "1:30",
        "null",
        "\u2028",
        "\u0085",
        "\\n",
        "word word ",
        "&b ",
        "*b",
        "k: v\n",
        "  k: v\n",
        "    - i\n",
        "  - i\n",
        "'q'",
        "\"d\\td\"",
        "{a: 1}",
        "[1, 2]",
        "|\n  t\n",
        ">2-\n   t\n",
        "# c\n",
        "<<: *a\n",
        "!!float ",
        "%YAML 1.1\n",
    };
    private static final String SALT =
            """
            import json, sys
            import salt.utils.yaml
            from collections import OrderedDict
            from salt.utils.yamlloader import SaltYamlSafeLoader
            SaltYamlSafeLoader("", dictclass=OrderedDict)
            def plain(value):
                if isinstance(value, dict):
                    return {k: plain(v) for k, v in value.items()}
                if isinstance(value, set):
                    return sorted(value, key=str)
                if isinstance(value, (list, tuple)):
                    return [plain(v) for v in value]
                return value
            for line in sys.stdin:
                answer = {}
                try:
                    value = salt.utils.yaml.safe_load(json.loads(line))
                    answer["value"] = repr(plain(value))
                    answer["dump"] = salt.utils.yaml.safe_dump(value)
                    answer["flow"] = salt.utils.yaml.safe_dump(value, default_flow_style=True)
                except RecursionError:
                    answer["skip"] = True
                except Exception as error:
                    answer["error"] = type(error).__name__ + ": " + str(error)
                print(json.dumps(answer), flush=True)
            """;

    @Test
    void saltAnswersAsWeDo() throws IOException, InterruptedException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed);
        String python = System.getenv().getOrDefault("SALT_PYTHON", "target/salt/bin/python");
        Process salt = new ProcessBuilder(python, "-c", SALT).redirectErrorStream(false).start();
        Random random = new Random(seed);
        ObjectMapper json = new ObjectMapper();
        List<String> different = new ArrayList<>();
        try (BufferedWriter ask =
                        new BufferedWriter(
                                new java.io.OutputStreamWriter(
                                        salt.getOutputStream(), StandardCharsets.UTF_8));
                BufferedReader answers =
                        new BufferedReader(
                                new java.io.InputStreamReader(
                                        salt.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < TEXTS && different.size() < 20; i++) {
                String text = text(random);
                ask.write(json.writeValueAsString(text) + "\n");
                ask.flush();
                ObjectNode expected = (ObjectNode) json.readTree(answers.readLine());
                if (expected.has("skip")) {
                    continue;
                }
                ObjectNode actual = answer(json, text);
                if (expected.has("value") && text.contains("!!set")) {
                    continue; // a set has no order in Python
                }
                if (!actual.equals(expected)) {
                    different.add(
                            json.writeValueAsString(text)
                                    + "\n  Salt: "
                                    + expected
                                    + "\n  ours: "
                                    + actual);
                }
            }
        }
        salt.waitFor();
        assertThat(String.join("\n", different)).as("seed %d", seed).isEmpty();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int pieces = 1 + random.nextInt(14);
        for (int i = 0; i < pieces; i++) {
            text.append(FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
        }
        return text.toString();
    }

    private static ObjectNode answer(ObjectMapper json, String text) {
        ObjectNode answer = json.createObjectNode();
        try {
            Object value = YamlLoader.load(text, YamlLoader.TEXT);
            answer.put("value", PythonText.repr(value));
            answer.put("dump", YamlDumper.dump(value, DumpOptions.SAFE_DUMP));
            answer.put(
                    "flow",
                    YamlDumper.dump(
                            value,
                            DumpOptions.SAFE_DUMP.withFlowStyle(DumpOptions.FlowStyle.FLOW)));
        } catch (YamlError e) {
            answer.put("error", e.pythonClass() + ": " + e.getMessage());
        }
        return answer;
    }
}
