package io.pulldeploy.aws;

import io.pulldeploy.AwsFixture;
import io.pulldeploy.MotoServer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Subnet;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Holds the SDK's adapters to the contract against moto. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SdkAccountIT extends AwsAccountContract {
    private MotoServer moto;
    private AwsClients clients;
    private AwsAccount account;

    @BeforeAll
    void start() {
        moto = MotoServer.start();
        clients = new AwsClients(AwsFixture.settings(moto));
        account =
                new SdkAccounts(clients, Clock.systemUTC(), new SplittableRandom(1))
                        .at(clients.settings());
    }

    @AfterAll
    void stop() {
        moto.close();
    }

    @Override
    AwsAccount account() {
        return account;
    }

    /** Of the network that every account has. */
    @Override
    List<String> subnets() {
        return clients.ec2().describeSubnets().subnets().stream()
                .filter(Subnet::defaultForAz)
                .map(Subnet::subnetId)
                .limit(2)
                .toList();
    }

    /** moto describes a launch template with the tags that it was made with, whatever came then. */
    @Override
    Map<String, String> tagsOf(LaunchTemplates.Template template) {
        Map<String, String> tags = new LinkedHashMap<>();
        Filter ours = Filter.builder().name("resource-id").values(template.id()).build();
        clients.ec2()
                .describeTags(r -> r.filters(ours))
                .tags()
                .forEach(t -> tags.put(t.key(), t.value()));
        return tags;
    }
}
