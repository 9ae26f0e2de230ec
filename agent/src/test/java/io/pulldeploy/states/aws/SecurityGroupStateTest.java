package io.pulldeploy.states.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.aws.FakeAws;
import io.pulldeploy.aws.SecurityGroup;
import io.pulldeploy.aws.SecurityRule;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

class SecurityGroupStateTest {
    private final FakeAws aws = new FakeAws();
    private final AwsStateHarness harness =
            new AwsStateHarness(
                    aws, aws::mutations, List.of(c -> new SecurityGroupState(c).functions()));

    private SecurityGroup group(String name) {
        return aws.securityGroups().named(name, Optional.empty()).getFirst();
    }

    @Test
    void createsAGroupWithItsRulesAndTags() {
        var done =
                harness.converges(
                        "boto_secgroup.present",
                        """
                        name: myapp
                        description: myapp security group
                        rules:
                          - {ip_protocol: tcp, from_port: 80, to_port: 80, cidr_ip: [10.0.0.0/8, 192.168.0.0/16]}
                          - {ip_protocol: all, source_group_name: myapp}
                        tags: [{team: web}, {stage: testing}]
                        """);

        assertThat(done.comment())
                .isEqualTo("Security group myapp created. Created rules on myapp security group.");
        assertThat(group("myapp").ingress())
                .contains(new SecurityRule("tcp", 80, 80, new SecurityRule.Cidr("10.0.0.0/8")))
                .hasSize(3);
        assertThat(group("myapp").tags()).containsEntry("team", "web");
    }

    @Test
    void anEditedRuleChangesThatRuleAlone() {
        String yaml =
                """
                name: myapp
                description: d
                rules:
                  - {ip_protocol: tcp, from_port: %d, to_port: 80, cidr_ip: 0.0.0.0/0}
                  - {ip_protocol: tcp, from_port: 22, to_port: 22, cidr_ip: 10.0.0.0/8}
                """;
        harness.converges("boto_secgroup.present", yaml.formatted(80));
        int before = aws.mutations().size();

        harness.converges("boto_secgroup.present", yaml.formatted(79));

        assertThat(aws.mutations().subList(before, aws.mutations().size()))
                .containsExactly(
                        "ec2:AuthorizeSecurityGroup myapp", "ec2:RevokeSecurityGroup myapp");
    }

    @Test
    void rulesOfOthersStayIfAsked() {
        String yaml =
                """
                name: myapp
                description: d
                delete_ingress_rules: false
                rules: [{ip_protocol: udp, from_port: 53, to_port: 53, cidr_ip: 0.0.0.0/0}]
                """;
        harness.converges("boto_secgroup.present", yaml);
        aws.securityGroups()
                .authorize(
                        group("myapp").id(),
                        SecurityGroup.Direction.INGRESS,
                        List.of(
                                new SecurityRule(
                                        "tcp", 1, 1, new SecurityRule.Cidr("1.2.3.4/32"))));

        harness.isSilent("boto_secgroup.present", yaml);
    }

    @Test
    void theOwnerOfASourceGroupIsKeptAndCompared() {
        harness.run("boto_secgroup.present", "{name: amazon-elb-sg, description: d}");
        String yaml =
                """
                name: myapp
                description: d
                rules:
                  - ip_protocol: tcp
                    from_port: 80
                    to_port: 80
                    source_group_name: amazon-elb-sg
                    source_group_owner_id: %s
                """;
        harness.converges("boto_secgroup.present", yaml.formatted("amazon-elb"));
        harness.converges("boto_secgroup.present", yaml.formatted("'111122223333'"));
    }

    @Test
    void anEmptyListOfEgressRulesClosesTheGroup() {
        harness.converges(
                "boto_secgroup.present", "{name: shut, description: d, rules_egress: []}");

        assertThat(group("shut").egress()).isEmpty();
    }

    @Test
    void tagsAreBroughtToWhatIsWanted() {
        harness.converges("boto_secgroup.present", "{name: a, description: d, tags: {x: 1, y: 2}}");
        var done =
                harness.converges(
                        "boto_secgroup.present", "{name: a, description: d, tags: {y: 3, z: 4}}");

        assertThat(group("a").tags()).isEqualTo(Map.of("y", "3", "z", "4"));
        assertThat(done.changes())
                .isEqualTo(
                        Map.of(
                                "old", Map.of("tags", Map.of("x", "1", "y", "2")),
                                "new", Map.of("tags", Map.of("y", "3", "z", "4"))));
    }

    @Test
    void aGroupOfANamedVpcIsAnother() {
        aws.networks().addVpc("vpc-1", "main");
        harness.converges("boto_secgroup.present", "{name: a, description: d}");
        harness.converges("boto_secgroup.present", "{name: a, description: d, vpc_name: main}");
        harness.converges("boto_secgroup.absent", "{name: a, vpc_id: vpc-1}");
        assertThat(group("a").vpc()).isNotEqualTo(Optional.of("vpc-1"));
    }

    @Test
    void mistakesAreFoundBeforeTheFirstCall() {
        assertThat(harness.refuses("boto_secgroup.present", "{name: a, description: d, rule: []}"))
                .isEqualTo("There is no parameter 'rule'; did you mean rules?");
        assertThat(
                        harness.refuses(
                                "boto_secgroup.present",
                                "{name: a, description: d, rules: [{ip_protocol: tcp, from_port:"
                                        + " http, to_port: 80, cidr_pi: 0.0.0.0/0}]}"))
                .contains("'rules[0].from_port' must be a whole number, not 'http'.")
                .contains("'rules[0]' has no 'cidr_pi'; did you mean cidr_ip?");
        assertThat(
                        harness.refuses(
                                "boto_secgroup.present",
                                "{name: a, description: d, rules: [{ip_protocol: tcp, from_port:"
                                        + " 80, to_port: 80, source_group_name: nobody}]}"))
                .contains("source_group_name nobody does not map to a valid source group id.");
        assertThat(
                        harness.refuses(
                                "boto_secgroup.present",
                                "{name: a, description: d, rules: [{ip_protocol: tcp, from_port:"
                                        + " 80, to_port: 80, cidr_ip: 10.0.0/8}]}"))
                .contains("rules[0]: '10.0.0/8' is no block of addresses");
        assertThat(
                        harness.refuses(
                                "boto_secgroup.present", "{name: a, description: d, profile: x}"))
                .contains("The profile 'x' is in neither the configuration nor the pillar.");
    }

    @Test
    void aGroupThatAnEarlierStateMakesMayBeNamedInATestRun() {
        harness.test("boto_secgroup.present", "{name: first, description: d}");

        var planned =
                harness.test(
                        "boto_secgroup.present",
                        "{name: second, description: d, rules: [{ip_protocol: tcp, from_port: 1,"
                                + " to_port: 2, source_group_name: first}]}");

        assertThat(planned.outcome().value()).isNull();
        assertThat(planned.changes().toString()).contains("(known after creation)");
    }

    @Test
    void absentIsSilentWhenThereIsNoGroup() {
        assertThat(harness.isSilent("boto_secgroup.absent", "{name: a}").comment())
                .isEqualTo("a security group does not exist.");
    }

    @Test
    void anotherDescriptionIsRefused() {
        harness.converges("boto_secgroup.present", "{name: a, description: d}");
        assertThat(harness.refuses("boto_secgroup.present", "{name: a, description: e}"))
                .isEqualTo(
                        "Security group a exists, and after creation AWS cannot change description"
                                + " (is 'd', not 'e'): say the description that it has, or remove"
                                + " the group first.");
    }
}
