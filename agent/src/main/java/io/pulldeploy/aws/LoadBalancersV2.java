package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Application and network load balancers with their listeners and rules, properties under AWS's
 * names.
 */
public interface LoadBalancersV2 {
    Optional<Map<String, @Nullable Object>> find(String name);

    /**
     * @return the load balancer's ARN
     */
    String create(Map<String, ?> properties);

    void delete(String arn);

    void setSubnets(String arn, Collection<String> subnets);

    void setSecurityGroups(String arn, Collection<String> groups);

    /**
     * @param type {@code ipv4} or {@code dualstack}
     */
    void setIpAddressType(String arn, String type);

    /** Attributes such as {@code idle_timeout.timeout_seconds}. */
    Map<String, String> attributes(String arn);

    void setAttributes(String arn, Map<String, String> attributes);

    List<Map<String, @Nullable Object>> listeners(String arn);

    /**
     * @return the listener's ARN
     */
    String createListener(Map<String, ?> properties);

    /**
     * @param properties the changed ones, and ListenerArn
     */
    void modifyListener(Map<String, ?> properties);

    void deleteListener(String arn);

    /** A listener's rules, other than its default actions. */
    List<Map<String, @Nullable Object>> rules(String listener);

    void createRule(Map<String, ?> properties);

    void modifyRule(Map<String, ?> properties);

    void deleteRule(String arn);

    /** The tags of a load balancer, or of a target group. */
    Map<String, String> tags(String arn);

    void tag(String arn, Map<String, String> tags);

    void untag(String arn, Collection<String> keys);
}
