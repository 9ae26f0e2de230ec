package io.pulldeploy.states.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.aws.FakeAws;
import io.pulldeploy.aws.HostedZones;

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
}
