package io.pulldeploy.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulldeploy.aws.FakeAws;
import io.pulldeploy.aws.Networks;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.states.aws.FakeMinion;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Salt answers is compared in AwsConformanceIT; here is what moto cannot show. */
class BotoEc2ModuleTest {
    private final FakeAws aws = new FakeAws();
    private final List<ExecutionFunction> functions =
            new BotoEc2Module(new AwsConnections(aws)).functions();

    @BeforeEach
    void aGroupOfTwo() {
        aws.networks().addInstance("a", instance("i-1", "10.0.0.1"));
        aws.networks().addInstance("b", instance("i-2", "10.0.0.2"));
        aws.networks().addSubnet("subnet-1", "one", "vpc-1");
        aws.networks().addSubnet("subnet-2", "one", "vpc-1");
        aws.autoScalingGroups()
                .create(
                        Map.of(
                                "AutoScalingGroupName",
                                "g",
                                "Instances",
                                List.of(member("i-1", "InService"), member("i-2", "Pending"))));
    }

    private static Networks.Instance instance(String id, String address) {
        return new Networks.Instance(
                id,
                "running",
                Optional.of(address),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Map<String, String> member(String id, String state) {
        return Map.of("InstanceId", id, "LifecycleState", state, "HealthStatus", "Healthy");
    }

    private @Nullable Object call(String name, Map<String, ?> args) {
        ExecutionFunction function =
                functions.stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
        return function.body()
                .call(new FakeMinion(), function.signature().bind(name, List.of(), args));
    }

    @Test
    void aGroupsInstancesByTheirAttributes() {
        assertThat(call("boto_asg.get_instances", Map.of("name", "g")))
                .isEqualTo(List.of("10.0.0.1"));
        assertThat(
                        call(
                                "boto_asg.get_instances",
                                Map.of("name", "g", "lifecycle_state", "Pending")))
                .isEqualTo(List.of("10.0.0.2"));
        assertThat(
                        call(
                                "boto_asg.get_instances",
                                Map.of("name", "g", "attributes", List.of("id", "tags"))))
                .isEqualTo(List.of(List.of("i-1", Map.of("Name", "a"))));
        assertThat(call("boto_asg.get_instances", Map.of("name", "nobody"))).isEqualTo(false);
    }

    @Test
    void aNameOfTwoIsNoAnswer() {
        assertThatThrownBy(() ->
                        call(
                                "boto_vpc.get_resource_id",
                                Map.of("resource", "subnet", "name", "one")))
                .isInstanceOf(CallError.class)
                .hasMessage("Found more than one subnet of this name: subnet-1, subnet-2.");
        assertThatThrownBy(() -> call("boto_ec2.find_instances", Map.of()))
                .hasMessage("Give the instances' name or tags.");
    }
}
