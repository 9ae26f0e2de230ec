package io.pulldeploy.loader;

import io.pulldeploy.model.StateResult;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.function.Supplier;

/**
 * One call of a state function. A state reads and compares as it likes, but {@link #apply} is its
 * only way to change anything: so no state knows whether this is a test run, and none can change
 * something in one.
 */
public final class StateCall {
    /** The change itself. */
    @FunctionalInterface
    public interface Effect {
        /**
         * @return the result with what really changed, which may be more or less than was predicted
         */
        StateResult perform();
    }

    private final Map<String, @Nullable Object> chunk;
    private final Arguments args;
    private final Minion minion;
    private final boolean test;

    /**
     * @param chunk Salt's low chunk: state, fun, __id__, __sls__, __env__, order and the arguments
     */
    public StateCall(
            Map<String, @Nullable Object> chunk, Arguments args, Minion minion, boolean test) {
        this.chunk = chunk;
        this.args = args;
        this.minion = minion;
        this.test = test;
    }

    /** The same call with other arguments, for a function that hands over to another one. */
    public StateCall with(Arguments others) {
        return new StateCall(chunk, others, minion, test);
    }

    /** The state's {@code name}. */
    public String name() {
        return args.string("name");
    }

    public Arguments args() {
        return args;
    }

    public Minion minion() {
        return minion;
    }

    /**
     * The low chunk, for the few states that look at {@code __sls__}, {@code __env__} or {@code
     * __reqs__}.
     */
    public Map<String, @Nullable Object> chunk() {
        return chunk;
    }

    /** The saltenv of the SLS file that holds this state. */
    public String saltenv() {
        return chunk.get("__env__") instanceof String env ? env : "base";
    }

    /**
     * Makes a change, or in a test run says that it would be made.
     *
     * @param predicted Salt's changes mapping as a test run shows it
     * @param wouldComment Salt's comment of a test run
     */
    public StateResult apply(
            Map<String, @Nullable Object> predicted, String wouldComment, Effect effect) {
        return test ? StateResult.wouldChange(predicted, wouldComment) : effect.perform();
    }

    /**
     * {@link #apply(Map, String, Effect)} where Salt's test run says something else than that it
     * would change something.
     *
     * @param predicted the whole result of a test run
     */
    public StateResult apply(StateResult predicted, Effect effect) {
        return test ? predicted : effect.perform();
    }

    /**
     * {@link #apply(StateResult, Effect)} where it costs something to foretell the result: it is
     * asked for in a test run only.
     */
    public StateResult apply(Supplier<StateResult> predicted, Effect effect) {
        return test ? predicted.get() : effect.perform();
    }

    /** {@link #apply} for a change whose outcome is just what was predicted. */
    public StateResult apply(
            Map<String, @Nullable Object> changes,
            String wouldComment,
            String didComment,
            Runnable effect) {
        return apply(
                changes,
                wouldComment,
                () -> {
                    effect.run();
                    return StateResult.changed(changes, didComment);
                });
    }
}
