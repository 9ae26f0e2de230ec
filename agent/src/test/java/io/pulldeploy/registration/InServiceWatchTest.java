package io.pulldeploy.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.AwsFixture;
import io.pulldeploy.aws.AwsClients;
import io.pulldeploy.aws.AwsSettings;
import io.pulldeploy.aws.ClassicLoadBalancers;
import io.pulldeploy.aws.ClassicLoadBalancers.Health;
import io.pulldeploy.aws.SdkAccounts;
import io.pulldeploy.registration.InServiceWatch.Outcome;
import io.pulldeploy.simulation.SimulatedAws;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

class InServiceWatchTest {
    @TempDir Path root;
    private final AtomicLong millis = new AtomicLong();
    private final List<String> seen = new ArrayList<>();
    private SimulatedAws aws;
    private Clock clock;
    private ClassicLoadBalancers balancers;

    @BeforeEach
    void start() {
        InstantSource source = () -> Instant.ofEpochMilli(millis.get());
        clock = source.withZone(ZoneOffset.UTC);
        aws = AwsFixture.simulation(root, clock, Duration.ofSeconds(3));
        balancers =
                new SdkAccounts(
                                new AwsClients(AwsFixture.settings(aws)),
                                Clock.systemUTC(),
                                new Random(1))
                        .at(AwsSettings.STANDARD)
                        .classicLoadBalancers();
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void waitsUntilTheInstanceServes() {
        balancers.register(AwsFixture.GROUP, List.of(AwsFixture.INSTANCE));

        assertThat(await(Duration.ofSeconds(10))).isEqualTo(new Outcome.InService());
        assertThat(seen).containsExactly("OutOfService", "InService");
    }

    @Test
    void givesUpAtTheLimit() {
        balancers.register(AwsFixture.GROUP, List.of(AwsFixture.INSTANCE));

        assertThat(await(Duration.ofSeconds(2)))
                .isInstanceOfSatisfying(
                        Outcome.StillOut.class,
                        o ->
                                assertThat(o.last().description())
                                        .isEqualTo("Instance registration is still in progress."));
    }

    @Test
    void saysWhatItCannotKnow() {
        assertThat(await(Duration.ofSeconds(2))).isEqualTo(new Outcome.NotRegistered());

        aws.deny("elasticloadbalancing:DescribeInstanceHealth");
        assertThat(await(Duration.ofSeconds(2)))
                .isInstanceOfSatisfying(
                        Outcome.Unknown.class,
                        o ->
                                assertThat(o.why())
                                        .contains("elasticloadbalancing:DescribeInstanceHealth"));
    }

    private Outcome await(Duration limit) {
        return new InServiceWatch(balancers, clock, pause -> millis.addAndGet(pause.toMillis()))
                .await(
                        AwsFixture.GROUP,
                        AwsFixture.INSTANCE,
                        limit,
                        (Health h) -> seen.add(h.state()));
    }
}
