package io.pulldeploy.states.aws;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parts of an Auto Scaling group between Salt's names and AWS's. */
final class GroupParts {
    static final Shape SCALING_POLICY =
            Shapes.fields(
                    "name: text!, adjustment_type: text, scaling_adjustment: integer, cooldown:"
                            + " integer, min_adjustment_step: integer, min_adjustment_magnitude:"
                            + " integer, policy_type: text, step_adjustments: list,"
                            + " metric_aggregation_type: text, estimated_instance_warmup: integer,"
                            + " target_tracking_configuration: mapping, enabled: flag");

    static final Shape SCHEDULED_ACTION =
            Shapes.fields(
                    "desired_capacity: integer, min_size: integer, max_size: integer, recurrence:"
                            + " text, start_time: text, end_time: text, time_zone: text");

    static final Shape LIFECYCLE_HOOK =
            Shapes.fields(
                    "name: text!, lifecycle_transition: text!, default_result: text,"
                            + " heartbeat_timeout: integer, notification_metadata: text,"
                            + " notification_target_arn: text, role_arn: text");

    /** Salt's properties of a group that AWS has under another name. */
    private static final Map<String, String> NAMES = names();

    private GroupParts() {}

    private static Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("launch_config_name", "LaunchConfigurationName");
        names.put("launch_template", "LaunchTemplate");
        names.put("availability_zones", "AvailabilityZones");
        names.put("min_size", "MinSize");
        names.put("max_size", "MaxSize");
        names.put("desired_capacity", "DesiredCapacity");
        names.put("load_balancers", "LoadBalancerNames");
        names.put("target_group_arns", "TargetGroupARNs");
        names.put("default_cooldown", "DefaultCooldown");
        names.put("health_check_type", "HealthCheckType");
        names.put("health_check_period", "HealthCheckGracePeriod");
        names.put("placement_group", "PlacementGroup");
        names.put("vpc_zone_identifier", "VPCZoneIdentifier");
        names.put("termination_policies", "TerminationPolicies");
        return names;
    }

    /** Properties under AWS's names. */
    static Map<String, @Nullable Object> aws(Map<String, @Nullable Object> salt) {
        Map<String, @Nullable Object> aws = new LinkedHashMap<>();
        salt.forEach((name, value) -> {
            if (NAMES.containsKey(name) && value != null) {
                aws.put(
                        NAMES.get(name),
                        name.equals("vpc_zone_identifier")
                                ? String.join(",", Plain.texts(value))
                                : value);
            }
        });
        return aws;
    }

    /** A group as {@code boto_asg.get_config} shows it, less what is asked for separately. */
    static Map<String, @Nullable Object> shown(Map<String, @Nullable Object> group) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        NAMES.forEach((salt, aws) -> {
            Object value = group.get(aws);
            if (value != null) {
                shown.put(salt, saltValue(salt, value));
            }
        });
        shown.put("tags", tags(group));
        shown.put("suspended_processes", suspended(group));
        return shown;
    }

    private static Object saltValue(String property, Object value) {
        return switch (property) {
            case "vpc_zone_identifier" ->
                    Plain.texts(value).stream().filter(s -> !s.isEmpty()).toList();
            case "launch_template" -> {
                Map<String, @Nullable Object> template = Plain.mapping(value);
                // AWS answers the id beside the name that it was given.
                template.remove("LaunchTemplateId");
                yield template;
            }
            default -> value;
        };
    }

    static List<Map<String, @Nullable Object>> tags(Map<String, @Nullable Object> group) {
        List<Map<String, @Nullable Object>> tags = new ArrayList<>();
        for (Object entry : Plain.list(group.get("Tags"))) {
            Map<String, @Nullable Object> tag = Plain.mapping(entry);
            tags.add(
                    tag(
                            String.valueOf(tag.get("Key")),
                            Plain.text(tag.get("Value")).orElse(""),
                            Plain.flag(tag.get("PropagateAtLaunch"))));
        }
        return tags;
    }

    static List<Map<String, @Nullable Object>> wantedTags(@Nullable Object given) {
        return Plain.list(given).stream()
                .map(Plain::mapping)
                .map(t ->
                        tag(
                                String.valueOf(t.get("key")),
                                Plain.text(t.get("value")).orElse(""),
                                Plain.flag(t.get("propagate_at_launch"))))
                .toList();
    }

    private static Map<String, @Nullable Object> tag(String key, String value, boolean propagate) {
        Map<String, @Nullable Object> tag = new LinkedHashMap<>();
        tag.put("key", key);
        tag.put("value", value);
        tag.put("propagate_at_launch", propagate);
        return tag;
    }

    static List<String> suspended(Map<String, @Nullable Object> group) {
        return Plain.list(group.get("SuspendedProcesses")).stream()
                .map(p -> String.valueOf(Plain.mapping(p).get("ProcessName")))
                .toList();
    }

    /** Scaling policies as PutScalingPolicy takes them. */
    static List<Map<String, @Nullable Object>> scalingPolicies(@Nullable Object given) {
        List<Map<String, @Nullable Object>> policies = new ArrayList<>();
        for (Object entry : Plain.list(given)) {
            Map<String, @Nullable Object> salt = Plain.mapping(entry);
            Map<String, @Nullable Object> aws = new LinkedHashMap<>();
            aws.put("PolicyName", salt.remove("name"));
            Object step = salt.remove("min_adjustment_step");
            aws.putAll(Properties.awsNamedMapping(salt));
            if (step != null) {
                aws.put("MinAdjustmentMagnitude", step);
            }
            aws.putIfAbsent(
                    "PolicyType",
                    aws.containsKey("StepAdjustments")
                            ? "StepScaling"
                            : aws.containsKey("TargetTrackingConfiguration")
                                    ? "TargetTrackingScaling"
                                    : "SimpleScaling");
            if (aws.get("PolicyType").equals("SimpleScaling")
                    && aws.get("ScalingAdjustment") == null) {
                throw new CallError(
                        "Scaling policy %s needs scaling_adjustment, step_adjustments or"
                                        .formatted(aws.get("PolicyName"))
                                + " target_tracking_configuration.");
            }
            policies.add(aws);
        }
        return policies;
    }

    static List<Map<String, @Nullable Object>> scheduledActions(
            Map<String, @Nullable Object> given) {
        List<Map<String, @Nullable Object>> actions = new ArrayList<>();
        given.forEach((name, action) -> {
            Map<String, @Nullable Object> aws = new LinkedHashMap<>();
            aws.put("ScheduledActionName", name);
            aws.putAll(Properties.awsNamedMapping(action));
            actions.add(aws);
        });
        return actions;
    }

    static List<Map<String, @Nullable Object>> hooks(@Nullable Object given) {
        List<Map<String, @Nullable Object>> hooks = new ArrayList<>();
        for (Object entry : Plain.list(given)) {
            Map<String, @Nullable Object> salt = Plain.mapping(entry);
            Map<String, @Nullable Object> aws = new LinkedHashMap<>();
            aws.put("LifecycleHookName", salt.remove("name"));
            Object target = salt.remove("notification_target_arn");
            Object role = salt.remove("role_arn");
            aws.putAll(Properties.awsNamedMapping(salt));
            if (target != null) {
                aws.put("NotificationTargetARN", target);
            }
            if (role != null) {
                aws.put("RoleARN", role);
            }
            hooks.add(aws);
        }
        return hooks;
    }
}
