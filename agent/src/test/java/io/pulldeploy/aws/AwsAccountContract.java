package io.pulldeploy.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What states rely on in an account, whoever answers for it. */
abstract class AwsAccountContract {
    private static final Map<String, Object> TRUST =
            Map.of(
                    "Version",
                    "2012-10-17",
                    "Statement",
                    List.of(
                            Map.of(
                                    "Effect", "Allow",
                                    "Principal", Map.of("Service", "ec2.amazonaws.com"),
                                    "Action", "sts:AssumeRole")));

    private static final Map<String, Object> POLICY =
            Map.of(
                    "Version",
                    "2012-10-17",
                    "Statement",
                    List.of(Map.of("Effect", "Allow", "Action", "s3:*", "Resource", "*")));

    abstract AwsAccount account();

    @Test
    void securityGroups() {
        SecurityGroups groups = account().securityGroups();
        String id = groups.create("contract", "d", Optional.empty());
        SecurityRule rule = new SecurityRule("tcp", 80, 90, new SecurityRule.Cidr("10.0.0.0/8"));
        groups.authorize(id, SecurityGroup.Direction.INGRESS, List.of(rule));
        groups.tag(id, Map.of("a", "1", "b", "2"));
        groups.untag(id, List.of("b"));

        SecurityGroup found = groups.named("contract", Optional.empty()).getFirst();
        assertThat(found.ingress()).containsExactly(rule);
        assertThat(found.egress()).hasSize(1);
        assertThat(found.tags()).isEqualTo(Map.of("a", "1"));
        assertThat(groups.withId(id)).contains(found);

        groups.revoke(id, SecurityGroup.Direction.INGRESS, List.of(rule));
        assertThat(groups.withId(id).orElseThrow().ingress()).isEmpty();
        groups.delete(id);
        assertThat(groups.named("contract", Optional.empty())).isEmpty();
        assertThat(groups.withId(id)).isEmpty();
    }

    @Test
    void roles() {
        Roles roles = account().roles();
        assertThat(roles.find("contract")).isEmpty();
        assertThat(roles.profile("contract")).isEmpty();
        roles.create("contract", TRUST, Optional.empty());
        roles.put("contract", "p", POLICY);
        roles.createProfile("contract");
        roles.addToProfile("contract", "contract");

        assertThat(roles.find("contract").orElseThrow().trust()).isEqualTo(TRUST);
        assertThat(roles.policies("contract")).containsExactly("p");
        assertThat(roles.policy("contract", "p")).contains(POLICY);
        assertThat(roles.policy("contract", "q")).isEmpty();
        assertThat(roles.profile("contract")).contains(List.of("contract"));

        roles.removeFromProfile("contract", "contract");
        roles.deleteProfile("contract");
        roles.remove("contract", "p");
        roles.delete("contract");
        assertThat(roles.find("contract")).isEmpty();
    }

    @Test
    void queues() {
        Queues queues = account().queues();
        assertThat(queues.url("contract")).isEmpty();
        String url = queues.create("contract", Map.of("DelaySeconds", 5L));
        queues.set(url, Map.of("VisibilityTimeout", "40"));

        assertThat(queues.url("contract")).contains(url);
        assertThat(queues.attributes(url))
                .containsEntry("DelaySeconds", "5")
                .containsEntry("VisibilityTimeout", "40");
        queues.delete(url);
        assertThat(queues.url("contract")).isEmpty();
    }

    @Test
    void hostedZones() {
        HostedZones zones = account().hostedZones();
        String zone = zones.create("contract.org.", "ref", "c", Optional.empty());
        HostedZones.Records records =
                new HostedZones.Records(
                        "www.contract.org.",
                        "CNAME",
                        Optional.empty(),
                        Map.of("TTL", 60L, "ResourceRecords", List.of(Map.of("Value", "a.org"))));
        zones.put(zone, records, true);

        assertThat(zones.named("contract.org.").getFirst().id()).isEqualTo(zone);
        assertThat(zones.records(zone, "www.contract.org.", "CNAME").getFirst().properties())
                .containsAllEntriesOf(records.properties());
        assertThat(zones.records(zone, "www.contract.org.", "A")).isEmpty();
        zones.delete(zone, records, false);
        assertThat(zones.records(zone, "www.contract.org.", "CNAME")).isEmpty();
    }

    @Test
    void launchConfigurationsAndGroups() {
        LaunchConfigurations configurations = account().launchConfigurations();
        AutoScalingGroups groups = account().autoScalingGroups();
        assertThat(configurations.find("contract")).isEmpty();
        configurations.create(
                Map.of(
                        "LaunchConfigurationName", "contract",
                        "ImageId", "ami-1",
                        "InstanceType", "c3.large",
                        "InstanceMonitoring", Map.of("Enabled", true)));
        groups.create(
                Map.of(
                        "AutoScalingGroupName",
                        "contract",
                        "LaunchConfigurationName",
                        "contract",
                        "AvailabilityZones",
                        List.of("us-east-1a"),
                        "MinSize",
                        0L,
                        "MaxSize",
                        1L));
        groups.suspend("contract", List.of("AddToLoadBalancer"));
        groups.putPolicy(
                "contract",
                Map.of(
                        "PolicyName", "Up",
                        "PolicyType", "SimpleScaling",
                        "AdjustmentType", "ChangeInCapacity",
                        "ScalingAdjustment", 1L));
        groups.update(Map.of("AutoScalingGroupName", "contract", "MaxSize", 2L));

        assertThat(configurations.find("contract").orElseThrow())
                .containsEntry("InstanceMonitoring", Map.of("Enabled", true));
        assertThat(groups.find("contract").orElseThrow())
                .containsEntry("MaxSize", 2L)
                .containsEntry("LaunchConfigurationName", "contract");
        assertThat(groups.find("contract").orElseThrow().get("SuspendedProcesses").toString())
                .contains("AddToLoadBalancer");
        assertThat(groups.policies("contract").getFirst()).containsKey("PolicyARN");
        assertThat(groups.launchingFrom("contract")).containsExactly("contract");
        groups.delete("contract", true);
        configurations.delete("contract");
        assertThat(groups.find("contract")).isEmpty();
    }

    @Test
    void alarms() {
        Alarms alarms = account().alarms();
        assertThat(alarms.find("contract")).isEmpty();
        alarms.put(
                Map.of(
                        "AlarmName", "contract",
                        "MetricName", "CPUUtilization",
                        "Namespace", "AWS/EC2",
                        "Statistic", "Average",
                        "ComparisonOperator", "GreaterThanThreshold",
                        "Threshold", 50.0,
                        "Period", 300L,
                        "EvaluationPeriods", 1L));
        assertThat(alarms.find("contract").orElseThrow())
                .containsEntry("Threshold", 50.0)
                .containsEntry("Period", 300L);
        assertThat(alarms.names("con")).containsExactly("contract");
        alarms.delete("contract");
        assertThat(alarms.find("contract")).isEmpty();
    }

    @Test
    void launchTemplates() {
        LaunchTemplates templates = account().launchTemplates();
        assertThat(templates.find("contract")).isEmpty();
        templates.create("contract", "", Map.of("ImageId", "ami-1"), Map.of("a", "b"));
        assertThat(templates.addVersion("contract", "", Map.of("ImageId", "ami-2"))).isEqualTo(2);
        LaunchTemplates.Template found = templates.find("contract").orElseThrow();
        assertThat(found.defaultVersion()).isEqualTo(2);
        assertThat(found.data()).containsEntry("ImageId", "ami-2");
        templates.delete("contract");
        assertThat(templates.find("contract")).isEmpty();
    }

    @Test
    void buckets() {
        Buckets buckets = account().buckets();
        assertThat(buckets.exists("contract")).isFalse();
        buckets.create("contract", Optional.empty());
        assertThat(buckets.setting("contract", Buckets.Setting.TAGGING)).isEmpty();
        buckets.set("contract", Buckets.Setting.TAGGING, Map.of("a", "b"));
        buckets.set("contract", Buckets.Setting.VERSIONING, Map.of("Status", "Enabled"));
        assertThat(buckets.setting("contract", Buckets.Setting.TAGGING)).contains(Map.of("a", "b"));
        assertThat(buckets.setting("contract", Buckets.Setting.VERSIONING))
                .contains(Map.of("Status", "Enabled"));
        buckets.set("contract", Buckets.Setting.TAGGING, null);
        assertThat(buckets.setting("contract", Buckets.Setting.TAGGING)).isEmpty();
        buckets.delete("contract", true);
        assertThat(buckets.exists("contract")).isFalse();
    }
}
