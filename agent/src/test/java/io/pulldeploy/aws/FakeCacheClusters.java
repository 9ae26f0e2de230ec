package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** {@link CacheClusters} in memory; everything is available at once. */
final class FakeCacheClusters implements CacheClusters {
    private final Map<String, Map<String, @Nullable Object>> clusters = new LinkedHashMap<>();
    private final Map<String, Map<String, @Nullable Object>> replicationGroups =
            new LinkedHashMap<>();
    private final Map<String, Map<String, @Nullable Object>> subnetGroups = new LinkedHashMap<>();
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
        clusters.put(String.valueOf(properties.get("CacheClusterId")), cluster);
    }

    @Override
    public void modifyCluster(Map<String, ?> properties) {
        mutated.accept("elasticache:ModifyCacheCluster");
        Existing.in(clusters, String.valueOf(properties.get("CacheClusterId"))).putAll(properties);
    }

    @Override
    public void deleteCluster(String id) {
        mutated.accept("elasticache:DeleteCacheCluster");
        clusters.remove(id);
    }

    @Override
    public Optional<Map<String, @Nullable Object>> replicationGroup(String id) {
        return Optional.ofNullable(replicationGroups.get(id));
    }

    @Override
    public void createReplicationGroup(Map<String, ?> properties) {
        mutated.accept("elasticache:CreateReplicationGroup");
        replicationGroups.put(
                String.valueOf(properties.get("ReplicationGroupId")),
                new LinkedHashMap<>(properties));
    }

    @Override
    public void deleteReplicationGroup(String id) {
        mutated.accept("elasticache:DeleteReplicationGroup");
        replicationGroups.remove(id);
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
        if (group.get("SubnetIds") instanceof List<?> ids) {
            group.put("Subnets", ids.stream().map(i -> Map.of("SubnetIdentifier", i)).toList());
        }
        subnetGroups.put(String.valueOf(properties.get("CacheSubnetGroupName")), group);
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
}
