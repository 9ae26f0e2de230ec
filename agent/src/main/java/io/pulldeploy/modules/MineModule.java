package io.pulldeploy.modules;

import io.pulldeploy.loader.ExecutionFunction;

import java.util.List;
import java.util.Map;

/**
 * {@code mine.*}, {@code event.*} and {@code beacons.*}: there is no master and no running minion
 * that would keep or hear anything.
 */
public final class MineModule {
    public List<ExecutionFunction> functions() {
        return List.of(
                answer("mine.get", "Nothing: there is no master that keeps a mine.", Map.of()),
                answer("mine.send", "False: there is no master that keeps a mine.", false),
                answer("mine.update", "False: there is no master that keeps a mine.", false),
                answer("mine.delete", "False: there is no master that keeps a mine.", false),
                answer("mine.flush", "False: there is no master that keeps a mine.", false),
                answer("mine.valid", "Nothing: no mine functions are configured.", Map.of()),
                answer("event.send", "False: there is no master that hears events.", false),
                answer("event.fire", "False: there is nobody who hears events.", false),
                answer("event.fire_master", "False: there is no master that hears events.", false),
                new ExecutionFunction(
                        "beacons.list",
                        "Nothing: no minion runs that would watch.",
                        "return_yaml=True, include_pillar=True, include_opts=True, **kwargs",
                        (minion, args) -> args.flag("return_yaml") ? "beacons: null\n" : null),
                answer(
                        "beacons.list_available",
                        "Nothing: no minion runs that would watch.",
                        Map.of("beacons", Map.of())));
    }

    private static ExecutionFunction answer(String name, String doc, Object value) {
        return new ExecutionFunction(name, doc, "*args, **kwargs", (minion, args) -> value);
    }
}
