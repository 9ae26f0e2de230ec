package io.pulldeploy.pillar;

import io.pulldeploy.model.DictUpdate;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * How pillar sources merge, as the configuration says.
 *
 * @param strategy {@code pillar_source_merging_strategy}
 */
record PillarMerge(String strategy, String renderer, boolean mergeLists) {
    static PillarMerge of(Map<String, ? extends @Nullable Object> opts) {
        return new PillarMerge(
                opts.get("pillar_source_merging_strategy") instanceof String s && !s.isEmpty()
                        ? s
                        : "smart",
                opts.get("renderer") instanceof String renderer ? renderer : "yaml",
                Boolean.TRUE.equals(opts.get("pillar_merge_lists")));
    }

    /**
     * Under {@code overwrite}, Salt writes what both have into the first one itself, and whoever
     * includes its file once more finds it so.
     */
    void overwrite(Map<Object, @Nullable Object> first, Map<?, ?> second) {
        if (strategy.equals("overwrite")) {
            second.forEach((key, value) -> first.replace(key, value));
        }
    }

    Map<Object, @Nullable Object> merge(Map<?, ?> a, Map<?, ?> b) {
        return DictUpdate.merge(a, b, strategy, renderer, mergeLists);
    }
}
