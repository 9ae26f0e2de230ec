package io.pulldeploy.states.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.aws.FakeAws;
import io.pulldeploy.aws.HostedZones;
import io.pulldeploy.aws.Networks;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

class RecordStateTest {
    private final FakeAws aws = new FakeAws();
    private final AwsStateHarness harness =
            new AwsStateHarness(
                    aws,
                    aws::mutations,
                    List.of(
                            c -> new RecordState(c).functions(),
                            c -> new RecordSetState(c).functions(),
                            c -> new HostedZoneState(c, new SplittableRandom(1)).functions()));

    @BeforeEach
    void aZone() {
        aws.hostedZones().create("example.com.", "r", "", Optional.empty());
    }

    private HostedZones.Records record(String name, String type) {
        return aws.hostedZones().records("Z1", name, type).getFirst();
    }

    @Test
    void valuesAreAListOrTextWithCommas() {
        harness.converges(
                "boto_route53.present",
                "{name: a.example.com, zone: example.com, record_type: A, value: [10.0.0.2,"
                        + " 10.0.0.1], ttl: 300}");
        harness.isSilent(
                "boto_route53.present",
                "{name: a.example.com., zone: example.com., record_type: A, value:"
                        + " '10.0.0.1,10.0.0.2'}");
        var done =
                harness.converges(
                        "boto_route53.present",
                        "{name: a.example.com, zone: example.com, record_type: A, value: 10.0.0.9}");

        assertThat(done.comment()).isEqualTo("Updated a.example.com Route53 record.");
        assertThat(record("a.example.com.", "A").properties()).containsEntry("TTL", 300L);
    }

    @Test
    void aliasesWeightsAndText() {
        harness.converges(
                "boto_route53.present",
                "{name: w.example.com., zone: example.com., record_type: A, value: {HostedZoneId:"
                        + " Z35, DNSName: lb.amazonaws.com.}}");
        harness.converges(
                "boto_route53.present",
                "{name: x.example.com., zone: example.com., record_type: CNAME, value:"
                        + " one.example.com, identifier: [one, 10]}");
        harness.converges(
                "boto_route53.present",
                "{name: t.example.com., zone: example.com., record_type: TXT, value: 'v=spf1, -all'}");

        assertThat(record("x.example.com.", "CNAME").properties()).containsEntry("Weight", 10L);
        assertThat(record("t.example.com.", "TXT").properties())
                .containsEntry("ResourceRecords", List.of(Map.of("Value", "\"v=spf1, -all\"")));
    }

    @Test
    void aRecordIsRemoved() {
        String yaml = "{name: a.example.com., zone: example.com., record_type: A%s}";
        harness.converges("boto_route53.present", yaml.formatted(", value: 10.0.0.1"));
        harness.converges("boto_route53.absent", yaml.formatted(""));
        assertThat(harness.isSilent("boto_route53.absent", yaml.formatted("")).comment())
                .isEqualTo("a.example.com. does not exist.");
    }

    @Test
    void zonesComeAndGo() {
        harness.converges("boto_route53.hosted_zone_present", "{name: new.org, comment: one}");
        harness.converges("boto_route53.hosted_zone_present", "{name: new.org, comment: two}");
        aws.networks().addVpc("vpc-1", "main");
        harness.converges(
                "boto_route53.hosted_zone_present",
                "{name: x, domain_name: in.org., private_zone: true, vpc_name: main, vpc_region:"
                        + " us-east-1}");
        harness.converges("boto_route53.hosted_zone_absent", "{name: new.org}");
        assertThat(
                        harness.refuses(
                                "boto_route53.hosted_zone_present", "{name: x, private_zone: 1x}"))
                .contains("'private_zone' must be true or false");
    }

    @Test
    void recordSetsUnderAwssNames() {
        String www = "DomainName: example.com, Name: www.example.com., Type: A";
        harness.converges(
                "boto3_route53.rr_present",
                "{name: www, %s, TTL: 60, ResourceRecords: [10.0.0.2, 10.0.0.1]}".formatted(www));
        var done =
                harness.converges(
                        "boto3_route53.rr_present",
                        "{name: www, HostedZoneId: /hostedzone/Z1, Name: www.example.com., Type:"
                                + " A, TTL: 90, ResourceRecords: [10.0.0.2]}");
        assertThat(done.comment())
                .isEqualTo("Route 53 resource record www.example.com. with type A updated.");
        harness.converges("boto3_route53.rr_absent", "{name: www, %s}".formatted(www));
        harness.converges(
                "boto3_route53.rr_present",
                "{name: h.example.com., DomainName: example.com., Type: A, TTL: 60, SetIdentifier:"
                        + " one, Weight: 10, ResourceRecords: 10.0.0.1}");
        assertThat(
                        harness.refuses(
                                "boto3_route53.rr_present",
                                "{name: www, DomainName: a.org, HostedZoneId: Z, Type: A,"
                                        + " ResourceRecords: 1.2.3.4}"))
                .isEqualTo("Exactly one of HostedZoneId and DomainName is required.");
        assertThat(
                        harness.refuses(
                                "boto3_route53.rr_present",
                                "{name: www, DomainName: example.com, ResourceRecords: 1.2.3.4}"))
                .startsWith("'Type' is a required parameter");
    }

    @Test
    void aMagicValueIsAnInstancesAttribute() {
        aws.networks()
                .addInstance(
                        "web",
                        new Networks.Instance(
                                "i-1",
                                "running",
                                Optional.of("10.0.0.1"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));
        harness.converges(
                "boto3_route53.rr_present",
                "{name: w.example.com., DomainName: example.com., Type: TXT, TTL: 60,"
                        + " ResourceRecords: ['magic:ec2_instance_tag:Name:web:id']}");
        assertThat(record("w.example.com.", "TXT").properties())
                .containsEntry("ResourceRecords", List.of(Map.of("Value", "\"i-1\"")));
        for (String wrong :
                List.of(
                        "magic:ec2_instance_tag:Name:nobody:id",
                        "magic:ec2_instance_tag:Name:web:colour",
                        "magic:ec2_instance_tag:Name:web",
                        "magic:moon")) {
            harness.refuses(
                    "boto3_route53.rr_present",
                    "{name: v.example.com., DomainName: example.com., Type: TXT, TTL: 60,"
                            + " ResourceRecords: ['%s']}".formatted(wrong));
        }
    }

    @Test
    void aPrivateZoneOfSeveralNetworks() {
        String zone = "name: z, Name: example.net, PrivateZone: true";
        harness.converges(
                "boto3_route53.hosted_zone_present",
                "{%s, VPCs: [{VPCId: vpc-1, VPCRegion: r}, {VPCId: vpc-2, VPCRegion: r}]}"
                        .formatted(zone));
        harness.converges(
                "boto3_route53.hosted_zone_present",
                "{%s, VPCs: [{VPCId: vpc-3, VPCRegion: r}]}".formatted(zone));
        assertThat(aws.hostedZones().named("example.net.").getFirst().networks())
                .containsExactly(new HostedZones.Network("vpc-3", "r"));
        harness.converges("boto3_route53.hosted_zone_absent", "{%s}".formatted(zone));
        assertThat(
                        harness.refuses(
                                "boto3_route53.hosted_zone_present",
                                "{name: example.net, PrivateZone: true}"))
                .isEqualTo("Parameter 'VPCs' is required when creating a private zone.");
    }

    @Test
    void aRoutedRecordDoesNotComeBesideASimpleOne() {
        String record =
                "{name: a.example.com, zone: example.com, record_type: A, value: 10.0.0.1%s}";
        harness.converges("boto_route53.present", record.formatted(""));
        assertThat(
                        harness.refuses(
                                "boto_route53.present",
                                record.formatted(", identifier: [one, 10]")))
                .isEqualTo(
                        "There is a record a.example.com. of type A without an identifier, and"
                                + " Route 53 keeps none with one beside it: remove it first.");
    }
}
