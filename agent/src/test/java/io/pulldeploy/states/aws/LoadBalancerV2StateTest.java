package io.pulldeploy.states.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.aws.FakeAws;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

class LoadBalancerV2StateTest {
    private static final String GROUP = "{name: web, protocol: HTTP, port: 80, vpc_id: vpc-1}";

    private static final String BALANCER =
            """
            name: front
            subnet_names: [one, two]
            security_groups: [web]
            attributes: {idle_timeout.timeout_seconds: 30}
            listeners:
              - port: 80
                protocol: HTTP
                target_group: web
                rules:
                  - {priority: 10, path: /api/*, target_group: web}
            """;

    private final FakeAws aws = new FakeAws();
    private final AwsStateHarness harness =
            new AwsStateHarness(
                    aws,
                    aws::mutations,
                    List.of(
                            c -> new TargetGroupState(c).functions(),
                            c -> new LoadBalancerV2State(c).functions(),
                            c -> new LaunchTemplateState(c).functions()));

    @BeforeEach
    void aNetwork() {
        aws.networks().addSubnet("subnet-1", "one", "vpc-1");
        aws.networks().addSubnet("subnet-2", "two", "vpc-1");
        aws.securityGroups().create("web", "d", Optional.of("vpc-1"));
    }

    private List<String> mutationsOf(String yaml) {
        int before = aws.mutations().size();
        harness.converges("boto_elbv2.load_balancer_present", yaml);
        return aws.mutations().subList(before, aws.mutations().size());
    }

    @Test
    void aTargetGroupIsMadeChangedAndDeleted() {
        assertThat(harness.converges("boto_elbv2.create_target_group", GROUP).comment())
                .isEqualTo("Target Group web created");
        harness.converges(
                "boto3_elbv2.create_target_group",
                GROUP.replace("}", ", health_check_path: /health}"));
        assertThat(
                        harness.refuses(
                                "boto_elbv2.create_target_group",
                                GROUP.replace("port: 80", "port: 81")))
                .contains("cannot change Port (is 80, not 81): remove it first");
        String more = GROUP.replace("}", ", health_check_path: /health, %s}");
        harness.converges(
                "boto_elbv2.create_target_group",
                more.formatted("attributes: {stickiness.enabled: true}, tags: {a: '1'}"));
        harness.converges(
                "boto_elbv2.create_target_group",
                more.formatted("attributes: {stickiness.enabled: false}, tags: {b: '1'}"));
        harness.converges("boto_elbv2.targets_registered", "{name: web, targets: [i-1, i-2]}");
        harness.converges("boto_elbv2.targets_deregistered", "{name: web, targets: i-1}");
        harness.converges("boto_elbv2.delete_target_group", "{name: web}");
    }

    @Test
    void aLoadBalancerWithListenersAndRules() {
        assertThat(harness.refuses("boto_elbv2.load_balancer_present", BALANCER))
                .contains("Target group web does not exist.");
        harness.converges("boto_elbv2.create_target_group", GROUP);

        assertThat(mutationsOf(BALANCER))
                .containsExactly(
                        "elasticloadbalancing:CreateLoadBalancer",
                        "elasticloadbalancing:ModifyLoadBalancerAttributes",
                        "elasticloadbalancing:CreateListener",
                        "elasticloadbalancing:CreateRule");
        assertThat(mutationsOf(BALANCER.replace("/api/*", "/v2/*")))
                .containsExactly("elasticloadbalancing:ModifyRule");
        assertThat(mutationsOf(BALANCER.replace("[one, two]", "[one]")))
                .contains("elasticloadbalancing:SetSubnets");
        assertThat(mutationsOf(BALANCER + "tags: {a: b}\n"))
                .contains("elasticloadbalancing:AddTags");
        harness.converges("boto_elbv2.load_balancer_absent", "{name: front}");
    }

    @Test
    void aLaunchTemplateHasVersions() {
        String template = "{name: t, image_id: ami-1, instance_type: %s, tags: {a: b}}";
        harness.converges("aws_launch_template.present", template.formatted("m5.large"));
        harness.converges("aws_launch_template.present", template.formatted("m5.xlarge"));
        assertThat(aws.launchTemplates().find("t").orElseThrow().defaultVersion()).isEqualTo(2);
        assertThat(aws.launchTemplates().find("t").orElseThrow().tags())
                .isEqualTo(Map.of("a", "b"));
        harness.converges(
                "aws_launch_template.present",
                template.formatted("m5.xlarge").replace("a: b", "a: c, d: e"));
        harness.converges(
                "aws_launch_template.present",
                template.formatted("m5.xlarge").replace("a: b", "d: e"));
        assertThat(aws.launchTemplates().find("t").orElseThrow().tags())
                .isEqualTo(Map.of("d", "e"));
        harness.converges("aws_launch_template.absent", "{name: t}");
    }

    /** AWS accepts a template without them: whoever launches from it then gives them. */
    @Test
    void aLaunchTemplateNeedsNeitherImageNorType() {
        harness.converges("aws_launch_template.present", "{name: t, key_name: k}");
        assertThat(aws.launchTemplates().find("t").orElseThrow().data())
                .containsEntry("KeyName", "k")
                .doesNotContainKeys("ImageId", "InstanceType");

        harness.converges(
                "aws_launch_template.present",
                "{name: t, data: {ImageId: ami-1, InstanceType: m5.large}}");
        assertThat(aws.launchTemplates().find("t").orElseThrow().data())
                .containsEntry("ImageId", "ami-1")
                .containsEntry("InstanceType", "m5.large")
                .doesNotContainKey("KeyName");

        String requirements =
                "{name: t, data: {InstanceRequirements: {VCpuCount: {Min: 2},"
                        + " MemoryMiB: {Min: 2048}}}}";
        harness.converges("aws_launch_template.present", requirements);
        assertThat(aws.launchTemplates().find("t").orElseThrow().data())
                .containsKey("InstanceRequirements")
                .doesNotContainKey("InstanceType");
    }

    @Test
    void whatALoadBalancerCannotChangeIsRefused() {
        String balancer =
                "{name: l, type: network, subnet_names: [one], scheme: internal, security_groups:"
                        + " []}";
        harness.converges("boto_elbv2.load_balancer_present", balancer);
        assertThat(
                        harness.refuses(
                                "boto_elbv2.load_balancer_present",
                                balancer.replace("internal", "internet-facing")))
                .contains("cannot change scheme (is internal, not internet-facing)");
        assertThat(
                        harness.refuses(
                                "boto_elbv2.load_balancer_present",
                                balancer.replace("type: network", "type: application")))
                .contains("cannot change type (is network, not application)");
        assertThat(
                        harness.refuses(
                                "boto_elbv2.load_balancer_present",
                                balancer.replace("[]", "[web]")))
                .contains("cannot change security_groups (is not set, not [sg-");
    }
}
