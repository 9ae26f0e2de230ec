package io.pulldeploy.engine;

import io.pulldeploy.engine.compile.Python;
import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code state.disable} and its kin: states that are not to run, kept in a grain as Salt keeps
 * them.
 */
final class StateSwitch {
    /** Where the names and patterns are kept. */
    static final String GRAIN = "state_runs_disabled";

    List<ExecutionFunction> functions() {
        return List.of(
                new ExecutionFunction(
                        "state.disable",
                        "Keeps states from running.",
                        "states",
                        (minion, args) -> change(minion, args, true)),
                new ExecutionFunction(
                        "state.enable",
                        "Lets states run again.",
                        "states",
                        (minion, args) -> change(minion, args, false)),
                new ExecutionFunction(
                        "state.list_disabled",
                        "Lists the states that are kept from running.",
                        "",
                        (minion, args) -> {
                            Object disabled = minion.grains().get(GRAIN);
                            return disabled == null ? "" : disabled;
                        }));
    }

    private static List<String> disabled(Minion minion) {
        return minion.grains().get(GRAIN) instanceof List<?> list
                ? list.stream().map(Python::str).toList()
                : List.of();
    }

    private static Object change(Minion minion, Arguments args, boolean disable) {
        List<String> disabled = new ArrayList<>(disabled(minion));
        List<String> messages = new ArrayList<>();
        boolean changed = false;
        for (String state : StateRequest.names(args.value("states"))) {
            boolean already = disabled.contains(state) == disable;
            messages.add(
                    "Info: %s state %s%s."
                            .formatted(
                                    state,
                                    already ? "already " : "",
                                    disable ? "disabled" : "enabled"));
            if (!already) {
                changed = true;
                if (disable) {
                    disabled.add(state);
                } else {
                    disabled.remove(state);
                }
            }
        }
        if (changed) {
            minion.call("grains.setval", List.of(GRAIN, disabled), Map.of());
        }
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("res", true);
        answer.put("msg", String.join("\n", messages));
        return answer;
    }

    boolean isDisabled(Minion minion, String name) {
        return !messages(minion, List.of(name)).isEmpty();
    }

    /** What is said of those of the names that are disabled. */
    List<String> messages(Minion minion, List<String> names) {
        List<String> messages = new ArrayList<>();
        for (String name : names) {
            for (String pattern : disabled(minion)) {
                if (pattern.contains(".*")) {
                    String prefix = pattern.substring(0, pattern.indexOf('.') + 1);
                    if (name.startsWith(prefix)) {
                        messages.add(
                                ("The state file \"%s\" is currently disabled by \"%s\", to"
                                                + " re-enable, run state.enable %s.")
                                        .formatted(name, pattern, pattern));
                    }
                } else if (pattern.equals(name)) {
                    messages.add(
                            ("The state file \"%s\" is currently disabled, to re-enable, run"
                                            + " state.enable %s.")
                                    .formatted(pattern, pattern));
                }
            }
        }
        return messages;
    }
}
