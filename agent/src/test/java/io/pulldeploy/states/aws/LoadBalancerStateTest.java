package io.pulldeploy.states.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.aws.ClassicLoadBalancer;
import io.pulldeploy.aws.FakeAws;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class LoadBalancerStateTest {
    private static final String ELB =
            """
            name: web
            availability_zones: [us-east-1a, us-east-1d]
            listeners:
              - {elb_port: 80, instance_port: 8080, elb_protocol: http}
              - elb_port: 443
                instance_port: 8080
                elb_protocol: HTTPS
                instance_protocol: HTTP
                certificate: arn:one
            health_check: {target: 'HTTP:8080/'}
            """;

    private final FakeAws aws = new FakeAws();
    private final AwsStateHarness harness =
            new AwsStateHarness(
                    aws, aws::mutations, List.of(c -> new LoadBalancerState(c).functions()));

    @BeforeEach
    void aZone() {
        aws.hostedZones().create("example.com.", "r", "", Optional.empty());
    }

    private ClassicLoadBalancer elb() {
        return aws.classicLoadBalancerSettings().find("web").orElseThrow();
    }

    private List<String> mutationsOf(String yaml) {
        int before = aws.mutations().size();
        harness.converges("boto_elb.present", yaml);
        return aws.mutations().subList(before, aws.mutations().size());
    }

    @Test
    void aHealthCheckMayGiveOnlyATarget() {
        harness.converges("boto_elb.present", ELB);

        assertThat(elb().healthCheck())
                .isEqualTo(new ClassicLoadBalancer.HealthCheck("HTTP:8080/", 30, 5, 2, 10));
    }

    @Test
    void eachEditIsItsOwnCall() {
        harness.converges("boto_elb.present", ELB);

        assertThat(mutationsOf(ELB.replace("arn:one", "arn:two")))
                .containsExactly("elasticloadbalancing:SetLoadBalancerListenerSSLCertificate");
        assertThat(mutationsOf(ELB.replace("us-east-1d", "us-east-1e")))
                .contains(
                        "elasticloadbalancing:EnableAvailabilityZonesForLoadBalancer",
                        "elasticloadbalancing:DisableAvailabilityZonesForLoadBalancer");
        assertThat(mutationsOf(ELB + "attributes: {connecting_settings: {idle_timeout: 30}}\n"))
                .contains("elasticloadbalancing:ModifyLoadBalancerAttributes");
        assertThat(mutationsOf(ELB + "tags: {team: web}\n"))
                .containsExactly("elasticloadbalancing:AddTags");
    }

    @Test
    void itsRecordNamesItsAddressWhichIsKnownOnlyAfterwards() {
        String yaml = ELB + "cnames: [{name: www.example.com., zone: example.com.}]\n";

        assertThat(harness.test("boto_elb.present", yaml).changes().toString())
                .contains("value=(known after creation)");
        harness.converges("boto_elb.present", yaml);

        assertThat(aws.hostedZones().records("Z1", "www.example.com.", "CNAME").getFirst())
                .hasToString(
                        "Records[name=www.example.com., type=CNAME, identifier=Optional.empty,"
                                + " properties={ResourceRecords=[{Value=web-1.us-east-1.elb.amazonaws.com}],"
                                + " TTL=60}]");
    }

    @Test
    void aChangedPolicyIsANewOne() {
        String yaml =
                """
                name: web
                availability_zones: [us-east-1a]
                listeners:
                  - {elb_port: 80, instance_port: 80, elb_protocol: HTTP, policies: [sticky]}
                policies:
                  - policy_name: sticky
                    policy_type: LBCookieStickinessPolicyType
                    policy: {CookieExpirationPeriod: %d}
                """;
        harness.converges("boto_elb.present", yaml.formatted(10));
        List<String> first = elb().policies();
        harness.converges("boto_elb.present", yaml.formatted(20));

        assertThat(elb().policies()).hasSize(1).isNotEqualTo(first);
        assertThat(elb().listeners().getFirst().policies()).isEqualTo(elb().policies());
        assertThat(
                        harness.refuses(
                                "boto_elb.present", yaml.formatted(1).replace("[sticky]", "[x]")))
                .contains("Listener 80 on ELB web refers to undefined policy x.");
    }

    @Test
    void mistakesAreFoundBeforeTheFirstCall() {
        assertThat(harness.refuses("boto_elb.present", ELB.replace("certificate: arn:one", "")))
                .contains("certificate is a required value for listeners if HTTPS is set");
        assertThat(harness.refuses("boto_elb.present", ELB + "subnets: [a]\n"))
                .contains("Exactly one of availability_zones, subnets, subnet_names");
        assertThat(harness.refuses("boto_elb.present", ELB + "security_groups: [nobody]\n"))
                .contains("Security group nobody does not exist.");
        assertThat(
                        harness.refuses(
                                "boto_elb.present",
                                ELB + "cnames: [{name: a.b., zone: nowhere.}]\n"))
                .contains("Error: Zone nowhere. does not exist.");
    }

    @Test
    void unsetGroupsAreNotManaged() {
        aws.securityGroups().create("web", "d", Optional.empty());
        harness.converges("boto_elb.present", ELB + "security_groups: [web]\n");
        harness.isSilent("boto_elb.present", ELB);
        harness.converges("boto_elb.absent", "{name: web}");
    }

    @Test
    void anotherSchemeIsRefused() {
        String balancer =
                "{name: l, availability_zones: [us-east-1a], scheme: %s, listeners: [{elb_port: 80,"
                        + " instance_port: 80, elb_protocol: HTTP}]}";
        harness.converges("boto_elb.present", balancer.formatted("internal"));
        assertThat(harness.refuses("boto_elb.present", balancer.formatted("internet-facing")))
                .isEqualTo(
                        "ELB l exists, and after creation AWS cannot change scheme (is internal,"
                                + " not internet-facing): remove it first, or give it another"
                                + " name.");
    }
}
