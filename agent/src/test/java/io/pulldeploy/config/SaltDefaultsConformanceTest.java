package io.pulldeploy.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.Conformance;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.Map;

class SaltDefaultsConformanceTest {
    @Test
    void everyDefaultIsSalts() {
        Map<String, @Nullable Object> salt =
                Conformance.mapping(Conformance.read("config/defaults.json").get("opts"));
        Map<String, @Nullable Object> ours = SaltDefaults.opts();
        // The outputter is no setting of Salt's minion, and __cli is the program's name.
        ours.remove("output");
        ours.remove("__cli");
        assertThat(salt).containsAllEntriesOf(ours);
    }
}
