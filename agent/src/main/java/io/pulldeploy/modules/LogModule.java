package io.pulldeploy.modules;

import io.pulldeploy.loader.ExecutionFunction;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.function.Consumer;

/** {@code log.*}: lines for the log. */
public final class LogModule {
    private static final Logger LOG = LoggerFactory.getLogger("salt");

    public List<ExecutionFunction> functions() {
        return List.of(
                level("debug", LOG::debug),
                level("info", LOG::info),
                level("warning", LOG::warn),
                level("error", LOG::error),
                level("critical", LOG::error),
                level("exception", LOG::error));
    }

    private static ExecutionFunction level(String name, Consumer<String> log) {
        return new ExecutionFunction(
                "log." + name,
                "Logs a message at level " + name + ".",
                "message",
                (minion, args) -> {
                    log.accept(args.string("message"));
                    return true;
                });
    }
}
