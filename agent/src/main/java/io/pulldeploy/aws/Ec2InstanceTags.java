package io.pulldeploy.aws;

import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.TagDescription;

import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * {@link InstanceTags} by {@code ec2:DescribeTags}, which a whole fleet that boots asks at once.
 */
public final class Ec2InstanceTags implements InstanceTags {
    private final AwsClients clients;
    private final AwsCalls calls;

    public Ec2InstanceTags(AwsClients clients, Clock clock, RandomGenerator random) {
        this.clients = clients;
        this.calls = new AwsCalls(clock, new SleepingPause(), random);
    }

    @Override
    public Map<String, String> of(String instanceId) {
        return calls.call(
                "ec2:DescribeTags",
                instanceId,
                () -> {
                    Map<String, String> tags = new TreeMap<>();
                    clients.ec2()
                            .describeTagsPaginator(b -> b.filters(byInstance(instanceId)))
                            .tags()
                            .forEach((TagDescription t) -> tags.put(t.key(), t.value()));
                    return tags;
                });
    }

    private static Filter byInstance(String instanceId) {
        return Filter.builder().name("resource-id").values(instanceId).build();
    }
}
