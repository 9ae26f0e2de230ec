package io.pulldeploy.engine.compile;

import io.pulldeploy.model.SlsError;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds names whose own arguments are no list of mappings; Salt ends there with a traceback. */
public final class NameArguments {
    private NameArguments() {}

    /**
     * @param high data that is well formed otherwise
     */
    public static List<SlsError> check(Map<Object, @Nullable Object> high, Sources sources) {
        List<SlsError> errors = new ArrayList<>();
        high.forEach((id, value) -> {
            if (!HighData.isInternal(id) && value instanceof Map<?, ?> body) {
                names(body)
                        .filter(name -> !isFormed(name))
                        .forEach(name ->
                                errors.add(
                                        mistake(Python.str(id), body, (Map<?, ?>) name, sources)));
            }
        });
        return errors;
    }

    private static Stream<@Nullable Object> names(Map<?, ?> body) {
        return body.values().stream()
                .flatMap(run -> Python.items(run).stream())
                .filter(argument -> argument instanceof Map<?, ?>)
                .flatMap(argument -> Python.items(((Map<?, ?>) argument).get("names")).stream());
    }

    private static boolean isFormed(@Nullable Object name) {
        if (!(name instanceof Map<?, ?> map) || map.isEmpty()) {
            return true;
        }
        return map.get(HighData.firstKey(map)) instanceof List<?> arguments
                && arguments.stream().allMatch(argument -> argument instanceof Map<?, ?>);
    }

    private static SlsError mistake(String id, Map<?, ?> body, Map<?, ?> entry, Sources sources) {
        String sls = Python.str(body.get("__sls__"));
        String name = Python.str(HighData.firstKey(entry));
        return sources.error(
                sls,
                id,
                name,
                "The arguments of name '%s' in state '%s' in SLS '%s' need to be formed as a list"
                        .formatted(name, id, sls),
                "Begin each of them with a dash: - argument: value.");
    }
}
