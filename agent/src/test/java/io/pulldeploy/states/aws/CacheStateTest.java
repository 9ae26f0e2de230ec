package io.pulldeploy.states.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.aws.FakeAws;
import io.pulldeploy.render.yaml.YamlLoader;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;

class CacheStateTest {
    private static final String CLUSTER =
            "{name: cache, engine: redis, cache_node_type: cache.t2.small, num_cache_nodes: 1,"
                    + " engine_version: '6.2', wait: true}";

    private final FakeAws aws = new FakeAws();
    private final AwsStateHarness harness =
            new AwsStateHarness(
                    aws,
                    aws::mutations,
                    List.of(
                            c -> new CacheState(c).functions(),
                            c -> new AwsNamedCacheState(c).functions()));

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

    @Test
    void boto3sNamesAreAwsOwn() {
        aws.networks().addSubnet("subnet-1", "one", "vpc-1");
        aws.securityGroups().create("base", "d", Optional.empty());
        harness.converges(
                "boto3_elasticache.cache_subnet_group_present",
                "{name: net, subnets: [one], CacheSubnetGroupDescription: d}");
        String cluster =
                "{name: c, Engine: redis, CacheNodeType: cache.t3.small, NumCacheNodes: 1,"
                        + " CacheSubnetGroupName: net, security_groups: [base],"
                        + " SnapshotRetentionLimit: %d, AuthToken: 0123456789abcdefgh}";
        var made =
                harness.converges("boto3_elasticache.cache_cluster_present", cluster.formatted(1));
        assertThat(made.comment()).isEqualTo("Cache cluster c was created.");
        assertThat(made.changes().toString()).doesNotContain("0123456789");
        harness.converges("boto3_elasticache.cache_cluster_present", cluster.formatted(2));
        harness.converges("boto3_elasticache.cache_cluster_absent", "{name: c}");
        harness.converges("boto3_elasticache.cache_subnet_group_absent", "{name: net}");

        String group =
                "{name: g, ReplicationGroupDescription: d, CacheNodeType: cache.t3.small,"
                        + " NumCacheClusters: 2, AutomaticFailoverEnabled: %s}";
        harness.converges("boto3_elasticache.replication_group_present", group.formatted(true));
        harness.converges("boto3_elasticache.replication_group_present", group.formatted(false));
        harness.converges("boto3_elasticache.replication_group_absent", "{name: g}");
    }

    /** Each property that AWS can change, changed behind our back. */
    @ParameterizedTest
    @CsvSource({
        "CacheNodeType, cache.t3.large",
        "EngineVersion, 7.1",
        "PreferredMaintenanceWindow, mon:01:00-mon:02:00",
        "AutoMinorVersionUpgrade, true"
    })
    void driftIsRepaired(String property, String value) {
        String cluster =
                "{name: c, engine: redis, cache_node_type: cache.t3.small, num_cache_nodes: 1,"
                        + " engine_version: '6.2', auto_minor_version_upgrade: false,"
                        + " preferred_maintenance_window: 'sun:01:00-sun:02:00'}";
        harness.converges("boto_elasticache.present", cluster);
        aws.cacheClusters()
                .modifyCluster(
                        Map.of(
                                "CacheClusterId",
                                "c",
                                property,
                                YamlLoader.load(value, YamlLoader.TEXT)));
        int before = aws.mutations().size();
        assertThat(harness.test("boto_elasticache.present", cluster).changes().get("new"))
                .asString()
                .startsWith("{" + property + "=");
        harness.converges("boto_elasticache.present", cluster);
        assertThat(aws.mutations().subList(before, aws.mutations().size()))
                .containsExactly("elasticache:ModifyCacheCluster");
    }
}
