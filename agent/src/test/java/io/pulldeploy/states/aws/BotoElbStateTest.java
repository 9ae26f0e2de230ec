package io.pulldeploy.states.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.aws.FakeAws;
import io.pulldeploy.model.StateResult;
import io.pulldeploy.model.StateResult.Outcome;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class BotoElbStateTest {
    private static final String REGISTER = "{name: myapp-testing-useast1, instances: [i-1, i-2]}";

    private final FakeAws aws = new FakeAws();
    private final AwsStateHarness harness =
            new AwsStateHarness(aws, aws::mutations, List.of(c -> new BotoElbState(c).functions()));

    @BeforeEach
    void create() {
        aws.classicLoadBalancers().create("myapp-testing-useast1");
    }

    @Test
    void registersWhoIsMissing() {
        aws.classicLoadBalancers().register("myapp-testing-useast1", List.of("i-0", "i-1"));

        StateResult predicted = harness.test("boto_elb.register_instances", REGISTER);
        StateResult done = harness.converges("boto_elb.register_instances", REGISTER);

        assertThat(predicted.comment())
                .isEqualTo("ELB myapp-testing-useast1 is set to register : ['i-2'].");
        assertThat(done.comment())
                .isEqualTo("Load Balancer myapp-testing-useast1 has been changed");
        assertThat(done.changes()).isEqualTo(Map.of("old", "i-0\ni-1", "new", "i-0\ni-1\ni-2"));
        assertThat(harness.isSilent("boto3_elb.register_instances", REGISTER).comment())
                .isEqualTo("Instance/s 'i-1', 'i-2' already exist.");
    }

    @Test
    void anUnknownLoadBalancerFails() {
        assertThat(
                        harness.refuses(
                                "boto_elb.register_instances", "{name: other, instances: [i-1]}"))
                .isEqualTo("Could not find lb other");
    }

    @Test
    void whoMayNotLookRegistersAndSaysSo() {
        aws.classicLoadBalancers().deny("DescribeLoadBalancers");
        aws.classicLoadBalancers().deny("DescribeInstanceHealth");

        StateResult predicted = harness.test("boto_elb.register_instances", REGISTER);
        assertThat(predicted.outcome()).isEqualTo(Outcome.WOULD_CHANGE);
        assertThat(aws.mutations()).isEmpty();
        StateResult done = harness.run("boto_elb.register_instances", REGISTER);

        assertThat(done.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(done.comment())
                .isEqualTo(
                        "Load Balancer myapp-testing-useast1 has 'i-1', 'i-2' registered. The"
                                + " registration is sent without looking first, because"
                                + " elasticloadbalancing:DescribeInstanceHealth is not allowed.");
        assertThat(aws.mutations())
                .containsExactly(
                        "elasticloadbalancing:RegisterInstancesWithLoadBalancer"
                                + " myapp-testing-useast1");
    }

    @Test
    void aRefusalIsNamed() {
        aws.classicLoadBalancers().deny("RegisterInstancesWithLoadBalancer");

        StateResult failed = harness.run("boto_elb.register_instances", REGISTER);

        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(failed.comment())
                .startsWith(
                        "Load balancer myapp-testing-useast1 failed to add instances: not allowed:")
                .contains("RegisterInstancesWithLoadBalancer on myapp-testing-useast1");
    }
}
