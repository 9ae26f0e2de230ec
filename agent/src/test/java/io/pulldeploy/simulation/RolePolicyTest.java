package io.pulldeploy.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;

class RolePolicyTest {
    private final RolePolicy policy =
            RolePolicy.ofInstance("bootstrap", "myapp", "myapp-testing-useast1");

    @ParameterizedTest
    @CsvSource({
        "s3:GetObject, arn:aws:s3:::bootstrap/deploy/myapp/artifacts/1.tar.gz, , true",
        "s3:GetObject, arn:aws:s3:::bootstrap/deploy/base/channels/default.json, , true",
        "s3:GetObject, arn:aws:s3:::bootstrap/deploy/other/artifacts/1.tar.gz, , false",
        "s3:PutObject, arn:aws:s3:::bootstrap/deploy/myapp/artifacts/1.tar.gz, , false",
        "s3:ListBucket, arn:aws:s3:::bootstrap, deploy/myapp/channels/, true",
        "s3:ListBucket, arn:aws:s3:::bootstrap, deploy/other/, false",
        "s3:ListBucket, arn:aws:s3:::bootstrap, deploy/, false",
        "s3:ListBucket, arn:aws:s3:::bootstrap, , false",
        "elasticloadbalancing:RegisterInstancesWithLoadBalancer,"
                + "arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer/myapp-testing-useast1, , true",
        "elasticloadbalancing:RegisterInstancesWithLoadBalancer,"
                + "arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer/myapp-production-useast1, , false",
        "elasticloadbalancing:DescribeInstanceHealth, *, , false",
        "ec2:DescribeTags, *, , true",
    })
    void anInstanceMayDoThisAndNoMore(
            String action, String resource, String prefix, boolean allowed) {
        assertThat(policy.allows(action, resource, Optional.ofNullable(prefix))).isEqualTo(allowed);
    }

    @Test
    void whatItDoesNotUnderstandIsRefused() {
        assertThatThrownBy(() ->
                        RolePolicy.of(
                                List.of(Map.of("Statement", List.of(Map.of("Effect", "Deny"))))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Deny");
    }
}
