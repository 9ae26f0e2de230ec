package io.pulldeploy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Trees of SLS files compile to what Salt compiles them to, and are refused in Salt's words. */
class CompileConformanceTest {
    @TempDir private Path directory;

    @Test
    void treesCompileAsUnderSalt() {
        List<Map<String, @Nullable Object>> cases = StateCases.read("compile/cases.json");
        StateCases comparison = new StateCases(directory);
        List<String> differences =
                cases.stream()
                        .map(comparison::difference)
                        .filter(difference -> !difference.isEmpty())
                        .toList();
        assertThat(String.join("\n", differences)).isEmpty();
        assertThat(cases).hasSizeGreaterThan(500);
    }
}
