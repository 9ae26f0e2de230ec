package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.render.Json;
import io.pulldeploy.render.JsonError;
import io.pulldeploy.render.JsonStyle;
import io.pulldeploy.render.yaml.DumpOptions;
import io.pulldeploy.render.yaml.YamlDumper;
import io.pulldeploy.render.yaml.YamlError;
import io.pulldeploy.render.yaml.YamlLoader;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** Salt's serializers by name. */
final class Serializers {
    private Serializers() {}

    /**
     * @param options the serializer's own, as Python's {@code json.dumps} and {@code yaml.dump}
     *     take them
     */
    static String serialize(
            String serializer, @Nullable Object value, Map<String, @Nullable Object> options) {
        return switch (serializer) {
            case "json" -> Json.write(value, jsonStyle(options));
            case "yaml", "yamlex" -> YamlDumper.serialize(value, yamlOptions(options));
            case "configparser" -> ConfigParserText.write(value);
            default -> throw new CallError("Serializer '" + serializer + "' not found.");
        };
    }

    static @Nullable Object deserialize(String serializer, String text) {
        try {
            return switch (serializer) {
                case "json" -> Json.parse(text);
                case "yaml", "yamlex" -> YamlLoader.load(text, YamlLoader.TEXT);
                default -> throw new CallError("Serializer '" + serializer + "' not found.");
            };
        } catch (YamlError | JsonError e) {
            throw new CallError(
                    "salt.serializers.DeserializationError", String.valueOf(e.getMessage()), e);
        }
    }

    private static JsonStyle jsonStyle(Map<String, @Nullable Object> options) {
        JsonStyle style = JsonStyle.SALT;
        if (options.get("indent") instanceof Number indent) {
            style = style.withIndent(indent.intValue());
        }
        if (Boolean.TRUE.equals(options.get("sort_keys"))) {
            style = style.withSortKeys(true);
        }
        if (options.get("ensure_ascii") instanceof Boolean ensure) {
            style = style.withEnsureAscii(ensure);
        }
        return style;
    }

    private static DumpOptions yamlOptions(Map<String, @Nullable Object> given) {
        DumpOptions options = DumpOptions.SERIALIZE;
        if (given.get("default_flow_style") instanceof Boolean flow) {
            options =
                    options.withFlowStyle(
                            flow ? DumpOptions.FlowStyle.FLOW : DumpOptions.FlowStyle.BLOCK);
        }
        if (given.get("sort_keys") instanceof Boolean sort) {
            options = options.withSortKeys(sort);
        }
        if (given.get("allow_unicode") instanceof Boolean unicode) {
            options = options.withAllowUnicode(unicode);
        }
        if (given.get("width") instanceof Number width) {
            options = options.withWidth(width.intValue());
        }
        if (given.get("indent") instanceof Number indent) {
            options = options.withIndent(indent.intValue());
        }
        if (given.get("explicit_start") instanceof Boolean start) {
            options = options.withExplicitStart(start);
        }
        return options;
    }
}
