package io.pulldeploy.states;

import io.pulldeploy.loader.Minion;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The chunks of the run under way: Salt's {@code __lowstate__}. */
final class Lowstate {
    /** Where the engine notes them in the minion's context. */
    static final String KEY = "__lowstate__";

    private Lowstate() {}

    /** Every chunk in order; none outside a run. */
    static List<Map<?, ?>> of(Minion minion) {
        List<Map<?, ?>> chunks = new ArrayList<>();
        if (minion.context().get(KEY) instanceof List<?> list) {
            for (Object chunk : list) {
                if (chunk instanceof Map<?, ?> map) {
                    chunks.add(map);
                }
            }
        }
        return chunks;
    }
}
