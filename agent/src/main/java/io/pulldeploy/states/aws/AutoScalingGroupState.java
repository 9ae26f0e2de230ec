package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;
import static io.pulldeploy.states.aws.Steps.entry;

import io.pulldeploy.aws.AutoScalingGroups;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.modules.AwsConnections;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code boto_asg}: Auto Scaling groups, with how they launch and scale. */
public final class AutoScalingGroupState {
    private static final AwsParameters PRESENT =
            AwsParameters.of(
                    "name: text, launch_config_name: text, availability_zones: texts, min_size:"
                            + " integer, max_size: integer, launch_config: launch_config=None,"
                            + " desired_capacity: integer=None, load_balancers: texts=None,"
                            + " default_cooldown: integer=None, health_check_type: text=None,"
                            + " health_check_period: integer=None, placement_group: text=None,"
                            + " vpc_zone_identifier: texts=None, subnet_names: texts=None, tags:"
                            + " group_tags=None, termination_policies: texts=None,"
                            + " termination_policies_from_pillar: text='boto_asg_termination_policies',"
                            + " suspended_processes: texts=None, scaling_policies:"
                            + " scaling_policies=None, scaling_policies_from_pillar:"
                            + " text='boto_asg_scaling_policies', scheduled_actions:"
                            + " scheduled_actions=None, scheduled_actions_from_pillar:"
                            + " text='boto_asg_scheduled_actions', alarms: alarms=None,"
                            + " alarms_from_pillar: text='boto_asg_alarms', notification_arn:"
                            + " text=None, notification_arn_from_pillar:"
                            + " text='boto_asg_notification_arn', notification_types: texts=None,"
                            + " notification_types_from_pillar: text='boto_asg_notification_types',"
                            + " instance_profile_name: text=None, target_group_arns: texts=None,"
                            + " lifecycle_hooks: lifecycle_hooks=None, use_launch_template: flag=False",
                    Map.of(
                            "launch_config",
                            LaunchConfig.SHAPE,
                            "group_tags",
                            Shapes.listOf(
                                    Shapes.fields(
                                            "key: text!, value: text, propagate_at_launch: flag")),
                            "scaling_policies",
                            Shapes.listOf(GroupParts.SCALING_POLICY),
                            "scheduled_actions",
                            Shapes.mappingOf(GroupParts.SCHEDULED_ACTION),
                            "lifecycle_hooks",
                            Shapes.listOf(GroupParts.LIFECYCLE_HOOK),
                            "alarms",
                            OwnedAlarms.SHAPE));

    private static final AwsParameters ABSENT =
            AwsParameters.of("name: text, force: flag=False, remove_lc: flag=False", Map.of());

    private final AwsConnections connections;

    public AutoScalingGroupState(AwsConnections connections) {
        this.connections = connections;
    }

    public List<StateFunction> functions() {
        return AwsState.all(
                AwsState.named(
                        "boto_asg.present",
                        "Ensures that an Auto Scaling group exists, with its launch configuration,"
                                + " policies, scheduled actions, alarms and tags.",
                        PRESENT,
                        connections,
                        "asg",
                        call -> new AutoScalingGroupPresent(call).steps()),
                AwsState.named(
                        "boto_asg.absent",
                        "Ensures that an Auto Scaling group does not exist.",
                        ABSENT,
                        connections,
                        "asg",
                        AutoScalingGroupState::absent));
    }

    private static Steps absent(AwsState.Call call) {
        String name = call.name();
        AutoScalingGroups groups = call.account().autoScalingGroups();
        Optional<Map<String, @Nullable Object>> found = groups.find(name);
        if (found.isEmpty()) {
            return new Steps().note("Autoscale group does not exist.");
        }
        Object configuration = found.get().get("LaunchConfigurationName");
        Steps steps =
                new Steps()
                        .step(
                                "Autoscale group set to be deleted.",
                                "Deleted autoscale group.",
                                change(GroupParts.shown(found.get()), null),
                                () -> groups.delete(name, call.args().flag("force")));
        if (call.args().flag("remove_lc") && configuration != null) {
            steps.step(
                    "Launch configuration %s is set to be deleted.".formatted(configuration),
                    "",
                    entry("launch_config", entry("deleted", configuration)),
                    () -> call.account().launchConfigurations().delete(configuration.toString()));
        }
        return steps;
    }
}
