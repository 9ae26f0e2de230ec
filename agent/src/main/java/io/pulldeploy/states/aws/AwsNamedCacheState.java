package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;
import static io.pulldeploy.states.aws.Steps.entry;

import io.pulldeploy.aws.CacheClusters;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.modules.AwsConnections;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code boto3_elasticache}: what ElastiCache has, under AWS's own names of it all. */
public final class AwsNamedCacheState {
    /** What a cluster and a replication group have in common. */
    private static final String COMMON =
            "wait: any=900, security_groups: texts=None, CacheNodeType: text=None, Engine:"
                    + " text=None, EngineVersion: text=None, CacheParameterGroupName: text=None,"
                    + " CacheSubnetGroupName: text=None, CacheSecurityGroupNames: texts=None,"
                    + " SecurityGroupIds: texts=None, Tags: named=None, SnapshotArns: texts=None,"
                    + " SnapshotName: text=None, PreferredMaintenanceWindow: text=None, Port:"
                    + " port=None, NotificationTopicArn: text=None, NotificationTopicStatus:"
                    + " text=None, AutoMinorVersionUpgrade: flag=None, SnapshotRetentionLimit:"
                    + " integer=None, SnapshotWindow: text=None, AuthToken: text=None";

    private static final AwsParameters CLUSTER =
            AwsParameters.of(
                    "name: text, ReplicationGroupId: text=None, AZMode: text=None,"
                            + " PreferredAvailabilityZone: text=None, PreferredAvailabilityZones:"
                            + " texts=None, NumCacheNodes: integer=None, "
                            + COMMON,
                    Map.of("named", CacheTags.SHAPE));

    private static final AwsParameters GROUP =
            AwsParameters.of(
                    "name: text, ReplicationGroupDescription: text=None, PrimaryClusterId:"
                            + " text=None, AutomaticFailoverEnabled: flag=None, MultiAZEnabled:"
                            + " flag=None, SnapshottingClusterId: text=None, NumCacheClusters:"
                            + " integer=None, PreferredCacheClusterAZs: texts=None, NumNodeGroups:"
                            + " integer=None, ReplicasPerNodeGroup: integer=None,"
                            + " NodeGroupConfiguration: list=None, "
                            + COMMON,
                    Map.of("named", CacheTags.SHAPE));

    private static final AwsParameters SUBNET_GROUP =
            AwsParameters.of(
                    "name: text, subnets: texts=None, SubnetIds: texts=None,"
                            + " CacheSubnetGroupDescription: text=None",
                    Map.of());

    private static final AwsParameters CLUSTER_ABSENT =
            AwsParameters.of(
                    "name: text, wait: any=600, FinalSnapshotIdentifier: text=None", Map.of());

    private static final AwsParameters GROUP_ABSENT =
            AwsParameters.of(
                    "name: text, wait: any=600, RetainPrimaryCluster: flag=None,"
                            + " FinalSnapshotIdentifier: text=None",
                    Map.of());

    private static final AwsParameters SUBNET_GROUP_ABSENT =
            AwsParameters.of("name: text", Map.of());

    /** What belongs to the state, and is nothing that AWS is told under this name. */
    private static final List<String> OURS =
            List.of(
                    "name",
                    "wait",
                    "security_groups",
                    "SecurityGroupIds",
                    "region",
                    "key",
                    "keyid",
                    "profile");

    private final AwsConnections connections;

    public AwsNamedCacheState(AwsConnections connections) {
        this.connections = connections;
    }

    public List<StateFunction> functions() {
        return List.of(
                function(
                        "cache_cluster_present",
                        "Ensures that a cache cluster exists.",
                        CLUSTER,
                        AwsNamedCacheState::cluster),
                function(
                        "cache_cluster_absent",
                        "Ensures that a cache cluster does not exist.",
                        CLUSTER_ABSENT,
                        AwsNamedCacheState::clusterAbsent),
                function(
                        "cache_subnet_group_present",
                        "Ensures that a cache subnet group exists.",
                        SUBNET_GROUP,
                        AwsNamedCacheState::subnetGroup),
                function(
                        "cache_subnet_group_absent",
                        "Ensures that a cache subnet group does not exist.",
                        SUBNET_GROUP_ABSENT,
                        AwsNamedCacheState::subnetGroupAbsent),
                function(
                        "replication_group_present",
                        "Ensures that a replication group exists.",
                        GROUP,
                        AwsNamedCacheState::group),
                function(
                        "replication_group_absent",
                        "Ensures that a replication group does not exist.",
                        GROUP_ABSENT,
                        AwsNamedCacheState::groupAbsent));
    }

    private StateFunction function(
            String name, String doc, AwsParameters parameters, AwsState.Body body) {
        return AwsState.only(
                "boto3_elasticache." + name, doc, parameters, connections, "elasticache", body);
    }

    private static Map<String, @Nullable Object> given(
            AwsState.Call call, AwsParameters parameters) {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        parameters
                .signature()
                .parameters()
                .forEach(p -> {
                    Object value = call.args().value(p.name());
                    if (value != null && !OURS.contains(p.name())) {
                        given.put(p.name(), value);
                    }
                });
        if (given.containsKey("CacheSecurityGroupNames")) {
            throw new CallError(
                    "'CacheSecurityGroupNames': AWS has had no cache security groups since"
                            + " EC2-Classic ended; give SecurityGroupIds and CacheSubnetGroupName"
                            + " instead.");
        }
        return given;
    }

    private static List<String> groups(AwsState.Call call) {
        List<String> groups = new ArrayList<>(Plain.texts(call.args().value("security_groups")));
        groups.addAll(Plain.texts(call.args().value("SecurityGroupIds")));
        return groups;
    }

    private static Steps cluster(AwsState.Call call) {
        return new CacheClusterSteps(
                        call,
                        CacheWords.newer("Cache cluster " + call.name()),
                        given(call, CLUSTER),
                        groups(call),
                        call.args().flag("wait"))
                .steps();
    }

    private static Steps clusterAbsent(AwsState.Call call) {
        String name = call.name();
        Map<String, @Nullable Object> how = given(call, CLUSTER_ABSENT);
        CacheClusters caches = call.account().cacheClusters();
        Optional<Map<String, @Nullable Object>> found = caches.cluster(name);
        if (found.isEmpty() || "deleting".equals(found.get().get("CacheClusterStatus"))) {
            return new Steps().note("Cache cluster " + name + " already absent.");
        }
        return new Steps()
                .step(
                        "Cache cluster " + name + " would be removed.",
                        "Cache cluster " + name + " was removed.",
                        change(name, null),
                        () -> {
                            Map<String, @Nullable Object> request = entry("CacheClusterId", name);
                            request.putAll(how);
                            caches.deleteCluster(request);
                            if (call.args().flag("wait")) {
                                caches.awaitNoCluster(name);
                            }
                        });
    }

    private static Steps subnetGroup(AwsState.Call call) {
        List<String> subnets = new ArrayList<>(Plain.texts(call.args().value("SubnetIds")));
        for (String subnet : Plain.texts(call.args().value("subnets"))) {
            subnets.add(subnet.startsWith("subnet-") ? subnet : Subnets.named(call, subnet));
        }
        return CacheSubnetGroups.present(
                call,
                CacheWords.newer("Cache subnet group " + call.name()),
                subnets,
                call.args().text("CacheSubnetGroupDescription"),
                null);
    }

    private static Steps subnetGroupAbsent(AwsState.Call call) {
        String name = call.name();
        CacheClusters caches = call.account().cacheClusters();
        if (caches.subnetGroup(name).isEmpty()) {
            return new Steps().note("Cache subnet group " + name + " already absent.");
        }
        return new Steps()
                .step(
                        "Cache subnet group " + name + " would be removed.",
                        "Cache subnet group " + name + " was removed.",
                        change(name, null),
                        () -> caches.deleteSubnetGroup(name));
    }

    private static Steps group(AwsState.Call call) {
        return new ReplicationGroupSteps(
                        call,
                        CacheWords.newer("Replication group " + call.name()),
                        given(call, GROUP),
                        groups(call),
                        call.args().flag("wait"))
                .steps();
    }

    private static Steps groupAbsent(AwsState.Call call) {
        String name = call.name();
        Map<String, @Nullable Object> how = given(call, GROUP_ABSENT);
        CacheClusters caches = call.account().cacheClusters();
        Optional<Map<String, @Nullable Object>> found = caches.replicationGroup(name);
        if (found.isEmpty() || "deleting".equals(found.get().get("Status"))) {
            return new Steps().note("Replication group " + name + " already absent.");
        }
        return new Steps()
                .step(
                        "Replication group " + name + " would be removed.",
                        "Replication group " + name + " was removed.",
                        change(name, null),
                        () -> {
                            Map<String, @Nullable Object> request =
                                    entry("ReplicationGroupId", name);
                            request.putAll(how);
                            caches.deleteReplicationGroup(request);
                            if (call.args().flag("wait")) {
                                caches.awaitNoReplicationGroup(name);
                            }
                        });
    }
}
