package io.pulldeploy.engine.run;

import io.pulldeploy.engine.compile.Python;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether what a state function returned counts as success, by Salt's rules. */
public final class RunVerdict {
    private record Handler(String id, String state) {}

    private final Map<?, ?> high;

    /**
     * @param high the high data of the run, in which failures may have an {@code onfail} state with
     *     {@code onfail_stop: False} that makes up for them; empty if there is none
     */
    public RunVerdict(Map<?, ?> high) {
        this.high = high;
    }

    /** Whether there are results and none failed, but for those that a handler made up for. */
    public boolean succeeded(@Nullable Object returned) {
        return returned instanceof Map<?, ?> running && succeeded(running, false);
    }

    private boolean succeeded(Map<?, ?> running, boolean nested) {
        if (running.isEmpty()) {
            return false;
        }
        for (Map.Entry<?, ?> entry : running.entrySet()) {
            if (!succeeded(entry, nested)
                    && !handled(Python.str(entry.getKey()), entry.getValue(), running)) {
                return false;
            }
        }
        return true;
    }

    private boolean succeeded(Map.Entry<?, ?> entry, boolean nested) {
        if (!(entry.getValue() instanceof Map<?, ?> result)) {
            return nested
                    || ("__extend__".equals(entry.getKey()) && entry.getValue() instanceof List);
        }
        if (nested || !"__extend__".equals(entry.getKey())) {
            return result.containsKey("result")
                    ? !Boolean.FALSE.equals(result.get("result"))
                    : succeeded(result, true);
        }
        return false;
    }

    /** Whether handlers ran for a failure, and none of them failed. */
    private boolean handled(String tag, @Nullable Object result, Map<?, ?> running) {
        if (tag.isEmpty() || !Python.truth(result) || high.isEmpty()) {
            return false;
        }
        Optional<Boolean> outcome = Optional.empty();
        List<Handler> handlers = handlers(tag);
        for (Handler handler : handlers) {
            for (Map.Entry<?, ?> entry : running.entrySet()) {
                String[] parts = Python.str(entry.getKey()).split("_\\|-", -1);
                if (parts.length == 4
                        && parts[0].equals(handler.state())
                        && parts[1].equals(handler.id())
                        && entry.getValue() instanceof Map<?, ?> own
                        && own.get("result") instanceof Boolean succeeded) {
                    outcome = Optional.of(succeeded);
                    if (!succeeded) {
                        break;
                    }
                }
            }
        }
        return outcome.orElse(false);
    }

    private List<Handler> handlers(String tag) {
        String[] parts = tag.split("_\\|-", -1);
        String state = parts.length == 4 ? parts[0] : "";
        String id = parts.length == 4 ? parts[1] : tag;
        List<Handler> handlers = new ArrayList<>();
        high.forEach((handlerId, value) -> {
            if (!id.equals(handlerId) && value instanceof Map<?, ?> body) {
                body.forEach((handlerState, arguments) -> {
                    if (arguments instanceof List<?> list
                            && !Python.str(handlerState).startsWith("__")
                            && takesOver(list)
                            && names(list, state, id)) {
                        handlers.add(new Handler(Python.str(handlerId), Python.str(handlerState)));
                    }
                });
            }
        });
        return handlers;
    }

    private static boolean takesOver(List<?> arguments) {
        return arguments.stream()
                .anyMatch(a ->
                        a instanceof Map<?, ?> map && Boolean.FALSE.equals(map.get("onfail_stop")));
    }

    private static boolean names(List<?> arguments, String state, String id) {
        for (Object argument : arguments) {
            if (argument instanceof Map<?, ?> map && map.get("onfail") instanceof List<?> list) {
                for (Object requisite : list) {
                    if (requisite instanceof Map<?, ?> target) {
                        for (Map.Entry<?, ?> entry : target.entrySet()) {
                            if (id.equals(entry.getValue())
                                    && (state.isEmpty() || state.equals(entry.getKey()))) {
                                return true;
                            }
                        }
                    }
                }
            }
        }
        return false;
    }
}
