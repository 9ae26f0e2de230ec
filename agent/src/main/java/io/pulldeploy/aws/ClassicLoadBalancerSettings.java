package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Classic load balancers as who creates them sees them; {@link ClassicLoadBalancers} has their
 * members.
 */
public interface ClassicLoadBalancerSettings {
    Optional<ClassicLoadBalancer> find(String name);

    List<ClassicLoadBalancer> all();

    /**
     * What a load balancer is made of.
     *
     * @param zones availability zones; empty if subnets are given
     */
    record Made(
            String name,
            List<ClassicLoadBalancer.Listener> listeners,
            List<String> zones,
            List<String> subnets,
            List<String> securityGroups,
            String scheme,
            Map<String, String> tags) {}

    void create(Made made);

    void delete(String name);

    void addListeners(String name, Collection<ClassicLoadBalancer.Listener> listeners);

    void removeListeners(String name, Collection<Integer> ports);

    void setCertificate(String name, int port, String certificate);

    void enableZones(String name, Collection<String> zones);

    void disableZones(String name, Collection<String> zones);

    void attachSubnets(String name, Collection<String> subnets);

    void detachSubnets(String name, Collection<String> subnets);

    void setSecurityGroups(String name, Collection<String> ids);

    /** Attributes under AWS's names: AccessLog, CrossZoneLoadBalancing, ConnectionDraining, … */
    Map<String, @Nullable Object> attributes(String name);

    void setAttributes(String name, Map<String, ?> attributes);

    void setHealthCheck(String name, ClassicLoadBalancer.HealthCheck check);

    void createPolicy(String name, String policy, String type, Map<String, String> attributes);

    void deletePolicy(String name, String policy);

    void setListenerPolicies(String name, int port, Collection<String> policies);

    void setBackendPolicies(String name, int instancePort, Collection<String> policies);

    Map<String, String> tags(String name);

    void tag(String name, Map<String, String> tags);

    void untag(String name, Collection<String> keys);
}
