package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@link TargetGroups} over Elastic Load Balancing v2. */
final class SdkTargetGroups implements TargetGroups {
    private static final Set<String> ABSENT = Set.of("TargetGroupNotFound");

    private final AwsClients clients;
    private final AwsCalls calls;

    SdkTargetGroups(AwsClients clients, AwsCalls calls) {
        this.clients = clients;
        this.calls = calls;
    }

    private ElasticLoadBalancingV2Client client() {
        return clients.elbV2();
    }

    @Override
    public Optional<Map<String, @Nullable Object>> find(String name) {
        return calls.find(
                        "elasticloadbalancing:DescribeTargetGroups",
                        name,
                        ABSENT,
                        () -> client().describeTargetGroups(r -> r.names(name)).targetGroups())
                .flatMap(found -> found.stream().findFirst())
                .map(AwsShapes::plain);
    }

    @Override
    public String create(Map<String, ?> properties) {
        CreateTargetGroupRequest request =
                AwsShapes.fill(CreateTargetGroupRequest.builder(), properties).build();
        return calls.call(
                "elasticloadbalancing:CreateTargetGroup",
                request.name(),
                () ->
                        client().createTargetGroup(request)
                                .targetGroups()
                                .getFirst()
                                .targetGroupArn());
    }

    @Override
    public void modify(Map<String, ?> properties) {
        ModifyTargetGroupRequest request =
                AwsShapes.fill(ModifyTargetGroupRequest.builder(), properties).build();
        calls.call(
                "elasticloadbalancing:ModifyTargetGroup",
                request.targetGroupArn(),
                () -> client().modifyTargetGroup(request));
    }

    @Override
    public void delete(String arn) {
        calls.call(
                "elasticloadbalancing:DeleteTargetGroup",
                arn,
                Set.of("ResourceInUse"),
                () -> client().deleteTargetGroup(r -> r.targetGroupArn(arn)));
    }

    @Override
    public Map<String, String> health(String arn) {
        Map<String, String> health = new LinkedHashMap<>();
        calls.call(
                        "elasticloadbalancing:DescribeTargetHealth",
                        arn,
                        () -> client().describeTargetHealth(r -> r.targetGroupArn(arn)))
                .targetHealthDescriptions()
                .forEach(d -> health.put(d.target().id(), d.targetHealth().stateAsString()));
        return health;
    }

    @Override
    public void register(String arn, Collection<String> targets) {
        calls.call(
                "elasticloadbalancing:RegisterTargets",
                arn,
                () -> client().registerTargets(r -> r.targetGroupArn(arn).targets(all(targets))));
    }

    @Override
    public void deregister(String arn, Collection<String> targets) {
        calls.call(
                "elasticloadbalancing:DeregisterTargets",
                arn,
                () -> client().deregisterTargets(r -> r.targetGroupArn(arn).targets(all(targets))));
    }

    private static List<TargetDescription> all(Collection<String> targets) {
        return targets.stream().map(t -> TargetDescription.builder().id(t).build()).toList();
    }

    @Override
    public Map<String, String> attributes(String arn) {
        Map<String, String> attributes = new LinkedHashMap<>();
        calls.call(
                        "elasticloadbalancing:DescribeTargetGroupAttributes",
                        arn,
                        () -> client().describeTargetGroupAttributes(r -> r.targetGroupArn(arn)))
                .attributes()
                .forEach(a -> attributes.put(a.key(), a.value()));
        return attributes;
    }

    @Override
    public void setAttributes(String arn, Map<String, String> attributes) {
        List<TargetGroupAttribute> all =
                attributes.entrySet().stream()
                        .map(a ->
                                TargetGroupAttribute.builder()
                                        .key(a.getKey())
                                        .value(a.getValue())
                                        .build())
                        .toList();
        calls.call(
                "elasticloadbalancing:ModifyTargetGroupAttributes",
                arn,
                () ->
                        client().modifyTargetGroupAttributes(
                                        r -> r.targetGroupArn(arn).attributes(all)));
    }
}
