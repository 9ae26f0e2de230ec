package io.pulldeploy.engine;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.SlsError;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
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
 * @param further mistakes that Salt does not report, and whoever reads standard error is told of
 */
public record RunReport(
        Map<String, Map<String, @Nullable Object>> results,
        List<SlsError> errors,
        ExitCode exitCode,
        List<SlsError> further) {
    public RunReport {
        results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
        errors = List.copyOf(errors);
        further = List.copyOf(further);
    }

    RunReport(
            Map<String, Map<String, @Nullable Object>> results,
            List<SlsError> errors,
            ExitCode exitCode) {
        this(results, errors, exitCode, List.of());
    }

    RunReport with(List<SlsError> moreMistakes) {
        return new RunReport(results, errors, exitCode, moreMistakes);
    }

    /** All of the author's mistakes that are known. */
    List<SlsError> mistakes() {
        List<SlsError> all = new ArrayList<>(errors);
        all.addAll(further);
        return all;
    }

    /** What Salt puts under {@code local}: the results, or the texts of the errors. */
    public Object returned() {
        return errors.isEmpty() ? results : errors.stream().map(SlsError::saltText).toList();
    }
}
