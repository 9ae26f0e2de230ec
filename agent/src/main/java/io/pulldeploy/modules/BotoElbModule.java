package io.pulldeploy.modules;

import io.pulldeploy.aws.ClassicLoadBalancer;
import io.pulldeploy.aws.ClassicLoadBalancerSettings;
import io.pulldeploy.aws.ClassicLoadBalancers;
import io.pulldeploy.aws.ClassicLoadBalancers.Health;
import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.Failure;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code boto_elb}: who is behind a classic load balancer. As in Salt, what AWS refuses is a
 * warning and a false, an empty list or a None.
 */
public final class BotoElbModule {
    private static final Logger log = LoggerFactory.getLogger(BotoElbModule.class);

    private final AwsConnections connections;

    public BotoElbModule(AwsConnections connections) {
        this.connections = connections;
    }

    /** Every function under Salt's old and new module names. */
    public List<ExecutionFunction> functions() {
        List<ExecutionFunction> functions = new ArrayList<>();
        for (String module : List.of("boto_elb", "boto3_elb")) {
            functions.add(
                    function(
                            module + ".exists",
                            "Whether a load balancer exists.",
                            "name, ",
                            this::exists));
            functions.add(
                    function(
                            module + ".list_elbs",
                            "The names of all load balancers.",
                            "",
                            this::names));
            functions.add(
                    function(
                            module + ".get_elb_config",
                            "A load balancer's configuration; empty if there is none.",
                            "name, ",
                            this::config));
            functions.add(
                    function(
                            module + ".register_instances",
                            "Registers instances with a load balancer.",
                            "name, instances, ",
                            this::register));
            functions.add(
                    function(
                            module + ".deregister_instances",
                            "Takes instances out of a load balancer; None if one is no member.",
                            "name, instances, ",
                            this::deregister));
            functions.add(
                    function(
                            module + ".set_instances",
                            "Registers exactly these instances.",
                            "name, instances, test=False, ",
                            this::set));
            functions.add(
                    new ExecutionFunction(
                            module + ".get_instance_health",
                            "What a load balancer thinks of its instances.",
                            "name, " + AwsConnections.PARAMETERS + ", instances=None",
                            this::health));
        }
        return functions;
    }

    private Object config(Minion minion, Arguments args) {
        ClassicLoadBalancerSettings settings =
                connections.account("elb", minion, args).classicLoadBalancerSettings();
        String name = args.string("name");
        return settings.find(name).map(b -> config(b, settings.tags(name))).orElse(Map.of());
    }

    private static Map<String, @Nullable Object> config(
            ClassicLoadBalancer balancer, Map<String, String> tags) {
        List<Object> listeners = new ArrayList<>();
        for (ClassicLoadBalancer.Listener l : balancer.listeners()) {
            Map<String, @Nullable Object> listener = new LinkedHashMap<>();
            listener.put("elb_port", (long) l.port());
            listener.put("elb_protocol", l.protocol());
            listener.put("instance_port", (long) l.instancePort());
            listener.put("instance_protocol", l.instanceProtocol());
            listener.put("policies", l.policies());
            l.certificate().ifPresent(c -> listener.put("certificate", c));
            listeners.add(listener);
        }
        List<Object> backends = new ArrayList<>();
        balancer.backends()
                .forEach((port, policies) ->
                        backends.add(Map.of("instance_port", (long) port, "policies", policies)));
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("availability_zones", balancer.zones());
        config.put("listeners", listeners);
        config.put("backends", backends);
        config.put("subnets", balancer.subnets());
        config.put("security_groups", balancer.securityGroups());
        config.put("scheme", balancer.scheme());
        config.put("dns_name", balancer.dnsName());
        config.put("tags", tags);
        config.put("policies", balancer.policies());
        config.put("canonical_hosted_zone_name", balancer.dnsName());
        config.put(
                "canonical_hosted_zone_name_id",
                balancer.zoneId().isEmpty() ? null : balancer.zoneId());
        config.put("vpc_id", balancer.vpc().orElse(null));
        return config;
    }

    private static ExecutionFunction function(
            String name, String doc, String parameters, ExecutionFunction.Body body) {
        return new ExecutionFunction(name, doc, parameters + AwsConnections.PARAMETERS, body);
    }

    private ClassicLoadBalancers balancers(Minion minion, Arguments args) {
        return connections.account("elb", minion, args).classicLoadBalancers();
    }

    private Object exists(Minion minion, Arguments args) {
        try {
            return balancers(minion, args).exists(args.string("name"));
        } catch (Failure e) {
            log.warn("{}", e.getMessage());
            return false;
        }
    }

    private Object names(Minion minion, Arguments args) {
        try {
            return balancers(minion, args).names();
        } catch (Failure e) {
            log.warn("{}", e.getMessage());
            return List.of();
        }
    }

    private Object register(Minion minion, Arguments args) {
        return register(
                balancers(minion, args), args.string("name"), Plain.texts(args.value("instances")));
    }

    private static boolean register(
            ClassicLoadBalancers balancers, String name, List<String> instances) {
        try {
            balancers.register(name, instances);
            return true;
        } catch (Failure e) {
            log.warn("{}", e.getMessage());
            return false;
        }
    }

    private @Nullable Object deregister(Minion minion, Arguments args) {
        return deregister(
                balancers(minion, args), args.string("name"), Plain.texts(args.value("instances")));
    }

    /** Null is Salt's None: one of the instances was no member, so that nothing was done. */
    private static @Nullable Boolean deregister(
            ClassicLoadBalancers balancers, String name, List<String> instances) {
        try {
            if (balancers.deregister(name, instances)) {
                return true;
            }
            log.warn(
                    "One or more of instance(s) {} are not part of ELB {}. deregister_instances"
                            + " not performed.",
                    instances,
                    name);
            return null;
        } catch (Failure e) {
            log.warn("{}", e.getMessage());
            return false;
        }
    }

    private Object set(Minion minion, Arguments args) {
        ClassicLoadBalancers balancers = balancers(minion, args);
        String name = args.string("name");
        List<String> current = ids(balancers, name);
        List<String> add = new ArrayList<>(Plain.texts(args.value("instances")));
        List<String> remove = new ArrayList<>(current);
        remove.removeAll(add);
        add.removeAll(current);
        if (args.flag("test")) {
            return !add.isEmpty() || !remove.isEmpty();
        }
        boolean removed =
                remove.isEmpty() || !Boolean.FALSE.equals(deregister(balancers, name, remove));
        boolean added = add.isEmpty() || register(balancers, name, add);
        return removed && added;
    }

    private static List<String> ids(ClassicLoadBalancers balancers, String name) {
        try {
            return balancers.health(name, List.of()).stream().map(Health::instanceId).toList();
        } catch (Failure e) {
            log.warn("{}", e.getMessage());
            return List.of();
        }
    }

    private Object health(Minion minion, Arguments args) {
        try {
            return balancers(minion, args)
                    .health(args.string("name"), Plain.texts(args.value("instances")))
                    .stream()
                    .map(BotoElbModule::plain)
                    .toList();
        } catch (Failure e) {
            log.warn("{}", e.getMessage());
            return List.of();
        }
    }

    private static Map<String, @Nullable Object> plain(Health health) {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        plain.put("instance_id", health.instanceId());
        plain.put("description", health.description());
        plain.put("state", health.state());
        plain.put("reason_code", health.reasonCode());
        return plain;
    }
}
