package io.pulldeploy.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.artifact.ArtifactName;
import io.pulldeploy.artifact.Version;
import io.pulldeploy.deploy.RunReport.Outcome;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.system.ProcessesContract;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A signal in the middle of a run. */
class StopTest {
    private static final String OLD =
            "current=releases/v1 next=releases/v1 previous=none base=releases/b1";
    private static final String NEW =
            "current=releases/v2 next=releases/v2 previous=releases/v1 base=releases/b2";

    @TempDir(factory = FastDisk.class)
    private Path scratch;

    private Instance instance;

    @BeforeEach
    void anInstanceWithANewVersionWaiting() {
        instance = new Instance(scratch).withFirstVersions();
        assertThat(instance.deploy().outcome()).isEqualTo(Outcome.SUCCEEDED);
        instance.publishBase("b2");
        instance.bucket.promote("base", "default", "b2");
        offer("v2", "echo pre");
    }

    @ParameterizedTest
    @CsvSource({
        "SIGTERM, resolve, 143",
        "SIGINT, fetch-service, 130",
        "SIGHUP, link-next, 129",
        "SIGTERM, highstate, 143",
        "SIGTERM, link-current, 143"
    })
    void beforeTheFlipEverythingIsPutBack(String signal, String step, int code) {
        raiseAt("began " + step, signal);

        RunReport report = instance.deploy();

        assertThat(report.outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(report.exitCode()).hasValue(code);
        assertThat(report.failedStep()).hasValue(step);
        assertThat(report.error()).isEqualTo("stopped by " + signal);
        assertThat(instance.links()).isEqualTo(OLD);
        assertThat(instance.runs().report(report.run())).hasValue(report);
        assertThat(
                        Journal.read(instance.files, instance.runs().directory(report.run()))
                                .getLast()
                                .phase())
                .isEqualTo("failed");
    }

    @Test
    void afterTheFlipTheNewReleaseStays() {
        raiseAt("began post-hooks", "SIGTERM");

        RunReport report = instance.deploy();

        assertThat(report.outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(report.flipped()).isTrue();
        assertThat(instance.links()).isEqualTo(NEW);
    }

    @Test
    void aHookThatGoesOnIsEndedWithAllThatItStarted() {
        // Its own among all processes: others may run this test at the same time.
        String sleep = "sleep 63." + ProcessHandle.current().pid();
        offer("v3", "echo ready; " + sleep + " & " + sleep);
        raiseAt("10-wait: ready", "SIGTERM");
        long start = System.nanoTime();

        RunReport report = instance.deploy();

        assertThat(report.failedStep()).hasValue("pre-hooks");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        assertThat(ProcessesContract.ends(sleep)).isTrue();
        assertThat(instance.links()).isEqualTo(OLD);
    }

    @Test
    void theLockIsFreeAndTheNextRunGoesThrough() {
        raiseAt("began highstate", "SIGTERM");
        instance.deploy();
        instance.listener.at = _ -> {};

        RunReport report = instance.deploy();

        assertThat(report.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(report.notes()).as("there was nothing to recover").isEmpty();
        assertThat(instance.links()).isEqualTo(NEW);
    }

    @Test
    void aStoppedDeployOfWhatRunsForgetsTheBaseThatItPutBack() {
        instance.bucket.promote("myapp", "testing", "v1");
        raiseAt("began link-current", "SIGTERM");

        instance.deploy();

        assertThat(instance.links()).isEqualTo(OLD);
        Ledger ledger = Ledger.read(instance.files, instance.layout);
        assertThat(ledger.deployed(new ArtifactName("myapp"), new Version("v1")))
                .flatMap(Ledger.Deployed::base)
                .hasValue(new Version("b1"));
    }

    @Test
    void aFailureOfItsOwnIsNotASignals() {
        instance.states.next = FakeStates.failing("nginx");
        raiseAt("failed highstate", "SIGTERM");

        RunReport report = instance.deploy();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.exitCode()).hasValue(ExitCode.STATE_FAILED.code());
    }

    private void offer(String version, String hook) {
        instance.publish(
                version, Map.of("hooks/pre-release.d/10-wait", "#!/bin/sh\n" + hook + "\n"));
        instance.bucket.promote("myapp", "testing", version);
    }

    /** As the JVM does: another thread raises it, and waits until the program has ended. */
    private void raiseAt(String moment, String signal) {
        instance.listener.at =
                what -> {
                    if (what.equals(moment)) {
                        Thread raised =
                                Thread.startVirtualThread(() -> instance.signals.raise(signal));
                        while (!instance.listener.heard.contains("stopping " + signal)) {
                            Thread.onSpinWait();
                        }
                        assertThat(raised.isAlive()).isTrue();
                    }
                };
    }
}
