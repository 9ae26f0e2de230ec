package io.pulldeploy.render;

import io.pulldeploy.loader.Minion;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** The execution functions that a template reaches as {@code salt}. */
public interface SaltFunctions {
    /** No function at all. */
    SaltFunctions NONE =
            new SaltFunctions() {
                @Override
                public @Nullable Object call(
                        String function,
                        List<@Nullable Object> args,
                        Map<String, @Nullable Object> kwargs) {
                    throw new IllegalStateException("no function " + function);
                }

                @Override
                public List<String> names(String prefix) {
                    return List.of();
                }
            };

    /**
     * @throws io.pulldeploy.loader.CallError if the function refuses
     */
    @Nullable Object call(
            String function, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs);

    /** The names that start with a prefix, such as {@code test.}, sorted. */
    List<String> names(String prefix);

    default boolean has(String function) {
        return names(function).contains(function);
    }

    static SaltFunctions of(Minion minion) {
        return new SaltFunctions() {
            @Override
            public @Nullable Object call(
                    String function,
                    List<@Nullable Object> args,
                    Map<String, @Nullable Object> kwargs) {
                return minion.call(function, args, kwargs);
            }

            @Override
            public List<String> names(String prefix) {
                return minion.functionNames(prefix);
            }

            @Override
            public boolean has(String function) {
                return minion.hasFunction(function);
            }
        };
    }
}
