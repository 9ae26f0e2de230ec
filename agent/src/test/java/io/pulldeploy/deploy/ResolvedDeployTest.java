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
import java.util.Map;
import java.util.Optional;

/** Deploys of what the bucket says, and of what it had better not say. */
class ResolvedDeployTest {
    @TempDir(factory = FastDisk.class)
    private Path scratch;

    private Instance instance;

    @BeforeEach
    void anInstance() {
        instance = new Instance(scratch).withFirstVersions();
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

        assertThat(report.exitCode()).hasValue(ExitCode.REFUSED.code());
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

        assertThat(report.exitCode()).hasValue(ExitCode.REFUSED.code());
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

        assertThat(report.exitCode()).hasValue(ExitCode.UNAVAILABLE.code());
        assertThat(report.error()).contains("no channel tseting", "there are: testing");
    }

    @Test
    void aHaltStopsNewDeploysAndSaysWhy() {
        instance.bucket.store.replace(
                "deploy/myapp/halt.json",
                "{\"reason\": \"migration\", \"by\": \"ops\"}".getBytes(UTF_8));

        RunReport report = instance.deploy();

        assertThat(report.exitCode()).hasValue(ExitCode.LOCKED.code());
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

        assertThat(report.exitCode()).hasValue(ExitCode.REFUSED.code());
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
}
