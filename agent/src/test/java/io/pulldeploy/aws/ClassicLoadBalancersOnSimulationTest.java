package io.pulldeploy.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulldeploy.AwsFixture;
import io.pulldeploy.aws.ClassicLoadBalancers.Health;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
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
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

class ClassicLoadBalancersOnSimulationTest extends ClassicLoadBalancersContract {
    @TempDir Path root;
    private final AtomicLong seconds = new AtomicLong();
    private SimulatedAws aws;

    @BeforeEach
    void start() {
        InstantSource source = () -> Instant.ofEpochSecond(seconds.get());
        Clock clock = source.withZone(ZoneOffset.UTC);
        aws = AwsFixture.simulation(root, clock, Duration.ofSeconds(10));
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void anInstanceIsCheckedBeforeItIsInService() {
        balancers().register(NAME, List.of(instance()));

        assertThat(balancers().health(NAME, List.of()).getFirst())
                .isEqualTo(
                        new Health(
                                instance(),
                                "OutOfService",
                                "ELB",
                                "Instance registration is still in progress."));
        seconds.addAndGet(10);
        assertThat(balancers().health(NAME, List.of()).getFirst().inService()).isTrue();
    }

    @Test
    void anInstanceThatLeavesIsSeenLeaving() {
        balancers().register(NAME, List.of(instance()));
        balancers().deregister(NAME, List.of(instance()));

        assertThat(balancers().health(NAME, List.of()).getFirst().leaving()).isTrue();
        seconds.addAndGet(10);
        assertThat(balancers().health(NAME, List.of())).isEmpty();
    }

    @Test
    void anUnknownLoadBalancerIsNamed() {
        assertThatThrownBy(() -> balancers().register("missing", List.of(instance())))
                .isInstanceOfSatisfying(
                        Failure.class,
                        f -> assertThat(f.exitCode()).isEqualTo(ExitCode.UNAVAILABLE))
                .hasMessageContaining("there is no load balancer missing");
    }

    @Test
    void registeringAgainChangesNothing() {
        balancers().register(NAME, List.of(instance()));
        seconds.addAndGet(10);
        balancers().register(NAME, List.of(instance()));

        assertThat(balancers().health(NAME, List.of()))
                .containsExactly(new Health(instance(), "InService", "N/A", "N/A"));
    }

    @Test
    void whoIsNoMemberCannotLeave() {
        assertThat(balancers().deregister(NAME, List.of(instance()))).isFalse();
    }

    @Test
    void aRefusalNamesActionAndLoadBalancer() {
        aws.deny("elasticloadbalancing:RegisterInstancesWithLoadBalancer");

        assertThatThrownBy(() -> balancers().register(NAME, List.of(instance())))
                .isInstanceOfSatisfying(
                        Failure.class,
                        f -> assertThat(f.exitCode()).isEqualTo(ExitCode.NO_PERMISSION))
                .hasMessageContaining(
                        "elasticloadbalancing:RegisterInstancesWithLoadBalancer on " + NAME);
    }

    @Override
    ClassicLoadBalancers balancers() {
        return new SdkClassicLoadBalancers(
                new AwsClients(AwsFixture.settings(aws)),
                new AwsCalls(Clock.systemUTC(), _ -> {}, new Random(1)));
    }

    @Override
    String instance() {
        return aws.instance().id();
    }
}
