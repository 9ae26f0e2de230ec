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
                            + " integer=None, cache_parameter_group_name: text=None,"
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

    /** What AWS changes in a running cluster. */
    private static final List<String> MODIFIABLE =
            List.of(
                    "CacheNodeType",
                    "NumCacheNodes",
                    "CacheParameterGroupName",
                    "SecurityGroupIds",
                    "AutoMinorVersionUpgrade",
                    "EngineVersion",
                    "NotificationTopicArn",
                    "PreferredMaintenanceWindow");

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
                function(
                        "replication_group_absent",
                        "Ensures that a replication group does not exist.",
                        GROUP_ABSENT,
                        CacheState::groupAbsent),
                function(
                        "subnet_group_present",
                        "Ensures that a cache subnet group exists.",
                        SUBNET_GROUP,
                        CacheSubnetGroups::present),
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
        CacheClusters caches = call.account().cacheClusters();
        Map<String, @Nullable Object> wanted = wanted(call.args());
        List<String> groupNames = Plain.texts(call.args().value("security_group_ids"));
        if (!groupNames.isEmpty()) {
            wanted.put("SecurityGroupIds", GroupIds.of(call, groupNames, Optional.empty()).shown());
        }
        Optional<Map<String, @Nullable Object>> found = caches.cluster(name);
        boolean waits = call.args().flag("wait");
        if (found.isEmpty()) {
            Map<String, @Nullable Object> shown = entry("CacheClusterId", name);
            shown.putAll(wanted);
            return new Steps()
                    .step(
                            "Cache cluster " + name + " is set to be created.",
                            "Cache cluster " + name + " created.",
                            change(null, shown),
                            () -> {
                                Map<String, @Nullable Object> request = new LinkedHashMap<>(shown);
                                if (!groupNames.isEmpty()) {
                                    request.put(
                                            "SecurityGroupIds",
                                            GroupIds.of(call, groupNames, Optional.empty())
                                                    .require());
                                }
                                caches.createCluster(request);
                                if (waits) {
                                    caches.awaitCluster(name);
                                }
                            });
        }
        Properties.Diff diff = Properties.diff(wanted, current(found.get()), CacheState::same);
        if (diff.isEmpty()) {
            return new Steps().note("Cache cluster " + name + " is present.");
        }
        List<String> fixed =
                diff.now().keySet().stream().filter(p -> !MODIFIABLE.contains(p)).toList();
        if (!fixed.isEmpty()) {
            throw new CallError(
                    "Cache cluster %s exists with another %s (%s), which AWS cannot change: remove the"
                                    .formatted(
                                            name,
                                            String.join(", ", fixed),
                                            fixed.stream()
                                                    .map(p -> String.valueOf(diff.old().get(p)))
                                                    .toList())
                            + " cluster first, or give it another name.");
        }
        return new Steps()
                .step(
                        "Cache cluster " + name + " is set to be modified.",
                        "Cache cluster " + name + " modified.",
                        change(diff.old(), diff.now()),
                        () -> {
                            Map<String, @Nullable Object> request = entry("CacheClusterId", name);
                            request.putAll(diff.now());
                            request.computeIfPresent(
                                    "SecurityGroupIds",
                                    (_, _) ->
                                            GroupIds.of(call, groupNames, Optional.empty())
                                                    .require());
                            List<String> surplus = surplus(found.get(), diff.now());
                            if (!surplus.isEmpty()) {
                                request.put("CacheNodeIdsToRemove", surplus);
                            }
                            caches.modifyCluster(request);
                            if (waits) {
                                caches.awaitCluster(name);
                            }
                        });
    }

    /** Of a cluster that is to have fewer nodes, AWS wants to be told which are to go: the last. */
    private static List<String> surplus(
            Map<String, @Nullable Object> cluster, Map<String, @Nullable Object> now) {
        List<String> nodes =
                Plain.list(cluster.get("CacheNodes")).stream()
                        .map(n -> String.valueOf(Plain.mapping(n).get("CacheNodeId")))
                        .sorted()
                        .toList();
        return Plain.integer(now.get("NumCacheNodes"))
                .filter(n -> n < nodes.size())
                .map(n -> nodes.subList(n.intValue(), nodes.size()))
                .orElse(List.of());
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

    /** AWS answers some properties inside others. */
    private static Map<String, @Nullable Object> current(Map<String, @Nullable Object> cluster) {
        Map<String, @Nullable Object> current = new LinkedHashMap<>(cluster);
        current.put(
                "CacheParameterGroupName",
                Plain.mapping(cluster.get("CacheParameterGroup")).get("CacheParameterGroupName"));
        current.put(
                "SecurityGroupIds",
                Plain.list(cluster.get("SecurityGroups")).stream()
                        .map(g -> String.valueOf(Plain.mapping(g).get("SecurityGroupId")))
                        .toList());
        current.put(
                "NotificationTopicArn",
                Plain.mapping(cluster.get("NotificationConfiguration")).get("TopicArn"));
        current.put(
                "Port",
                Plain.list(cluster.get("CacheNodes")).stream()
                        .map(n -> Plain.mapping(Plain.mapping(n).get("Endpoint")).get("Port"))
                        .filter(port -> port != null)
                        .findFirst()
                        .orElse(Plain.mapping(cluster.get("ConfigurationEndpoint")).get("Port")));
        current.putIfAbsent("PreferredAvailabilityZone", cluster.get("PreferredAvailabilityZone"));
        return current;
    }

    /**
     * What AWS does not tell, such as the port of a cluster that is being made, is not compared.
     */
    private static boolean same(@Nullable Object wanted, @Nullable Object current) {
        if (current == null) {
            return true;
        }
        // A version of two parts is any patch of it.
        return Properties.same(wanted, current)
                || (wanted instanceof String w && current.toString().startsWith(w + "."));
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
                            caches.deleteCluster(name);
                            if (call.args().flag("wait")) {
                                caches.awaitNoCluster(name);
                            }
                        });
    }

    private static Steps group(AwsState.Call call) {
        String name = call.name();
        CacheClusters caches = call.account().cacheClusters();
        if (caches.replicationGroup(name).isPresent()) {
            return new Steps().note("Cache cluster " + name + " is present.");
        }
        Map<String, @Nullable Object> request = entry("ReplicationGroupId", name);
        request.put("PrimaryClusterId", call.args().string("primary_cluster_id"));
        request.put(
                "ReplicationGroupDescription", call.args().string("replication_group_description"));
        return new Steps()
                .step(
                        "Replication " + name + " is set to be created.",
                        "Replication " + name + " created.",
                        change(null, request),
                        () -> {
                            caches.createReplicationGroup(request);
                            if (call.args().flag("wait")) {
                                caches.awaitReplicationGroup(name);
                            }
                        });
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
                        () -> caches.deleteReplicationGroup(name));
    }
}
