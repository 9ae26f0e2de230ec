package io.pulldeploy.grains;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an instance's name says of it.
 *
 * @param clusterName the name without the node: also that of the Auto Scaling group and the load
 *     balancer
 */
public record InstanceName(
        String serviceName,
        String serviceInstance,
        String region,
        String serviceNode,
        String clusterName) {

    /** The service and its environment, by which base and service choose their pillars. */
    public String serviceGroup() {
        return serviceName + "-" + serviceInstance;
    }

    /** The grains of the convention, all of them strings. */
    public Map<String, String> grains() {
        Map<String, String> grains = new LinkedHashMap<>();
        grains.put("service_name", serviceName);
        grains.put("service_instance", serviceInstance);
        grains.put("service_node", serviceNode);
        grains.put("region", region);
        grains.put("cluster_name", clusterName);
        grains.put("service_group", serviceGroup());
        return grains;
    }
}
