package io.pulldeploy.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration's section {@code pulldeploy}.
 *
 * @param bucket where the artifacts are; empty if not configured
 * @param prefix of every key in the bucket, ending in a slash
 * @param region of the bucket; empty leaves it to the standard AWS ways
 * @param root under which services and base are unpacked
 * @param stateDirectory runs and their journals
 * @param logDirectory logs and hooks' output
 * @param keepReleases how many releases stay on disk
 * @param naming the template of an instance's name
 * @param trustedKeys Ed25519 public keys by key id; none means that signatures are not checked
 */
public record PulldeployConfig(
        Optional<String> bucket,
        String prefix,
        Optional<String> region,
        Path root,
        Path stateDirectory,
        Path logDirectory,
        int keepReleases,
        String naming,
        Map<String, String> trustedKeys,
        Hooks hooks,
        LoadBalancers loadBalancers,
        Health health,
        Daemon daemon) {

    public static final String DEFAULT_NAMING =
            "{service_name}-{service_instance}-{region}-{service_node}";

    /** What holds where nothing is configured. */
    public static final PulldeployConfig DEFAULT =
            new PulldeployConfig(
                    Optional.empty(),
                    "deploy/",
                    Optional.empty(),
                    Path.of("/srv"),
                    Path.of("/var/lib/pulldeploy"),
                    Path.of("/var/log/pulldeploy"),
                    5,
                    DEFAULT_NAMING,
                    Map.of(),
                    Hooks.DEFAULT,
                    LoadBalancers.DEFAULT,
                    Health.DEFAULT,
                    Daemon.DEFAULT);

    public PulldeployConfig {
        trustedKeys = Collections.unmodifiableMap(new LinkedHashMap<>(trustedKeys));
    }

    /**
     * How hooks run.
     *
     * @param timeout after which a hook's process group is ended
     * @param user whom they run as; empty is the agent's user
     */
    public record Hooks(Duration timeout, Optional<String> user) {
        public static final Hooks DEFAULT = new Hooks(Duration.ofMinutes(10), Optional.empty());
    }

    /**
     * Joining load balancers.
     *
     * @param register whether a deploy ends by running {@code elb.register}
     * @param names classic load balancers to join; none means the one named after the cluster
     * @param targetGroups target groups to join, by ARN or name
     * @param timeout how long to wait for a registration to be in service
     */
    public record LoadBalancers(
            boolean register, List<String> names, List<String> targetGroups, Duration timeout) {
        public static final LoadBalancers DEFAULT =
                new LoadBalancers(false, List.of(), List.of(), Duration.ofMinutes(5));

        public LoadBalancers {
            names = List.copyOf(names);
            targetGroups = List.copyOf(targetGroups);
        }
    }

    /**
     * The gate that a deploy must pass before it counts as healthy.
     *
     * @param url asked until it answers with a success; empty if none
     * @param command run until it exits with zero; empty if none
     * @param timeout for the gate as a whole
     * @param interval between two attempts
     */
    public record Health(
            Optional<String> url, Optional<String> command, Duration timeout, Duration interval) {
        public static final Health DEFAULT =
                new Health(
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofMinutes(2),
                        Duration.ofSeconds(2));
    }

    /**
     * The resident refresh loop.
     *
     * @param interval between two refreshes
     * @param splay upper bound of the random wait that is added to each
     */
    public record Daemon(Duration interval, Duration splay) {
        public static final Daemon DEFAULT =
                new Daemon(Duration.ofMinutes(30), Duration.ofMinutes(5));
    }
}
