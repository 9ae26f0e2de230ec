package io.pulldeploy.aws;

import io.pulldeploy.AwsFixture;
import io.pulldeploy.MotoServer;

import software.amazon.awssdk.services.elasticloadbalancing.model.Listener;
import software.amazon.awssdk.services.sts.model.Credentials;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** What an instance finds in its account, made in moto. */
public final class MotoAccount {
    private final MotoServer moto;
    private final AwsClients clients;

    public MotoAccount(MotoServer moto) {
        this.moto = moto;
        this.clients = new AwsClients(AwsFixture.settings(moto));
    }

    public void bucket(String name) {
        clients.s3().createBucket(b -> b.bucket(name));
    }

    public ObjectStore objects(String bucket) {
        return new S3ObjectStore(clients, bucket, Clock.systemUTC(), new Random());
    }

    public void loadBalancer(String name) {
        Listener listener =
                Listener.builder().protocol("HTTP").loadBalancerPort(80).instancePort(80).build();
        clients.elb()
                .createLoadBalancer(b ->
                        b.loadBalancerName(name)
                                .availabilityZones("us-east-1a")
                                .listeners(listener));
    }

    /**
     * An Auto Scaling group of one.
     *
     * @return the instance's id
     */
    public String groupOfOne(String name) {
        clients.autoScaling()
                .createLaunchConfiguration(b ->
                        b.launchConfigurationName(name)
                                .imageId("ami-12c6146b")
                                .instanceType("t3.micro"));
        clients.autoScaling()
                .createAutoScalingGroup(b ->
                        b.autoScalingGroupName(name)
                                .launchConfigurationName(name)
                                .availabilityZones("us-east-1a")
                                .minSize(1)
                                .maxSize(1));
        return clients.autoScaling()
                .describeAutoScalingGroups(b -> b.autoScalingGroupNames(name))
                .autoScalingGroups()
                .getFirst()
                .instances()
                .getFirst()
                .instanceId();
    }

    /** Who is behind a load balancer. */
    public List<String> registered(String loadBalancer) {
        return new SdkAccounts(clients, Clock.systemUTC(), new Random(1))
                        .at(AwsSettings.STANDARD)
                        .classicLoadBalancers()
                        .health(loadBalancer, List.of())
                        .stream()
                        .map(ClassicLoadBalancers.Health::instanceId)
                        .toList();
    }

    /**
     * A session of a new role, as an instance has one.
     *
     * @param policy its policy document
     */
    public AwsSettings session(String role, String policy) {
        String arn =
                clients.iam()
                        .createRole(b -> b.roleName(role).assumeRolePolicyDocument("{}"))
                        .role()
                        .arn();
        clients.iam()
                .putRolePolicy(
                        b -> b.roleName(role).policyName("bootstrap").policyDocument(policy));
        Credentials keys =
                clients.sts()
                        .assumeRole(b -> b.roleArn(arn).roleSessionName("session"))
                        .credentials();
        return AwsFixture.settings(moto)
                .with(
                        new AwsSettings.Credentials(
                                keys.accessKeyId(),
                                keys.secretAccessKey(),
                                Optional.of(keys.sessionToken())));
    }
}
