package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** {@link AutoScalingGroups} in memory. */
final class FakeAutoScalingGroups implements AutoScalingGroups {
    private final Map<String, Map<String, @Nullable Object>> groups = new LinkedHashMap<>();
    private final Map<String, Parts> parts = new HashMap<>();
    private final Consumer<String> mutated;

    /** What belongs to a group, by name. */
    private record Parts(
            Map<String, Map<String, @Nullable Object>> policies,
            Map<String, Map<String, @Nullable Object>> actions,
            Map<String, Map<String, @Nullable Object>> hooks,
            Map<String, List<String>> notifications) {}

    FakeAutoScalingGroups(Consumer<String> mutated) {
        this.mutated = mutated;
    }

    @Override
    public Optional<Map<String, @Nullable Object>> find(String name) {
        return Optional.ofNullable(groups.get(name));
    }

    @Override
    public List<String> names() {
        return List.copyOf(groups.keySet());
    }

    @Override
    public List<String> launchingFrom(String launchConfiguration) {
        return groups.entrySet().stream()
                .filter(g ->
                        launchConfiguration.equals(g.getValue().get("LaunchConfigurationName")))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public void create(Map<String, ?> properties) {
        mutated.accept("autoscaling:CreateAutoScalingGroup");
        String name = String.valueOf(properties.get("AutoScalingGroupName"));
        Map<String, @Nullable Object> group = new LinkedHashMap<>();
        group.put("DefaultCooldown", 300L);
        group.put("HealthCheckType", "EC2");
        group.put("TerminationPolicies", List.of("Default"));
        group.put("DesiredCapacity", properties.get("MinSize"));
        group.putAll(properties);
        groups.put(name, group);
        parts.put(
                name,
                new Parts(
                        new LinkedHashMap<>(),
                        new LinkedHashMap<>(),
                        new LinkedHashMap<>(),
                        new LinkedHashMap<>()));
    }

    @Override
    public void update(Map<String, ?> properties) {
        mutated.accept("autoscaling:UpdateAutoScalingGroup");
        group(String.valueOf(properties.get("AutoScalingGroupName"))).putAll(properties);
    }

    private Map<String, @Nullable Object> group(String name) {
        return Existing.in(groups, name);
    }

    private Parts parts(String name) {
        return parts.getOrDefault(
                name,
                new Parts(
                        new LinkedHashMap<>(),
                        new LinkedHashMap<>(),
                        new LinkedHashMap<>(),
                        new LinkedHashMap<>()));
    }

    @Override
    public void delete(String name, boolean force) {
        mutated.accept("autoscaling:DeleteAutoScalingGroup");
        groups.remove(name);
        parts.remove(name);
    }

    @Override
    public List<Map<String, @Nullable Object>> policies(String name) {
        return List.copyOf(parts(name).policies().values());
    }

    @Override
    public void putPolicy(String name, Map<String, ?> policy) {
        mutated.accept("autoscaling:PutScalingPolicy");
        String policyName = String.valueOf(policy.get("PolicyName"));
        Map<String, @Nullable Object> stored = new LinkedHashMap<>(policy);
        stored.put("PolicyARN", "arn:aws:autoscaling:::policyName/" + name + "/" + policyName);
        parts(name).policies().put(policyName, stored);
    }

    @Override
    public void deletePolicy(String name, String policy) {
        mutated.accept("autoscaling:DeletePolicy");
        parts(name).policies().remove(policy);
    }

    @Override
    public List<Map<String, @Nullable Object>> scheduledActions(String name) {
        return List.copyOf(parts(name).actions().values());
    }

    @Override
    public void putScheduledAction(String name, Map<String, ?> action) {
        mutated.accept("autoscaling:PutScheduledUpdateGroupAction");
        parts(name)
                .actions()
                .put(
                        String.valueOf(action.get("ScheduledActionName")),
                        new LinkedHashMap<>(action));
    }

    @Override
    public void deleteScheduledAction(String name, String action) {
        mutated.accept("autoscaling:DeleteScheduledAction");
        parts(name).actions().remove(action);
    }

    @Override
    public List<Map<String, @Nullable Object>> hooks(String name) {
        return List.copyOf(parts(name).hooks().values());
    }

    @Override
    public void putHook(String name, Map<String, ?> hook) {
        mutated.accept("autoscaling:PutLifecycleHook");
        parts(name)
                .hooks()
                .put(String.valueOf(hook.get("LifecycleHookName")), new LinkedHashMap<>(hook));
    }

    @Override
    public void deleteHook(String name, String hook) {
        mutated.accept("autoscaling:DeleteLifecycleHook");
        parts(name).hooks().remove(hook);
    }

    @Override
    public void suspend(String name, Collection<String> processes) {
        mutated.accept("autoscaling:SuspendProcesses");
        List<Object> suspended = new ArrayList<>(list(name, "SuspendedProcesses"));
        processes.forEach(p -> suspended.add(Map.of("ProcessName", p)));
        group(name).put("SuspendedProcesses", suspended);
    }

    @Override
    public void resume(String name, Collection<String> processes) {
        mutated.accept("autoscaling:ResumeProcesses");
        List<Object> suspended = new ArrayList<>(list(name, "SuspendedProcesses"));
        processes.forEach(p -> suspended.remove(Map.of("ProcessName", p)));
        group(name).put("SuspendedProcesses", suspended);
    }

    private List<?> list(String name, String property) {
        return group(name).get(property) instanceof List<?> list ? list : List.of();
    }

    @Override
    public void tag(String name, List<Map<String, Object>> tags) {
        mutated.accept("autoscaling:CreateOrUpdateTags");
        List<Object> all = new ArrayList<>(list(name, "Tags"));
        for (Map<String, Object> tag : tags) {
            all.removeIf(
                    t -> t instanceof Map<?, ?> m && Objects.equals(tag.get("Key"), m.get("Key")));
            all.add(tag);
        }
        group(name).put("Tags", all);
    }

    @Override
    public void untag(String name, Collection<String> keys) {
        mutated.accept("autoscaling:DeleteTags");
        List<Object> all = new ArrayList<>(list(name, "Tags"));
        all.removeIf(t -> t instanceof Map<?, ?> m && keys.contains(String.valueOf(m.get("Key"))));
        group(name).put("Tags", all);
    }

    @Override
    public Map<String, List<String>> notifications(String name) {
        return Map.copyOf(parts(name).notifications());
    }

    @Override
    public void notify(String name, String topic, Collection<String> kinds) {
        mutated.accept("autoscaling:PutNotificationConfiguration");
        parts(name).notifications().put(topic, List.copyOf(kinds));
    }

    @Override
    public void stopNotifying(String name, String topic) {
        mutated.accept("autoscaling:DeleteNotificationConfiguration");
        parts(name).notifications().remove(topic);
    }

    @Override
    public void attachLoadBalancers(String name, Collection<String> loadBalancers) {
        change(name, "LoadBalancerNames", "AttachLoadBalancers", loadBalancers, true);
    }

    @Override
    public void detachLoadBalancers(String name, Collection<String> loadBalancers) {
        change(name, "LoadBalancerNames", "DetachLoadBalancers", loadBalancers, false);
    }

    @Override
    public void attachTargetGroups(String name, Collection<String> arns) {
        change(name, "TargetGroupARNs", "AttachLoadBalancerTargetGroups", arns, true);
    }

    @Override
    public void detachTargetGroups(String name, Collection<String> arns) {
        change(name, "TargetGroupARNs", "DetachLoadBalancerTargetGroups", arns, false);
    }

    private void change(
            String name, String property, String action, Collection<String> members, boolean add) {
        mutated.accept("autoscaling:" + action);
        List<Object> all = new ArrayList<>(list(name, property));
        if (add) {
            all.addAll(members);
        } else {
            all.removeAll(members);
        }
        group(name).put(property, all);
    }
}
