package io.pulldeploy.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.model.ExitCode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Deploys whose hooks look around, fail, hang and destroy. */
class HookedDeployTest {
    private static final String SHELL = "#!/bin/sh\n";

    @TempDir(factory = FastDisk.class)
    private Path scratch;

    private Instance instance;

    @BeforeEach
    void anInstance() {
        instance = new Instance(scratch).withFirstVersions();
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

        assertThat(report.exitCode()).hasValue(ExitCode.HOOK_FAILED.code());
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

        assertThat(report.exitCode()).hasValue(ExitCode.STATE_FAILED.code());
        assertThat(report.failedStep()).hasValue("highstate");
        assertThat(report.error()).contains("1 of 1 states failed", "nginx: No such package");
        assertThat(instance.links()).isEqualTo("current=none next=none previous=none base=none");
        assertThat(instance.states.ran).as("never registered").containsExactly("highstate");
    }

    @Test
    void aFailingPostHookLeavesTheReleaseAndDoesNotRegister() {
        instance.deploy();
        instance.publish("v2", Map.of("hooks/post-release.d/10-warm", SHELL + "exit 1\n"));
        instance.bucket.promote("myapp", "testing", "v2");

        RunReport report = instance.deploy(Optional.empty(), true);

        assertThat(report.exitCode()).hasValue(ExitCode.HOOK_FAILED.code());
        assertThat(report.flipped()).isTrue();
        assertThat(report.error()).contains("post-release hook 10-warm", "it printed nothing");
        assertThat(instance.link("myapp/current")).isEqualTo("releases/v2");
        assertThat(instance.states.ran).doesNotContain("elb.register");
    }

    @Test
    void aHookThatHangsIsEndedWithItsChildren() {
        instance.hookLimit = Duration.ofMillis(300);
        instance.publish(
                "v2", Map.of("hooks/pre-release.d/hang", SHELL + "sleep 60 &\nsleep 60\n"));

        RunReport report = instance.deploy(Optional.of("v2"), false);

        assertThat(report.exitCode()).hasValue(ExitCode.HOOK_FAILED.code());
        assertThat(report.error()).contains("ran longer than 0 s");
    }

    @Test
    void aHookUserWhoIsNotThereIsTheConfigurationsMistake() {
        instance.hookUser = Optional.of("nobody-of-that-name");
        instance.publish("v2", Map.of("hooks/pre-release.d/one", SHELL + "true\n"));

        RunReport report = instance.deploy(Optional.of("v2"), false);

        assertThat(report.exitCode()).hasValue(ExitCode.CONFIGURATION.code());
        assertThat(report.error())
                .isEqualTo(
                        "hooks cannot run as pulldeploy.hooks.user says: User 'nobody-of-that-name' is"
                                + " not available");
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
}
