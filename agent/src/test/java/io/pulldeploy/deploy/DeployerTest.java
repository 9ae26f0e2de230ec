package io.pulldeploy.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.artifact.ArtifactName;
import io.pulldeploy.artifact.ChannelName;
import io.pulldeploy.deploy.RunReport.Outcome;
import io.pulldeploy.model.ExitCode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

class DeployerTest {
    @TempDir(factory = FastDisk.class)
    private Path scratch;

    private Instance instance;

    @BeforeEach
    void anInstance() {
        instance = new Instance(scratch).withFirstVersions();
    }

    @Test
    void aFirstDeployTakesTheStepsInTheirOrder() {
        RunReport report = instance.deploy();

        assertThat(report.error()).isEmpty();
        assertThat(report.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(report.trigger()).isEqualTo("boot");
        assertThat(report.changed()).isTrue();
        assertThat(report.steps())
                .extracting(RunReport.StepTime::step)
                .containsExactly(
                        "lock",
                        "resolve",
                        "fetch-base",
                        "fetch-service",
                        "link-base",
                        "link-service",
                        "link-next",
                        "pre-hooks",
                        "highstate",
                        "link-current",
                        "post-hooks",
                        "prune");
        assertThat(instance.links())
                .isEqualTo("current=releases/v1 next=releases/v1 previous=none base=releases/b1");
        assertThat(instance.link("service")).isEqualTo(scratch.resolve("srv/myapp").toString());
        assertThat(instance.read("srv/service/current/VERSION")).isEqualTo("v1");
        assertThat(instance.runs().report(report.run())).hasValue(report);
    }

    @Test
    void theHighstateRunsBetweenTheLinks() {
        instance.deploy();
        instance.publish("v2", Map.of());
        instance.bucket.promote("myapp", "testing", "v2");
        StringBuilder during = new StringBuilder();
        instance.states.during = () -> during.append(instance.links());

        instance.deploy();

        assertThat(during)
                .hasToString("current=releases/v1 next=releases/v2 previous=none base=releases/b1");
        assertThat(instance.links())
                .isEqualTo(
                        "current=releases/v2 next=releases/v2 previous=releases/v1"
                                + " base=releases/b1");
    }

    @Test
    void aDeployWithoutChangesSaysSoAndFetchesNothing() {
        instance.deploy();
        int opened = instance.bucket.store.opened();
        String links = instance.links();

        RunReport report = instance.deploy();

        assertThat(report.changed()).isFalse();
        assertThat(report.trigger()).isEqualTo("deploy");
        assertThat(instance.links()).isEqualTo(links);
        assertThat(instance.bucket.store.opened() - opened)
                .as("two channels and two manifests are read, no archive")
                .isEqualTo(4);
        assertThat(instance.states.ran).containsExactly("highstate", "highstate");
    }

    @Test
    void aChangedStateIsAChange() {
        instance.deploy();
        instance.states.next = FakeStates.ok(1);

        RunReport report = instance.deploy();

        assertThat(report.changed()).isTrue();
        assertThat(report.states()).hasValue(new RunReport.States(2, 0, 1));
    }

    @Test
    void statesThatDoNotCompileGiveSaltsExitCode() {
        instance.states.next = new StateRun(1, Map.of(), List.of("Rendering SLS failed"));

        RunReport report = instance.deploy();

        assertThat(report.exitCode()).hasValue(1);
        assertThat(report.error()).contains("did not run", "Rendering SLS failed");
    }

    @Test
    void registersAsTheLastStepIfAsked() {
        RunReport report = instance.deploy(Optional.empty(), true);

        assertThat(report.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(instance.states.ran).containsExactly("highstate", "elb.register");

        instance.states.nextSls = FakeStates.failing("register");
        RunReport unjoined = instance.deploy(Optional.empty(), true);
        assertThat(unjoined.exitCode()).hasValue(ExitCode.LOAD_BALANCER.code());
        assertThat(unjoined.remedy()).contains("pulldeploy call state.sls elb.register");
    }

    @Test
    void anInstanceThatIsNamedOtherwiseIsAWarning() {
        instance.identity =
                () -> Optional.of(new Role(new ArtifactName("other"), new ChannelName("testing")));

        RunReport report = instance.deploy();

        assertThat(report.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(report.notes()).singleElement().asString().contains("named as other testing");
    }

    @Test
    void keepsTheLastReleasesAndWhateverALinkNames() {
        instance.keepReleases = 2;
        for (int i = 1; i <= 5; i++) {
            if (i > 1) {
                instance.publish("v" + i, Map.of());
                instance.publishBase("b" + i);
            }
            instance.bucket.promote("myapp", "testing", "v" + i);
            instance.bucket.promote("base", "default", "b" + i);
            assertThat(instance.deploy().outcome()).isEqualTo(Outcome.SUCCEEDED);
        }

        assertThat(instance.releases("myapp")).containsExactly("v4", "v5");
        assertThat(instance.releases("base")).containsExactly("b4", "b5");

        instance.keepReleases = 1;
        instance.deploy();
        assertThat(instance.releases("myapp")).as("previous stays").containsExactly("v4", "v5");
    }

    /** Such as of a file system that is mounted there. */
    @Test
    void whatIsNoReleaseAmongTheReleasesIsLeftAlone() throws Exception {
        instance.keepReleases = 1;
        Files.createDirectories(scratch.resolve("srv/myapp/releases/lost+found"));
        instance.deploy();
        for (String version : List.of("v2", "v3")) {
            instance.publish(version, Map.of());
            assertThat(instance.deploy(Optional.of(version), false).notes()).isEmpty();
        }

        assertThat(instance.releases("myapp")).containsExactly("lost+found", "v2", "v3");
        assertThat(Status.of(instance.files, instance.layout).releases())
                .containsExactly("v2", "v3");
    }

    /** As another tool, or a hand, left it: hooks and states have not run when that is told. */
    @ParameterizedTest
    @ValueSource(strings = {"myapp/current", "myapp/next", "service", "base/current"})
    void aDirectoryWhereALinkBelongsStopsItEarly(String place) throws Exception {
        Files.createDirectories(scratch.resolve("srv").resolve(place));

        RunReport report = instance.deploy();

        assertThat(report.exitCode()).hasValue(ExitCode.CANNOT_WRITE.code());
        assertThat(report.failedStep()).hasValue("resolve");
        assertThat(report.error()).endsWith(place + " is in the way: a link belongs there");
        assertThat(report.remedy()).startsWith("Move it elsewhere");
        assertThat(instance.states.ran).isEmpty();
    }

    @Test
    void aLinkToSomethingElseIsReplacedAndKeptAsPrevious() throws Exception {
        Files.createDirectories(scratch.resolve("srv/myapp"));
        Files.createSymbolicLink(scratch.resolve("srv/myapp/current"), Path.of("/opt/the old one"));
        assertThat(Status.of(instance.files, instance.layout).current()).isEmpty();

        assertThat(instance.deploy().outcome()).isEqualTo(Outcome.SUCCEEDED);

        assertThat(instance.link("myapp/current")).isEqualTo("releases/v1");
        assertThat(instance.link("myapp/previous")).isEqualTo("/opt/the old one");
        assertThat(instance.deployer().rollback(Optional.empty()).error())
                .contains("no release of myapp ran before this one");
    }

    @Test
    void aReleaseThatAProcessStillRunsFromIsNotPruned() throws Exception {
        instance.keepReleases = 1;
        instance.deploy();
        Process service =
                new ProcessBuilder("sleep", "60")
                        .directory(scratch.resolve("srv/myapp/releases/v1").toFile())
                        .start();
        try {
            for (String version : List.of("v2", "v3")) {
                instance.publish(version, Map.of());
                instance.deploy(Optional.of(version), false);
            }
            assertThat(instance.releases("myapp")).containsExactly("v1", "v2", "v3");
        } finally {
            service.destroyForcibly().waitFor();
        }
        instance.deploy(Optional.of("v3"), false);
        assertThat(instance.releases("myapp")).containsExactly("v2", "v3");
    }

    @Test
    void oneOfTwoRunsAtATimeGoesAndTheOtherNamesIt() throws Exception {
        instance.deploy();
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        instance.states.during =
                () -> {
                    running.countDown();
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                };
        Thread first = Thread.ofVirtual().start(instance::deploy);
        running.await();
        String before = instance.links();

        RunReport second = instance.deploy();

        assertThat(second.exitCode()).hasValue(ExitCode.LOCKED.code());
        assertThat(second.error()).contains("pid 1, deploy myapp testing, since ");
        assertThat(instance.links()).isEqualTo(before);
        assertThat(Status.of(instance.files, instance.layout).lockedBy().orElseThrow())
                .startsWith("pid 1, deploy myapp testing");
        goOn.countDown();
        first.join();
        assertThat(Status.of(instance.files, instance.layout).lockedBy()).isEmpty();
    }
}
