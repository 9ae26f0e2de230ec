package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;
import static io.pulldeploy.states.aws.Steps.entry;

import io.pulldeploy.aws.CacheClusters;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The steps to a cache's subnet group. */
final class CacheSubnetGroups {
    private CacheSubnetGroups() {}

    /**
     * @param tags nothing if they are not managed
     */
    static Steps present(
            AwsState.Call call,
            CacheWords words,
            List<String> subnets,
            Optional<String> description,
            @Nullable Object tags) {
        String name = call.name();
        CacheClusters caches = call.account().cacheClusters();
        if (subnets.isEmpty()) {
            throw new CallError("A subnet group needs subnets.");
        }
        Map<String, @Nullable Object> wanted = entry("CacheSubnetGroupName", name);
        wanted.put("SubnetIds", subnets);
        description.ifPresent(d -> wanted.put("CacheSubnetGroupDescription", d));
        return caches.subnetGroup(name)
                .map(is -> changed(words, caches, wanted, is, tags))
                .orElseGet(() -> created(words, caches, wanted, tags));
    }

    private static Steps created(
            CacheWords words,
            CacheClusters caches,
            Map<String, @Nullable Object> wanted,
            @Nullable Object given) {
        wanted.putIfAbsent("CacheSubnetGroupDescription", "ElastiCache Subnet Group");
        List<Object> tags = new ArrayList<>();
        Plain.textMapping(given).forEach((k, v) -> tags.add(Map.of("Key", k, "Value", v)));
        if (!tags.isEmpty()) {
            wanted.put("Tags", tags);
        }
        return new Steps()
                .step(
                        words.would("created"),
                        words.did("created"),
                        change(null, wanted),
                        () -> caches.createSubnetGroup(wanted));
    }

    private static Steps changed(
            CacheWords words,
            CacheClusters caches,
            Map<String, @Nullable Object> wanted,
            Map<String, @Nullable Object> is,
            @Nullable Object given) {
        Map<String, @Nullable Object> current = new LinkedHashMap<>(is);
        current.put(
                "SubnetIds",
                Plain.list(is.get("Subnets")).stream()
                        .map(s -> String.valueOf(Plain.mapping(s).get("SubnetIdentifier")))
                        .sorted()
                        .toList());
        Steps steps = new Steps();
        Properties.Diff diff = Properties.diff(wanted, current);
        if (diff.isEmpty()) {
            steps.note(words.same());
        } else {
            Map<String, @Nullable Object> modify =
                    entry("CacheSubnetGroupName", is.get("CacheSubnetGroupName"));
            modify.putAll(diff.now());
            steps.step(
                    words.would("modified"),
                    words.did("modified"),
                    change(diff.old(), diff.now()),
                    () -> caches.modifySubnetGroup(modify));
        }
        CacheTags.compare(steps, caches, is, given);
        return steps;
    }

    static Steps absent(AwsState.Call call) {
        String name = call.name();
        CacheClusters caches = call.account().cacheClusters();
        if (caches.subnetGroup(name).isEmpty()) {
            return new Steps().note("Subnet group " + name + " does not exist.");
        }
        return new Steps()
                .step(
                        "ElastiCache subnet group " + name + " is set to be removed.",
                        "ElastiCache subnet group " + name + " deleted.",
                        change(name, null),
                        () -> caches.deleteSubnetGroup(name));
    }
}
