package io.pulldeploy.render.yaml;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Python's {@code repr} of plain values, as the conformance cases keep it. */
public final class PlainRepr {
    private PlainRepr() {}

    public static String of(@Nullable Object value) {
        return switch (value) {
            case String s -> PythonText.repr(s);
            case List<?> list ->
                    list.stream().map(PlainRepr::of).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(e -> of(e.getKey()) + ": " + of(e.getValue()))
                            .collect(Collectors.joining(", ", "{", "}"));
            case null -> "None";
            default -> PythonText.str(value);
        };
    }
}
