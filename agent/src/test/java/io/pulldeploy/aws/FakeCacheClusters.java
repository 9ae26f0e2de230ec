package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** {@link CacheClusters} in memory; everything is available at once. */
final class FakeCacheClusters implements CacheClusters {
    private static final List<String> MEMBERS_PROPERTIES =
            List.of(
                    "EngineVersion",
                    "CacheParameterGroupName",
                    "SecurityGroupIds",
                    "PreferredMaintenanceWindow",
                    "NotificationTopicArn",
                    "NotificationTopicStatus",
                    "AutoMinorVersionUpgrade");

    private final Map<String, Map<String, @Nullable Object>> clusters = new LinkedHashMap<>();
    private final Map<String, Map<String, @Nullable Object>> replicationGroups =
            new LinkedHashMap<>();
    private final Map<String, Map<String, @Nullable Object>> subnetGroups = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> tags = new LinkedHashMap<>();
    private final Consumer<String> mutated;

    FakeCacheClusters(Consumer<String> mutated) {
        this.mutated = mutated;
    }

    @Override
    public Optional<Map<String, @Nullable Object>> cluster(String id) {
        return Optional.ofNullable(clusters.get(id));
    }

    @Override
    public List<String> clusters() {
        return List.copyOf(clusters.keySet());
    }

    @Override
    public void createCluster(Map<String, ?> properties) {
        mutated.accept("elasticache:CreateCacheCluster");
        Map<String, @Nullable Object> cluster = new LinkedHashMap<>(properties);
        cluster.put("CacheClusterStatus", "available");
        List<Object> nodes = new ArrayList<>();
        long count = properties.get("NumCacheNodes") instanceof Long n ? n : 1;
        for (int i = 1; i <= count; i++) {
            nodes.add(Map.of("CacheNodeId", "%04d".formatted(i)));
        }
        cluster.put("CacheNodes", nodes);
        cluster.put("ARN", "arn:" + properties.get("CacheClusterId"));
        keepTags(cluster, cluster.remove("Tags"));
        describe(cluster);
        clusters.put(String.valueOf(properties.get("CacheClusterId")), cluster);
    }

    @Override
    public void modifyCluster(Map<String, ?> properties) {
        mutated.accept("elasticache:ModifyCacheCluster");
        Map<String, @Nullable Object> cluster =
                Existing.in(clusters, String.valueOf(properties.get("CacheClusterId")));
        cluster.putAll(properties);
        describe(cluster);
    }

    /** AWS answers some properties inside others. */
    private static void describe(Map<String, @Nullable Object> cluster) {
        if (cluster.remove("SecurityGroupIds") instanceof List<?> ids) {
            cluster.put(
                    "SecurityGroups", ids.stream().map(i -> Map.of("SecurityGroupId", i)).toList());
        }
        if (cluster.remove("CacheParameterGroupName") instanceof String name) {
            cluster.put("CacheParameterGroup", Map.of("CacheParameterGroupName", name));
        }
        if (cluster.remove("NotificationTopicArn") instanceof String topic) {
            cluster.put(
                    "NotificationConfiguration",
                    Map.of("TopicArn", topic, "TopicStatus", "active"));
        }
        if (cluster.get("NotificationConfiguration") instanceof Map<?, ?> topic
                && "".equals(topic.get("TopicArn"))) {
            cluster.remove("NotificationConfiguration");
        }
        if (cluster.remove("NotificationTopicStatus") instanceof String status
                && cluster.get("NotificationConfiguration") instanceof Map<?, ?> topic) {
            cluster.put(
                    "NotificationConfiguration",
                    Map.of("TopicArn", topic.get("TopicArn"), "TopicStatus", status));
        }
    }

    @Override
    public void deleteCluster(Map<String, ?> properties) {
        mutated.accept("elasticache:DeleteCacheCluster" + snapshot(properties));
        clusters.remove(String.valueOf(properties.get("CacheClusterId")));
    }

    private static String snapshot(Map<String, ?> properties) {
        Object name = properties.get("FinalSnapshotIdentifier");
        return name == null ? "" : " into " + name;
    }

    @Override
    public Optional<Map<String, @Nullable Object>> replicationGroup(String id) {
        return Optional.ofNullable(replicationGroups.get(id));
    }

    @Override
    public void createReplicationGroup(Map<String, ?> properties) {
        mutated.accept("elasticache:CreateReplicationGroup");
        String id = String.valueOf(properties.get("ReplicationGroupId"));
        List<String> members = new ArrayList<>();
        if (properties.get("PrimaryClusterId") instanceof String primary) {
            members.add(primary);
        }
        long count = properties.get("NumCacheClusters") instanceof Long n ? n : 1;
        for (int i = members.size() + 1; i <= count; i++) {
            members.add("%s-%03d".formatted(id, i));
        }
        Map<String, @Nullable Object> group = new LinkedHashMap<>();
        group.put("ReplicationGroupId", id);
        group.put("MemberClusters", members);
        lead(group, members.getFirst());
        group.put("AuthTokenEnabled", properties.get("AuthToken") != null);
        group.put("ARN", "arn:" + id);
        keepTags(group, properties.get("Tags"));
        Object port = properties.get("Port") instanceof Long given ? given : 6379L;
        members.forEach(m ->
                clusters.computeIfAbsent(m, _ -> new LinkedHashMap<>())
                        .put("CacheNodes", List.of(Map.of("Endpoint", Map.of("Port", port)))));
        if (properties.get("CacheSubnetGroupName") instanceof String network) {
            members.forEach(m -> Existing.in(clusters, m).put("CacheSubnetGroupName", network));
        }
        replicationGroups.put(id, group);
        apply(group, properties);
    }

    @Override
    public void modifyReplicationGroup(Map<String, ?> properties) {
        mutated.accept("elasticache:ModifyReplicationGroup");
        apply(
                Existing.in(
                        replicationGroups, String.valueOf(properties.get("ReplicationGroupId"))),
                properties);
    }

    /** AWS answers some properties of a group under other names, others of its clusters alone. */
    private void apply(Map<String, @Nullable Object> group, Map<String, ?> properties) {
        properties.forEach((name, value) -> {
            switch (name) {
                case "ReplicationGroupDescription" -> group.put("Description", value);
                case "AutomaticFailoverEnabled" -> group.put("AutomaticFailover", status(value));
                case "MultiAZEnabled" -> group.put("MultiAZ", status(value));
                case "PrimaryClusterId" -> lead(group, String.valueOf(value));
                case "ReplicationGroupId",
                        "SnapshottingClusterId",
                        "Engine",
                        "CacheNodeType",
                        "SnapshotRetentionLimit",
                        "SnapshotWindow" ->
                        group.put(name, value);
                default -> {}
            }
        });
        if (group.get("MemberClusters") instanceof List<?> members) {
            members.forEach(m -> {
                Map<String, @Nullable Object> member = Existing.in(clusters, String.valueOf(m));
                for (String name : MEMBERS_PROPERTIES) {
                    if (properties.get(name) != null) {
                        member.put(name, properties.get(name));
                    }
                }
                describe(member);
            });
        }
    }

    private static String status(@Nullable Object enabled) {
        return Boolean.TRUE.equals(enabled) ? "enabled" : "disabled";
    }

    private static void lead(Map<String, @Nullable Object> group, String primary) {
        List<Object> members = new ArrayList<>();
        if (group.get("MemberClusters") instanceof List<?> ids) {
            ids.forEach(id ->
                    members.add(
                            Map.of(
                                    "CacheClusterId",
                                    id,
                                    "CurrentRole",
                                    id.equals(primary) ? "primary" : "replica")));
        }
        group.put("NodeGroups", List.of(Map.of("NodeGroupMembers", members)));
    }

    @Override
    public void deleteReplicationGroup(Map<String, ?> properties) {
        mutated.accept("elasticache:DeleteReplicationGroup" + snapshot(properties));
        String id = String.valueOf(properties.get("ReplicationGroupId"));
        Map<String, @Nullable Object> group = Existing.in(replicationGroups, id);
        replicationGroups.remove(id);
        if (group.get("MemberClusters") instanceof List<?> members) {
            // The primary is the first, unless another one was chosen.
            members.stream()
                    .skip(Boolean.TRUE.equals(properties.get("RetainPrimaryCluster")) ? 1 : 0)
                    .forEach(m -> clusters.remove(String.valueOf(m)));
        }
    }

    @Override
    public Optional<Map<String, @Nullable Object>> subnetGroup(String name) {
        return Optional.ofNullable(subnetGroups.get(name));
    }

    @Override
    public void createSubnetGroup(Map<String, ?> properties) {
        mutated.accept("elasticache:CreateCacheSubnetGroup");
        store(properties, new LinkedHashMap<>());
    }

    @Override
    public void modifySubnetGroup(Map<String, ?> properties) {
        mutated.accept("elasticache:ModifyCacheSubnetGroup");
        store(
                properties,
                Existing.in(subnetGroups, String.valueOf(properties.get("CacheSubnetGroupName"))));
    }

    private void store(Map<String, ?> properties, Map<String, @Nullable Object> group) {
        group.putAll(properties);
        String arn = "arn:" + properties.get("CacheSubnetGroupName");
        group.put("ARN", arn);
        keepTags(group, group.remove("Tags"));
        if (group.get("SubnetIds") instanceof List<?> ids) {
            group.put("Subnets", ids.stream().map(i -> Map.of("SubnetIdentifier", i)).toList());
        }
        subnetGroups.put(String.valueOf(properties.get("CacheSubnetGroupName")), group);
    }

    private void keepTags(Map<String, @Nullable Object> resource, @Nullable Object given) {
        if (given instanceof List<?> list) {
            Map<String, String> all = new LinkedHashMap<>();
            for (Object tag : list) {
                if (tag instanceof Map<?, ?> one) {
                    all.put(String.valueOf(one.get("Key")), String.valueOf(one.get("Value")));
                }
            }
            tags.put(String.valueOf(resource.get("ARN")), all);
        }
    }

    @Override
    public void deleteSubnetGroup(String name) {
        mutated.accept("elasticache:DeleteCacheSubnetGroup");
        subnetGroups.remove(name);
    }

    @Override
    public void awaitCluster(String id) {}

    @Override
    public void awaitNoCluster(String id) {}

    @Override
    public void awaitReplicationGroup(String id) {}

    @Override
    public void awaitNoReplicationGroup(String id) {}

    @Override
    public Map<String, String> tags(String arn) {
        return Map.copyOf(tags.getOrDefault(arn, Map.of()));
    }

    @Override
    public void tag(String arn, Map<String, String> more) {
        mutated.accept("elasticache:AddTagsToResource");
        tags.computeIfAbsent(arn, _ -> new LinkedHashMap<>()).putAll(more);
    }

    @Override
    public void untag(String arn, Collection<String> keys) {
        mutated.accept("elasticache:RemoveTagsFromResource");
        keys.forEach(Existing.in(tags, arn)::remove);
    }
}
