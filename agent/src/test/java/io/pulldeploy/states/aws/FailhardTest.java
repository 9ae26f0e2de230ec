package io.pulldeploy.states.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.aws.FakeAws;
import io.pulldeploy.engine.EngineFixture;
import io.pulldeploy.modules.AwsConnections;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An orchestration with several bad states: which of them run, as failhard says. */
class FailhardTest {
    private static final String SLS =
            """
            first:
              boto_sqs.present: []
            bad:
              boto_sqs.present:
                - atributes: {}
                %s
            also bad:
              boto_sqs.present:
                - attributes: many
            last:
              boto_sqs.present: []
            """;

    private final FakeAws aws = new FakeAws();
    private EngineFixture fixture;

    @BeforeEach
    void anAccount(@TempDir Path directory) {
        fixture =
                new EngineFixture(directory)
                        .states(new QueueState(new AwsConnections(aws)).functions());
    }

    /** The result of each state that was run. */
    private Map<String, @Nullable Object> run(String line, boolean test) {
        fixture.file("base/orchestration.sls", SLS.formatted(line));
        Object answered =
                fixture.minion().call("state.sls", List.of("orchestration"), Map.of("test", test));
        assertThat(answered).isInstanceOf(Map.class);
        Map<String, @Nullable Object> results = new LinkedHashMap<>();
        ((Map<?, ?>) answered)
                .values()
                .forEach(r -> {
                    Map<?, ?> result = (Map<?, ?>) r;
                    results.put(String.valueOf(result.get("__id__")), result.get("result"));
                });
        return results;
    }

    @Test
    void theOthersGoOn() {
        assertThat(run("", false))
                .hasToString("{first=true, bad=false, also bad=false, last=true}");
        assertThat(aws.mutations()).hasSize(2);
    }

    @Test
    void aStateThatFailsHardIsTheLast() {
        assertThat(run("- failhard: True", false)).hasToString("{first=true, bad=false}");
        assertThat(aws.mutations()).hasSize(1);
    }

    @Test
    void soIsAnyWhereTheConfigurationSaysSo() {
        fixture.opt("failhard", true);
        assertThat(run("", false)).hasToString("{first=true, bad=false}");
        assertThat(aws.mutations()).hasSize(1);
    }

    @Test
    void aStateMayGoOnWhereTheConfigurationFailsHard() {
        fixture.opt("failhard", true);
        assertThat(run("- failhard: False", false))
                .hasToString("{first=true, bad=false, also bad=false}");
        assertThat(aws.mutations()).hasSize(1);
    }

    /** A plan lists everything that is wrong at once. */
    @Test
    void aPlanShowsThemAllTheSame() {
        fixture.opt("failhard", true);
        assertThat(run("- failhard: True", true))
                .hasToString("{first=null, bad=false, also bad=false, last=null}");
        assertThat(aws.mutations()).isEmpty();
    }
}
