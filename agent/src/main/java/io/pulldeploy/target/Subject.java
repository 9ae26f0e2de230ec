package io.pulldeploy.target;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * The minion that an expression may mean.
 *
 * @param grains as {@code opts['grains']}
 * @param pillar asked only by the pillar matchers, so that it may be compiled lazily
 * @param nodegroups the configuration's {@code nodegroups}: expressions, or lists of their words
 * @param data the minion's local data store, for the matcher {@code data}
 */
public record Subject(
        String id,
        Map<?, ? extends @Nullable Object> grains,
        Map<?, ? extends @Nullable Object> pillar,
        Map<?, ? extends @Nullable Object> nodegroups,
        Map<?, ? extends @Nullable Object> data) {

    public Subject(
            String id,
            Map<?, ? extends @Nullable Object> grains,
            Map<?, ? extends @Nullable Object> pillar,
            Map<?, ? extends @Nullable Object> nodegroups) {
        this(id, grains, pillar, nodegroups, Map.of());
    }

    Subject withId(String other) {
        return new Subject(other, grains, pillar, nodegroups, data);
    }
}
