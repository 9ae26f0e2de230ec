package io.pulldeploy.render.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.pulldeploy.render.yaml.DumpOptions.FlowStyle;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every case of {@code conformance/yaml/dump.json} is what real Salt wrote. */
class YamlDumperTest {
    @Test
    void writesWhatSaltWrites() {
        List<String> different = new ArrayList<>();
        for (JsonNode c : YamlCases.read("dump.json")) {
            Object value = YamlLoader.load(c.get("source").textValue(), YamlLoader.TEXT);
            String dumped =
                    YamlDumper.dump(value, options(DumpOptions.SAFE_DUMP, c.get("options")));
            String serialized =
                    YamlDumper.serialize(value, options(DumpOptions.SERIALIZE, c.get("options")));
            compare(c, "dump", c.get("dump").textValue(), dumped, different);
            String expected =
                    c.has("serialize")
                            ? c.get("serialize").textValue()
                            : c.get("dump").textValue().replaceFirst("\\n\\z", "");
            compare(c, "serialize", expected, serialized, different);
        }
        assertThat(String.join("\n", different)).isEmpty();
    }

    @Test
    void aValueThatYamlDoesNotKnowIsNullOrRefused() {
        Object unknown = new StringBuilder("x").reverse().chars();
        assertThat(YamlDumper.dump(Map.of("a", unknown), DumpOptions.SAFE_DUMP))
                .isEqualTo("{a: NULL}\n");
        assertThatThrownBy(() -> YamlDumper.dump(unknown, DumpOptions.SERIALIZE))
                .isInstanceOf(YamlError.class)
                .hasMessageContaining("cannot represent an object");
    }

    @Test
    void anEmptyCollectionIsWrittenEachTime() {
        Object value = YamlLoader.load("[&a [], *a, &b {}, *b, &c [1], *c]", YamlLoader.TEXT);
        assertThat(YamlDumper.dump(value, DumpOptions.SAFE_DUMP))
                .isEqualTo("- []\n- []\n- {}\n- {}\n- &id001 [1]\n- *id001\n");
    }

    private static void compare(
            JsonNode c, String what, String expected, String actual, List<String> different) {
        if (!actual.equals(expected)) {
            different.add(
                    "%s of %s with %s%n  Salt: %s%n  ours: %s"
                            .formatted(
                                    what,
                                    c.get("source"),
                                    c.get("options"),
                                    TextNode.valueOf(expected),
                                    TextNode.valueOf(actual)));
        }
    }

    static DumpOptions options(DumpOptions defaults, JsonNode names) {
        DumpOptions options = defaults;
        for (Map.Entry<String, JsonNode> option : names.properties()) {
            JsonNode value = option.getValue();
            options =
                    switch (option.getKey()) {
                        case "default_flow_style" ->
                                options.withFlowStyle(
                                        value.booleanValue() ? FlowStyle.FLOW : FlowStyle.BLOCK);
                        case "indent" -> options.withIndent(value.intValue());
                        case "width" -> options.withWidth(value.intValue());
                        case "sort_keys" -> options.withSortKeys(value.booleanValue());
                        case "allow_unicode" -> options.withAllowUnicode(value.booleanValue());
                        case "default_style" ->
                                options.withDefaultStyle(value.textValue().charAt(0));
                        case "explicit_start" -> options.withExplicitStart(value.booleanValue());
                        case "explicit_end" -> options.withExplicitEnd(value.booleanValue());
                        default -> throw new AssertionError("unknown option " + option.getKey());
                    };
        }
        return options;
    }
}
