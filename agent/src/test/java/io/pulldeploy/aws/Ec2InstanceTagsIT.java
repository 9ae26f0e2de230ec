package io.pulldeploy.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.AwsFixture;
import io.pulldeploy.MotoServer;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

import java.time.Clock;
import java.util.Map;
import java.util.Random;

/** Reads tags from moto, beside those of another instance. */
class Ec2InstanceTagsIT {
    @Test
    void readsTheTagsOfOneInstance() {
        try (MotoServer moto = MotoServer.start()) {
            AwsClients clients = new AwsClients(AwsFixture.settings(moto));
            String mine = instance(clients, "mine");
            instance(clients, "another");

            assertThat(new Ec2InstanceTags(clients, Clock.systemUTC(), new Random(1)).of(mine))
                    .isEqualTo(Map.of("Name", "mine"));
        }
    }

    private static String instance(AwsClients clients, String name) {
        TagSpecification tags =
                TagSpecification.builder()
                        .resourceType(ResourceType.INSTANCE)
                        .tags(Tag.builder().key("Name").value(name).build())
                        .build();
        RunInstancesRequest request =
                RunInstancesRequest.builder()
                        .imageId("ami-12c6146b")
                        .minCount(1)
                        .maxCount(1)
                        .tagSpecifications(tags)
                        .build();
        return clients.ec2().runInstances(request).instances().getFirst().instanceId();
    }
}
