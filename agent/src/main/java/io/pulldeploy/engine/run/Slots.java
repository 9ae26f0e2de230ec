package io.pulldeploy.engine.run;

import io.pulldeploy.engine.compile.Python;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.Traverse;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fills arguments that are to be called for when the state runs: {@code __slot__:salt:fun(args)}.
 */
final class Slots {
    private static final String MARK = "__slot__:";

    private final Minion minion;

    Slots(Minion minion) {
        this.minion = minion;
    }

    /**
     * Strings, and the strings one level below mappings and lists, and in mappings inside lists.
     */
    Map<String, @Nullable Object> filled(Map<String, @Nullable Object> arguments) {
        Map<String, @Nullable Object> filled = LinkedHashMap.newLinkedHashMap(arguments.size());
        arguments.forEach((key, value) -> filled.put(key, argument(value)));
        return filled;
    }

    List<@Nullable Object> filledList(List<@Nullable Object> arguments) {
        List<@Nullable Object> filled = new ArrayList<>(arguments.size());
        arguments.forEach(value -> filled.add(argument(value)));
        return filled;
    }

    private @Nullable Object argument(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map when has(map) -> mapping(map);
            case List<?> list when list.stream().anyMatch(Slots::isOrHas) -> {
                List<@Nullable Object> items = new ArrayList<>(list.size());
                for (Object item : list) {
                    items.add(item instanceof Map<?, ?> map ? mapping(map) : single(item));
                }
                yield items;
            }
            case null -> null;
            default -> single(value);
        };
    }

    private static boolean has(Map<?, ?> map) {
        return map.values().stream().anyMatch(Slots::is);
    }

    private static boolean isOrHas(@Nullable Object item) {
        return is(item) || (item instanceof Map<?, ?> map && has(map));
    }

    private static boolean is(@Nullable Object value) {
        return value instanceof String text && text.startsWith(MARK);
    }

    private Map<Object, @Nullable Object> mapping(Map<?, ?> map) {
        Map<Object, @Nullable Object> filled = new LinkedHashMap<>();
        map.forEach((key, value) -> filled.put(key, single(value)));
        return filled;
    }

    private @Nullable Object single(@Nullable Object value) {
        if (!(value instanceof String text) || !text.startsWith(MARK)) {
            return value;
        }
        String rest = text.substring(MARK.length());
        if (!rest.startsWith("salt:")) {
            return text;
        }
        String call = rest.substring("salt:".length());
        Optional<SlotCall> parsed = SlotCall.parse(call);
        if (parsed.isEmpty() || !minion.hasFunction(parsed.get().function())) {
            return text;
        }
        Object result =
                minion.call(
                        parsed.get().function(),
                        new ArrayList<@Nullable Object>(parsed.get().positional()),
                        new LinkedHashMap<String, @Nullable Object>(parsed.get().named()));
        int tilde = call.indexOf('~');
        String before = tilde < 0 ? call : call.substring(0, tilde);
        int paren = before.lastIndexOf(')');
        String path = paren < 0 ? "" : before.substring(paren + 1);
        int dot = path.indexOf('.');
        if (dot >= 0) {
            result = Traverse.get(result, path.substring(dot + 1).strip(), null, ".");
        }
        if (tilde >= 0 && result instanceof String string) {
            return string + unquoted(call.substring(tilde + 1).strip());
        }
        return result;
    }

    private static String unquoted(String text) {
        boolean quoted =
                text.length() >= 2
                        && text.charAt(0) == text.charAt(text.length() - 1)
                        && (text.charAt(0) == '"' || text.charAt(0) == '\'');
        return quoted ? text.substring(1, text.length() - 1) : Python.str(text);
    }
}
