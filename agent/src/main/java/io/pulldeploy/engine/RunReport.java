package io.pulldeploy.engine;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.SlsError;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a state run came to.
 *
 * @param results Salt's result mapping by {@code state_|-id_|-name_|-fun}, in the order of the run;
 *     empty if nothing ran
 * @param errors why nothing ran; empty if it ran
 */
public record RunReport(
        Map<String, Map<String, @Nullable Object>> results,
        List<SlsError> errors,
        ExitCode exitCode) {
    public RunReport {
        results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
        errors = List.copyOf(errors);
    }

    /** What Salt puts under {@code local}: the results, or the texts of the errors. */
    public Object returned() {
        return errors.isEmpty() ? results : errors.stream().map(SlsError::saltText).toList();
    }
}
