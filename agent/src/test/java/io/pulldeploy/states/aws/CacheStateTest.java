package io.pulldeploy.states.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.aws.FakeAws;
import io.pulldeploy.render.yaml.YamlLoader;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.LinkedHashMap;
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
                .isEqualTo(
                        "Cache cluster cache exists, and after creation AWS cannot change Engine (is"
                                + " redis, not memcached): remove it first, or give it another"
                                + " name.");
        assertThat(
                        harness.refuses(
                                "boto_elasticache.present",
                                CLUSTER.replace("}", ", replication_group_id: g}")))
                .contains("ReplicationGroupId (is not set, not g)");
    }

    /** What AWS decides for good when it makes a replication group. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Port: 6380 | Port: 6381 | Port (is 6380, not 6381): remove it first, or give it another name
                    CacheSubnetGroupName: one | CacheSubnetGroupName: two | CacheSubnetGroupName (is one, not two)
                    NumCacheClusters: 2 | NumCacheClusters: 3 | increase-replica-count
                    NumNodeGroups: 1 | NumNodeGroups: 2 | modify-replication-group-shard-configuration
                    ReplicasPerNodeGroup: 1 | ReplicasPerNodeGroup: 2 | increase-replica-count
                    AuthToken: '' | AuthToken: ATokenThatIsSecret | AuthToken (is none, not (not shown))
                    """)
    void whatAReplicationGroupCannotChangeIsRefused(String is, String wanted, String said) {
        String group = "{name: g, ReplicationGroupDescription: d, %s}";
        String made = is.startsWith("Num") ? is : is + ", NumCacheClusters: 2";
        harness.converges(
                "boto3_elasticache.replication_group_present",
                group.formatted(is.startsWith("Auth") ? "NumCacheClusters: 2" : made));
        assertThat(
                        harness.refuses(
                                "boto3_elasticache.replication_group_present",
                                group.formatted(made.replace(is, wanted))))
                .startsWith("Replication group g exists, and after creation AWS cannot change ")
                .contains(said)
                .doesNotContain("ATokenThatIsSecret");
    }

    /** AWS refuses to be told of it when it makes a cluster. */
    @Test
    void aTopicsStatusIsSaidOnceTheClusterIsThere() {
        harness.converges(
                "boto3_elasticache.cache_cluster_present",
                "{name: c, Engine: redis, NotificationTopicArn: 'arn:t',"
                        + " NotificationTopicStatus: inactive}");
        assertThat(aws.mutations())
                .containsExactly(
                        "elasticache:CreateCacheCluster", "elasticache:ModifyCacheCluster");
    }

    @ParameterizedTest
    @CsvSource({
        "boto3_elasticache.cache_cluster_present, Engine: redis",
        "boto3_elasticache.replication_group_present, ReplicationGroupDescription: d"
    })
    void tagsUnderAwsOwnNamesFollow(String state, String needed) {
        String tagged = "{name: c, " + needed + ", Tags: [{Key: team, Value: '%s'}]}";
        harness.converges(state, tagged.formatted("one"));
        harness.converges(state, tagged.formatted("two"));
        assertThat(aws.mutations()).endsWith("elasticache:AddTagsToResource");
        assertThat(harness.refuses(state, "{name: c, " + needed + ", Tags: [{Kay: team}]}"))
                .contains("'Tags[0]' has no 'Kay'; did you mean Key?");
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
        "CacheParameterGroupName, other",
        "NotificationTopicArn, \"\"",
        "AutoMinorVersionUpgrade, true"
    })
    void driftIsRepaired(String property, String value) {
        String cluster =
                "{name: c, engine: redis, cache_node_type: cache.t3.small, num_cache_nodes: 1,"
                        + " engine_version: '6.2', auto_minor_version_upgrade: false,"
                        + " cache_parameter_group_name: ours, notification_topic_arn: 'arn:t',"
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

    /** Each property of a replication group that AWS can change, changed behind our back. */
    @ParameterizedTest
    @CsvSource({
        "ReplicationGroupDescription, other",
        "PrimaryClusterId, g-002",
        "SnapshottingClusterId, g-001",
        "AutomaticFailoverEnabled, true",
        "MultiAZEnabled, true",
        "Engine, redis",
        "CacheNodeType, cache.t3.large",
        "SnapshotRetentionLimit, 9",
        "SnapshotWindow, 03:00-04:00",
        "EngineVersion, 7.1",
        "CacheParameterGroupName, other",
        "SecurityGroupIds, [sg-other]",
        "PreferredMaintenanceWindow, mon:01:00-mon:02:00",
        "NotificationTopicArn, \"\"",
        "NotificationTopicStatus, inactive",
        "AutoMinorVersionUpgrade, true"
    })
    void driftOfAReplicationGroupIsRepaired(String property, String value) {
        aws.securityGroups().create("base", "d", Optional.empty());
        String group =
                "{name: g, ReplicationGroupDescription: d, NumCacheClusters: 2,"
                        + " PrimaryClusterId: g-001, SnapshottingClusterId: g-002,"
                        + " AutomaticFailoverEnabled: false, MultiAZEnabled: false, Engine: valkey,"
                        + " CacheNodeType: cache.t3.small, SnapshotRetentionLimit: 1,"
                        + " SnapshotWindow: '01:00-02:00', EngineVersion: '7.2',"
                        + " CacheParameterGroupName: ours, security_groups: [base],"
                        + " PreferredMaintenanceWindow: 'sun:01:00-sun:02:00',"
                        + " NotificationTopicArn: 'arn:t', NotificationTopicStatus: active,"
                        + " AutoMinorVersionUpgrade: false}";
        harness.converges("boto3_elasticache.replication_group_present", group);
        Map<String, Object> drifted = new LinkedHashMap<>();
        drifted.put("ReplicationGroupId", "g");
        drifted.put(property, YamlLoader.load(value, YamlLoader.TEXT));
        aws.cacheClusters().modifyReplicationGroup(drifted);
        int before = aws.mutations().size();
        assertThat(
                        harness.test("boto3_elasticache.replication_group_present", group)
                                .changes()
                                .get("new"))
                .asString()
                .startsWith("{" + property + "=");
        harness.converges("boto3_elasticache.replication_group_present", group);
        assertThat(aws.mutations().subList(before, aws.mutations().size()))
                .containsExactly("elasticache:ModifyReplicationGroup");
    }

    /** AWS refuses to be told the primary where it chooses it itself. */
    @Test
    void aFailoverIsNoDrift() {
        String group =
                "{name: g, ReplicationGroupDescription: d, NumCacheClusters: 2,"
                        + " PrimaryClusterId: g-001, AutomaticFailoverEnabled: true}";
        harness.converges("boto3_elasticache.replication_group_present", group);
        aws.cacheClusters()
                .modifyReplicationGroup(
                        Map.of("ReplicationGroupId", "g", "PrimaryClusterId", "g-002"));
        harness.isSilent("boto3_elasticache.replication_group_present", group);
    }

    /** One cluster of a group that differs is enough. */
    @Test
    void driftOfOneMemberIsRepaired() {
        String group =
                "{name: g, ReplicationGroupDescription: d, NumCacheClusters: 2,"
                        + " PreferredMaintenanceWindow: 'sun:01:00-sun:02:00'}";
        harness.converges("boto3_elasticache.replication_group_present", group);
        aws.cacheClusters()
                .modifyCluster(
                        Map.of(
                                "CacheClusterId",
                                "g-002",
                                "PreferredMaintenanceWindow",
                                "mon:01:00-mon:02:00"));
        harness.converges("boto3_elasticache.replication_group_present", group);
    }

    @Test
    void theOlderStateRepairsToo() {
        harness.converges("boto_elasticache.present", CLUSTER);
        String group = "{name: g, primary_cluster_id: cache, replication_group_description: '%s'}";
        harness.converges("boto_elasticache.creategroup", group.formatted("d"));
        var done = harness.converges("boto_elasticache.creategroup", group.formatted("e"));
        assertThat(done.comment()).isEqualTo("Replication g modified.");
        assertThat(harness.isSilent("boto_elasticache.creategroup", group.formatted("e")).comment())
                .isEqualTo("Cache cluster g is present.");
    }

    @Test
    void whatGoesMayLeaveASnapshotOrItsPrimary() {
        String cluster = "{name: c, Engine: redis, NumCacheNodes: 1}";
        harness.converges("boto3_elasticache.cache_cluster_present", cluster);
        harness.converges(
                "boto3_elasticache.cache_cluster_absent",
                "{name: c, FinalSnapshotIdentifier: last}");
        assertThat(aws.mutations()).endsWith("elasticache:DeleteCacheCluster into last");

        String group = "{name: g, ReplicationGroupDescription: d, NumCacheClusters: 2}";
        harness.converges("boto3_elasticache.replication_group_present", group);
        harness.converges(
                "boto3_elasticache.replication_group_absent",
                "{name: g, RetainPrimaryCluster: true}");
        assertThat(aws.cacheClusters().clusters()).containsExactly("g-001");

        harness.converges("boto3_elasticache.replication_group_present", group);
        harness.converges(
                "boto3_elasticache.replication_group_absent",
                "{name: g, FinalSnapshotIdentifier: ours}");
        assertThat(aws.mutations()).endsWith("elasticache:DeleteReplicationGroup into ours");
        assertThat(aws.cacheClusters().clusters()).isEmpty();
    }
}
