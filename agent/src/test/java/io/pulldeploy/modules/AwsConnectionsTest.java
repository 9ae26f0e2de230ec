package io.pulldeploy.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulldeploy.aws.AwsSettings;
import io.pulldeploy.loader.Signature;
import io.pulldeploy.states.aws.FakeMinion;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class AwsConnectionsTest {
    private final FakeMinion minion = new FakeMinion();
    private final Map<String, @Nullable Object> args = new LinkedHashMap<>();

    private AwsSettings settings() {
        return AwsConnections.settings(
                "sqs", minion, Signature.of(AwsConnections.PARAMETERS).bind("f", List.of(), args));
    }

    @Test
    void theRegionIsTheProfilesThenTheStatesThenTheConfigurationsThenThePillars() {
        assertThat(settings().region()).isEmpty();
        minion.pillar().put("sqs.region", "from-pillar");
        assertThat(settings().region()).contains("from-pillar");
        minion.opts().put("sqs.region", "from-config");
        assertThat(settings().region()).contains("from-config");
        args.put("region", "from-state");
        assertThat(settings().region()).contains("from-state");
        minion.pillar().put("mine", Map.of("region", "from-profile"));
        args.put("profile", "mine");
        assertThat(settings().region()).contains("from-profile");
        minion.opts().put("mine", Map.of("keyid", "AKIA", "key", "s", "session_token", "t"));
        assertThat(settings().region()).contains("from-state");
        assertThat(settings().credentials())
                .contains(new AwsSettings.Credentials("AKIA", "s", Optional.of("t")));
        args.put("profile", Map.of("profile", "prod"));
        assertThat(settings().profile()).contains("prod");
    }

    @Test
    void mistakesAreNamed() {
        args.put("profile", "nobody");
        assertThatThrownBy(this::settings)
                .hasMessage("The profile 'nobody' is in neither the configuration nor the pillar.");
        args.put("profile", Map.of("regoin", "x"));
        assertThatThrownBy(this::settings).hasMessageContaining("no 'regoin'");
        args.put("profile", List.of());
        assertThatThrownBy(this::settings).hasMessageStartingWith("A profile is a mapping");
        args.remove("profile");
        args.put("keyid", "AKIA");
        assertThatThrownBy(this::settings)
                .hasMessage("'key' and 'keyid' belong together: 'key' is missing.");
    }
}
