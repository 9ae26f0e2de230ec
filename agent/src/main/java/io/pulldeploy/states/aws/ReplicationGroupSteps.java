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

    /** What is decided when a group is made, and what else to do about some of it. */
    private static final List<String> AT_CREATION =
            List.of(
                    "Port",
                    "CacheSubnetGroupName",
                    "NumCacheClusters",
                    "NumNodeGroups",
                    "ReplicasPerNodeGroup",
                    "NodeGroupConfiguration",
                    "PreferredCacheClusterAZs",
                    "AuthToken");

    private static final String REPLICAS =
            "change its number of replicas with AWS's increase-replica-count or"
                    + " decrease-replica-count, then say it here";

    private static final String SHARDS =
            "change its shards with AWS's modify-replication-group-shard-configuration, then say it"
                    + " here";

    private static final Map<String, String> INSTEAD =
            Map.of(
                    "NumCacheClusters", REPLICAS,
                    "ReplicasPerNodeGroup", REPLICAS,
                    "NumNodeGroups", SHARDS,
                    "NodeGroupConfiguration", SHARDS);

    /** What AWS takes only of a group that exists. */
    private static final Set<String> NOT_AT_CREATION =
            Set.of("SnapshottingClusterId", "NotificationTopicStatus");

    Steps steps() {
        CacheRequests requests = requests();
        Map<String, @Nullable Object> wanted = requests.wanted(given);
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
                            () ->
                                    requests.create(
                                            wanted,
                                            waits,
                                            caches::createReplicationGroup,
                                            () -> caches.awaitReplicationGroup(call.name()),
                                            caches::modifyReplicationGroup));
        }
        List<Map<String, @Nullable Object>> members =
                Plain.texts(found.get().get("MemberClusters")).stream()
                        .flatMap(member -> caches.cluster(member).stream())
                        .toList();
        refuseWhatIsFixed(found.get(), members, wanted);
        Steps steps = new Steps();
        Properties.Diff diff = diff(members, found.get(), wanted);
        if (diff.isEmpty()) {
            steps.note(words.same());
        } else {
            steps.step(
                    words.would("modified"),
                    words.did("modified"),
                    change(diff.old(), diff.now()),
                    () -> {
                        caches.modifyReplicationGroup(requests.request(diff.now()));
                        if (waits) {
                            caches.awaitReplicationGroup(call.name());
                        }
                    });
        }
        CacheTags.compare(steps, caches, found.get(), given.get("Tags"));
        return steps;
    }

    private void refuseWhatIsFixed(
            Map<String, @Nullable Object> group,
            List<Map<String, @Nullable Object>> members,
            Map<String, @Nullable Object> wanted) {
        Map<String, @Nullable Object> fixed = new LinkedHashMap<>(wanted);
        fixed.keySet().retainAll(AT_CREATION);
        Map<String, @Nullable Object> current = asCreated(group, members);
        // What AWS does not tell, as of a group that is still being made, is not compared.
        fixed.keySet().removeIf(property -> current.get(property) == null);
        fixed.computeIfPresent(
                "NodeGroupConfiguration", (_, shards) -> (long) Plain.list(shards).size());
        Properties.Diff diff = Properties.diff(fixed, current);
        if (!diff.isEmpty()) {
            throw Fixed.refusal(
                    "Replication group " + call.name(),
                    new Properties.Diff(diff.old(), CacheClusterSteps.discreet(diff.now())),
                    diff.now().keySet(),
                    INSTEAD);
        }
    }

    /** A group under the names by which it is created. */
    private static Map<String, @Nullable Object> asCreated(
            Map<String, @Nullable Object> group, List<Map<String, @Nullable Object>> members) {
        Map<String, @Nullable Object> current = new LinkedHashMap<>();
        List<Object> shards = Plain.list(group.get("NodeGroups"));
        if (!shards.isEmpty()) {
            current.put("NumNodeGroups", (long) shards.size());
            current.put("NodeGroupConfiguration", (long) shards.size());
            shards.stream()
                    .mapToLong(s -> Plain.list(Plain.mapping(s).get("NodeGroupMembers")).size() - 1)
                    .max()
                    .ifPresent(replicas -> current.put("ReplicasPerNodeGroup", replicas));
        }
        if (!members.isEmpty()) {
            current.put("NumCacheClusters", (long) members.size());
            Map<String, @Nullable Object> first = CacheClusterSteps.current(members.getFirst());
            current.put("Port", first.get("Port"));
            current.put("CacheSubnetGroupName", first.get("CacheSubnetGroupName"));
            List<String> zones =
                    members.stream()
                            .flatMap(m -> Plain.text(m.get("PreferredAvailabilityZone")).stream())
                            .toList();
            if (zones.size() == members.size()) {
                current.put("PreferredCacheClusterAZs", zones);
            }
        }
        if (Boolean.FALSE.equals(group.get("AuthTokenEnabled"))) {
            current.put("AuthToken", "none");
        }
        return current;
    }

    private CacheRequests requests() {
        return new CacheRequests(call, "ReplicationGroupId", groupNames, NOT_AT_CREATION);
    }

    /** A group that differs in one of its clusters differs. */
    private static Properties.Diff diff(
            List<Map<String, @Nullable Object>> members,
            Map<String, @Nullable Object> group,
            Map<String, @Nullable Object> wanted) {
        Map<String, @Nullable Object> ofGroup = new LinkedHashMap<>(wanted);
        ofGroup.keySet().retainAll(OF_GROUP);
        Map<String, @Nullable Object> ofMembers = new LinkedHashMap<>(wanted);
        ofMembers.keySet().retainAll(OF_MEMBERS);
        Properties.Diff diff = Properties.diff(ofGroup, current(group, wanted));
        if (!ofMembers.isEmpty()) {
            members.forEach(member -> {
                Properties.Diff of = CacheClusterSteps.diff(ofMembers, member);
                of.now()
                        .forEach((name, value) -> {
                            diff.now().putIfAbsent(name, value);
                            diff.old().putIfAbsent(name, of.old().get(name));
                        });
            });
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
