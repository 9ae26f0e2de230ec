package io.pulldeploy.e2e;

import static io.pulldeploy.e2e.Instance.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.AwsFixture;
import io.pulldeploy.FaultyProxy;
import io.pulldeploy.FaultyProxy.Fault;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.simulation.SimulatedAws;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fat JAR, when the network, S3 or a hook have a bad day. */
class FaultIT {
    private static final String ID = "myapp-testing-useast1-898900.example.com";
    private static final String ARTIFACT = "myapp-3.tar.gz";

    @TempDir Path scratch;
    private SimulatedAws aws;
    private FaultyProxy network;
    private Instance instance;
    private Tree service;

    @BeforeEach
    void anInstanceThatServes() {
        aws = AwsFixture.simulation(scratch.resolve("aws"), Clock.systemUTC(), Duration.ZERO);
        network = FaultyProxy.before(aws.endpoint());
        Map<String, String> environment = new LinkedHashMap<>(aws.environment());
        environment.put("AWS_ENDPOINT_URL", network.endpoint().toString());
        instance =
                new Instance(
                        scratch.resolve("instance"), ID, AwsFixture.settings(aws), environment);
        instance.offer("base", "default", Artifacts.base(scratch.resolve("base")));
        service = Artifacts.service(scratch.resolve("service"));
        instance.offer("myapp", "testing", service);
        assertThat(instance.deploy("myapp", "testing").exitCode()).isZero();
        instance.offer("myapp", "testing", service.file("code", "2\n"));
    }

    @AfterEach
    void stop() {
        network.close();
        aws.close();
    }

    @Test
    void aBusyServiceAndACutConnectionDelayADeployAndNoMore() {
        network.next("channels/testing.json", new Fault.Refuse(503, "SlowDown"));
        network.next("myapp-3.json", new Fault.Refuse(500, "InternalError"));
        network.next(ARTIFACT, new Fault.Refuse(503, "SlowDown"), new Fault.CutAfter(100));

        Agent.Run run = instance.deploy("myapp", "testing");

        assertThat(run.exitCode()).as(run.text()).isZero();
        assertThat(instance.version("myapp", "current")).isEqualTo("myapp-3");
        assertThat(network.gets(ARTIFACT)).containsExactly("all", "all", "bytes=100-");
        assertThat(run.errors()).contains("broke off at byte 100 of ");
    }

    @Test
    void whatArrivesGarbledOnceIsFetchedOnceMore() {
        network.next(ARTIFACT, new Fault.Garble());

        Agent.Run run = instance.deploy("myapp", "testing");

        assertThat(run.exitCode()).as(run.text()).isZero();
        assertThat(run.errors()).containsOnlyOnce("discarded, and fetched once more");
    }

    @Test
    void aHookThatFloodsAndIgnoresTheEndIsEndedAndItsLogIsBounded() throws IOException {
        instance.configureAlso("pulldeploy:\n  hooks:\n    timeout: 2\n");
        instance.offer(
                "myapp",
                "testing",
                service.program(
                        "hooks/pre-release.d/30-flood",
                        "trap '' TERM\n(trap '' TERM; sleep 65.1) &\nyes flood flood flood\n"));

        Agent.Run run = instance.start("deploy", "myapp", "testing").await();

        assertThat(run.exitCode()).as(run.text()).isEqualTo(ExitCode.HOOK_FAILED.code());
        assertThat(run.errors())
                .contains("30-flood ran longer than 2 s and was ended with all that it started")
                .hasSizeLessThan(10_000);
        assertThat(instance.version("myapp", "current")).isEqualTo("myapp-2");
        Path log = instance.root().resolve("log");
        try (var logs = Files.list(log)) {
            assertThat(logs).allSatisfy(l -> assertThat(Files.size(l)).isLessThan(17L << 20));
        }
        assertThat(ProcessHandle.allProcesses().map(p -> p.info().commandLine().orElse("")))
                .noneMatch(line -> line.contains("sleep 65.1"));
    }

    /** The window of a stalled connection is fifteen seconds. */
    @Test
    @Tag("soak")
    void aStalledConnectionIsTakenUpAgain() {
        network.next(ARTIFACT, new Fault.StallAfter(100));

        Agent.Run run = instance.deploy("myapp", "testing");

        assertThat(run.exitCode()).as(run.text()).isZero();
        assertThat(network.gets(ARTIFACT)).containsExactly("all", "bytes=100-");
    }

    /** S3 is asked for a minute. */
    @Test
    @Tag("soak")
    void aServiceThatStaysBusyLeavesTheOldRelease() {
        Fault[] busy = new Fault[200];
        Arrays.fill(busy, new Fault.Refuse(503, "SlowDown"));
        network.next(ARTIFACT, busy);

        Agent.Run run = instance.deploy("myapp", "testing");

        assertThat(run.exitCode()).as(run.text()).isEqualTo(ExitCode.UNAVAILABLE.code());
        assertThat(run.errors())
                .contains("s3:GetObject on s3://bootstrap/deploy/myapp/artifacts/myapp-3.tar.gz")
                .contains("SlowDown")
                .contains("myapp-2 is current, as before");
        assertThat(instance.version("myapp", "next")).isEqualTo("myapp-2");
        assertThat(read(instance.srv("myapp/releases/.download"))).isEmpty();
    }
}
