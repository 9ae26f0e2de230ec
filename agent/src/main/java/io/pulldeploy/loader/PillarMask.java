package io.pulldeploy.loader;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Salt shows pillar values as stars to whoever calls a pillar function directly; templates and
 * states get the values. Whether a call is a direct one is known only where it starts.
 */
public final class PillarMask {
    /** What stands for a value. */
    public static final String PLACEHOLDER = "**********";

    private static final ScopedValue<Boolean> ON = ScopedValue.newInstance();

    private PillarMask() {}

    /** Runs a call that came directly from the command line. */
    public static <T extends @Nullable Object> T on(Supplier<T> call) {
        return ScopedValue.where(ON, true).call(call::get);
    }

    /** Runs what templates are rendered in. */
    public static <T extends @Nullable Object> T off(Supplier<T> work) {
        return ScopedValue.where(ON, false).call(work::get);
    }

    public static boolean isOn() {
        return ON.orElse(false);
    }

    /** The value with every number, text and true in it masked; what is empty or false stays. */
    public static @Nullable Object mask(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> masked = new LinkedHashMap<>();
                map.forEach((key, entry) -> masked.put(key, mask(entry)));
                yield masked;
            }
            case List<?> list -> {
                List<@Nullable Object> masked = new ArrayList<>();
                list.forEach(entry -> masked.add(mask(entry)));
                yield masked;
            }
            case Boolean b -> b ? PLACEHOLDER : b;
            case Number n -> n.doubleValue() == 0 ? n : PLACEHOLDER;
            case String text -> text.isEmpty() ? text : PLACEHOLDER;
            case byte[] bytes -> bytes.length == 0 ? bytes : PLACEHOLDER;
            case Object other -> other;
        };
    }
}
