package io.pulldeploy.render;

import org.jspecify.annotations.Nullable;

/** JSON as Python's json module reads and writes it, byte for byte. */
public final class Json {
    private Json() {}

    /**
     * {@code json.loads}.
     *
     * @return plain immutable values; a key that comes twice has its last value
     * @throws JsonError Python's JSONDecodeError
     */
    public static @Nullable Object parse(String text) {
        return new JsonParser(text).document();
    }

    /**
     * {@code json.dumps}.
     *
     * @throws JsonError TypeError for a value or key that JSON does not know, such as bytes
     */
    public static String write(@Nullable Object value, JsonStyle style) {
        return new JsonWriter(style).document(value);
    }
}
