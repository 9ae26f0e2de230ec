package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Target groups of application and network load balancers, properties under AWS's names. */
public interface TargetGroups {
    Optional<Map<String, @Nullable Object>> find(String name);

    /**
     * @return the group's ARN
     */
    String create(Map<String, ?> properties);

    /**
     * @param properties the changed ones, and TargetGroupArn
     */
    void modify(Map<String, ?> properties);

    void delete(String arn);

    /** The state of each target, by its id: {@code healthy}, {@code draining}, … */
    Map<String, String> health(String arn);

    void register(String arn, Collection<String> targets);

    void deregister(String arn, Collection<String> targets);

    /** Attributes such as {@code deregistration_delay.timeout_seconds}. */
    Map<String, String> attributes(String arn);

    void setAttributes(String arn, Map<String, String> attributes);
}
