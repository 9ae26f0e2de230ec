package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** ElastiCache's clusters, replication groups and subnet groups, properties under AWS's names. */
public interface CacheClusters {
    Optional<Map<String, @Nullable Object>> cluster(String id);

    List<String> clusters();

    void createCluster(Map<String, ?> properties);

    /**
     * @param properties the changed ones, and CacheClusterId
     */
    void modifyCluster(Map<String, ?> properties);

    /**
     * @param properties CacheClusterId, and how it goes, such as FinalSnapshotIdentifier
     */
    void deleteCluster(Map<String, ?> properties);

    Optional<Map<String, @Nullable Object>> replicationGroup(String id);

    void createReplicationGroup(Map<String, ?> properties);

    /**
     * @param properties the changed ones, and ReplicationGroupId
     */
    void modifyReplicationGroup(Map<String, ?> properties);

    /**
     * @param properties ReplicationGroupId, and how it goes, such as RetainPrimaryCluster
     */
    void deleteReplicationGroup(Map<String, ?> properties);

    Optional<Map<String, @Nullable Object>> subnetGroup(String name);

    void createSubnetGroup(Map<String, ?> properties);

    void modifySubnetGroup(Map<String, ?> properties);

    void deleteSubnetGroup(String name);

    /** Waits, for up to twenty minutes, until a cluster is available. */
    void awaitCluster(String id);

    /** Waits, for up to twenty minutes, until there is no such cluster. */
    void awaitNoCluster(String id);

    /** Waits, for up to twenty minutes, until a replication group is available. */
    void awaitReplicationGroup(String id);

    /** Waits, for up to twenty minutes, until there is no such replication group. */
    void awaitNoReplicationGroup(String id);

    /** The tags of a subnet group. */
    Map<String, String> tags(String arn);

    void tag(String arn, Map<String, String> tags);

    void untag(String arn, Collection<String> keys);
}
