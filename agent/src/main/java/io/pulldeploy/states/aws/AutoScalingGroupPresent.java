package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;
import static io.pulldeploy.states.aws.Steps.entry;

import io.pulldeploy.aws.AutoScalingGroups;
import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.modules.AwsConnections;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The steps to one Auto Scaling group and all that belongs to it. */
final class AutoScalingGroupPresent {
    /** What a group does by itself, and can be kept from. */
    private static final List<String> PROCESSES =
            List.of(
                    "Launch",
                    "Terminate",
                    "AddToLoadBalancer",
                    "AlarmNotification",
                    "AZRebalance",
                    "HealthCheck",
                    "InstanceRefresh",
                    "ReplaceUnhealthy",
                    "ScheduledActions");

    private final AwsState.Call call;
    private final Arguments args;
    private final String name;
    private final List<String> subnets;
    private final List<Map<String, @Nullable Object>> policies;
    private final List<Map<String, @Nullable Object>> actions;
    private final AutoScalingGroups groups;
    private final GroupDifferences differences;
    private final Steps steps = new Steps();

    AutoScalingGroupPresent(AwsState.Call call) {
        this.call = call;
        this.args = call.args();
        this.name = call.name();
        checkSizes();
        checkProcesses();
        this.policies =
                GroupParts.scalingPolicies(
                        orPillar("scaling_policies", "scaling_policies_from_pillar"));
        Map<String, @Nullable Object> scheduled =
                Plain.mapping(pillar("scheduled_actions_from_pillar"));
        scheduled.putAll(Plain.mapping(args.value("scheduled_actions")));
        this.actions = GroupParts.scheduledActions(scheduled);
        this.groups = call.account().autoScalingGroups();
        this.differences = new GroupDifferences(call, name, groups);
        this.subnets = Subnets.of(call, "vpc_zone_identifier", "subnet_names");
    }

    private void checkProcesses() {
        for (String process : Plain.texts(args.value("suspended_processes"))) {
            if (!PROCESSES.contains(process)) {
                throw new CallError(Shape.unknown("suspended_processes", process, PROCESSES));
            }
        }
    }

    private void checkSizes() {
        long min =
                args.integer("min_size").orElseThrow(() -> new CallError("'min_size' is empty."));
        long max =
                args.integer("max_size").orElseThrow(() -> new CallError("'max_size' is empty."));
        long desired = args.integer("desired_capacity").orElse(min);
        if (min > max || desired < min || desired > max) {
            throw new CallError(
                    "Sizes must grow: min_size %d, desired_capacity %d, max_size %d."
                            .formatted(min, desired, max));
        }
    }

    Steps steps() {
        Optional<Map<String, @Nullable Object>> found = groups.find(name);
        call.expected().add("autoscaling group", name);
        policies.forEach(
                p -> call.expected().add("scaling policy", name + ":" + p.get("PolicyName")));
        GroupLaunch launch = GroupLaunch.of(call, steps, subnets, found);
        Map<String, @Nullable Object> wanted = wanted(launch);
        checkLoadBalancers(found);
        if (found.isEmpty()) {
            create(wanted);
        } else {
            update(found.get(), wanted);
        }
        launch.addRemoval(steps);
        differences.notifications(steps, found.isPresent());
        alarms();
        return steps;
    }

    /** The group's own properties, under Salt's names; what is not given is not managed. */
    private Map<String, @Nullable Object> wanted(GroupLaunch launch) {
        Map<String, @Nullable Object> wanted = new LinkedHashMap<>();
        launch.configuration().ifPresent(c -> wanted.put("launch_config_name", c));
        launch.template().ifPresent(t -> wanted.put("launch_template", t));
        if (subnets.isEmpty()) {
            wanted.put("availability_zones", Plain.texts(args.value("availability_zones")));
        } else {
            wanted.put("vpc_zone_identifier", subnets);
        }
        for (String property :
                List.of(
                        "min_size",
                        "max_size",
                        "desired_capacity",
                        "default_cooldown",
                        "health_check_period")) {
            args.integer(property).ifPresent(v -> wanted.put(property, v));
        }
        args.text("health_check_type").ifPresent(v -> wanted.put("health_check_type", v));
        args.text("placement_group").ifPresent(v -> wanted.put("placement_group", v));
        for (String property : List.of("load_balancers", "target_group_arns")) {
            if (args.value(property) != null) {
                wanted.put(property, Plain.texts(args.value(property)));
            }
        }
        List<String> termination =
                Plain.texts(orPillar("termination_policies", "termination_policies_from_pillar"));
        wanted.put(
                "termination_policies", termination.isEmpty() ? List.of("Default") : termination);
        return wanted;
    }

    private void checkLoadBalancers(Optional<Map<String, @Nullable Object>> found) {
        List<String> current =
                found.map(g -> Plain.texts(g.get("LoadBalancerNames"))).orElse(List.of());
        for (String lb : Plain.texts(args.value("load_balancers"))) {
            if (!current.contains(lb)
                    && !call.expected().contains("load balancer", lb)
                    && !call.account("elb").classicLoadBalancers().exists(lb)) {
                throw new CallError("Load balancer " + lb + " does not exist.");
            }
        }
    }

    /**
     * No instance starts before the processes that must not see it are suspended: where some are,
     * the group is made empty, and grows when they are.
     */
    private void create(Map<String, @Nullable Object> wanted) {
        List<String> suspended = Plain.texts(args.value("suspended_processes"));
        List<Map<String, @Nullable Object>> tags = GroupParts.wantedTags(args.value("tags"));
        Map<String, @Nullable Object> shown = new LinkedHashMap<>(wanted);
        shown.put("name", name);
        shown.put("tags", tags);
        shown.put("suspended_processes", suspended);
        shown.put("scaling_policies", policies);
        Map<String, @Nullable Object> request = entry("AutoScalingGroupName", name);
        request.putAll(GroupParts.aws(wanted));
        if (!tags.isEmpty()) {
            request.put("Tags", GroupDifferences.awsTags(tags));
        }
        steps.step(
                "Autoscale group set to be created.",
                "Created autoscale group.",
                change(null, shown),
                () -> {
                    if (suspended.isEmpty()) {
                        groups.create(request);
                    } else {
                        createEmpty(request, suspended);
                    }
                    policies.forEach(p -> groups.putPolicy(name, p));
                });
        NamedParts.of("scheduled_actions", "ScheduledActionName", actions, List.of())
                .addTo(
                        steps,
                        a -> groups.putScheduledAction(name, a),
                        a -> groups.deleteScheduledAction(name, a));
        hooks(List.of());
    }

    private void createEmpty(Map<String, @Nullable Object> request, List<String> suspended) {
        Map<String, @Nullable Object> empty = new LinkedHashMap<>(request);
        empty.put("MinSize", 0L);
        empty.put("DesiredCapacity", 0L);
        groups.create(empty);
        groups.suspend(name, suspended);
        Map<String, @Nullable Object> grown = entry("AutoScalingGroupName", name);
        grown.put("MinSize", request.get("MinSize"));
        grown.put(
                "DesiredCapacity", request.getOrDefault("DesiredCapacity", request.get("MinSize")));
        groups.update(grown);
    }

    private void update(Map<String, @Nullable Object> group, Map<String, @Nullable Object> wanted) {
        Map<String, @Nullable Object> current = GroupParts.shown(group);
        Properties.Diff diff = Properties.diff(wanted, current);
        Steps parts = new Steps();
        Map<String, @Nullable Object> own = new LinkedHashMap<>(diff.now());
        own.remove("load_balancers");
        own.remove("target_group_arns");
        // Instances must not start before what they must not see is suspended.
        differences.suspended(parts, group, true);
        if (!own.isEmpty()) {
            Map<String, @Nullable Object> request = entry("AutoScalingGroupName", name);
            request.putAll(GroupParts.aws(own));
            Map<String, @Nullable Object> old = new LinkedHashMap<>(diff.old());
            old.keySet().retainAll(own.keySet());
            parts.step("", "", change(old, own), () -> groups.update(request));
        }
        differences.suspended(parts, group, false);
        differences.members(parts, diff, current);
        differences.tags(parts, group);
        List<Map<String, @Nullable Object>> currentPolicies = groups.policies(name);
        call.policies().put(name, currentPolicies);
        NamedParts.of("scaling_policies", "PolicyName", policies, currentPolicies)
                .addTo(parts, p -> groups.putPolicy(name, p), p -> groups.deletePolicy(name, p));
        NamedParts.of(
                        "scheduled_actions",
                        "ScheduledActionName",
                        actions,
                        groups.scheduledActions(name))
                .addTo(
                        parts,
                        a -> groups.putScheduledAction(name, a),
                        a -> groups.deleteScheduledAction(name, a));
        if (parts.changeNothing() && steps.changeNothing()) {
            steps.note("Autoscale group present.");
        } else {
            steps.stepTelling(
                    "Autoscale group set to be updated.",
                    "Updated autoscale group.",
                    Map.of(),
                    Map::of);
            steps.addAll(parts);
        }
        hooks(args.value("lifecycle_hooks") == null ? List.of() : groups.hooks(name));
    }

    private void hooks(List<Map<String, @Nullable Object>> current) {
        NamedParts.of(
                        "lifecycle_hooks",
                        "LifecycleHookName",
                        GroupParts.hooks(args.value("lifecycle_hooks")),
                        current)
                .addTo(steps, h -> groups.putHook(name, h), h -> groups.deleteHook(name, h));
    }

    /** An alarm that can only scale says nothing where the group cannot. */
    private void alarms() {
        boolean fixed = args.integer("min_size").equals(args.integer("max_size"));
        new OwnedAlarms(call, name, "AutoScalingGroupName", "boto_asg")
                .wanted()
                .forEach((alarm, attributes) -> {
                    if (!fixed || !OwnedAlarms.onlyScales(attributes)) {
                        steps.addAll(OwnedAlarms.steps(call, alarm, attributes));
                    }
                });
    }

    private @Nullable Object pillar(String parameter) {
        return AwsConnections.value(call.minion(), args.string(parameter));
    }

    private @Nullable Object orPillar(String parameter, String pillarParameter) {
        Object given = args.value(parameter);
        return Plain.list(given).isEmpty() ? pillar(pillarParameter) : given;
    }
}
