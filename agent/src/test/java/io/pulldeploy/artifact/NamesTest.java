package io.pulldeploy.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"myapp", "my-app-2", "a", "My_App.v2"})
    void servicesMayHoldDashes(String name) {
        assertThat(ArtifactName.ofService(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"base", "service", "pulldeploy", "", "-x", ".hidden", "a/b", "..", "a b"})
    void refusesWhatTheLayoutNeedsOrAPathCannotHold(String name) {
        assertThatThrownBy(() -> ArtifactName.ofService(name))
                .isInstanceOfSatisfying(
                        Failure.class, f -> assertThat(f.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining("'" + name + "'");
    }

    @Test
    void theBaseIsAnArtifactButNoService() {
        assertThat(new ArtifactName("base")).isEqualTo(ArtifactName.BASE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"next", "current", "previous", "", ".tmp-1", "a/b", "-1", "é"})
    void refusesVersionsThatAreLinksOrNoNames(String version) {
        assertThatThrownBy(() -> new Version(version)).isInstanceOf(Failure.class);
    }

    @Test
    void aVersionHasAtMost128Characters() {
        assertThat(new Version("1".repeat(128)).text()).hasSize(128);
        assertThatThrownBy(() -> new Version("1".repeat(129))).isInstanceOf(Failure.class);
    }
}
