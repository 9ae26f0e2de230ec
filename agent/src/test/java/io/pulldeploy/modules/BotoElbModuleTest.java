package io.pulldeploy.modules;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.aws.FakeAws;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Registry;
import io.pulldeploy.states.aws.FakeMinion;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class BotoElbModuleTest {
    private final FakeAws aws = new FakeAws();
    private final Registry<ExecutionFunction> functions =
            Registry.ofExecutionFunctions()
                    .add(new BotoElbModule(new AwsConnections(aws)).functions());

    @Test
    void anInstanceJoinsAndLeaves() {
        aws.classicLoadBalancers().create("lb");

        assertThat(call("exists", "lb")).isEqualTo(true);
        assertThat(call("list_elbs")).isEqualTo(List.of("lb"));
        assertThat(call("register_instances", "lb", "i-1")).isEqualTo(true);
        assertThat(call("get_instance_health", "lb"))
                .isEqualTo(
                        List.of(
                                Map.of(
                                        "instance_id", "i-1",
                                        "description", "N/A",
                                        "state", "InService",
                                        "reason_code", "N/A")));
        assertThat(call("deregister_instances", "lb", List.of("i-1"))).isEqualTo(true);
        assertThat(call("deregister_instances", "lb", List.of("i-1")))
                .as("no member: None")
                .isNull();
    }

    @Test
    void setsExactlyTheseInstances() {
        aws.classicLoadBalancers().create("lb").register("lb", List.of("i-1", "i-2"));

        assertThat(call("set_instances", "lb", List.of("i-2", "i-3"), true)).isEqualTo(true);
        assertThat(call("set_instances", "lb", List.of("i-2", "i-3"))).isEqualTo(true);
        assertThat(call("set_instances", "lb", List.of("i-2", "i-3"), true)).isEqualTo(false);
    }

    @Test
    void whatAwsRefusesIsFalse() {
        assertThat(call("exists", "lb")).isEqualTo(false);
        assertThat(call("register_instances", "lb", "i-1")).isEqualTo(false);
        assertThat(call("deregister_instances", "lb", "i-1")).isEqualTo(false);
        assertThat(call("get_instance_health", "lb")).isEqualTo(List.of());
    }

    private @Nullable Object call(String function, Object... args) {
        ExecutionFunction found = functions.find("boto_elb." + function).orElseThrow();
        return found.body()
                .call(
                        new FakeMinion(),
                        found.signature().bind(found.name(), List.of(args), Map.of()));
    }
}
