package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonNodeParser;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;

import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON that AWS carries in strings: policy documents and the like. */
final class AwsJson {
    private AwsJson() {}

    /** A plain value; text that is no JSON is itself. */
    static @Nullable Object parse(String text) {
        try {
            return plain(JsonNodeParser.create().parse(text));
        } catch (RuntimeException e) {
            return text;
        }
    }

    /** The same of IAM's documents, which it answers URL-encoded. */
    static @Nullable Object parseEncoded(String text) {
        return parse(URLDecoder.decode(text, StandardCharsets.UTF_8));
    }

    static String write(@Nullable Object value) {
        JsonWriter writer = JsonWriter.create();
        write(writer, value);
        return new String(writer.getBytes(), StandardCharsets.UTF_8);
    }

    private static @Nullable Object plain(JsonNode node) {
        if (node.isNull()) {
            return null;
        }
        if (node.isBoolean()) {
            return node.asBoolean();
        }
        if (node.isNumber()) {
            BigDecimal number = new BigDecimal(node.asNumber());
            return number.scale() <= 0 ? (Object) number.longValue() : number.doubleValue();
        }
        if (node.isString()) {
            return node.asString();
        }
        if (node.isArray()) {
            List<@Nullable Object> items = new ArrayList<>();
            node.asArray().forEach(item -> items.add(plain(item)));
            return items;
        }
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        node.asObject().forEach((k, v) -> members.put(k, plain(v)));
        return members;
    }

    private static void write(JsonWriter writer, @Nullable Object value) {
        switch (value) {
            case null -> writer.writeNull();
            case Map<?, ?> map -> {
                writer.writeStartObject();
                map.forEach((k, v) -> {
                    writer.writeFieldName(String.valueOf(k));
                    write(writer, v);
                });
                writer.writeEndObject();
            }
            case List<?> list -> {
                writer.writeStartArray();
                list.forEach(item -> write(writer, item));
                writer.writeEndArray();
            }
            case Boolean b -> writer.writeValue(b);
            case Long l -> writer.writeValue(l);
            case Integer i -> writer.writeValue(i);
            case Double d -> writer.writeValue(d);
            default -> writer.writeValue(value.toString());
        }
    }
}
