package io.pulldeploy.aws;

import io.pulldeploy.AwsFixture;
import io.pulldeploy.MotoServer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

import software.amazon.awssdk.services.elasticloadbalancing.model.Listener;

import java.time.Clock;
import java.util.Random;

/** Holds the adapter to the contract against moto. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClassicLoadBalancersIT extends ClassicLoadBalancersContract {
    private MotoServer moto;
    private AwsClients clients;

    @BeforeAll
    void start() {
        moto = MotoServer.start();
        clients = new AwsClients(AwsFixture.settings(moto));
    }

    @AfterAll
    void stop() {
        moto.close();
    }

    @BeforeEach
    void create() {
        moto.reset();
        clients.elb()
                .createLoadBalancer(b ->
                        b.loadBalancerName(NAME)
                                .availabilityZones("us-east-1a")
                                .listeners(
                                        Listener.builder()
                                                .protocol("HTTP")
                                                .loadBalancerPort(80)
                                                .instancePort(80)
                                                .build()));
    }

    @Override
    ClassicLoadBalancers balancers() {
        return new SdkClassicLoadBalancers(
                clients, new AwsCalls(Clock.systemUTC(), _ -> {}, new Random(1)));
    }

    @Override
    String instance() {
        return clients.ec2()
                .runInstances(b -> b.imageId("ami-12c6146b").minCount(1).maxCount(1))
                .instances()
                .getFirst()
                .instanceId();
    }
}
