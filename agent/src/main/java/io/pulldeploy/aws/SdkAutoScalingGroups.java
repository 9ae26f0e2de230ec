package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.CreateAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.PutLifecycleHookRequest;
import software.amazon.awssdk.services.autoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.autoscaling.model.PutScheduledUpdateGroupActionRequest;
import software.amazon.awssdk.services.autoscaling.model.Tag;
import software.amazon.awssdk.services.autoscaling.model.UpdateAutoScalingGroupRequest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** {@link AutoScalingGroups} over Auto Scaling. */
final class SdkAutoScalingGroups implements AutoScalingGroups {
    /** A scaling activity, or the end of the last group of this name, is soon over. */
    private static final Set<String> PASSING =
            Set.of(
                    "ScalingActivityInProgress",
                    "ResourceContention",
                    "pending delete",
                    "Invalid IamInstanceProfile");

    /** A group with many instances takes its time to end them. */
    private static final Duration DELETION = Duration.ofMinutes(10);

    private final AwsClients clients;
    private final AwsCalls calls;

    SdkAutoScalingGroups(AwsClients clients, AwsCalls calls) {
        this.clients = clients;
        this.calls = calls;
    }

    @Override
    public Optional<Map<String, @Nullable Object>> find(String name) {
        return calls
                .call(
                        "autoscaling:DescribeAutoScalingGroups",
                        name,
                        () ->
                                clients.autoScaling()
                                        .describeAutoScalingGroups(
                                                r -> r.autoScalingGroupNames(name))
                                        .autoScalingGroups())
                .stream()
                .findFirst()
                .map(AwsShapes::plain);
    }

    @Override
    public List<String> names() {
        return groups().map(AutoScalingGroup::autoScalingGroupName).toList();
    }

    @Override
    public List<String> launchingFrom(String launchConfiguration) {
        return groups().filter(g -> launchConfiguration.equals(g.launchConfigurationName()))
                .map(AutoScalingGroup::autoScalingGroupName)
                .toList();
    }

    private Stream<AutoScalingGroup> groups() {
        return calls
                .call(
                        "autoscaling:DescribeAutoScalingGroups",
                        "every group",
                        () ->
                                clients
                                        .autoScaling()
                                        .describeAutoScalingGroupsPaginator()
                                        .autoScalingGroups()
                                        .stream()
                                        .toList())
                .stream();
    }

    @Override
    public void create(Map<String, ?> properties) {
        CreateAutoScalingGroupRequest request =
                AwsShapes.fill(CreateAutoScalingGroupRequest.builder(), properties).build();
        write(
                "CreateAutoScalingGroup",
                request.autoScalingGroupName(),
                c -> c.createAutoScalingGroup(request));
    }

    @Override
    public void update(Map<String, ?> properties) {
        UpdateAutoScalingGroupRequest request =
                AwsShapes.fill(UpdateAutoScalingGroupRequest.builder(), properties).build();
        write(
                "UpdateAutoScalingGroup",
                request.autoScalingGroupName(),
                c -> c.updateAutoScalingGroup(request));
    }

    @Override
    public void delete(String name, boolean force) {
        write(
                "DeleteAutoScalingGroup",
                name,
                c ->
                        c.deleteAutoScalingGroup(
                                r -> r.autoScalingGroupName(name).forceDelete(force)));
        calls.until(
                "autoscaling:DescribeAutoScalingGroups",
                name,
                DELETION,
                () -> find(name).isEmpty());
    }

    @Override
    public List<Map<String, @Nullable Object>> policies(String name) {
        return read(
                "DescribePolicies",
                name,
                c ->
                        c
                                .describePoliciesPaginator(r -> r.autoScalingGroupName(name))
                                .scalingPolicies()
                                .stream());
    }

    @Override
    public void putPolicy(String name, Map<String, ?> policy) {
        PutScalingPolicyRequest request =
                AwsShapes.fill(PutScalingPolicyRequest.builder(), policy)
                        .autoScalingGroupName(name)
                        .build();
        write("PutScalingPolicy", name, c -> c.putScalingPolicy(request));
    }

    @Override
    public void deletePolicy(String name, String policy) {
        write(
                "DeletePolicy",
                name + " " + policy,
                c -> c.deletePolicy(r -> r.autoScalingGroupName(name).policyName(policy)));
    }

    @Override
    public List<Map<String, @Nullable Object>> scheduledActions(String name) {
        return read(
                "DescribeScheduledActions",
                name,
                c ->
                        c
                                .describeScheduledActionsPaginator(
                                        r -> r.autoScalingGroupName(name))
                                .scheduledUpdateGroupActions()
                                .stream());
    }

    @Override
    public void putScheduledAction(String name, Map<String, ?> action) {
        PutScheduledUpdateGroupActionRequest request =
                AwsShapes.fill(PutScheduledUpdateGroupActionRequest.builder(), action)
                        .autoScalingGroupName(name)
                        .build();
        write("PutScheduledUpdateGroupAction", name, c -> c.putScheduledUpdateGroupAction(request));
    }

    @Override
    public void deleteScheduledAction(String name, String action) {
        write(
                "DeleteScheduledAction",
                name + " " + action,
                c ->
                        c.deleteScheduledAction(
                                r -> r.autoScalingGroupName(name).scheduledActionName(action)));
    }

    @Override
    public List<Map<String, @Nullable Object>> hooks(String name) {
        return read(
                "DescribeLifecycleHooks",
                name,
                c ->
                        c
                                .describeLifecycleHooks(r -> r.autoScalingGroupName(name))
                                .lifecycleHooks()
                                .stream());
    }

    @Override
    public void putHook(String name, Map<String, ?> hook) {
        PutLifecycleHookRequest request =
                AwsShapes.fill(PutLifecycleHookRequest.builder(), hook)
                        .autoScalingGroupName(name)
                        .build();
        write("PutLifecycleHook", name, c -> c.putLifecycleHook(request));
    }

    @Override
    public void deleteHook(String name, String hook) {
        write(
                "DeleteLifecycleHook",
                name + " " + hook,
                c ->
                        c.deleteLifecycleHook(
                                r -> r.autoScalingGroupName(name).lifecycleHookName(hook)));
    }

    @Override
    public void suspend(String name, Collection<String> processes) {
        write(
                "SuspendProcesses",
                name,
                c ->
                        c.suspendProcesses(
                                r -> r.autoScalingGroupName(name).scalingProcesses(processes)));
    }

    @Override
    public void resume(String name, Collection<String> processes) {
        write(
                "ResumeProcesses",
                name,
                c ->
                        c.resumeProcesses(
                                r -> r.autoScalingGroupName(name).scalingProcesses(processes)));
    }

    @Override
    public void tag(String name, List<Map<String, Object>> tags) {
        List<Tag> all =
                tags.stream()
                        .map(t ->
                                AwsShapes.fill(Tag.builder(), t)
                                        .resourceId(name)
                                        .resourceType("auto-scaling-group")
                                        .build())
                        .toList();
        write("CreateOrUpdateTags", name, c -> c.createOrUpdateTags(r -> r.tags(all)));
    }

    @Override
    public void untag(String name, Collection<String> keys) {
        List<Tag> all =
                keys.stream()
                        .map(k ->
                                Tag.builder()
                                        .key(k)
                                        .resourceId(name)
                                        .resourceType("auto-scaling-group")
                                        .build())
                        .toList();
        write("DeleteTags", name, c -> c.deleteTags(r -> r.tags(all)));
    }

    @Override
    public Map<String, List<String>> notifications(String name) {
        Map<String, List<String>> byTopic = new LinkedHashMap<>();
        calls.call(
                        "autoscaling:DescribeNotificationConfigurations",
                        name,
                        () ->
                                clients
                                        .autoScaling()
                                        .describeNotificationConfigurationsPaginator(
                                                r -> r.autoScalingGroupNames(name))
                                        .notificationConfigurations()
                                        .stream()
                                        .toList())
                .forEach(n ->
                        byTopic.computeIfAbsent(n.topicARN(), _ -> new ArrayList<>())
                                .add(n.notificationType()));
        return byTopic;
    }

    @Override
    public void notify(String name, String topic, Collection<String> kinds) {
        write(
                "PutNotificationConfiguration",
                name,
                c ->
                        c.putNotificationConfiguration(r ->
                                r.autoScalingGroupName(name)
                                        .topicARN(topic)
                                        .notificationTypes(kinds)));
    }

    @Override
    public void stopNotifying(String name, String topic) {
        write(
                "DeleteNotificationConfiguration",
                name,
                c ->
                        c.deleteNotificationConfiguration(
                                r -> r.autoScalingGroupName(name).topicARN(topic)));
    }

    @Override
    public void attachLoadBalancers(String name, Collection<String> loadBalancers) {
        write(
                "AttachLoadBalancers",
                name,
                c ->
                        c.attachLoadBalancers(r ->
                                r.autoScalingGroupName(name).loadBalancerNames(loadBalancers)));
    }

    @Override
    public void detachLoadBalancers(String name, Collection<String> loadBalancers) {
        write(
                "DetachLoadBalancers",
                name,
                c ->
                        c.detachLoadBalancers(r ->
                                r.autoScalingGroupName(name).loadBalancerNames(loadBalancers)));
    }

    @Override
    public void attachTargetGroups(String name, Collection<String> arns) {
        write(
                "AttachLoadBalancerTargetGroups",
                name,
                c ->
                        c.attachLoadBalancerTargetGroups(
                                r -> r.autoScalingGroupName(name).targetGroupARNs(arns)));
    }

    @Override
    public void detachTargetGroups(String name, Collection<String> arns) {
        write(
                "DetachLoadBalancerTargetGroups",
                name,
                c ->
                        c.detachLoadBalancerTargetGroups(
                                r -> r.autoScalingGroupName(name).targetGroupARNs(arns)));
    }

    /** What a group has; a group that does not exist has nothing. */
    private List<Map<String, @Nullable Object>> read(
            String action,
            String name,
            Function<AutoScalingClient, Stream<? extends SdkPojo>> body) {
        return calls.call(
                "autoscaling:" + action,
                name,
                () -> body.apply(clients.autoScaling()).map(AwsShapes::plain).toList());
    }

    private void write(String action, String resource, Consumer<AutoScalingClient> body) {
        calls.run(
                "autoscaling:" + action,
                resource,
                PASSING,
                () -> body.accept(clients.autoScaling()));
    }
}
