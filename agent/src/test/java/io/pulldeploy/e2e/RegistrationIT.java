package io.pulldeploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.AwsFixture;
import io.pulldeploy.aws.AwsSettings;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.simulation.RolePolicy;
import io.pulldeploy.simulation.SimulatedAws;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The one-liner with exactly the policy of the post, and the same for the base. */
class RegistrationIT {
    @TempDir Path scratch;
    private SimulatedAws aws;
    private Instance instance;

    @BeforeEach
    void start() {
        aws =
                AwsFixture.simulation(scratch.resolve("aws"), Clock.systemUTC(), Duration.ZERO)
                        .withLoadBalancer("other-testing-useast1")
                        .enforcing(
                                RolePolicy.ofInstance(
                                        AwsFixture.BUCKET, "myapp", AwsFixture.GROUP));
        AwsSettings engineer =
                AwsFixture.settings(aws)
                        .with(
                                new AwsSettings.Credentials(
                                        SimulatedAws.ADMINISTRATOR,
                                        SimulatedAws.SECRET_KEY,
                                        Optional.empty()));
        // Its own name says nothing, so that the group's tag has to.
        instance = new Instance(scratch.resolve("instance"), "ip-10-0-0-1", engineer, asInstance());
        instance.offer("base", "default", Artifacts.base(scratch.resolve("base")));
        Tree service = Artifacts.service(scratch.resolve("service"));
        instance.offer("myapp", "testing", service);
        instance.offer("other", "testing", service);
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void bootsJoinsAndLeaves() {
        Agent.Run deploy = instance.deploy("myapp", "testing");
        assertThat(deploy.exitCode()).as(deploy.text()).isZero();
        assertThat(Instance.read(instance.out("myapp.conf"))).startsWith("service myapp\n");

        Agent.Run register = instance.call("--out", "json", "state.sls", "elb.register");
        assertThat(register.exitCode()).as(register.text()).isZero();
        assertThat(register.output())
                .contains("elasticloadbalancing:DescribeInstanceHealth is not allowed");
        assertThat(aws.registered(AwsFixture.GROUP)).containsExactly(AwsFixture.INSTANCE);

        Agent.Run deregister = instance.call("state.sls", "elb.deregister");
        assertThat(deregister.exitCode()).as(deregister.text()).isZero();
        assertThat(aws.registered(AwsFixture.GROUP)).isEmpty();
    }

    @Test
    void anotherServicesArtifactsAreDeniedAndNamed() {
        Agent.Run run = instance.deploy("other", "testing");

        assertThat(run.exitCode()).as(run.text()).isEqualTo(ExitCode.NO_PERMISSION.code());
        assertThat(run.errors())
                .contains("not allowed: s3:ListBucket on s3://bootstrap/deploy/other/");
    }

    @Test
    void anotherLoadBalancerIsDeniedAndNamed() {
        assertThat(instance.deploy("myapp", "testing").exitCode()).isZero();

        Agent.Run run =
                instance.call(
                        "state.single",
                        "boto_elb.register_instances",
                        "name=other-testing-useast1",
                        "instances=[" + AwsFixture.INSTANCE + "]");

        assertThat(run.exitCode()).as(run.text()).isEqualTo(ExitCode.STATE_FAILED.code());
        assertThat(run.text())
                .contains(
                        "elasticloadbalancing:RegisterInstancesWithLoadBalancer on"
                                + " other-testing-useast1");
        assertThat(aws.registered("other-testing-useast1")).isEmpty();
    }

    /** Without keys of its own: it takes its role's from the metadata service. */
    private Map<String, String> asInstance() {
        Map<String, String> environment = new LinkedHashMap<>(aws.environment());
        environment.keySet().removeIf(k -> k.contains("KEY") || k.contains("TOKEN"));
        return environment;
    }
}
