package io.pulldeploy.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pulldeploy.artifact.ArtifactName;
import io.pulldeploy.artifact.ChannelName;
import io.pulldeploy.deploy.RunReport.Outcome;
import io.pulldeploy.model.ExitCode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

class DeployerTest {
    private static final String SHELL = "#!/bin/sh\n";

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
    void hooksSeeTheirReleaseAndRunInTheOrderOfTheirNames() {
        String print =
                SHELL
                        + "echo $0 $PULLDEPLOY_PHASE $PULLDEPLOY_TRIGGER $PULLDEPLOY_SERVICE"
                        + " $PULLDEPLOY_INSTANCE $PULLDEPLOY_VERSION"
                        + " [$PULLDEPLOY_PREVIOUS_VERSION] $PULLDEPLOY_RUN_ID\n"
                        + "[ \"$(cat VERSION)\" = $PULLDEPLOY_VERSION ] && pwd\n"
                        + "[ $PWD = $PULLDEPLOY_RELEASE_DIR ] || exit 9\n";
        instance.publish(
                "v2",
                Map.of(
                        "hooks/pre-release.d/20-b", print,
                        "hooks/pre-release.d/10-a", print,
                        "hooks/pre-release.d/.ignored", "no program",
                        "hooks/post-release.d/10-c", print));

        RunReport report = instance.deploy(Optional.of("v2"), false);

        Path release = scratch.resolve("srv/myapp/releases/v2");
        String rest = " boot myapp testing v2 [] " + report.run();
        assertThat(instance.listener.heard)
                .filteredOn(h -> h.contains(": "))
                .containsExactly(
                        "10-a: "
                                + release.resolve("hooks/pre-release.d/10-a")
                                + " pre-release"
                                + rest,
                        "10-a: " + release,
                        "20-b: "
                                + release.resolve("hooks/pre-release.d/20-b")
                                + " pre-release"
                                + rest,
                        "20-b: " + release,
                        "10-c: "
                                + release.resolve("hooks/post-release.d/10-c")
                                + " post-release"
                                + rest,
                        "10-c: " + release);
        assertThat(instance.read("log/" + report.run() + ".log")).contains("10-c", " boot ");
    }

    @Test
    void aFailingPreHookPutsTheLinksBack() {
        instance.deploy();
        String before = instance.links();
        instance.publishBase("b2");
        instance.bucket.promote("base", "default", "b2");
        instance.publish(
                "v2",
                Map.of("hooks/pre-release.d/10-check", SHELL + "echo no database >&2; exit 3\n"));
        instance.bucket.promote("myapp", "testing", "v2");

        RunReport report = instance.deploy();

        assertThat(report.exitCode()).isEqualTo(ExitCode.HOOK_FAILED.code());
        assertThat(report.failedStep()).hasValue("pre-hooks");
        assertThat(report.error())
                .contains("pre-release hook 10-check exited with 3", "no database");
        assertThat(report.remedy()).isNotEmpty();
        assertThat(report.flipped()).isFalse();
        assertThat(report.reverted()).hasSize(2);
        assertThat(instance.links()).isEqualTo(before);
        assertThat(instance.states.ran).containsExactly("highstate");
    }

    @Test
    void aFailingFirstDeployLeavesNoLink() {
        instance.states.next = FakeStates.failing("nginx");

        RunReport report = instance.deploy(Optional.empty(), true);

        assertThat(report.exitCode()).isEqualTo(ExitCode.STATE_FAILED.code());
        assertThat(report.failedStep()).hasValue("highstate");
        assertThat(report.error()).contains("1 of 1 states failed", "nginx: No such package");
        assertThat(instance.links()).isEqualTo("current=none next=none previous=none base=none");
        assertThat(instance.states.ran).as("never registered").containsExactly("highstate");
    }

    @Test
    void statesThatDoNotCompileGiveSaltsExitCode() {
        instance.states.next = new StateRun(1, Map.of(), List.of("Rendering SLS failed"));

        RunReport report = instance.deploy();

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.error()).contains("did not run", "Rendering SLS failed");
    }

    @Test
    void aFailingPostHookLeavesTheReleaseAndDoesNotRegister() {
        instance.deploy();
        instance.publish("v2", Map.of("hooks/post-release.d/10-warm", SHELL + "exit 1\n"));
        instance.bucket.promote("myapp", "testing", "v2");

        RunReport report = instance.deploy(Optional.empty(), true);

        assertThat(report.exitCode()).isEqualTo(ExitCode.HOOK_FAILED.code());
        assertThat(report.flipped()).isTrue();
        assertThat(report.error()).contains("post-release hook 10-warm", "it printed nothing");
        assertThat(instance.link("myapp/current")).isEqualTo("releases/v2");
        assertThat(instance.states.ran).doesNotContain("elb.register");
    }

    @Test
    void registersAsTheLastStepIfAsked() {
        RunReport report = instance.deploy(Optional.empty(), true);

        assertThat(report.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(instance.states.ran).containsExactly("highstate", "elb.register");

        instance.states.nextSls = FakeStates.failing("register");
        assertThat(instance.deploy(Optional.empty(), true).exitCode())
                .isEqualTo(ExitCode.LOAD_BALANCER.code());
    }

    @Test
    void aHookThatHangsIsEndedWithItsChildren() {
        instance.hookLimit = Duration.ofMillis(300);
        instance.publish(
                "v2", Map.of("hooks/pre-release.d/hang", SHELL + "sleep 60 &\nsleep 60\n"));

        RunReport report = instance.deploy(Optional.of("v2"), false);

        assertThat(report.exitCode()).isEqualTo(ExitCode.HOOK_FAILED.code());
        assertThat(report.error()).contains("ran longer than 0 s");
    }

    @Test
    void aHookThatRemovesItsReleaseIsDetected() {
        instance.deploy();
        String before = instance.links();
        instance.publish(
                "v2", Map.of("hooks/pre-release.d/rm", SHELL + "rm -rf $PULLDEPLOY_RELEASE_DIR\n"));

        RunReport report = instance.deploy(Optional.of("v2"), false);

        assertThat(report.error()).contains("removed its own release");
        assertThat(instance.links()).isEqualTo(before);
    }

    @Test
    void aCorruptArtifactIsRefusedAndNamed() {
        instance.deploy();
        String before = instance.links();
        instance.publish("v2", Map.of());
        instance.bucket.promote("myapp", "testing", "v2");
        String key = "deploy/myapp/artifacts/v2.tar.gz";
        byte[] bytes = instance.bucket.store.bytes(key);
        bytes[20] ^= 1;
        instance.bucket.store.replace(key, bytes);

        RunReport report = instance.deploy();

        assertThat(report.exitCode()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(report.failedStep()).hasValue("fetch-service");
        assertThat(report.error()).contains("memory://bucket/" + key);
        assertThat(instance.links()).isEqualTo(before);
        assertThat(instance.releases("myapp")).containsExactly("v1");
    }

    @Test
    void aVersionThatChangedInTheBucketIsRefused() {
        instance.deploy();
        instance.bucket.store.remove("deploy/myapp/artifacts/v1.json");
        instance.bucket.store.remove("deploy/myapp/artifacts/v1.tar.gz");
        instance.publish("v1", Map.of("evil", "x"));

        RunReport report = instance.deploy();

        assertThat(report.exitCode()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(report.error()).contains("myapp v1 changed in the bucket");
    }

    @Test
    void anUnknownChannelListsThoseThatExist() {
        RunReport report =
                instance.deployer()
                        .deploy(
                                new Deployer.Request(
                                        new Role(
                                                new ArtifactName("myapp"),
                                                new ChannelName("tseting")),
                                        Optional.empty(),
                                        false,
                                        false));

        assertThat(report.exitCode()).isEqualTo(ExitCode.UNAVAILABLE.code());
        assertThat(report.error()).contains("no channel tseting", "there are: testing");
    }

    @Test
    void aHaltStopsNewDeploysAndSaysWhy() {
        instance.bucket.store.replace(
                "deploy/myapp/halt.json",
                "{\"reason\": \"migration\", \"by\": \"ops\"}".getBytes(UTF_8));

        RunReport report = instance.deploy();

        assertThat(report.exitCode()).isEqualTo(ExitCode.LOCKED.code());
        assertThat(report.error()).isEqualTo("deploys of myapp are halted by ops: migration");
    }

    @Test
    void aChannelThatWentBackIsRefused() {
        instance.publish("v2", Map.of());
        String old = instance.bucket.store.text("deploy/myapp/channels/testing.json");
        instance.bucket.promote("myapp", "testing", "v2");
        instance.deploy();
        instance.bucket.store.replace("deploy/myapp/channels/testing.json", old.getBytes(UTF_8));

        RunReport report = instance.deploy();

        assertThat(report.exitCode()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(report.error()).contains("went back from sequence 2 to 1");
        assertThat(instance.link("myapp/current")).isEqualTo("releases/v2");
    }

    @Test
    void theEnvironmentsOwnBaseWins() {
        instance.publishBase("b-testing");
        instance.bucket.promote("base", "testing", "b-testing");

        instance.deploy();

        assertThat(instance.link("base/current")).isEqualTo("releases/b-testing");
    }

    @Test
    void aServiceNameMayHoldDashes() {
        instance.bucket.publish("my-app", "v1", scratch.resolve("trees/myapp-v1"));
        instance.bucket.promote("my-app", "testing", "v1");

        RunReport report =
                instance.deployer()
                        .deploy(
                                new Deployer.Request(
                                        new Role(
                                                new ArtifactName("my-app"),
                                                new ChannelName("testing")),
                                        Optional.empty(),
                                        false,
                                        false));

        assertThat(report.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(instance.link("my-app/current")).isEqualTo("releases/v1");
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

        assertThat(second.exitCode()).isEqualTo(ExitCode.LOCKED.code());
        assertThat(second.error()).contains("pid 1, deploy myapp testing, since ");
        assertThat(instance.links()).isEqualTo(before);
        assertThat(Status.of(instance.files, instance.layout).lockedBy().orElseThrow())
                .startsWith("pid 1, deploy myapp testing");
        goOn.countDown();
        first.join();
        assertThat(Status.of(instance.files, instance.layout).lockedBy()).isEmpty();
    }
}
