package io.pulldeploy.pillar;

import io.pulldeploy.model.SlsError;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * A compiled pillar.
 *
 * @param pillar as Salt shows it: with errors, it holds their texts under {@code _errors}
 * @param errors the same errors, with their places
 */
public record PillarResult(Map<Object, @Nullable Object> pillar, List<SlsError> errors) {
    public PillarResult {
        errors = List.copyOf(errors);
    }
}
