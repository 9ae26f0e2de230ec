package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** {@link LoadBalancersV2} in memory. */
final class FakeLoadBalancersV2 implements LoadBalancersV2 {
    private final Map<String, Map<String, @Nullable Object>> balancers = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> attributes = new LinkedHashMap<>();
    private final Map<String, Map<String, @Nullable Object>> listeners = new LinkedHashMap<>();
    private final Map<String, Map<String, @Nullable Object>> rules = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> tags = new LinkedHashMap<>();
    private final Consumer<String> mutated;

    FakeLoadBalancersV2(Consumer<String> mutated) {
        this.mutated = mutated;
    }

    @Override
    public Optional<Map<String, @Nullable Object>> find(String name) {
        return Optional.ofNullable(balancers.get("arn:" + name));
    }

    @Override
    public String create(Map<String, ?> properties) {
        mutated.accept("elasticloadbalancing:CreateLoadBalancer");
        String arn = "arn:" + properties.get("Name");
        Map<String, @Nullable Object> balancer = new LinkedHashMap<>(properties);
        balancer.put("LoadBalancerArn", arn);
        balancers.put(arn, balancer);
        attributes.put(arn, new LinkedHashMap<>());
        Map<String, String> given = new LinkedHashMap<>();
        if (properties.get("Tags") instanceof List<?> all) {
            for (Object tag : all) {
                if (tag instanceof Map<?, ?> one) {
                    given.put(String.valueOf(one.get("Key")), String.valueOf(one.get("Value")));
                }
            }
        }
        tags.put(arn, given);
        if (properties.get("Subnets") instanceof List<?> subnets) {
            places(arn, subnets);
        }
        return arn;
    }

    private void places(String arn, Collection<?> subnets) {
        Existing.in(balancers, arn)
                .put(
                        "AvailabilityZones",
                        subnets.stream().map(s -> Map.of("SubnetId", s)).toList());
    }

    @Override
    public void delete(String arn) {
        mutated.accept("elasticloadbalancing:DeleteLoadBalancer");
        balancers.remove(arn);
    }

    @Override
    public void setSubnets(String arn, Collection<String> subnets) {
        mutated.accept("elasticloadbalancing:SetSubnets");
        places(arn, subnets);
    }

    @Override
    public void setSecurityGroups(String arn, Collection<String> groups) {
        mutated.accept("elasticloadbalancing:SetSecurityGroups");
        Existing.in(balancers, arn).put("SecurityGroups", List.copyOf(groups));
    }

    @Override
    public void setIpAddressType(String arn, String type) {
        mutated.accept("elasticloadbalancing:SetIpAddressType");
        Existing.in(balancers, arn).put("IpAddressType", type);
    }

    @Override
    public Map<String, String> attributes(String arn) {
        return Map.copyOf(Existing.in(attributes, arn));
    }

    @Override
    public void setAttributes(String arn, Map<String, String> changed) {
        mutated.accept("elasticloadbalancing:ModifyLoadBalancerAttributes");
        Existing.in(attributes, arn).putAll(changed);
    }

    @Override
    public List<Map<String, @Nullable Object>> listeners(String arn) {
        return listeners.values().stream()
                .filter(l -> arn.equals(l.get("LoadBalancerArn")))
                .toList();
    }

    @Override
    public String createListener(Map<String, ?> properties) {
        mutated.accept("elasticloadbalancing:CreateListener");
        String arn = "arn:listener/" + properties.get("Port");
        Map<String, @Nullable Object> listener = new LinkedHashMap<>(properties);
        listener.put("ListenerArn", arn);
        listeners.put(arn, listener);
        return arn;
    }

    @Override
    public void modifyListener(Map<String, ?> properties) {
        mutated.accept("elasticloadbalancing:ModifyListener");
        Existing.in(listeners, String.valueOf(properties.get("ListenerArn"))).putAll(properties);
    }

    @Override
    public void deleteListener(String arn) {
        mutated.accept("elasticloadbalancing:DeleteListener");
        listeners.remove(arn);
    }

    @Override
    public List<Map<String, @Nullable Object>> rules(String listener) {
        return rules.values().stream().filter(r -> listener.equals(r.get("ListenerArn"))).toList();
    }

    @Override
    public void createRule(Map<String, ?> properties) {
        mutated.accept("elasticloadbalancing:CreateRule");
        String arn = "arn:rule/" + properties.get("Priority");
        Map<String, @Nullable Object> rule = new LinkedHashMap<>(properties);
        rule.put("RuleArn", arn);
        rules.put(arn, rule);
    }

    @Override
    public void modifyRule(Map<String, ?> properties) {
        mutated.accept("elasticloadbalancing:ModifyRule");
        Existing.in(rules, String.valueOf(properties.get("RuleArn"))).putAll(properties);
    }

    @Override
    public void deleteRule(String arn) {
        mutated.accept("elasticloadbalancing:DeleteRule");
        rules.remove(arn);
    }

    @Override
    public Map<String, String> tags(String arn) {
        return Map.copyOf(tags.getOrDefault(arn, Map.of()));
    }

    @Override
    public void tag(String arn, Map<String, String> more) {
        mutated.accept("elasticloadbalancing:AddTags");
        tags.computeIfAbsent(arn, _ -> new LinkedHashMap<>()).putAll(more);
    }

    @Override
    public void untag(String arn, Collection<String> keys) {
        mutated.accept("elasticloadbalancing:RemoveTags");
        keys.forEach(Existing.in(tags, arn)::remove);
    }
}
