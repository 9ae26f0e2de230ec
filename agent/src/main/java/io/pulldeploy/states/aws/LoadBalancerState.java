package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;

import io.pulldeploy.aws.ClassicLoadBalancerSettings;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.modules.AwsConnections;

import java.util.List;
import java.util.Map;

/**
 * {@code boto_elb.present} and {@code absent}: classic load balancers and all that belongs to one.
 */
public final class LoadBalancerState {
    private static final AwsParameters PRESENT =
            AwsParameters.of(
                    "name: text, listeners: listeners, availability_zones: texts=None, subnets:"
                            + " texts=None, subnet_names: texts=None, security_groups: texts=None,"
                            + " scheme: text='internet-facing', health_check: health_check=None,"
                            + " attributes: attributes=None, attributes_from_pillar:"
                            + " text='boto_elb_attributes', cnames: cnames=None, alarms:"
                            + " alarms=None, alarms_from_pillar: text='boto_elb_alarms', policies:"
                            + " policies=None, policies_from_pillar: text='boto_elb_policies',"
                            + " backends: backends=None, wait_for_sync: flag=True, tags: tags=None,"
                            + " instance_ids: texts=None, instance_names: texts=None",
                    Map.of(
                            "listeners",
                            Shapes.listOf(WantedListener.SHAPE),
                            "health_check",
                            Shapes.fields(
                                    "target: text, interval: integer, timeout: integer,"
                                            + " healthy_threshold: integer, unhealthy_threshold:"
                                            + " integer"),
                            "attributes",
                            LoadBalancerAttributes.SHAPE,
                            "cnames",
                            Shapes.listOf(
                                    Shapes.fields(
                                            "name: text!, zone: text!, ttl: integer, identifier:"
                                                    + " any, wait_for_sync: flag, split_dns: flag,"
                                                    + " private_zone: flag, provider: text, region:"
                                                    + " text, key: text, keyid: text, profile: any")),
                            "alarms",
                            OwnedAlarms.SHAPE,
                            "policies",
                            Shapes.listOf(LoadBalancerPolicies.SHAPE),
                            "backends",
                            Shapes.listOf(
                                    Shapes.fields("instance_port: integer!, policies: texts"))));

    private static final AwsParameters ABSENT = AwsParameters.of("name: text", Map.of());

    private final AwsConnections connections;

    public LoadBalancerState(AwsConnections connections) {
        this.connections = connections;
    }

    public List<StateFunction> functions() {
        return AwsState.all(
                AwsState.named(
                        "boto_elb.present",
                        "Ensures that a classic load balancer exists, with its listeners, health"
                                + " check, attributes, policies, records and alarms.",
                        PRESENT,
                        connections,
                        "elb",
                        call -> new LoadBalancerPresent(call).steps()),
                AwsState.named(
                        "boto_elb.absent",
                        "Ensures that a classic load balancer does not exist.",
                        ABSENT,
                        connections,
                        "elb",
                        LoadBalancerState::absent));
    }

    private static Steps absent(AwsState.Call call) {
        String name = call.name();
        ClassicLoadBalancerSettings settings = call.account().classicLoadBalancerSettings();
        if (settings.find(name).isEmpty()) {
            return new Steps().note(name + " ELB does not exist.");
        }
        return new Steps()
                .step(
                        "ELB " + name + " is set to be removed.",
                        "ELB " + name + " deleted.",
                        change("elb", name, null),
                        () -> settings.delete(name));
    }
}
