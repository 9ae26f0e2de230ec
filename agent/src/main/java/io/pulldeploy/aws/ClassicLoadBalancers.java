package io.pulldeploy.aws;

import java.util.List;
import java.util.Optional;

/**
 * The membership of classic load balancers.
 *
 * <p>Every method throws {@link io.pulldeploy.model.Failure}: NO_PERMISSION when refused,
 * UNAVAILABLE when there is no such load balancer or AWS cannot be reached.
 */
public interface ClassicLoadBalancers {
    /** The names of all of them. */
    List<String> names();

    boolean exists(String name);

    /**
     * What a load balancer thinks of its instances.
     *
     * @param instanceIds which; empty is all of them
     */
    List<Health> health(String name, List<String> instanceIds);

    /**
     * Registers instances; registering one again changes nothing.
     *
     * @return all instances that are registered then
     */
    List<String> register(String name, List<String> instanceIds);

    /**
     * Takes instances out.
     *
     * @return the instances that remain, or nothing if one of them was no member
     */
    Optional<List<String>> deregister(String name, List<String> instanceIds);

    /**
     * One instance as its load balancer sees it, in AWS's words.
     *
     * @param state {@code InService}, {@code OutOfService} or {@code Unknown}
     * @param reasonCode {@code ELB}, {@code Instance} or {@code N/A}
     */
    record Health(String instanceId, String state, String reasonCode, String description) {
        public boolean inService() {
            return state.equals("InService");
        }

        /** On its way out; requests in flight are being finished. */
        public boolean leaving() {
            return description.equals("Instance deregistration currently in progress.");
        }
    }
}
