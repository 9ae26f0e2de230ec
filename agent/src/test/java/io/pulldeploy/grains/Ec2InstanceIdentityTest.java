package io.pulldeploy.grains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulldeploy.AwsFixture;
import io.pulldeploy.aws.AwsClients;
import io.pulldeploy.aws.Ec2InstanceTags;
import io.pulldeploy.aws.HttpInstanceMetadata;
import io.pulldeploy.aws.MetadataSettings;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.simulation.SimulatedAws;
import io.pulldeploy.simulation.SimulatedInstance;
import io.pulldeploy.system.FileTree;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Random;

class Ec2InstanceIdentityTest {
    private static final Path CACHE = Path.of("/var/lib/pulldeploy/identity");

    @TempDir Path root;
    private FileTree machine;
    private SimulatedAws aws;

    @BeforeEach
    void start() {
        machine = new FileTree(root.resolve("machine"));
        machine.makeDirectories(Path.of("/proc/sys/kernel/random"));
        boot("first");
        aws = AwsFixture.simulation(root.resolve("aws"), Clock.systemUTC(), Duration.ZERO);
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void readsMetadataAndTags() {
        InstanceIdentity identity = identity();

        assertThat(identity.instanceId()).hasValue("i-0123456789abcdef0");
        assertThat(identity.availabilityZone()).hasValue("us-east-1a");
        assertThat(identity.region()).hasValue("us-east-1");
        assertThat(identity.autoScalingGroup()).hasValue("myapp-testing-useast1");
        assertThat(aws.calls()).contains("ec2:DescribeTags /");
    }

    @Test
    void tagsInTheMetadataCostNoCall() {
        aws.close();
        aws =
                new SimulatedAws(
                        SimulatedInstance.ofGroup("my-app-testing-useast1", "i-1")
                                .withTagsInMetadata(),
                        new FileTree(),
                        root.resolve("aws"),
                        Clock.systemUTC(),
                        Duration.ZERO);

        assertThat(identity().autoScalingGroup()).hasValue("my-app-testing-useast1");
        assertThat(aws.calls()).doesNotContain("ec2:DescribeTags /");
    }

    @Test
    void anAnswerIsKeptForThisBootAlone() {
        assertThat(identity().autoScalingGroup()).isPresent();
        int asked = aws.calls().size();

        assertThat(identity().autoScalingGroup()).hasValue("myapp-testing-useast1");
        assertThat(aws.calls()).as("the cache answers").hasSize(asked);

        boot("second");
        assertThat(identity().autoScalingGroup()).isPresent();
        assertThat(aws.calls()).as("another boot asks anew").hasSizeGreaterThan(asked);
    }

    @Test
    void aRefusalIsAFailureNotANameless() {
        aws.deny("ec2:DescribeTags");

        assertThatThrownBy(() -> identity().autoScalingGroup())
                .isInstanceOfSatisfying(
                        Failure.class,
                        f -> assertThat(f.exitCode()).isEqualTo(ExitCode.NO_PERMISSION))
                .hasMessageContaining("ec2:DescribeTags on i-0123456789abcdef0");
    }

    @Test
    void whereNothingSpeaksOfEc2NothingIsAsked() {
        InstanceIdentity identity = identity(MetadataSettings.of(Map.of()));

        assertThat(identity.instanceId()).isEmpty();
        assertThat(identity.autoScalingGroup()).isEmpty();
        assertThat(aws.calls()).isEmpty();
    }

    private void boot(String id) {
        machine.write(Path.of("/proc/sys/kernel/random/boot_id"), id + "\n");
    }

    private InstanceIdentity identity() {
        return identity(MetadataSettings.of(aws.environment()));
    }

    private InstanceIdentity identity(MetadataSettings settings) {
        return new Ec2InstanceIdentity(
                new HttpInstanceMetadata(settings),
                new Ec2InstanceTags(
                        new AwsClients(AwsFixture.settings(aws)), Clock.systemUTC(), new Random(1)),
                settings,
                machine,
                machine,
                CACHE);
    }
}
