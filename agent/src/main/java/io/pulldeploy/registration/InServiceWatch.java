package io.pulldeploy.registration;

import io.pulldeploy.aws.ClassicLoadBalancers;
import io.pulldeploy.aws.ClassicLoadBalancers.Health;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Watches an instance that has joined a load balancer until the load balancer sends it requests.
 */
public final class InServiceWatch {
    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final ClassicLoadBalancers balancers;
    private final Clock clock;
    private final Consumer<Duration> pause;

    /**
     * @param pause waits
     */
    public InServiceWatch(ClassicLoadBalancers balancers, Clock clock, Consumer<Duration> pause) {
        this.balancers = balancers;
        this.clock = clock;
        this.pause = pause;
    }

    /** How a watch ended. */
    public sealed interface Outcome {
        /** It serves. */
        record InService() implements Outcome {}

        /** The time is over; what the load balancer said last. */
        record StillOut(Health last) implements Outcome {}

        /** The load balancer does not know the instance. */
        record NotRegistered() implements Outcome {}

        /** This role may not ask; why, in one line. */
        record Unknown(String why) implements Outcome {}
    }

    /**
     * @param changed hears each change of the instance's health
     * @throws Failure UNAVAILABLE if the load balancer does not exist or cannot be reached
     */
    public Outcome await(
            String loadBalancer, String instanceId, Duration limit, Consumer<Health> changed) {
        Instant deadline = clock.instant().plus(limit);
        Optional<Health> before = Optional.empty();
        while (true) {
            Optional<Health> now;
            try {
                now =
                        balancers.health(loadBalancer, List.of()).stream()
                                .filter(h -> h.instanceId().equals(instanceId))
                                .findFirst();
            } catch (Failure e) {
                if (e.exitCode() == ExitCode.NO_PERMISSION) {
                    return new Outcome.Unknown(String.valueOf(e.getMessage()));
                }
                throw e;
            }
            if (now.isEmpty()) {
                return new Outcome.NotRegistered();
            }
            if (!now.equals(before)) {
                changed.accept(now.get());
                before = now;
            }
            if (now.get().inService()) {
                return new Outcome.InService();
            }
            if (!clock.instant().plus(BETWEEN).isBefore(deadline)) {
                return new Outcome.StillOut(now.get());
            }
            pause.accept(BETWEEN);
        }
    }
}
