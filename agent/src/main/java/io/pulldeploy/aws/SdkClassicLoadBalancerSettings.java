package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.elasticloadbalancing.ElasticLoadBalancingClient;
import software.amazon.awssdk.services.elasticloadbalancing.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerAttributes;
import software.amazon.awssdk.services.elasticloadbalancing.model.PolicyAttribute;
import software.amazon.awssdk.services.elasticloadbalancing.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancing.model.TagKeyOnly;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** {@link ClassicLoadBalancerSettings} over Elastic Load Balancing. */
final class SdkClassicLoadBalancerSettings implements ClassicLoadBalancerSettings {
    private static final Set<String> ABSENT = Set.of("LoadBalancerNotFound", "AccessPointNotFound");

    /** A certificate or a group that was made a moment ago. */
    private static final Set<String> PASSING =
            Set.of(
                    "CertificateNotFound",
                    "OperationNotPermitted: Certificate",
                    "InvalidSecurityGroup");

    private final AwsClients clients;
    private final AwsCalls calls;

    SdkClassicLoadBalancerSettings(AwsClients clients, AwsCalls calls) {
        this.clients = clients;
        this.calls = calls;
    }

    @Override
    public Optional<ClassicLoadBalancer> find(String name) {
        return calls.find(
                        "elasticloadbalancing:DescribeLoadBalancers",
                        name,
                        ABSENT,
                        () ->
                                clients.elb()
                                        .describeLoadBalancers(r -> r.loadBalancerNames(name))
                                        .loadBalancerDescriptions())
                .flatMap(found -> found.stream().findFirst())
                .map(ClassicLoadBalancerShapes::described);
    }

    @Override
    public List<ClassicLoadBalancer> all() {
        return calls.call(
                "elasticloadbalancing:DescribeLoadBalancers",
                "every load balancer",
                () ->
                        clients
                                .elb()
                                .describeLoadBalancersPaginator()
                                .loadBalancerDescriptions()
                                .stream()
                                .map(ClassicLoadBalancerShapes::described)
                                .toList());
    }

    @Override
    public void create(Made made) {
        CreateLoadBalancerRequest.Builder request =
                CreateLoadBalancerRequest.builder()
                        .loadBalancerName(made.name())
                        .listeners(ClassicLoadBalancerShapes.listeners(made.listeners()))
                        .availabilityZones(made.zones())
                        .subnets(made.subnets())
                        .securityGroups(made.securityGroups());
        // Only a load balancer in a VPC has a scheme; AWS refuses it elsewhere.
        if (made.scheme().equals("internal")) {
            request.scheme(made.scheme());
        }
        if (!made.tags().isEmpty()) {
            request.tags(tags(made.tags()));
        }
        write("CreateLoadBalancer", made.name(), c -> c.createLoadBalancer(request.build()));
    }

    @Override
    public void delete(String name) {
        write("DeleteLoadBalancer", name, c -> c.deleteLoadBalancer(r -> r.loadBalancerName(name)));
    }

    @Override
    public void addListeners(String name, Collection<ClassicLoadBalancer.Listener> listeners) {
        write(
                "CreateLoadBalancerListeners",
                name,
                c ->
                        c.createLoadBalancerListeners(r ->
                                r.loadBalancerName(name)
                                        .listeners(
                                                ClassicLoadBalancerShapes.listeners(listeners))));
    }

    @Override
    public void removeListeners(String name, Collection<Integer> ports) {
        write(
                "DeleteLoadBalancerListeners",
                name,
                c ->
                        c.deleteLoadBalancerListeners(
                                r -> r.loadBalancerName(name).loadBalancerPorts(ports)));
    }

    @Override
    public void setCertificate(String name, int port, String certificate) {
        write(
                "SetLoadBalancerListenerSSLCertificate",
                name,
                c ->
                        c.setLoadBalancerListenerSSLCertificate(r ->
                                r.loadBalancerName(name)
                                        .loadBalancerPort(port)
                                        .sslCertificateId(certificate)));
    }

    @Override
    public void enableZones(String name, Collection<String> zones) {
        write(
                "EnableAvailabilityZonesForLoadBalancer",
                name,
                c ->
                        c.enableAvailabilityZonesForLoadBalancer(
                                r -> r.loadBalancerName(name).availabilityZones(zones)));
    }

    @Override
    public void disableZones(String name, Collection<String> zones) {
        write(
                "DisableAvailabilityZonesForLoadBalancer",
                name,
                c ->
                        c.disableAvailabilityZonesForLoadBalancer(
                                r -> r.loadBalancerName(name).availabilityZones(zones)));
    }

    @Override
    public void attachSubnets(String name, Collection<String> subnets) {
        write(
                "AttachLoadBalancerToSubnets",
                name,
                c -> c.attachLoadBalancerToSubnets(r -> r.loadBalancerName(name).subnets(subnets)));
    }

    @Override
    public void detachSubnets(String name, Collection<String> subnets) {
        write(
                "DetachLoadBalancerFromSubnets",
                name,
                c ->
                        c.detachLoadBalancerFromSubnets(
                                r -> r.loadBalancerName(name).subnets(subnets)));
    }

    @Override
    public void setSecurityGroups(String name, Collection<String> ids) {
        write(
                "ApplySecurityGroupsToLoadBalancer",
                name,
                c ->
                        c.applySecurityGroupsToLoadBalancer(
                                r -> r.loadBalancerName(name).securityGroups(ids)));
    }

    @Override
    public Map<String, @Nullable Object> attributes(String name) {
        return calls.call(
                "elasticloadbalancing:DescribeLoadBalancerAttributes",
                name,
                () ->
                        AwsShapes.plain(
                                clients.elb()
                                        .describeLoadBalancerAttributes(
                                                r -> r.loadBalancerName(name))
                                        .loadBalancerAttributes()));
    }

    @Override
    public void setAttributes(String name, Map<String, ?> attributes) {
        LoadBalancerAttributes all =
                AwsShapes.fill(LoadBalancerAttributes.builder(), attributes).build();
        write(
                "ModifyLoadBalancerAttributes",
                name,
                c ->
                        c.modifyLoadBalancerAttributes(
                                r -> r.loadBalancerName(name).loadBalancerAttributes(all)));
    }

    @Override
    public void setHealthCheck(String name, ClassicLoadBalancer.HealthCheck check) {
        write(
                "ConfigureHealthCheck",
                name,
                c ->
                        c.configureHealthCheck(r ->
                                r.loadBalancerName(name)
                                        .healthCheck(h ->
                                                h.target(check.target())
                                                        .interval(check.interval())
                                                        .timeout(check.timeout())
                                                        .unhealthyThreshold(
                                                                check.unhealthyThreshold())
                                                        .healthyThreshold(
                                                                check.healthyThreshold()))));
    }

    @Override
    public void createPolicy(
            String name, String policy, String type, Map<String, String> attributes) {
        List<PolicyAttribute> all = new ArrayList<>();
        attributes.forEach((k, v) ->
                all.add(PolicyAttribute.builder().attributeName(k).attributeValue(v).build()));
        write(
                "CreateLoadBalancerPolicy",
                name + " " + policy,
                c ->
                        c.createLoadBalancerPolicy(r ->
                                r.loadBalancerName(name)
                                        .policyName(policy)
                                        .policyTypeName(type)
                                        .policyAttributes(all)));
    }

    @Override
    public void deletePolicy(String name, String policy) {
        write(
                "DeleteLoadBalancerPolicy",
                name + " " + policy,
                c -> c.deleteLoadBalancerPolicy(r -> r.loadBalancerName(name).policyName(policy)));
    }

    @Override
    public void setListenerPolicies(String name, int port, Collection<String> policies) {
        write(
                "SetLoadBalancerPoliciesOfListener",
                name,
                c ->
                        c.setLoadBalancerPoliciesOfListener(r ->
                                r.loadBalancerName(name)
                                        .loadBalancerPort(port)
                                        .policyNames(policies)));
    }

    @Override
    public void setBackendPolicies(String name, int instancePort, Collection<String> policies) {
        write(
                "SetLoadBalancerPoliciesForBackendServer",
                name,
                c ->
                        c.setLoadBalancerPoliciesForBackendServer(r ->
                                r.loadBalancerName(name)
                                        .instancePort(instancePort)
                                        .policyNames(policies)));
    }

    @Override
    public Map<String, String> tags(String name) {
        Map<String, String> tags = new LinkedHashMap<>();
        calls.call(
                        "elasticloadbalancing:DescribeTags",
                        name,
                        () -> clients.elb().describeTags(r -> r.loadBalancerNames(name)))
                .tagDescriptions()
                .forEach(d -> d.tags().forEach(t -> tags.put(t.key(), t.value())));
        return tags;
    }

    @Override
    public void tag(String name, Map<String, String> tags) {
        List<Tag> all = tags(tags);
        write("AddTags", name, c -> c.addTags(r -> r.loadBalancerNames(name).tags(all)));
    }

    private static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(t -> Tag.builder().key(t.getKey()).value(t.getValue()).build())
                .toList();
    }

    @Override
    public void untag(String name, Collection<String> keys) {
        List<TagKeyOnly> all = keys.stream().map(k -> TagKeyOnly.builder().key(k).build()).toList();
        write("RemoveTags", name, c -> c.removeTags(r -> r.loadBalancerNames(name).tags(all)));
    }

    private void write(String action, String resource, Consumer<ElasticLoadBalancingClient> body) {
        calls.run(
                "elasticloadbalancing:" + action,
                resource,
                PASSING,
                () -> body.accept(clients.elb()));
    }
}
