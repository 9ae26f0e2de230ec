package io.pulldeploy.model;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** A mapping that yamlex's {@code !aggregate} marks. */
public final class AggregatedMap extends MapView implements Aggregated {
    /** A view of these entries: it can be changed if they can. */
    public AggregatedMap(Map<@Nullable Object, @Nullable Object> entries) {
        super(entries);
    }
}
