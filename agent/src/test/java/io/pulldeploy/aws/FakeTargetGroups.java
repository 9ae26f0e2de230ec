package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** {@link TargetGroups} in memory. */
final class FakeTargetGroups implements TargetGroups {
    private final Map<String, Map<String, @Nullable Object>> groups = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> targets = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> attributes = new LinkedHashMap<>();
    private final Consumer<String> mutated;

    FakeTargetGroups(Consumer<String> mutated) {
        this.mutated = mutated;
    }

    @Override
    public Optional<Map<String, @Nullable Object>> find(String name) {
        return Optional.ofNullable(groups.get("arn:" + name));
    }

    @Override
    public String create(Map<String, ?> properties) {
        mutated.accept("elasticloadbalancing:CreateTargetGroup");
        String arn = "arn:" + properties.get("Name");
        Map<String, @Nullable Object> group = new LinkedHashMap<>(properties);
        group.put("TargetGroupArn", arn);
        groups.put(arn, group);
        targets.put(arn, new LinkedHashMap<>());
        attributes.put(
                arn, new LinkedHashMap<>(Map.of("deregistration_delay.timeout_seconds", "300")));
        return arn;
    }

    @Override
    public void modify(Map<String, ?> properties) {
        mutated.accept("elasticloadbalancing:ModifyTargetGroup");
        Existing.in(groups, String.valueOf(properties.get("TargetGroupArn"))).putAll(properties);
    }

    @Override
    public void delete(String arn) {
        mutated.accept("elasticloadbalancing:DeleteTargetGroup");
        groups.remove(arn);
    }

    @Override
    public Map<String, String> health(String arn) {
        return Map.copyOf(Existing.in(targets, arn));
    }

    @Override
    public void register(String arn, Collection<String> ids) {
        mutated.accept("elasticloadbalancing:RegisterTargets");
        ids.forEach(id -> Existing.in(targets, arn).put(id, "healthy"));
    }

    @Override
    public void deregister(String arn, Collection<String> ids) {
        mutated.accept("elasticloadbalancing:DeregisterTargets");
        ids.forEach(Existing.in(targets, arn)::remove);
    }

    @Override
    public Map<String, String> attributes(String arn) {
        return Map.copyOf(Existing.in(attributes, arn));
    }

    @Override
    public void setAttributes(String arn, Map<String, String> changed) {
        mutated.accept("elasticloadbalancing:ModifyTargetGroupAttributes");
        Existing.in(attributes, arn).putAll(changed);
    }
}
