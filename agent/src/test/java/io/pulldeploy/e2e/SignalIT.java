package io.pulldeploy.e2e;

import static io.pulldeploy.e2e.Instance.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.AwsFixture;
import io.pulldeploy.FaultyProxy;
import io.pulldeploy.FaultyProxy.Fault;
import io.pulldeploy.simulation.SimulatedAws;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The fat JAR, when a signal comes in the middle of what it does. */
class SignalIT {
    private static final String ID = "myapp-testing-useast1-898900.example.com";

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
    }

    @AfterEach
    void stop() {
        network.close();
        aws.close();
    }

    @Test
    void sigtermInAHookEndsItAndPutsLinksBack() {
        Path ready = scratch.resolve("ready");
        offer(service.program("hooks/pre-release.d/30-wait", waiting(ready, "64.1")));

        Agent.Running running = instance.start("deploy", "myapp", "testing");
        await(() -> Files.exists(ready));
        running.signal("TERM");
        Agent.Run run = running.await();

        assertThat(run.exitCode()).as(run.text()).isEqualTo(143);
        assertThat(run.errors())
                .contains("deploy myapp testing stopped by SIGTERM in the step pre-hooks")
                .contains("myapp-2 is current, as before");
        assertOldStands();
        assertThat(instance.lastReport())
                .contains("\"outcome\": \"stopped\"", "\"exitCode\": 143", "stopped by SIGTERM");
        assertEnded("64.1");

        offer(service.program("hooks/pre-release.d/30-wait", "true\n"));
        Agent.Run again = instance.deploy("myapp", "testing");
        assertThat(again.exitCode()).as(again.text()).isZero();
        assertThat(instance.version("myapp", "current")).isEqualTo("myapp-4");
    }

    @Test
    void sigintInADownloadLeavesNothingBehind() throws Exception {
        network.next("myapp-3.tar.gz", new Fault.StallAfter(10));
        offer(service.file("code", "2\n"));

        Agent.Running running = instance.start("deploy", "myapp", "testing");
        network.awaitStall();
        running.signal("INT");
        Agent.Run run = running.await();

        assertThat(run.exitCode()).as(run.text()).isEqualTo(130);
        assertThat(run.errors()).contains("stopped by SIGINT in the step fetch-service");
        assertOldStands();
        try (var left = Files.list(instance.srv("myapp").resolve("releases"))) {
            assertThat(left.map(p -> p.getFileName().toString())).containsExactly("myapp-2");
        }
    }

    @Test
    void sigtermInAStateEndsItsProgramAndPutsLinksBack() {
        Path ready = scratch.resolve("ready");
        offer(
                service.file(
                        "salt/config/states/myapp.sls",
                        """
                        it takes long:
                          cmd.run:
                            - name: touch %s; sleep 64.2
                        """
                                .formatted(ready)));

        Agent.Running running = instance.start("deploy", "myapp", "testing");
        await(() -> Files.exists(ready));
        running.signal("TERM");
        Agent.Run run = running.await();

        assertThat(run.exitCode()).as(run.text()).isEqualTo(143);
        assertThat(run.errors()).contains("stopped by SIGTERM in the step highstate");
        assertOldStands();
        assertEnded("64.2");
    }

    @Test
    void sigtermInAPostReleaseHookLeavesTheNewReleaseCurrent() {
        Path ready = scratch.resolve("ready");
        offer(service.program("hooks/post-release.d/30-wait", waiting(ready, "64.3")));

        Agent.Running running = instance.start("deploy", "myapp", "testing");
        await(() -> Files.exists(ready));
        running.signal("TERM");
        Agent.Run run = running.await();

        assertThat(run.exitCode()).as(run.text()).isEqualTo(143);
        assertThat(instance.version("myapp", "current")).isEqualTo("myapp-3");
        assertThat(run.errors()).contains("myapp-3 is current and stays");
        assertEnded("64.3");
    }

    @Test
    void sigtermInACallEndsWhatItRuns() {
        Path ready = scratch.resolve("ready");

        Agent.Running running =
                instance.start("call", "cmd.run", "touch " + ready + "; sleep 64.4");
        await(() -> Files.exists(ready));
        running.signal("TERM");

        assertThat(running.await().exitCode()).isEqualTo(143);
        assertEnded("64.4");
    }

    private void offer(Tree tree) {
        instance.offer("myapp", "testing", tree);
    }

    private static String waiting(Path ready, String seconds) {
        return "touch %s; sleep %s & sleep %s\n".formatted(ready, seconds, seconds);
    }

    private void assertOldStands() {
        assertThat(instance.version("myapp", "current")).isEqualTo("myapp-2");
        assertThat(instance.version("myapp", "next")).isEqualTo("myapp-2");
        assertThat(instance.version("base", "current")).isEqualTo("base-1");
        assertThat(read(instance.out("myapp.conf"))).contains("monitoring True");
    }

    private static void assertEnded(String seconds) {
        assertThat(ProcessHandle.allProcesses().map(p -> p.info().commandLine().orElse("")))
                .noneMatch(line -> line.contains("sleep " + seconds));
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("nothing came");
            }
            try {
                Thread.sleep(Duration.ofMillis(20));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
