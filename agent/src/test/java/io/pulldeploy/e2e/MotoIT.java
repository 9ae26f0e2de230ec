package io.pulldeploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulldeploy.AwsFixture;
import io.pulldeploy.MotoServer;
import io.pulldeploy.aws.AwsClients;
import io.pulldeploy.aws.Ec2InstanceTags;
import io.pulldeploy.aws.MotoAccount;
import io.pulldeploy.aws.ObjectStore;
import io.pulldeploy.aws.ObjectStore.Condition;
import io.pulldeploy.aws.ObjectStore.Content;
import io.pulldeploy.aws.S3ObjectStore;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.simulation.PolicyFront;
import io.pulldeploy.simulation.RolePolicy;
import io.pulldeploy.simulation.SimulatedAws;
import io.pulldeploy.simulation.SimulatedInstance;
import io.pulldeploy.system.FileTree;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** The one-liner against an AWS that others wrote, with our metadata service before it. */
class MotoIT {
    @TempDir Path scratch;
    private MotoServer moto;
    private MotoAccount account;

    @BeforeEach
    void start() {
        moto = MotoServer.start();
        account = new MotoAccount(moto);
        account.bucket(AwsFixture.BUCKET);
    }

    @AfterEach
    void stop() {
        moto.close();
    }

    /** Moto knows no load balancers in policies, so that a front enforces the role's. */
    @Test
    void bootsJoinsAndLeavesWithExactlyThePolicy() {
        account.loadBalancer(AwsFixture.GROUP);
        account.loadBalancer("other-testing-useast1");
        SimulatedInstance self =
                SimulatedInstance.ofGroup(AwsFixture.GROUP, account.groupOfOne(AwsFixture.GROUP));
        try (SimulatedAws metadata = metadata(self);
                PolicyFront front =
                        new PolicyFront(
                                moto.endpoint(),
                                RolePolicy.ofInstance(AwsFixture.BUCKET, "myapp", AwsFixture.GROUP),
                                self,
                                scratch.resolve("front"))) {
            Map<String, String> environment = new LinkedHashMap<>();
            environment.put("AWS_ENDPOINT_URL", front.endpoint().toString());
            environment.put("AWS_REGION", AwsFixture.REGION);
            environment.put(
                    "AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.metadataEndpoint().toString());
            Instance instance = instance(environment);

            Agent.Run deploy = instance.deploy("myapp", "testing");
            assertThat(deploy.exitCode()).as(deploy.text()).isZero();
            assertThat(Instance.read(instance.out("myapp.conf")))
                    .as("the group's tag names the service")
                    .startsWith("service myapp\n");

            Agent.Run register = instance.call("state.sls", "elb.register");
            assertThat(register.exitCode()).as(register.text()).isZero();
            assertThat(account.registered(AwsFixture.GROUP)).containsExactly(self.id());

            Agent.Run other = instance.deploy("other", "testing");
            assertThat(other.exitCode()).as(other.text()).isEqualTo(ExitCode.NO_PERMISSION.code());
            assertThat(other.errors()).contains("not allowed: s3:ListBucket");

            Agent.Run foreign =
                    instance.call(
                            "state.single",
                            "boto_elb.register_instances",
                            "name=other-testing-useast1",
                            "instances=[" + self.id() + "]");
            assertThat(foreign.exitCode())
                    .as(foreign.text())
                    .isEqualTo(ExitCode.STATE_FAILED.code());
            assertThat(foreign.text()).contains("not allowed");
            assertThat(account.registered("other-testing-useast1")).isEmpty();

            Agent.Run deregister = instance.call("state.sls", "elb.deregister");
            assertThat(deregister.exitCode()).as(deregister.text()).isZero();
            assertThat(account.registered(AwsFixture.GROUP)).isEmpty();
        }
    }

    @Test
    void whoMayLookRegistersOnce() {
        account.loadBalancer(AwsFixture.GROUP);
        SimulatedInstance self =
                SimulatedInstance.ofGroup(AwsFixture.GROUP, account.groupOfOne(AwsFixture.GROUP));
        try (SimulatedAws metadata = metadata(self)) {
            Map<String, String> environment =
                    new LinkedHashMap<>(AwsFixture.environment(AwsFixture.settings(moto)));
            environment.put(
                    "AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.metadataEndpoint().toString());
            Instance instance = instance(environment);
            assertThat(instance.deploy("myapp", "testing").exitCode()).isZero();

            assertThat(instance.call("state.sls", "elb.register").exitCode()).isZero();
            Agent.Run again = instance.call("--out", "json", "state.sls", "elb.register");

            assertThat(again.exitCode()).as(again.text()).isZero();
            assertThat(again.output()).contains("already exist");
        }
    }

    private SimulatedAws metadata(SimulatedInstance self) {
        return new SimulatedAws(
                self,
                new FileTree(),
                scratch.resolve("metadata"),
                Clock.systemUTC(),
                Duration.ZERO);
    }

    private Instance instance(Map<String, String> environment) {
        Instance instance =
                new Instance(
                        scratch.resolve("instance"),
                        "ip-10-0-0-1",
                        AwsFixture.settings(moto),
                        environment);
        instance.offer("base", "default", Artifacts.base(scratch.resolve("base")));
        Tree service = Artifacts.service(scratch.resolve("service"));
        instance.offer("myapp", "testing", service);
        instance.offer("other", "testing", service);
        return instance;
    }

    /**
     * As much of the policy as moto can enforce: it knows no load balancers in policies, and takes
     * the signature of a listing whose prefix holds a slash for a wrong one.
     */
    @Test
    void theRoleReadsItsOwnArtifactsAlone() throws Exception {
        ObjectStore all = account.objects(AwsFixture.BUCKET);
        for (String name : new String[] {"myapp", "base", "other"}) {
            all.put("deploy/" + name + "/x", new Content.Text(name), new Condition.Always());
        }
        String mine = all.find("deploy/myapp/x").orElseThrow().etag();
        String base = all.find("deploy/base/x").orElseThrow().etag();
        String other = all.find("deploy/other/x").orElseThrow().etag();
        AwsClients role =
                new AwsClients(
                        account.session(
                                "instance",
                                """
                                {"Version": "2012-10-17", "Statement": [
                                  {"Action": ["s3:Head*", "s3:Get*"], "Effect": "Allow",
                                   "Resource": ["arn:aws:s3:::bootstrap/deploy/myapp/*", "arn:aws:s3:::bootstrap/deploy/base/*"]},
                                  {"Action": ["ec2:DescribeTags"], "Effect": "Allow", "Resource": ["*"]}]}
                                """));
        moto.enforcePolicies();
        ObjectStore store =
                new S3ObjectStore(role, AwsFixture.BUCKET, Clock.systemUTC(), new Random());

        assertThat(read(store, "deploy/myapp/x", mine)).isEqualTo("myapp");
        assertThat(read(store, "deploy/base/x", base)).isEqualTo("base");
        assertThatThrownBy(() -> store.open("deploy/other/x", other, 0))
                .isInstanceOfSatisfying(
                        Failure.class,
                        f -> assertThat(f.exitCode()).isEqualTo(ExitCode.NO_PERMISSION))
                .hasMessageContaining("not allowed: s3:GetObject on s3://bootstrap/deploy/other/x");
        assertThat(new Ec2InstanceTags(role, Clock.systemUTC(), new Random(1)).of("i-1")).isEmpty();
    }

    private static String read(ObjectStore store, String key, String etag) throws Exception {
        try (InputStream in = store.open(key, etag, 0).orElseThrow()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
