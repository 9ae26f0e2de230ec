package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Auto Scaling groups and what belongs to them. Properties are under AWS's names, because a group
 * has forty of them.
 */
public interface AutoScalingGroups {
    Optional<Map<String, @Nullable Object>> find(String name);

    List<String> names();

    /** The groups that launch instances from a launch configuration. */
    List<String> launchingFrom(String launchConfiguration);

    void create(Map<String, ?> properties);

    /**
     * @param properties the changed ones, and AutoScalingGroupName
     */
    void update(Map<String, ?> properties);

    /**
     * @param force with its instances
     */
    void delete(String name, boolean force);

    List<Map<String, @Nullable Object>> policies(String name);

    void putPolicy(String name, Map<String, ?> policy);

    void deletePolicy(String name, String policy);

    List<Map<String, @Nullable Object>> scheduledActions(String name);

    void putScheduledAction(String name, Map<String, ?> action);

    void deleteScheduledAction(String name, String action);

    List<Map<String, @Nullable Object>> hooks(String name);

    void putHook(String name, Map<String, ?> hook);

    void deleteHook(String name, String hook);

    void suspend(String name, Collection<String> processes);

    void resume(String name, Collection<String> processes);

    /**
     * @param tags Key, Value and PropagateAtLaunch
     */
    void tag(String name, List<Map<String, Object>> tags);

    void untag(String name, Collection<String> keys);

    /** The kinds of notifications that each topic gets. */
    Map<String, List<String>> notifications(String name);

    void notify(String name, String topic, Collection<String> kinds);

    void stopNotifying(String name, String topic);

    void attachLoadBalancers(String name, Collection<String> loadBalancers);

    void detachLoadBalancers(String name, Collection<String> loadBalancers);

    void attachTargetGroups(String name, Collection<String> arns);

    void detachTargetGroups(String name, Collection<String> arns);
}
