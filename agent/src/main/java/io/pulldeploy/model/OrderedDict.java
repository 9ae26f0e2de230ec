package io.pulldeploy.model;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * A mapping that Salt has as a collections.OrderedDict, as which templates print it: what its YAML
 * renderer makes.
 */
public final class OrderedDict extends MapView {
    /** A view of these entries: it can be changed if they can. */
    public OrderedDict(Map<@Nullable Object, @Nullable Object> entries) {
        super(entries);
    }
}
