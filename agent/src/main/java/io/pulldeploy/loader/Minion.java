package io.pulldeploy.loader;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The machine as a plug-in sees it: Salt's {@code __opts__}, {@code __grains__}, {@code __pillar__}
 * and {@code __salt__}. All values are plain: null, Boolean, Long, BigInteger, Double, String,
 * byte[], List, Map with keys in order.
 */
public interface Minion {
    String id();

    /** The configuration under Salt's keys, with Salt's defaults filled in. */
    Map<String, @Nullable Object> opts();

    /** The grains; those that cost a call to the outside are fetched when they are first read. */
    Map<String, @Nullable Object> grains();

    /** The pillar, compiled when first asked for. */
    Map<Object, @Nullable Object> pillar();

    /**
     * Calls an execution function by its full name.
     *
     * @throws CallError if there is no such function (with the close names), or it refuses
     */
    @Nullable Object call(
            String function, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs);

    boolean hasFunction(String function);

    /** A function's parameters, for callers that pass on only what it takes; empty if unknown. */
    default Optional<Signature> signature(String function) {
        return Optional.empty();
    }

    /** The functions whose names start with a prefix, such as {@code test.}, sorted. */
    default List<String> functionNames(String prefix) {
        return List.of();
    }

    /** The files behind {@code salt://}. */
    SaltFiles files();

    /** Templates outside SLS files, such as {@code file.managed} with {@code template: jinja}. */
    TemplateRenderer templates();

    /**
     * Salt's {@code __context__}: what functions note for later calls in this process. {@code
     * retcode} (an Integer) is the exit code that a function wants {@code pulldeploy call} to give.
     */
    Map<String, @Nullable Object> context();
}
