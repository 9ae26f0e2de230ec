package io.pulldeploy.states.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.aws.FakeAws;
import io.pulldeploy.modules.UserData;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

class AutoScalingGroupStateTest {
    private static final String GROUP =
            """
            name: web
            launch_config_name: web
            launch_config:
              - image_id: ami-1
              - instance_type: c3.large
              - security_groups: [base]
              - cloud_init: {scripts: {salt: "#!/bin/bash\\ntrue\\n"}}
            availability_zones: [us-east-1a]
            min_size: 2
            max_size: 4
            suspended_processes: [AddToLoadBalancer]
            instance_profile_name: web
            scaling_policies:
              - {name: Up, adjustment_type: ChangeInCapacity, scaling_adjustment: 1, cooldown: 60}
            tags:
              - {key: Name, value: web, propagate_at_launch: true}
            """;

    private final FakeAws aws = new FakeAws();
    private final AwsStateHarness harness =
            new AwsStateHarness(
                    aws,
                    aws::mutations,
                    List.of(
                            c -> new AutoScalingGroupState(c).functions(),
                            c -> new AlarmState(c).functions(),
                            c -> new LaunchConfigurationState(c).functions()));

    @BeforeEach
    void aGroup() {
        aws.securityGroups().create("base", "d", Optional.empty());
    }

    private List<String> mutationsOf(String yaml) {
        int before = aws.mutations().size();
        harness.converges("boto_asg.present", yaml);
        return aws.mutations().subList(before, aws.mutations().size());
    }

    @Test
    void noInstanceStartsBeforeTheProcessesAreSuspended() {
        assertThat(mutationsOf(GROUP))
                .containsExactly(
                        "autoscaling:CreateLaunchConfiguration",
                        "autoscaling:CreateAutoScalingGroup",
                        "autoscaling:SuspendProcesses",
                        "autoscaling:UpdateAutoScalingGroup",
                        "autoscaling:PutScalingPolicy");
        String configuration = aws.launchConfigurations().names().getFirst();
        assertThat(aws.launchConfigurations().find(configuration).orElseThrow())
                .containsEntry("IamInstanceProfile", "web");
        assertThat(
                        UserData.decoded(
                                aws.launchConfigurations()
                                        .find(configuration)
                                        .orElseThrow()
                                        .get("UserData")))
                .get()
                .asString()
                .contains("Content-Type: text/x-shellscript")
                .contains("#!/bin/bash\ntrue\n");
    }

    @Test
    void aChangedLaunchConfigurationIsANewOneAndTheOldIsRemoved() {
        harness.converges("boto_asg.present", GROUP);

        assertThat(mutationsOf(GROUP.replace("c3.large", "m5.large")))
                .containsExactly(
                        "autoscaling:CreateLaunchConfiguration",
                        "autoscaling:UpdateAutoScalingGroup",
                        "autoscaling:DeleteLaunchConfiguration");
        assertThat(aws.launchConfigurations().names()).hasSize(1);
    }

    @Test
    void eachEditIsItsOwnCall() {
        harness.converges("boto_asg.present", GROUP);
        assertThat(mutationsOf(GROUP.replace("max_size: 4", "max_size: 5")))
                .containsExactly("autoscaling:UpdateAutoScalingGroup");
        String grown = GROUP.replace("max_size: 4", "max_size: 5");
        assertThat(mutationsOf(grown.replace("cooldown: 60", "cooldown: 90")))
                .containsExactly("autoscaling:PutScalingPolicy");
        assertThat(mutationsOf(grown.replace("name: Up", "name: Upwards")))
                .containsExactly("autoscaling:PutScalingPolicy", "autoscaling:DeletePolicy");
        assertThat(mutationsOf(grown.replace("[AddToLoadBalancer]", "[AZRebalance]")))
                .contains("autoscaling:SuspendProcesses", "autoscaling:ResumeProcesses");
        assertThat(mutationsOf(grown.replace("value: web, prop", "value: web2, prop")))
                .contains("autoscaling:CreateOrUpdateTags");
        assertThat(
                        mutationsOf(
                                grown
                                        + "scheduled_actions: {night: {min_size: 1, start_time:"
                                        + " '2030-01-01 00:00:00'}}\n"))
                .contains("autoscaling:PutScheduledUpdateGroupAction");
        assertThat(
                        mutationsOf(
                                grown
                                        + "lifecycle_hooks: [{name: drain, lifecycle_transition:"
                                        + " 'autoscaling:EC2_INSTANCE_TERMINATING',"
                                        + " heartbeat_timeout: 60}]\n"))
                .contains("autoscaling:PutLifecycleHook");
    }

    @Test
    void aLaunchTemplateServesNewAccounts() {
        assertThat(mutationsOf(GROUP + "use_launch_template: true\n"))
                .startsWith("ec2:CreateLaunchTemplate web")
                .doesNotContain("autoscaling:CreateLaunchConfiguration");
        assertThat(
                        mutationsOf(
                                GROUP.replace("c3.large", "m5.large")
                                        + "use_launch_template: true\n"))
                .containsExactly(
                        "ec2:CreateLaunchTemplateVersion web",
                        "autoscaling:UpdateAutoScalingGroup");
    }

    @Test
    void anAlarmNamesAPolicyOfTheGroup() {
        String alarm =
                "{name: high, attributes: {metric: CPUUtilization, namespace: AWS/EC2, statistic:"
                        + " Average, comparison: '>=', threshold: %s, period: 300,"
                        + " evaluation_periods: 1, unit: null, description: '', alarm_actions:"
                        + " ['scaling_policy:web:Up'], ok_actions: []}}";
        assertThat(harness.refuses("boto_cloudwatch_alarm.present", alarm.formatted("50.0")))
                .contains("Auto Scaling group web has no scaling policy Up.");

        harness.test("boto_asg.present", GROUP);
        assertThat(
                        harness.test("boto_cloudwatch_alarm.present", alarm.formatted("50.0"))
                                .changes()
                                .toString())
                .contains("AlarmActions=[(known after creation)]");

        harness.converges("boto_asg.present", GROUP);
        harness.converges("boto_cloudwatch_alarm.present", alarm.formatted("50.0"));
        harness.isSilent("boto_cloudwatch_alarm.present", alarm.formatted("50"));
        var done = harness.converges("boto_cloudwatch_alarm.present", alarm.formatted("60"));
        assertThat(done.changes().get("diff")).isEqualTo(List.of("Threshold='60' was: '50.0'"));
        harness.converges("boto_cloudwatch_alarm.absent", "{name: high}");
    }

    @Test
    void aGroupBringsItsAlarms() {
        String alarms =
                """
                alarms:
                  high:
                    name: high
                    attributes:
                      metric: CPUUtilization
                      namespace: AWS/EC2
                      statistic: Average
                      comparison: '>='
                      threshold: 90
                      period: 60
                      evaluation_periods: 1
                      description: too much to do
                      alarm_actions: ['scaling_policy:self:Up']
                """;
        harness.run("boto_asg.present", GROUP);
        harness.converges("boto_asg.present", GROUP + alarms);

        assertThat(aws.alarms().find("web high").orElseThrow())
                .containsEntry("AlarmDescription", "web too much to do");
        harness.isSilent("boto_asg.present", GROUP.replace("min_size: 2", "min_size: 2") + alarms);
    }

    @Test
    void aGroupIsTakenDownWithItsConfiguration() {
        harness.converges("boto_asg.present", GROUP);
        harness.converges("boto_asg.absent", "{name: web, force: true, remove_lc: true}");

        assertThat(aws.autoScalingGroups().names()).isEmpty();
        assertThat(aws.launchConfigurations().names()).isEmpty();
    }

    @Test
    void mistakesAreFoundBeforeTheFirstCall() {
        assertThat(harness.refuses("boto_asg.present", GROUP.replace("min_size: 2", "min_size: 9")))
                .contains("Sizes must grow: min_size 9, desired_capacity 9, max_size 4.");
        assertThat(harness.refuses("boto_asg.present", GROUP.replace("[base]", "[nobody]")))
                .contains("Security group nobody does not exist.");
        assertThat(harness.refuses("boto_asg.present", GROUP.replace("image_id", "imageid")))
                .contains("'launch_config' has no 'imageid'; did you mean image_id");
        assertThat(harness.refuses("boto_asg.present", GROUP + "load_balancers: [nobody]\n"))
                .contains("Load balancer nobody does not exist.");
        assertThat(harness.refuses("boto_asg.present", GROUP + "subnet_names: [nobody]\n"))
                .contains("Subnet nobody does not exist.");
    }

    @Test
    void aLaunchConfigurationThatAGroupUsesIsNotChanged() {
        String yaml = "{name: lc, image_id: ami-1, instance_type: %s, security_groups: [base]}";
        harness.converges("boto_lc.present", yaml.formatted("c3.large"));
        harness.converges("boto_lc.present", yaml.formatted("c3.xlarge"));
        harness.run(
                "boto_asg.present",
                "{name: g, launch_config_name: lc, availability_zones: [a], min_size: 1, max_size:"
                        + " 1}");

        assertThat(harness.refuses("boto_lc.present", yaml.formatted("c3.large")))
                .contains("Launch configuration lc has other values for InstanceType");
        harness.run("boto_asg.absent", "{name: g}");
        harness.converges("boto_lc.absent", "{name: lc}");
    }

    @Test
    void theTopicThatIsNamedIsTheOnlyOne() {
        harness.converges("boto_asg.present", GROUP);
        aws.autoScalingGroups().notify("web", "arn:old", List.of("launch"));
        assertThat(mutationsOf(GROUP + "notification_arn: arn:new\nnotification_types: [launch]\n"))
                .containsExactly(
                        "autoscaling:PutNotificationConfiguration",
                        "autoscaling:DeleteNotificationConfiguration");
        harness.isSilent("boto_asg.present", GROUP);
        assertThat(mutationsOf(GROUP + "notification_arn: ''\n"))
                .containsExactly("autoscaling:DeleteNotificationConfiguration");
    }

    @Test
    void aCutRunSuspendsBeforeItGrows() {
        harness.converges("boto_asg.present", GROUP);
        aws.autoScalingGroups().resume("web", List.of("AddToLoadBalancer"));
        aws.autoScalingGroups().update(Map.of("AutoScalingGroupName", "web", "MinSize", 0L));
        assertThat(mutationsOf(GROUP))
                .containsExactly(
                        "autoscaling:SuspendProcesses", "autoscaling:UpdateAutoScalingGroup");
    }

    /** What the emulator of the other properties cannot change. */
    @Test
    void driftOfCooldownAndTerminationIsRepaired() {
        String group = GROUP + "default_cooldown: 100\ntermination_policies: [OldestInstance]\n";
        harness.converges("boto_asg.present", group);
        for (Map.Entry<String, Object> drift :
                Map.of("DefaultCooldown", 300L, "TerminationPolicies", List.of("NewestInstance"))
                        .entrySet()) {
            aws.autoScalingGroups()
                    .update(
                            Map.of(
                                    "AutoScalingGroupName",
                                    "web",
                                    drift.getKey(),
                                    drift.getValue()));
            assertThat(mutationsOf(group)).containsExactly("autoscaling:UpdateAutoScalingGroup");
        }
    }
}
