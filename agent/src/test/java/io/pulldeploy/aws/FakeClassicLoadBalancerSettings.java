package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** {@link ClassicLoadBalancerSettings} in memory. */
final class FakeClassicLoadBalancerSettings implements ClassicLoadBalancerSettings {
    private final Map<String, Balancer> balancers = new LinkedHashMap<>();
    private final Consumer<String> mutated;
    private final FakeClassicLoadBalancers members;

    /** A load balancer that changes. */
    private static final class Balancer {
        private final Made made;
        private final List<ClassicLoadBalancer.Listener> listeners;
        private final List<String> zones;
        private final List<String> subnets;
        private final Map<Integer, List<String>> backends = new LinkedHashMap<>();
        private final List<String> policies = new ArrayList<>();
        private final Map<String, String> tags;
        private final Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        private List<String> groups;
        private ClassicLoadBalancer.HealthCheck check =
                new ClassicLoadBalancer.HealthCheck("TCP:80", 30, 5, 2, 10);

        Balancer(Made made) {
            this.made = made;
            this.listeners = new ArrayList<>(made.listeners());
            this.zones = new ArrayList<>(made.zones());
            this.subnets = new ArrayList<>(made.subnets());
            this.tags = new LinkedHashMap<>(made.tags());
            this.groups = made.securityGroups();
        }
    }

    FakeClassicLoadBalancerSettings(Consumer<String> mutated, FakeClassicLoadBalancers members) {
        this.mutated = mutated;
        this.members = members;
    }

    private Balancer changed(String action, String name) {
        mutated.accept("elasticloadbalancing:" + action);
        return Existing.in(balancers, name);
    }

    @Override
    public Optional<ClassicLoadBalancer> find(String name) {
        return Optional.ofNullable(balancers.get(name))
                .map(b ->
                        new ClassicLoadBalancer(
                                name,
                                name + "-1.us-east-1.elb.amazonaws.com",
                                "Z35SXDOTRQ7X7K",
                                b.made.scheme(),
                                Optional.empty(),
                                List.copyOf(b.zones),
                                List.copyOf(b.subnets),
                                b.groups,
                                new ClassicLoadBalancer.SourceGroup("me", "default"),
                                List.copyOf(b.listeners),
                                Map.copyOf(b.backends),
                                List.copyOf(b.policies),
                                List.of(),
                                b.check));
    }

    @Override
    public List<ClassicLoadBalancer> all() {
        return balancers.keySet().stream().flatMap(n -> find(n).stream()).toList();
    }

    @Override
    public void create(Made made) {
        mutated.accept("elasticloadbalancing:CreateLoadBalancer");
        Balancer balancer = new Balancer(made);
        balancer.listeners.replaceAll(l -> policies(l, List.of()));
        balancers.put(made.name(), balancer);
        members.create(made.name());
    }

    private static ClassicLoadBalancer.Listener policies(
            ClassicLoadBalancer.Listener l, Collection<String> policies) {
        return new ClassicLoadBalancer.Listener(
                l.port(),
                l.protocol(),
                l.instancePort(),
                l.instanceProtocol(),
                l.certificate(),
                List.copyOf(policies));
    }

    @Override
    public void delete(String name) {
        changed("DeleteLoadBalancer", name);
        balancers.remove(name);
    }

    @Override
    public void addListeners(String name, Collection<ClassicLoadBalancer.Listener> listeners) {
        changed("CreateLoadBalancerListeners", name).listeners.addAll(listeners);
    }

    @Override
    public void removeListeners(String name, Collection<Integer> ports) {
        changed("DeleteLoadBalancerListeners", name)
                .listeners
                .removeIf(l -> ports.contains(l.port()));
    }

    @Override
    public void setCertificate(String name, int port, String certificate) {
        changed("SetLoadBalancerListenerSSLCertificate", name)
                .listeners
                .replaceAll(l ->
                        l.port() == port
                                ? new ClassicLoadBalancer.Listener(
                                        port,
                                        l.protocol(),
                                        l.instancePort(),
                                        l.instanceProtocol(),
                                        Optional.of(certificate),
                                        l.policies())
                                : l);
    }

    @Override
    public void enableZones(String name, Collection<String> zones) {
        changed("EnableAvailabilityZonesForLoadBalancer", name).zones.addAll(zones);
    }

    @Override
    public void disableZones(String name, Collection<String> zones) {
        changed("DisableAvailabilityZonesForLoadBalancer", name).zones.removeAll(zones);
    }

    @Override
    public void attachSubnets(String name, Collection<String> subnets) {
        changed("AttachLoadBalancerToSubnets", name).subnets.addAll(subnets);
    }

    @Override
    public void detachSubnets(String name, Collection<String> subnets) {
        changed("DetachLoadBalancerFromSubnets", name).subnets.removeAll(subnets);
    }

    @Override
    public void setSecurityGroups(String name, Collection<String> ids) {
        changed("ApplySecurityGroupsToLoadBalancer", name).groups = List.copyOf(ids);
    }

    @Override
    public Map<String, @Nullable Object> attributes(String name) {
        return Map.copyOf(Existing.in(balancers, name).attributes);
    }

    @Override
    public void setAttributes(String name, Map<String, ?> attributes) {
        changed("ModifyLoadBalancerAttributes", name).attributes.putAll(attributes);
    }

    @Override
    public void setHealthCheck(String name, ClassicLoadBalancer.HealthCheck check) {
        changed("ConfigureHealthCheck", name).check = check;
    }

    @Override
    public void createPolicy(
            String name, String policy, String type, Map<String, String> attributes) {
        changed("CreateLoadBalancerPolicy", name).policies.add(policy);
    }

    @Override
    public void deletePolicy(String name, String policy) {
        changed("DeleteLoadBalancerPolicy", name).policies.remove(policy);
    }

    @Override
    public void setListenerPolicies(String name, int port, Collection<String> policies) {
        changed("SetLoadBalancerPoliciesOfListener", name)
                .listeners
                .replaceAll(l -> l.port() == port ? policies(l, policies) : l);
    }

    @Override
    public void setBackendPolicies(String name, int instancePort, Collection<String> policies) {
        changed("SetLoadBalancerPoliciesForBackendServer", name)
                .backends
                .put(instancePort, List.copyOf(policies));
    }

    @Override
    public Map<String, String> tags(String name) {
        return Map.copyOf(Existing.in(balancers, name).tags);
    }

    @Override
    public void tag(String name, Map<String, String> tags) {
        changed("AddTags", name).tags.putAll(tags);
    }

    @Override
    public void untag(String name, Collection<String> keys) {
        changed("RemoveTags", name).tags.keySet().removeAll(keys);
    }
}
