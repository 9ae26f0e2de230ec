package io.pulldeploy.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulldeploy.artifact.Version;
import io.pulldeploy.deploy.RunReport.Outcome;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

class RefreshAndRollbackTest {
    @TempDir(factory = FastDisk.class)
    private Path scratch;

    private Instance instance;

    @BeforeEach
    void anInstanceThatRuns() {
        instance = new Instance(scratch).withFirstVersions();
        instance.deploy();
    }

    @Test
    void aRefreshBringsTheNewestBaseUnderTheRunningRelease() {
        instance.publishBase("b2");
        instance.bucket.promote("base", "default", "b2");
        instance.publish("v2", Map.of("hooks/pre-release.d/no", "#!/bin/sh\nexit 1\n"));
        instance.bucket.promote("myapp", "testing", "v2");

        RunReport report = instance.deployer().refresh(false);

        assertThat(report.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(report.trigger()).isEqualTo("refresh");
        assertThat(instance.links())
                .isEqualTo("current=releases/v1 next=releases/v1 previous=none base=releases/b2");
        assertThat(report.steps())
                .extracting(RunReport.StepTime::step)
                .containsExactly(
                        "lock",
                        "resolve",
                        "fetch-base",
                        "link-base",
                        "link-next",
                        "highstate",
                        "prune");
        assertThat(instance.deployer().refresh(false).changed()).isFalse();
    }

    @Test
    void aFailingRefreshPutsTheBaseBack() {
        instance.publishBase("b2");
        instance.bucket.promote("base", "default", "b2");
        instance.states.next = FakeStates.failing("nginx");

        RunReport report = instance.deployer().refresh(false);

        assertThat(report.exitCode()).hasValue(ExitCode.STATE_FAILED.code());
        assertThat(instance.link("base/current")).isEqualTo("releases/b1");
    }

    @Test
    void thereIsNothingToRefreshBeforeTheFirstDeploy(
            @TempDir(factory = FastDisk.class) Path empty) {
        assertThatThrownBy(() -> new Instance(empty).deployer().refresh(false))
                .isInstanceOfSatisfying(
                        Failure.class, f -> assertThat(f.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessage("nothing is deployed on this instance");
    }

    @Test
    void aRollbackBringsBackReleaseAndBaseWithoutTheBucket() {
        deploySecond();
        instance.repository =
                () -> {
                    throw new Failure(ExitCode.UNAVAILABLE, "no bucket", "");
                };

        RunReport report = instance.deployer().rollback(Optional.empty());

        assertThat(report.error()).isEmpty();
        assertThat(report.trigger()).isEqualTo("rollback");
        assertThat(instance.links())
                .isEqualTo(
                        "current=releases/v1 next=releases/v1 previous=releases/v2"
                                + " base=releases/b1");
    }

    @Test
    void theBaseIsHeldUntilItsChannelGrows() {
        deploySecond();
        instance.deployer().rollback(Optional.empty());

        instance.deployer().refresh(false);
        assertThat(instance.link("base/current")).as("timer").isEqualTo("releases/b1");
        instance.deploy();
        assertThat(instance.link("base/current")).as("deploy").isEqualTo("releases/b1");
        assertThat(Status.of(instance.files, instance.layout).held()).isTrue();

        instance.publishBase("b3");
        instance.bucket.promote("base", "default", "b3");
        instance.deployer().refresh(false);
        assertThat(instance.link("base/current")).isEqualTo("releases/b3");
        assertThat(Status.of(instance.files, instance.layout).held()).isFalse();
    }

    @Test
    void forceEndsTheHold() {
        deploySecond();
        instance.deployer().rollback(Optional.empty());

        instance.deployer().refresh(true);

        assertThat(instance.link("base/current")).isEqualTo("releases/b2");
    }

    @Test
    void aFailingRollbackLeavesWhatRuns() {
        deploySecond();
        String before = instance.links();
        instance.states.next = FakeStates.failing("nginx");

        RunReport report = instance.deployer().rollback(Optional.empty());

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(instance.links()).isEqualTo(before);
        assertThat(Status.of(instance.files, instance.layout).held()).isFalse();
    }

    @Test
    void aRollbackNeedsSomethingToGoBackTo() {
        assertThat(instance.deployer().rollback(Optional.empty()).error())
                .isEqualTo("no release of myapp ran before this one");
        assertThat(instance.deployer().rollback(Optional.of(new Version("v0"))).error())
                .isEqualTo("myapp v0 is not on disk");
    }

    @Test
    void statusAndHistoryTellWhatHappened() {
        deploySecond();
        Status status = Status.of(instance.files, instance.layout);

        assertThat(status.role()).hasValue(Instance.TESTING);
        assertThat(status.current().map(Version::text)).hasValue("v2");
        assertThat(status.previous().map(Version::text)).hasValue("v1");
        assertThat(status.base().map(Version::text)).hasValue("b2");
        assertThat(status.releases()).containsExactly("v1", "v2");
        assertThat(status.lastRun().flatMap(RunReport::version)).hasValue("v2");
        assertThat(instance.runs().known())
                .extracting(r -> r.version().orElseThrow())
                .containsExactly("v1", "v2");
        String first = instance.runs().names().getFirst();
        assertThat(instance.runs().find("last")).isEqualTo(instance.runs().names().getLast());
        assertThat(instance.runs().find(first)).isEqualTo(first);
        assertThatThrownBy(() -> instance.runs().find("2026"))
                .hasMessage(
                        "2 runs begin with 2026, the newest is "
                                + instance.runs().names().getLast());
        assertThatThrownBy(() -> instance.runs().find("x")).hasMessage("there is no run x");
    }

    @Test
    void aReserveIsKeptForTheRecordOfARollback() {
        assertThat(instance.layout.state().resolve("reserve")).hasSize(512 << 10);
    }

    private void deploySecond() {
        instance.publishBase("b2");
        instance.publish("v2", Map.of());
        instance.bucket.promote("base", "default", "b2");
        instance.bucket.promote("myapp", "testing", "v2");
        assertThat(instance.deploy().outcome()).isEqualTo(Outcome.SUCCEEDED);
    }
}
