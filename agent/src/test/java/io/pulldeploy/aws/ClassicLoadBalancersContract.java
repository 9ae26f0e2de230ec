package io.pulldeploy.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.aws.ClassicLoadBalancers.Health;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What every {@link ClassicLoadBalancers} does, over whatever AWS it stands. */
abstract class ClassicLoadBalancersContract {
    static final String NAME = "myapp-testing-useast1";

    /** Load balancers of which {@link #NAME} is one, without instances. */
    abstract ClassicLoadBalancers balancers();

    /** An instance that may be registered. */
    abstract String instance();

    @Test
    void knowsItsNames() {
        assertThat(balancers().names()).contains(NAME);
        assertThat(balancers().exists(NAME)).isTrue();
        assertThat(balancers().exists("other-testing-useast1")).isFalse();
    }

    @Test
    void anInstanceJoinsAndLeaves() {
        ClassicLoadBalancers balancers = balancers();
        String id = instance();
        assertThat(balancers.health(NAME, List.of())).isEmpty();

        balancers.register(NAME, List.of(id));
        assertThat(balancers.health(NAME, List.of()))
                .extracting(Health::instanceId)
                .containsExactly(id);
        assertThat(balancers.health(NAME, List.of(id)))
                .extracting(Health::state)
                .containsAnyOf("InService", "OutOfService");

        assertThat(balancers.deregister(NAME, List.of(id))).isTrue();
    }
}
