package io.pulldeploy.engine;

import io.pulldeploy.engine.compile.StateTree;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Registry;
import io.pulldeploy.loader.SaltFiles;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.model.Secrets;
import io.pulldeploy.system.FileTree;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * The collaborators of a minion, which are the same for every run in a process.
 *
 * @param grains finds the grains out anew
 * @param disk where runs leave their traces, and what {@code creates} looks at
 * @param reconfigured this machine's minion, whose configuration a file changes
 * @param secrets what no record of a run may hold
 * @param sleep waits that many seconds
 */
public record MinionParts(
        StateTree tree,
        SaltFiles files,
        Renderers renderers,
        PillarSource pillars,
        Supplier<Map<String, @Nullable Object>> grains,
        Targeting targeting,
        Registry<ExecutionFunction> functions,
        Registry<StateFunction> states,
        FileTree disk,
        Function<String, LocalMinion> reconfigured,
        Secrets secrets,
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
