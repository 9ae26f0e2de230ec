package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.Buildable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Plain values to the SDK's shapes and back, member by member, under the names AWS documents: a
 * resource with forty properties is a mapping in an SLS file, and stays one until it is sent.
 */
final class AwsShapes {
    private AwsShapes() {}

    /**
     * Sets members of a request or structure.
     *
     * @param members by AWS's name; null leaves a member unset
     * @throws IllegalArgumentException if the shape has no such member, or the value does not fit
     */
    static <B extends SdkPojo> B fill(B builder, Map<String, ?> members) {
        Map<String, SdkField<?>> fields = new LinkedHashMap<>();
        builder.sdkFields().forEach(f -> fields.put(f.memberName(), f));
        members.forEach((name, value) -> {
            SdkField<?> field = fields.get(name);
            if (field == null) {
                throw new IllegalArgumentException(
                        "AWS knows no '%s' here; it knows %s"
                                .formatted(name, String.join(", ", fields.keySet())));
            }
            if (value != null) {
                field.set(builder, shaped(field, value));
            }
        });
        return builder;
    }

    /** The names of a shape's members. */
    static List<String> members(SdkPojo shape) {
        return shape.sdkFields().stream().map(SdkField::memberName).toList();
    }

    /**
     * The members that are set, by AWS's name; empty lists and mappings that AWS left out are not.
     */
    static Map<String, @Nullable Object> plain(SdkPojo shape) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (SdkField<?> field : shape.sdkFields()) {
            Object value = field.getValueOrDefault(shape);
            if (value != null
                    && !(value instanceof SdkAutoConstructList<?>)
                    && !(value instanceof SdkAutoConstructMap<?, ?>)) {
                members.put(field.memberName(), plainValue(value));
            }
        }
        return members;
    }

    private static Object plainValue(Object value) {
        return switch (value) {
            case SdkPojo pojo -> plain(pojo);
            case List<?> list -> new ArrayList<>(list.stream().map(AwsShapes::plainValue).toList());
            case Map<?, ?> map -> {
                Map<Object, Object> plain = new LinkedHashMap<>();
                map.forEach((k, v) -> plain.put(k.toString(), plainValue(v)));
                yield plain;
            }
            case Integer i -> i.longValue();
            case Float f -> f.doubleValue();
            case SdkBytes bytes -> bytes.asByteArray();
            case Boolean b -> b;
            case Long l -> l;
            case Double d -> d;
            default -> value.toString();
        };
    }

    private static Object shaped(SdkField<?> field, Object value) {
        MarshallingType<?> type = field.marshallingType();
        String name = field.memberName();
        if (type.equals(MarshallingType.SDK_POJO)) {
            SdkPojo builder = field.constructor().get();
            return ((Buildable) fill(builder, members(name, value))).build();
        }
        if (type.equals(MarshallingType.LIST)) {
            SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
            List<?> items = value instanceof List<?> list ? list : List.of(value);
            return items.stream().map(item -> shaped(member, item)).toList();
        }
        if (type.equals(MarshallingType.MAP)) {
            SdkField<?> member = field.getTrait(MapTrait.class).valueFieldInfo();
            Map<String, Object> shaped = new LinkedHashMap<>();
            members(name, value).forEach((k, v) -> shaped.put(k, shaped(member, v)));
            return shaped;
        }
        return scalar(type, name, value);
    }

    private static Object scalar(MarshallingType<?> type, String name, Object value) {
        String text = value instanceof byte[] ? "" : value.toString();
        try {
            if (type.equals(MarshallingType.STRING)) {
                return text;
            }
            if (type.equals(MarshallingType.INTEGER)) {
                return Integer.valueOf(text);
            }
            if (type.equals(MarshallingType.LONG)) {
                return Long.valueOf(text);
            }
            if (type.equals(MarshallingType.DOUBLE)) {
                return Double.valueOf(text);
            }
            if (type.equals(MarshallingType.FLOAT)) {
                return Float.valueOf(text);
            }
            if (type.equals(MarshallingType.BOOLEAN)) {
                return flag(text);
            }
            if (type.equals(MarshallingType.INSTANT)) {
                return instant(text);
            }
            if (type.equals(MarshallingType.SDK_BYTES)) {
                return value instanceof byte[] bytes
                        ? SdkBytes.fromByteArray(bytes)
                        : SdkBytes.fromString(text, StandardCharsets.UTF_8);
            }
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "'%s' must be %s, not '%s'".formatted(name, kind(type), text), e);
        }
        throw new IllegalArgumentException("'" + name + "' cannot be set from an SLS file");
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true", "True" -> true;
            case "false", "False" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    /** AWS writes UTC; states write it with a Z, an offset, or neither. */
    private static Instant instant(String text) {
        String iso = text.replace(' ', 'T');
        boolean hasZone = iso.endsWith("Z") || iso.matches(".*[+-]\\d\\d:\\d\\d");
        return OffsetDateTime.parse(hasZone ? iso : iso + ZoneOffset.UTC.getId()).toInstant();
    }

    private static String kind(MarshallingType<?> type) {
        if (type.equals(MarshallingType.BOOLEAN)) {
            return "true or false";
        }
        if (type.equals(MarshallingType.INSTANT)) {
            return "a time such as 2030-01-31T09:00:00Z";
        }
        return Arrays.asList(MarshallingType.INTEGER, MarshallingType.LONG).contains(type)
                ? "a whole number"
                : "a number";
    }

    private static Map<String, Object> members(String name, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException(
                    "'%s' must be a mapping, not '%s'".formatted(name, value));
        }
        Map<String, Object> members = new LinkedHashMap<>();
        map.forEach((k, v) -> {
            if (v != null) {
                members.put(String.valueOf(k), v);
            }
        });
        return members;
    }
}
