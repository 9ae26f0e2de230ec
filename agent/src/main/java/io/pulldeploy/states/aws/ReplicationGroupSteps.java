package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;
import static io.pulldeploy.states.aws.Steps.entry;

import io.pulldeploy.aws.CacheClusters;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The steps to one replication group.
 *
 * @param given properties under AWS's names; what is not given is not managed
 * @param groupNames its security groups, by name or id
 * @param waits whether a step ends when the group is available
 */
record ReplicationGroupSteps(
        AwsState.Call call,
        CacheWords words,
        Map<String, @Nullable Object> given,
        List<String> groupNames,
        boolean waits) {
    /** What AWS changes in a running group, and answers of the group. */
    private static final Set<String> OF_GROUP =
            Set.of(
                    "ReplicationGroupDescription",
                    "PrimaryClusterId",
                    "SnapshottingClusterId",
                    "AutomaticFailoverEnabled",
                    "MultiAZEnabled",
                    "Engine",
                    "CacheNodeType",
                    "SnapshotRetentionLimit",
                    "SnapshotWindow");

    /** What AWS changes in a running group, but answers of its clusters alone. */
    private static final Set<String> OF_MEMBERS =
            Set.of(
                    "EngineVersion",
                    "CacheParameterGroupName",
                    "SecurityGroupIds",
                    "PreferredMaintenanceWindow",
                    "NotificationTopicArn",
                    "NotificationTopicStatus",
                    "AutoMinorVersionUpgrade");

    /** What AWS takes only of a group that exists. */
    private static final Set<String> NOT_AT_CREATION =
            Set.of("SnapshottingClusterId", "NotificationTopicStatus");

    Steps steps() {
        Map<String, @Nullable Object> wanted = new LinkedHashMap<>(given);
        if (!groupNames.isEmpty()) {
            wanted.put("SecurityGroupIds", GroupIds.of(call, groupNames, Optional.empty()).shown());
        }
        CacheClusters caches = call.account().cacheClusters();
        Optional<Map<String, @Nullable Object>> found = caches.replicationGroup(call.name());
        if (found.isEmpty()) {
            Map<String, @Nullable Object> shown = entry("ReplicationGroupId", call.name());
            shown.putAll(CacheClusterSteps.discreet(wanted));
            return new Steps()
                    .step(
                            words.would("created"),
                            words.did("created"),
                            change(null, shown),
                            () -> create(caches, wanted));
        }
        Properties.Diff diff = diff(caches, found.get(), wanted);
        if (diff.isEmpty()) {
            return new Steps().note(words.same());
        }
        return new Steps()
                .step(
                        words.would("modified"),
                        words.did("modified"),
                        change(diff.old(), diff.now()),
                        () -> {
                            caches.modifyReplicationGroup(request(diff.now()));
                            if (waits) {
                                caches.awaitReplicationGroup(call.name());
                            }
                        });
    }

    private void create(CacheClusters caches, Map<String, @Nullable Object> wanted) {
        Map<String, @Nullable Object> first = new LinkedHashMap<>(wanted);
        first.keySet().removeAll(NOT_AT_CREATION);
        Map<String, @Nullable Object> then = new LinkedHashMap<>(wanted);
        then.keySet().retainAll(NOT_AT_CREATION);
        caches.createReplicationGroup(request(first));
        if (waits || !then.isEmpty()) {
            caches.awaitReplicationGroup(call.name());
        }
        if (!then.isEmpty()) {
            caches.modifyReplicationGroup(request(then));
        }
    }

    private Map<String, @Nullable Object> request(Map<String, @Nullable Object> properties) {
        Map<String, @Nullable Object> request = entry("ReplicationGroupId", call.name());
        request.putAll(properties);
        if (!groupNames.isEmpty()) {
            request.computeIfPresent(
                    "SecurityGroupIds",
                    (_, _) -> GroupIds.of(call, groupNames, Optional.empty()).require());
        }
        return request;
    }

    /** A group that differs in one of its clusters differs. */
    private static Properties.Diff diff(
            CacheClusters caches,
            Map<String, @Nullable Object> group,
            Map<String, @Nullable Object> wanted) {
        Map<String, @Nullable Object> ofGroup = new LinkedHashMap<>(wanted);
        ofGroup.keySet().retainAll(OF_GROUP);
        Map<String, @Nullable Object> ofMembers = new LinkedHashMap<>(wanted);
        ofMembers.keySet().retainAll(OF_MEMBERS);
        Properties.Diff diff = Properties.diff(ofGroup, current(group, wanted));
        if (!ofMembers.isEmpty()) {
            for (String member : Plain.texts(group.get("MemberClusters"))) {
                caches.cluster(member)
                        .map(c -> CacheClusterSteps.diff(ofMembers, c))
                        .ifPresent(d ->
                                d.now()
                                        .forEach((name, value) -> {
                                            diff.now().putIfAbsent(name, value);
                                            diff.old().putIfAbsent(name, d.old().get(name));
                                        }));
            }
        }
        // AWS takes another engine with its version, or chooses a version itself.
        if (diff.now().containsKey("Engine") && wanted.containsKey("EngineVersion")) {
            diff.now().putIfAbsent("EngineVersion", wanted.get("EngineVersion"));
        }
        return diff;
    }

    /** The group under the names by which it is changed; what AWS does not tell is as wanted. */
    private static Map<String, @Nullable Object> current(
            Map<String, @Nullable Object> group, Map<String, @Nullable Object> wanted) {
        Map<String, @Nullable Object> current = new LinkedHashMap<>(group);
        current.put("ReplicationGroupDescription", group.get("Description"));
        boolean failsOver = isOn(group.get("AutomaticFailover"));
        current.put("AutomaticFailoverEnabled", failsOver);
        current.put("MultiAZEnabled", isOn(group.get("MultiAZ")));
        current.putIfAbsent("Engine", wanted.get("Engine"));
        // Where AWS chooses the primary itself, it refuses to be told.
        Optional<String> primary = failsOver ? Optional.empty() : primary(group);
        current.put(
                "PrimaryClusterId",
                primary.isPresent() ? primary.get() : wanted.get("PrimaryClusterId"));
        return current;
    }

    private static boolean isOn(@Nullable Object status) {
        return "enabled".equals(status) || "enabling".equals(status);
    }

    private static Optional<String> primary(Map<String, @Nullable Object> group) {
        return Plain.list(group.get("NodeGroups")).stream()
                .flatMap(shard -> Plain.list(Plain.mapping(shard).get("NodeGroupMembers")).stream())
                .map(Plain::mapping)
                .filter(member -> "primary".equals(member.get("CurrentRole")))
                .map(member -> String.valueOf(member.get("CacheClusterId")))
                .findFirst();
    }
}
