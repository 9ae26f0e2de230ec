package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.elasticache.ElastiCacheClient;
import software.amazon.awssdk.services.elasticache.model.CacheCluster;
import software.amazon.awssdk.services.elasticache.model.CreateCacheClusterRequest;
import software.amazon.awssdk.services.elasticache.model.CreateCacheSubnetGroupRequest;
import software.amazon.awssdk.services.elasticache.model.CreateReplicationGroupRequest;
import software.amazon.awssdk.services.elasticache.model.DeleteCacheClusterRequest;
import software.amazon.awssdk.services.elasticache.model.DeleteReplicationGroupRequest;
import software.amazon.awssdk.services.elasticache.model.ModifyCacheClusterRequest;
import software.amazon.awssdk.services.elasticache.model.ModifyCacheSubnetGroupRequest;
import software.amazon.awssdk.services.elasticache.model.ModifyReplicationGroupRequest;
import software.amazon.awssdk.services.elasticache.model.Tag;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** {@link CacheClusters} over ElastiCache. */
final class SdkCacheClusters implements CacheClusters {
    private static final Set<String> ABSENT =
            Set.of(
                    "CacheClusterNotFound",
                    "CacheClusterNotFoundFault",
                    "ReplicationGroupNotFoundFault",
                    "CacheSubnetGroupNotFoundFault",
                    "CacheSubnetGroupNotFound");

    /** A cluster that is still changing, or a subnet group that is still used, soon is not. */
    private static final Set<String> PASSING =
            Set.of(
                    "InvalidCacheClusterState",
                    "InvalidReplicationGroupState",
                    "CacheSubnetGroupInUse");

    private static final Duration SLOW = Duration.ofMinutes(20);

    private final AwsClients clients;
    private final AwsCalls calls;

    SdkCacheClusters(AwsClients clients, AwsCalls calls) {
        this.clients = clients;
        this.calls = calls;
    }

    @Override
    public Optional<Map<String, @Nullable Object>> cluster(String id) {
        return calls.find(
                        "elasticache:DescribeCacheClusters",
                        id,
                        ABSENT,
                        () ->
                                clients.elastiCache()
                                        .describeCacheClusters(
                                                r -> r.cacheClusterId(id).showCacheNodeInfo(true))
                                        .cacheClusters())
                .flatMap(found -> found.stream().findFirst())
                .map(AwsShapes::plain);
    }

    @Override
    public List<String> clusters() {
        return calls.call(
                "elasticache:DescribeCacheClusters",
                "every cluster",
                () ->
                        clients
                                .elastiCache()
                                .describeCacheClustersPaginator()
                                .cacheClusters()
                                .stream()
                                .map(CacheCluster::cacheClusterId)
                                .toList());
    }

    @Override
    public void createCluster(Map<String, ?> properties) {
        CreateCacheClusterRequest request =
                AwsShapes.fill(CreateCacheClusterRequest.builder(), properties).build();
        write("CreateCacheCluster", request.cacheClusterId(), c -> c.createCacheCluster(request));
    }

    @Override
    public void modifyCluster(Map<String, ?> properties) {
        ModifyCacheClusterRequest request =
                AwsShapes.fill(ModifyCacheClusterRequest.builder(), properties)
                        .applyImmediately(true)
                        .build();
        write("ModifyCacheCluster", request.cacheClusterId(), c -> c.modifyCacheCluster(request));
    }

    @Override
    public void deleteCluster(Map<String, ?> properties) {
        DeleteCacheClusterRequest request =
                AwsShapes.fill(DeleteCacheClusterRequest.builder(), properties).build();
        write("DeleteCacheCluster", request.cacheClusterId(), c -> c.deleteCacheCluster(request));
    }

    @Override
    public Optional<Map<String, @Nullable Object>> replicationGroup(String id) {
        return calls.find(
                        "elasticache:DescribeReplicationGroups",
                        id,
                        ABSENT,
                        () ->
                                clients.elastiCache()
                                        .describeReplicationGroups(r -> r.replicationGroupId(id))
                                        .replicationGroups())
                .flatMap(found -> found.stream().findFirst())
                .map(AwsShapes::plain);
    }

    @Override
    public void createReplicationGroup(Map<String, ?> properties) {
        CreateReplicationGroupRequest request =
                AwsShapes.fill(CreateReplicationGroupRequest.builder(), properties).build();
        write(
                "CreateReplicationGroup",
                request.replicationGroupId(),
                c -> c.createReplicationGroup(request));
    }

    @Override
    public void modifyReplicationGroup(Map<String, ?> properties) {
        ModifyReplicationGroupRequest request =
                AwsShapes.fill(ModifyReplicationGroupRequest.builder(), properties)
                        .applyImmediately(true)
                        .build();
        write(
                "ModifyReplicationGroup",
                request.replicationGroupId(),
                c -> c.modifyReplicationGroup(request));
    }

    @Override
    public void deleteReplicationGroup(Map<String, ?> properties) {
        DeleteReplicationGroupRequest request =
                AwsShapes.fill(DeleteReplicationGroupRequest.builder(), properties).build();
        write(
                "DeleteReplicationGroup",
                request.replicationGroupId(),
                c -> c.deleteReplicationGroup(request));
    }

    @Override
    public Optional<Map<String, @Nullable Object>> subnetGroup(String name) {
        return calls.find(
                        "elasticache:DescribeCacheSubnetGroups",
                        name,
                        ABSENT,
                        () ->
                                clients.elastiCache()
                                        .describeCacheSubnetGroups(
                                                r -> r.cacheSubnetGroupName(name))
                                        .cacheSubnetGroups())
                .flatMap(found -> found.stream().findFirst())
                .map(AwsShapes::plain);
    }

    @Override
    public void createSubnetGroup(Map<String, ?> properties) {
        CreateCacheSubnetGroupRequest request =
                AwsShapes.fill(CreateCacheSubnetGroupRequest.builder(), properties).build();
        write(
                "CreateCacheSubnetGroup",
                request.cacheSubnetGroupName(),
                c -> c.createCacheSubnetGroup(request));
    }

    @Override
    public void modifySubnetGroup(Map<String, ?> properties) {
        ModifyCacheSubnetGroupRequest request =
                AwsShapes.fill(ModifyCacheSubnetGroupRequest.builder(), properties).build();
        write(
                "ModifyCacheSubnetGroup",
                request.cacheSubnetGroupName(),
                c -> c.modifyCacheSubnetGroup(request));
    }

    @Override
    public void deleteSubnetGroup(String name) {
        write(
                "DeleteCacheSubnetGroup",
                name,
                c -> c.deleteCacheSubnetGroup(r -> r.cacheSubnetGroupName(name)));
    }

    @Override
    public void awaitCluster(String id) {
        calls.until(
                "elasticache:DescribeCacheClusters",
                id,
                SLOW,
                () ->
                        cluster(id)
                                .filter(c -> "available".equals(c.get("CacheClusterStatus")))
                                .isPresent());
    }

    @Override
    public void awaitNoCluster(String id) {
        calls.until("elasticache:DescribeCacheClusters", id, SLOW, () -> cluster(id).isEmpty());
    }

    @Override
    public void awaitReplicationGroup(String id) {
        calls.until(
                "elasticache:DescribeReplicationGroups",
                id,
                SLOW,
                () ->
                        replicationGroup(id)
                                .filter(g -> "available".equals(g.get("Status")))
                                .isPresent());
    }

    @Override
    public void awaitNoReplicationGroup(String id) {
        calls.until(
                "elasticache:DescribeReplicationGroups",
                id,
                SLOW,
                () -> replicationGroup(id).isEmpty());
    }

    private void write(String action, String resource, Consumer<ElastiCacheClient> body) {
        calls.run(
                "elasticache:" + action,
                resource,
                PASSING,
                () -> body.accept(clients.elastiCache()));
    }

    @Override
    public Map<String, String> tags(String arn) {
        Map<String, String> tags = new LinkedHashMap<>();
        calls.call(
                        "elasticache:ListTagsForResource",
                        arn,
                        () -> clients.elastiCache().listTagsForResource(r -> r.resourceName(arn)))
                .tagList()
                .forEach(t -> tags.put(t.key(), t.value()));
        return tags;
    }

    @Override
    public void tag(String arn, Map<String, String> tags) {
        List<Tag> all =
                tags.entrySet().stream()
                        .map(t -> Tag.builder().key(t.getKey()).value(t.getValue()).build())
                        .toList();
        write(
                "AddTagsToResource",
                arn,
                c -> c.addTagsToResource(r -> r.resourceName(arn).tags(all)));
    }

    @Override
    public void untag(String arn, Collection<String> keys) {
        write(
                "RemoveTagsFromResource",
                arn,
                c -> c.removeTagsFromResource(r -> r.resourceName(arn).tagKeys(keys)));
    }
}
