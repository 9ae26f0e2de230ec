package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;
import static io.pulldeploy.states.aws.Steps.entry;

import io.pulldeploy.aws.CacheClusters;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    Steps steps() {
        String name = call.name();
        CacheClusters caches = call.account().cacheClusters();
        Map<String, @Nullable Object> wanted = new LinkedHashMap<>(given);
        if (!groupNames.isEmpty()) {
            wanted.put("SecurityGroupIds", GroupIds.of(call, groupNames, Optional.empty()).shown());
        }
        Optional<Map<String, @Nullable Object>> found = caches.cluster(name);
        if (found.isEmpty()) {
            Map<String, @Nullable Object> shown = entry("CacheClusterId", name);
            shown.putAll(discreet(wanted));
            return new Steps()
                    .step(
                            words.would("created"),
                            words.did("created"),
                            change(null, shown),
                            () -> {
                                Map<String, @Nullable Object> request = new LinkedHashMap<>(wanted);
                                request.put("CacheClusterId", name);
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
        Properties.Diff diff = diff(wanted, found.get());
        if (diff.isEmpty()) {
            return new Steps().note(words.same());
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
                        words.would("modified"),
                        words.did("modified"),
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

    /**
     * @param cluster as AWS answers it
     */
    static Properties.Diff diff(
            Map<String, @Nullable Object> wanted, Map<String, @Nullable Object> cluster) {
        return Properties.diff(wanted, current(cluster), CacheClusterSteps::same);
    }

    /** What a plan may show. */
    static Map<String, @Nullable Object> discreet(Map<String, @Nullable Object> properties) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>(properties);
        shown.computeIfPresent("AuthToken", (_, _) -> "(not shown)");
        return shown;
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
