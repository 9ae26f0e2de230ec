package io.pulldeploy.aws;

import java.util.List;

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

    /** Registers instances, all of them or none; registering one again changes nothing. */
    void register(String name, List<String> instanceIds);

    /**
     * Takes instances out, all of them or none.
     *
     * @return false if one of them is no member, so that nothing was done
     */
    boolean deregister(String name, List<String> instanceIds);

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
