package io.pulldeploy.states.aws;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A name that content gives itself: the same content, in any order of its keys, the same name. */
final class ContentDigest {
    private ContentDigest() {}

    /** 32 hexadecimal digits. */
    static String of(Map<String, ? extends @Nullable Object> content) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(sorted(content).toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object sorted(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, Object> sorted = new TreeMap<>();
                map.forEach((k, v) -> {
                    if (v != null) {
                        sorted.put(String.valueOf(k), sorted(v));
                    }
                });
                yield sorted;
            }
            case List<?> list -> list.stream().map(ContentDigest::sorted).toList();
            case null, default -> String.valueOf(value);
        };
    }
}
