package io.pulldeploy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Runs return what Salt's runs return: the same results in the same order, with the same exit code.
 */
class RunConformanceTest {
    @TempDir private Path directory;

    @Test
    void runsReturnWhatSaltsRunsReturn() {
        List<Map<String, @Nullable Object>> cases = StateCases.read("run/cases.json");
        StateCases comparison = new StateCases(directory);
        List<String> differences =
                cases.stream()
                        .map(comparison::difference)
                        .filter(difference -> !difference.isEmpty())
                        .toList();
        assertThat(String.join("\n", differences)).isEmpty();
        assertThat(cases).hasSizeGreaterThan(400);
    }
}
