package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;
import static io.pulldeploy.states.aws.Steps.entry;

import io.pulldeploy.aws.CacheClusters;
import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.modules.AwsConnections;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code boto_elasticache}: cache clusters, replication groups and subnet groups. */
public final class CacheState {
    private static final AwsParameters PRESENT =
            AwsParameters.of(
                    "name: text, engine: text=None, cache_node_type: text=None, num_cache_nodes:"
                            + " integer=None, preferred_availability_zone: text=None, port:"
                            + " port=None, cache_parameter_group_name: text=None,"
                            + " cache_security_group_names: texts=None, replication_group_id:"
                            + " text=None, auto_minor_version_upgrade: flag=True,"
                            + " security_group_ids: texts=None, cache_subnet_group_name: text=None,"
                            + " engine_version: text=None, notification_topic_arn: text=None,"
                            + " preferred_maintenance_window: text=None, wait: any=None",
                    Map.of());

    private static final AwsParameters ABSENT =
            AwsParameters.of("name: text, wait: any=True", Map.of());

    private static final AwsParameters GROUP =
            AwsParameters.of(
                    "name: text, primary_cluster_id: text, replication_group_description: text,"
                            + " wait: any=None",
                    Map.of());

    private static final AwsParameters SUBNET_GROUP =
            AwsParameters.of(
                    "name: text, subnet_ids: texts=None, subnet_names: texts=None, description:"
                            + " text=None, tags: tags=None",
                    Map.of());

    private static final AwsParameters GROUP_ABSENT =
            AwsParameters.of("name: text, tags: any=None", Map.of());

    private final AwsConnections connections;

    public CacheState(AwsConnections connections) {
        this.connections = connections;
    }

    public List<StateFunction> functions() {
        return AwsState.all(
                function(
                        "present",
                        "Ensures that a cache cluster exists.",
                        PRESENT,
                        CacheState::present),
                function(
                        "absent",
                        "Ensures that a cache cluster does not exist.",
                        ABSENT,
                        CacheState::absent),
                function(
                        "creategroup",
                        "Ensures that a replication group exists.",
                        GROUP,
                        CacheState::group),
                List.of(
                        AwsState.only(
                                "boto_elasticache.replication_group_absent",
                                "Ensures that a replication group does not exist.",
                                GROUP_ABSENT,
                                connections,
                                "elasticache",
                                CacheState::groupAbsent)),
                function(
                        "subnet_group_present",
                        "Ensures that a cache subnet group exists.",
                        SUBNET_GROUP,
                        call ->
                                CacheSubnetGroups.present(
                                        call,
                                        CacheWords.old("Subnet group " + call.name()),
                                        Subnets.of(call, "subnet_ids", "subnet_names"),
                                        call.args().text("description"),
                                        call.args().value("tags"))),
                function(
                        "subnet_group_absent",
                        "Ensures that a cache subnet group does not exist.",
                        GROUP_ABSENT,
                        CacheSubnetGroups::absent));
    }

    private List<StateFunction> function(
            String function, String doc, AwsParameters parameters, AwsState.Body body) {
        return AwsState.named(
                "boto_elasticache." + function, doc, parameters, connections, "elasticache", body);
    }

    private static Steps present(AwsState.Call call) {
        if (call.args().value("cache_security_group_names") != null) {
            throw new CallError(
                    "'cache_security_group_names': AWS has had no cache security groups since"
                            + " EC2-Classic ended; give security_group_ids and"
                            + " cache_subnet_group_name instead.");
        }
        String name = call.name();
        Map<String, @Nullable Object> wanted = wanted(call.args());
        List<String> groupNames = Plain.texts(call.args().value("security_group_ids"));
        return new CacheClusterSteps(
                        call,
                        CacheWords.old("Cache cluster " + name),
                        wanted,
                        groupNames,
                        call.args().flag("wait"))
                .steps();
    }

    private static Map<String, @Nullable Object> wanted(Arguments args) {
        Map<String, @Nullable Object> wanted = new LinkedHashMap<>();
        for (String property :
                List.of(
                        "engine",
                        "cache_node_type",
                        "num_cache_nodes",
                        "preferred_availability_zone",
                        "port",
                        "cache_parameter_group_name",
                        "replication_group_id",
                        "cache_subnet_group_name",
                        "engine_version",
                        "notification_topic_arn",
                        "preferred_maintenance_window")) {
            Object value = args.value(property);
            if (value != null) {
                wanted.put(Properties.awsName(property), value);
            }
        }
        wanted.put("AutoMinorVersionUpgrade", args.flag("auto_minor_version_upgrade"));
        return wanted;
    }

    private static Steps absent(AwsState.Call call) {
        String name = call.name();
        CacheClusters caches = call.account().cacheClusters();
        Optional<Map<String, @Nullable Object>> found = caches.cluster(name);
        if (found.isEmpty() || "deleting".equals(found.get().get("CacheClusterStatus"))) {
            return new Steps()
                    .note(
                            "%s does not exist in %s."
                                    .formatted(name, call.args().text("region").orElse("None")));
        }
        return new Steps()
                .step(
                        "Cache cluster " + name + " is set to be removed.",
                        "Cache cluster " + name + " removed.",
                        change(name, null),
                        () -> {
                            caches.deleteCluster(entry("CacheClusterId", name));
                            if (call.args().flag("wait")) {
                                caches.awaitNoCluster(name);
                            }
                        });
    }

    private static Steps group(AwsState.Call call) {
        Map<String, @Nullable Object> wanted =
                entry("PrimaryClusterId", call.args().string("primary_cluster_id"));
        wanted.put(
                "ReplicationGroupDescription", call.args().string("replication_group_description"));
        return new ReplicationGroupSteps(
                        call,
                        CacheWords.replication(call.name()),
                        wanted,
                        List.of(),
                        call.args().flag("wait"))
                .steps();
    }

    private static Steps groupAbsent(AwsState.Call call) {
        String name = call.name();
        CacheClusters caches = call.account().cacheClusters();
        if (caches.replicationGroup(name).isEmpty()) {
            return new Steps().note("Replication group " + name + " already absent.");
        }
        return new Steps()
                .step(
                        "Replication group " + name + " is set to be removed.",
                        "Replication group " + name + " removed.",
                        change(name, null),
                        () -> caches.deleteReplicationGroup(entry("ReplicationGroupId", name)));
    }
}
