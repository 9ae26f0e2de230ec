package io.pulldeploy.aws;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.elasticloadbalancing.model.Instance;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerDescription;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** {@link ClassicLoadBalancers} over the SDK's client. */
final class SdkClassicLoadBalancers implements ClassicLoadBalancers {
    private static final Set<String> NOT_FOUND =
            Set.of("LoadBalancerNotFound", "AccessPointNotFound");
    private static final Set<String> NO_MEMBER = Set.of("InvalidInstance", "InvalidEndPoint");

    private final AwsClients clients;
    private final AwsCalls calls;

    SdkClassicLoadBalancers(AwsClients clients, AwsCalls calls) {
        this.clients = clients;
        this.calls = calls;
    }

    @Override
    public List<String> names() {
        return calls.call(
                action("DescribeLoadBalancers"),
                "*",
                () ->
                        clients
                                .elb()
                                .describeLoadBalancersPaginator()
                                .loadBalancerDescriptions()
                                .stream()
                                .map(LoadBalancerDescription::loadBalancerName)
                                .toList());
    }

    @Override
    public boolean exists(String name) {
        return calls.find(
                        action("DescribeLoadBalancers"),
                        name,
                        NOT_FOUND,
                        () -> clients.elb().describeLoadBalancers(b -> b.loadBalancerNames(name)))
                .filter(r -> !r.loadBalancerDescriptions().isEmpty())
                .isPresent();
    }

    @Override
    public List<Health> health(String name, List<String> instanceIds) {
        return on(
                name,
                "DescribeInstanceHealth",
                () ->
                        clients
                                .elb()
                                .describeInstanceHealth(b -> {
                                    b.loadBalancerName(name);
                                    if (!instanceIds.isEmpty()) {
                                        b.instances(instances(instanceIds));
                                    }
                                })
                                .instanceStates()
                                .stream()
                                .map(s ->
                                        new Health(
                                                s.instanceId(),
                                                s.state(),
                                                s.reasonCode(),
                                                s.description()))
                                .toList());
    }

    @Override
    public void register(String name, List<String> instanceIds) {
        on(
                name,
                "RegisterInstancesWithLoadBalancer",
                () ->
                        clients.elb()
                                .registerInstancesWithLoadBalancer(b ->
                                        b.loadBalancerName(name)
                                                .instances(instances(instanceIds))));
    }

    @Override
    public boolean deregister(String name, List<String> instanceIds) {
        return on(
                name,
                "DeregisterInstancesFromLoadBalancer",
                () -> {
                    try {
                        clients.elb()
                                .deregisterInstancesFromLoadBalancer(b ->
                                        b.loadBalancerName(name).instances(instances(instanceIds)));
                        return true;
                    } catch (AwsServiceException e) {
                        if (AwsFailures.code(e).filter(NO_MEMBER::contains).isPresent()) {
                            return false;
                        }
                        throw e;
                    }
                });
    }

    private <T> T on(String name, String operation, Supplier<T> body) {
        return calls.find(action(operation), name, NOT_FOUND, body)
                .orElseThrow(() ->
                        new Failure(
                                ExitCode.UNAVAILABLE,
                                "there is no load balancer " + name,
                                "Check its name, the account and the region; a role reaches"
                                        + " those its policy names."));
    }

    private static String action(String operation) {
        return "elasticloadbalancing:" + operation;
    }

    private static List<Instance> instances(List<String> ids) {
        return ids.stream().map(id -> Instance.builder().instanceId(id).build()).toList();
    }
}
