package io.pulldeploy.aws;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A classic load balancer as AWS describes it.
 *
 * @param zoneId the hosted zone that aliases of it name
 * @param backends policies by instance port
 * @param policies names of its own policies
 */
public record ClassicLoadBalancer(
        String name,
        String dnsName,
        String zoneId,
        String scheme,
        Optional<String> vpc,
        List<String> zones,
        List<String> subnets,
        List<String> securityGroups,
        SourceGroup sourceGroup,
        List<Listener> listeners,
        Map<Integer, List<String>> backends,
        List<String> policies,
        List<String> instances,
        HealthCheck healthCheck) {

    /** The security group that its traffic comes from. */
    public record SourceGroup(String owner, String name) {}

    /**
     * A port that it listens on.
     *
     * @param protocol HTTP, HTTPS, TCP or SSL
     * @param certificate ARN
     */
    public record Listener(
            int port,
            String protocol,
            int instancePort,
            String instanceProtocol,
            Optional<String> certificate,
            List<String> policies) {}

    /** How it finds out whether an instance is well; times in seconds. */
    public record HealthCheck(
            String target,
            int interval,
            int timeout,
            int unhealthyThreshold,
            int healthyThreshold) {
        /** What AWS gives a load balancer of which nobody said more. */
        public static final HealthCheck OF_AWS = new HealthCheck("", 30, 5, 2, 10);
    }
}
