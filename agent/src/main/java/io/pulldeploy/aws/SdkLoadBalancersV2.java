package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** {@link LoadBalancersV2} over Elastic Load Balancing v2. */
final class SdkLoadBalancersV2 implements LoadBalancersV2 {
    private static final Set<String> ABSENT = Set.of("LoadBalancerNotFound");

    /** A certificate, a group or a target group that was made a moment ago. */
    private static final Set<String> PASSING =
            Set.of("CertificateNotFound", "InvalidSecurityGroup", "ResourceInUse");

    private final AwsClients clients;
    private final AwsCalls calls;

    SdkLoadBalancersV2(AwsClients clients, AwsCalls calls) {
        this.clients = clients;
        this.calls = calls;
    }

    private <T> T write(
            String action, String resource, Function<ElasticLoadBalancingV2Client, T> body) {
        return calls.call(
                "elasticloadbalancing:" + action,
                resource,
                PASSING,
                () -> body.apply(clients.elbV2()));
    }

    @Override
    public Optional<Map<String, @Nullable Object>> find(String name) {
        return calls.find(
                        "elasticloadbalancing:DescribeLoadBalancers",
                        name,
                        ABSENT,
                        () ->
                                clients.elbV2()
                                        .describeLoadBalancers(r -> r.names(name))
                                        .loadBalancers())
                .flatMap(found -> found.stream().findFirst())
                .map(AwsShapes::plain);
    }

    @Override
    public String create(Map<String, ?> properties) {
        CreateLoadBalancerRequest request =
                AwsShapes.fill(CreateLoadBalancerRequest.builder(), properties).build();
        return write(
                "CreateLoadBalancer",
                request.name(),
                c -> c.createLoadBalancer(request).loadBalancers().getFirst().loadBalancerArn());
    }

    @Override
    public void delete(String arn) {
        write("DeleteLoadBalancer", arn, c -> c.deleteLoadBalancer(r -> r.loadBalancerArn(arn)));
    }

    @Override
    public void setSubnets(String arn, Collection<String> subnets) {
        write("SetSubnets", arn, c -> c.setSubnets(r -> r.loadBalancerArn(arn).subnets(subnets)));
    }

    @Override
    public void setSecurityGroups(String arn, Collection<String> groups) {
        write(
                "SetSecurityGroups",
                arn,
                c -> c.setSecurityGroups(r -> r.loadBalancerArn(arn).securityGroups(groups)));
    }

    @Override
    public void setIpAddressType(String arn, String type) {
        write(
                "SetIpAddressType",
                arn,
                c -> c.setIpAddressType(r -> r.loadBalancerArn(arn).ipAddressType(type)));
    }

    @Override
    public Map<String, String> attributes(String arn) {
        Map<String, String> attributes = new LinkedHashMap<>();
        calls.call(
                        "elasticloadbalancing:DescribeLoadBalancerAttributes",
                        arn,
                        () ->
                                clients.elbV2()
                                        .describeLoadBalancerAttributes(r -> r.loadBalancerArn(arn))
                                        .attributes())
                .forEach(a -> attributes.put(a.key(), a.value()));
        return attributes;
    }

    @Override
    public void setAttributes(String arn, Map<String, String> attributes) {
        List<LoadBalancerAttribute> all =
                attributes.entrySet().stream()
                        .map(a ->
                                LoadBalancerAttribute.builder()
                                        .key(a.getKey())
                                        .value(a.getValue())
                                        .build())
                        .toList();
        write(
                "ModifyLoadBalancerAttributes",
                arn,
                c -> c.modifyLoadBalancerAttributes(r -> r.loadBalancerArn(arn).attributes(all)));
    }

    @Override
    public List<Map<String, @Nullable Object>> listeners(String arn) {
        return calls.call(
                "elasticloadbalancing:DescribeListeners",
                arn,
                () ->
                        clients
                                .elbV2()
                                .describeListenersPaginator(r -> r.loadBalancerArn(arn))
                                .listeners()
                                .stream()
                                .map(AwsShapes::plain)
                                .toList());
    }

    @Override
    public String createListener(Map<String, ?> properties) {
        CreateListenerRequest request =
                AwsShapes.fill(CreateListenerRequest.builder(), properties).build();
        return write(
                "CreateListener",
                request.loadBalancerArn(),
                c -> c.createListener(request).listeners().getFirst().listenerArn());
    }

    @Override
    public void modifyListener(Map<String, ?> properties) {
        ModifyListenerRequest request =
                AwsShapes.fill(ModifyListenerRequest.builder(), properties).build();
        write("ModifyListener", request.listenerArn(), c -> c.modifyListener(request));
    }

    @Override
    public void deleteListener(String arn) {
        write("DeleteListener", arn, c -> c.deleteListener(r -> r.listenerArn(arn)));
    }

    @Override
    public List<Map<String, @Nullable Object>> rules(String listener) {
        return calls
                .call(
                        "elasticloadbalancing:DescribeRules",
                        listener,
                        () -> clients.elbV2().describeRules(r -> r.listenerArn(listener)).rules())
                .stream()
                .filter(r -> !Boolean.TRUE.equals(r.isDefault()))
                .map(AwsShapes::plain)
                .toList();
    }

    @Override
    public void createRule(Map<String, ?> properties) {
        CreateRuleRequest request = AwsShapes.fill(CreateRuleRequest.builder(), properties).build();
        write("CreateRule", request.listenerArn(), c -> c.createRule(request));
    }

    @Override
    public void modifyRule(Map<String, ?> properties) {
        ModifyRuleRequest request = AwsShapes.fill(ModifyRuleRequest.builder(), properties).build();
        write("ModifyRule", request.ruleArn(), c -> c.modifyRule(request));
    }

    @Override
    public void deleteRule(String arn) {
        write("DeleteRule", arn, c -> c.deleteRule(r -> r.ruleArn(arn)));
    }

    @Override
    public Map<String, String> tags(String arn) {
        Map<String, String> tags = new LinkedHashMap<>();
        calls.call(
                        "elasticloadbalancing:DescribeTags",
                        arn,
                        () -> clients.elbV2().describeTags(r -> r.resourceArns(arn)))
                .tagDescriptions()
                .forEach(d -> d.tags().forEach(t -> tags.put(t.key(), t.value())));
        return tags;
    }

    @Override
    public void tag(String arn, Map<String, String> tags) {
        List<Tag> all =
                tags.entrySet().stream()
                        .map(t -> Tag.builder().key(t.getKey()).value(t.getValue()).build())
                        .toList();
        write("AddTags", arn, c -> c.addTags(r -> r.resourceArns(arn).tags(all)));
    }

    @Override
    public void untag(String arn, Collection<String> keys) {
        write("RemoveTags", arn, c -> c.removeTags(r -> r.resourceArns(arn).tagKeys(keys)));
    }
}
