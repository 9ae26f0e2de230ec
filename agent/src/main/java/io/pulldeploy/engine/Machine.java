package io.pulldeploy.engine;

import io.pulldeploy.engine.compile.StateTree;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Registry;
import io.pulldeploy.loader.SaltFiles;
import io.pulldeploy.loader.StateFunction;

import java.nio.file.Path;
import java.time.Clock;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/**
 * The collaborators of a minion, which are the same for every run in a process.
 *
 * @param exists whether a path is there, as states name it
 * @param sleep waits that many seconds
 */
public record Machine(
        StateTree tree,
        SaltFiles files,
        Renderers renderers,
        PillarSource pillars,
        Targeting targeting,
        Registry<ExecutionFunction> functions,
        Registry<StateFunction> states,
        Predicate<Path> exists,
        Clock clock,
        LongConsumer sleep) {

    /** Whether a target of a top file means a minion. */
    @FunctionalInterface
    public interface Targeting {
        /**
         * @param type Salt's name of the kind of match: {@code compound}, {@code glob}, {@code
         *     grain}, …
         */
        boolean matches(LocalMinion minion, String expression, String type);
    }
}
