package io.pulldeploy.aws;

import software.amazon.awssdk.services.elasticloadbalancing.model.HealthCheck;
import software.amazon.awssdk.services.elasticloadbalancing.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerDescription;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Classic load balancers between the SDK's shapes and ours. */
final class ClassicLoadBalancerShapes {
    private ClassicLoadBalancerShapes() {}

    static ClassicLoadBalancer described(LoadBalancerDescription d) {
        Map<Integer, List<String>> backends = new LinkedHashMap<>();
        d.backendServerDescriptions().forEach(b -> backends.put(b.instancePort(), b.policyNames()));
        List<String> policies = new ArrayList<>();
        if (d.policies() != null) {
            d.policies().appCookieStickinessPolicies().forEach(p -> policies.add(p.policyName()));
            d.policies().lbCookieStickinessPolicies().forEach(p -> policies.add(p.policyName()));
            policies.addAll(d.policies().otherPolicies());
        }
        return new ClassicLoadBalancer(
                d.loadBalancerName(),
                Optional.ofNullable(d.dnsName()).orElse(""),
                Optional.ofNullable(d.canonicalHostedZoneNameID()).orElse(""),
                Optional.ofNullable(d.scheme()).orElse("internet-facing"),
                Optional.ofNullable(d.vpcId()).filter(v -> !v.isEmpty()),
                d.availabilityZones(),
                d.subnets(),
                d.securityGroups(),
                d.sourceSecurityGroup() == null
                        ? new ClassicLoadBalancer.SourceGroup("", "")
                        : new ClassicLoadBalancer.SourceGroup(
                                Optional.ofNullable(d.sourceSecurityGroup().ownerAlias())
                                        .orElse(""),
                                Optional.ofNullable(d.sourceSecurityGroup().groupName())
                                        .orElse("")),
                d.listenerDescriptions().stream()
                        .map(l -> listener(l.listener(), l.policyNames()))
                        .toList(),
                backends,
                policies,
                d.instances().stream().map(i -> i.instanceId()).toList(),
                Optional.ofNullable(d.healthCheck())
                        .map(ClassicLoadBalancerShapes::healthCheck)
                        .orElse(ClassicLoadBalancer.HealthCheck.OF_AWS));
    }

    private static ClassicLoadBalancer.HealthCheck healthCheck(HealthCheck check) {
        return new ClassicLoadBalancer.HealthCheck(
                check.target(),
                check.interval(),
                check.timeout(),
                check.unhealthyThreshold(),
                check.healthyThreshold());
    }

    private static ClassicLoadBalancer.Listener listener(Listener l, List<String> policies) {
        String protocol = l.protocol();
        return new ClassicLoadBalancer.Listener(
                l.loadBalancerPort(),
                protocol,
                l.instancePort(),
                Optional.ofNullable(l.instanceProtocol()).orElse(protocol),
                Optional.ofNullable(l.sslCertificateId())
                        .filter(c -> !c.isEmpty() && !c.equals("None")),
                policies);
    }

    private static Listener listener(ClassicLoadBalancer.Listener l) {
        Listener.Builder b =
                Listener.builder()
                        .loadBalancerPort(l.port())
                        .protocol(l.protocol())
                        .instancePort(l.instancePort())
                        .instanceProtocol(l.instanceProtocol());
        l.certificate().ifPresent(b::sslCertificateId);
        return b.build();
    }

    static List<Listener> listeners(Collection<ClassicLoadBalancer.Listener> all) {
        return all.stream().map(ClassicLoadBalancerShapes::listener).toList();
    }
}
