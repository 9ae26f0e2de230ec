package io.pulldeploy.modules;

import io.pulldeploy.loader.ExecutionFunction;

import java.util.List;
import java.util.Map;

/** {@code mine.*} and {@code event.*}: there is no master that would keep or hear anything. */
public final class MineModule {
    public List<ExecutionFunction> functions() {
        return List.of(
                answer("mine.get", "Nothing: there is no master that keeps a mine.", Map.of()),
                answer("mine.send", "False: there is no master that keeps a mine.", false),
                answer("mine.update", "False: there is no master that keeps a mine.", false),
                answer("mine.valid", "Nothing: no mine functions are configured.", Map.of()),
                answer("event.send", "False: there is no master that hears events.", false),
                answer("event.fire", "False: there is nobody who hears events.", false),
                answer("event.fire_master", "False: there is no master that hears events.", false));
    }

    private static ExecutionFunction answer(String name, String doc, Object value) {
        return new ExecutionFunction(name, doc, "*args, **kwargs", (minion, args) -> value);
    }
}
