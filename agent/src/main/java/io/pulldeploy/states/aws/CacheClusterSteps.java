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
 * The steps to one cache cluster.
 *
 * @param given properties under AWS's names; what is not given is not managed
 * @param groupNames its security groups, by name or id
 * @param waits whether a step ends when the cluster is available
 */
record CacheClusterSteps(
        AwsState.Call call,
        CacheWords words,
        Map<String, @Nullable Object> given,
        List<String> groupNames,
        boolean waits) {
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
                    "PreferredMaintenanceWindow",
                    "NotificationTopicStatus",
                    "SnapshotRetentionLimit",
                    "SnapshotWindow");

    /** What AWS takes only of a cluster that exists. */
    private static final Set<String> NOT_AT_CREATION = Set.of("NotificationTopicStatus");

    Steps steps() {
        String name = call.name();
        CacheClusters caches = call.account().cacheClusters();
        CacheRequests requests = requests();
        Map<String, @Nullable Object> wanted = requests.wanted(given);
        Optional<Map<String, @Nullable Object>> found = caches.cluster(name);
        if (found.isEmpty()) {
            Map<String, @Nullable Object> shown = entry("CacheClusterId", name);
            shown.putAll(discreet(wanted));
            return new Steps()
                    .step(
                            words.would("created"),
                            words.did("created"),
                            change(null, shown),
                            () ->
                                    requests.create(
                                            wanted,
                                            waits,
                                            caches::createCluster,
                                            () -> caches.awaitCluster(call.name()),
                                            caches::modifyCluster));
        }
        Steps steps = new Steps();
        Properties.Diff diff = diff(wanted, found.get());
        if (diff.isEmpty()) {
            steps.note(words.same());
        } else {
            modify(steps, caches, found.get(), diff);
        }
        CacheTags.compare(steps, caches, found.get(), given.get("Tags"));
        return steps;
    }

    private CacheRequests requests() {
        return new CacheRequests(call, "CacheClusterId", groupNames, NOT_AT_CREATION);
    }

    private void modify(
            Steps steps,
            CacheClusters caches,
            Map<String, @Nullable Object> found,
            Properties.Diff diff) {
        List<String> fixed =
                diff.now().keySet().stream().filter(p -> !MODIFIABLE.contains(p)).toList();
        if (!fixed.isEmpty()) {
            throw Fixed.refusal("Cache cluster " + call.name(), diff, fixed, Map.of());
        }
        steps.step(
                words.would("modified"),
                words.did("modified"),
                change(diff.old(), diff.now()),
                () -> {
                    Map<String, @Nullable Object> request = requests().request(diff.now());
                    request.putAll(nodes(found, diff.now()));
                    caches.modifyCluster(request);
                    if (waits) {
                        caches.awaitCluster(call.name());
                    }
                });
    }

    /**
     * @param cluster as AWS answers it
     */
    static Properties.Diff diff(
            Map<String, @Nullable Object> wanted, Map<String, @Nullable Object> cluster) {
        Properties.Diff diff = Properties.diff(wanted, current(cluster), CacheClusterSteps::same);
        if (diff.now().containsKey("NumCacheNodes")) {
            // Where the nodes are to be that come, is said when they come.
            diff.now().remove("PreferredAvailabilityZones");
        }
        return diff;
    }

    /** What a plan may show. */
    static Map<String, @Nullable Object> discreet(Map<String, @Nullable Object> properties) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>(properties);
        shown.computeIfPresent("AuthToken", (_, _) -> "(not shown)");
        return shown;
    }

    /**
     * Of a cluster that is to have fewer nodes, AWS wants to be told which are to go: the last. Of
     * one that is to have more it takes where they are to be.
     */
    private Map<String, @Nullable Object> nodes(
            Map<String, @Nullable Object> cluster, Map<String, @Nullable Object> now) {
        Map<String, @Nullable Object> nodes = new LinkedHashMap<>();
        List<String> current =
                Plain.list(cluster.get("CacheNodes")).stream()
                        .map(n -> String.valueOf(Plain.mapping(n).get("CacheNodeId")))
                        .sorted()
                        .toList();
        int wanted =
                Plain.integer(now.get("NumCacheNodes")).orElse((long) current.size()).intValue();
        if (wanted < current.size()) {
            nodes.put("CacheNodeIdsToRemove", current.subList(wanted, current.size()));
        } else if (wanted > current.size()) {
            List<String> zones = Plain.texts(given.get("PreferredAvailabilityZones"));
            if (zones.size() == wanted) {
                nodes.put("NewAvailabilityZones", zones.subList(current.size(), wanted));
            }
            if (given.get("AZMode") != null) {
                nodes.put("AZMode", given.get("AZMode"));
            }
        }
        return nodes;
    }

    /** AWS answers some properties inside others. */
    static Map<String, @Nullable Object> current(Map<String, @Nullable Object> cluster) {
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
                Plain.text(Plain.mapping(cluster.get("NotificationConfiguration")).get("TopicArn"))
                        .orElse(""));
        current.put(
                "Port",
                Plain.list(cluster.get("CacheNodes")).stream()
                        .map(n -> Plain.mapping(Plain.mapping(n).get("Endpoint")).get("Port"))
                        .filter(port -> port != null)
                        .findFirst()
                        .orElse(Plain.mapping(cluster.get("ConfigurationEndpoint")).get("Port")));
        current.put(
                "NotificationTopicStatus",
                Plain.mapping(cluster.get("NotificationConfiguration")).get("TopicStatus"));
        current.putIfAbsent("ReplicationGroupId", "");
        List<String> zones =
                Plain.list(cluster.get("CacheNodes")).stream()
                        .map(n -> Plain.mapping(n).get("CustomerAvailabilityZone"))
                        .flatMap(zone -> Plain.text(zone).stream())
                        .toList();
        current.put("PreferredAvailabilityZones", zones.isEmpty() ? null : zones);
        current.remove("Tags");
        return current;
    }

    /**
     * What AWS does not tell, such as the port of a cluster that is being made, is not compared.
     */
    private static boolean same(@Nullable Object wanted, @Nullable Object current) {
        if (current == null) {
            return true;
        }
        // A version of two parts is any patch of it, and 6.x any of 6.
        return Properties.same(wanted, current)
                || (wanted instanceof String w
                        && current.toString().startsWith(w.replaceFirst("\\.x$", "") + "."));
    }
}
