package io.pulldeploy.states.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.aws.FakeAws;

import org.junit.jupiter.api.Test;

import java.util.List;

class CacheStateTest {
    private static final String CLUSTER =
            "{name: cache, engine: redis, cache_node_type: cache.t2.small, num_cache_nodes: 1,"
                    + " engine_version: '6.2', wait: true}";

    private final FakeAws aws = new FakeAws();
    private final AwsStateHarness harness =
            new AwsStateHarness(aws, aws::mutations, List.of(c -> new CacheState(c).functions()));

    @Test
    void aClusterIsMadeChangedAndRemoved() {
        harness.converges("boto_elasticache.present", CLUSTER);
        var done =
                harness.converges(
                        "boto_elasticache.present", CLUSTER.replace("t2.small", "t2.large"));
        assertThat(done.comment()).isEqualTo("Cache cluster cache modified.");
        harness.converges("boto_elasticache.absent", "{name: cache}");
    }

    @Test
    void whatCannotChangeIsRefused() {
        harness.converges("boto_elasticache.present", CLUSTER);
        assertThat(
                        harness.refuses(
                                "boto_elasticache.present", CLUSTER.replace("redis", "memcached")))
                .contains("exists with another Engine ([redis]), which AWS cannot change");
    }

    @Test
    void replicationAndSubnetGroups() {
        aws.networks().addSubnet("subnet-1", "one", "vpc-1");
        aws.networks().addSubnet("subnet-2", "two", "vpc-1");
        harness.converges(
                "boto_elasticache.subnet_group_present", "{name: net, subnet_names: [one]}");
        harness.converges(
                "boto_elasticache.subnet_group_present", "{name: net, subnet_names: [two, one]}");
        harness.converges("boto_elasticache.subnet_group_absent", "{name: net}");
        harness.converges(
                "boto_elasticache.creategroup",
                "{name: g, primary_cluster_id: cache, replication_group_description: d}");
        harness.converges("boto_elasticache.replication_group_absent", "{name: g}");
    }

    @Test
    void aSmallerClusterLosesItsLastNodes() {
        String nodes = "{name: many, engine: memcached, num_cache_nodes: %d}";
        harness.converges("boto_elasticache.present", nodes.formatted(3));
        harness.converges("boto_elasticache.present", nodes.formatted(1));
        assertThat(aws.cacheClusters().cluster("many").orElseThrow())
                .containsEntry("CacheNodeIdsToRemove", List.of("0002", "0003"));
    }

    @Test
    void whatAwsNoLongerHasIsRefusedByName() {
        assertThat(
                        harness.refuses(
                                "boto_elasticache.present",
                                CLUSTER.replace("}", ", cache_security_group_names: [default]}")))
                .contains("'cache_security_group_names'")
                .contains("give security_group_ids");
    }

    @Test
    void tagsOfASubnetGroupFollow() {
        aws.networks().addSubnet("subnet-1", "one", "vpc-1");
        String group = "{name: net, subnet_ids: [subnet-1], tags: {a: '%s'}}";
        harness.converges("boto_elasticache.subnet_group_present", group.formatted("1"));
        harness.converges("boto_elasticache.subnet_group_present", group.formatted("2"));
    }
}
