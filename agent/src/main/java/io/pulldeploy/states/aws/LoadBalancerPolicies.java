package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;
import static io.pulldeploy.states.aws.Steps.entry;

import io.pulldeploy.aws.ClassicLoadBalancer;
import io.pulldeploy.aws.ClassicLoadBalancer.Listener;
import io.pulldeploy.aws.ClassicLoadBalancerSettings;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.modules.AwsConnections;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The policies of a classic load balancer. AWS cannot change one, so each has a name that its
 * content gives it, and a changed one is a new one.
 *
 * @param policies by that name
 * @param listeners those names by port
 * @param backends those names by instance port
 */
record LoadBalancerPolicies(
        String loadBalancer,
        Map<String, Policy> policies,
        Map<Integer, Set<String>> listeners,
        Map<Integer, Set<String>> backends) {

    static final Shape SHAPE =
            Shapes.fields("policy_name: text!, policy_type: text!, policy: tags!");

    /** One policy as the author gives it. */
    private record Policy(String type, Map<String, String> attributes) {}

    /**
     * @throws CallError in Salt's words
     */
    static LoadBalancerPolicies of(AwsState.Call call, List<Listener> listeners) {
        List<Object> given = new ArrayList<>(Plain.list(call.args().value("policies")));
        given.addAll(
                Plain.list(
                        AwsConnections.value(
                                call.minion(), call.args().string("policies_from_pillar"))));
        Map<String, Policy> policies = new LinkedHashMap<>();
        Map<String, String> byAuthor = new LinkedHashMap<>();
        for (Object entry : given) {
            Map<String, @Nullable Object> p = Plain.mapping(entry);
            String name = Plain.text(p.get("policy_name")).orElse("");
            String type = Plain.text(p.get("policy_type")).orElse("");
            Map<String, @Nullable Object> attributes = Plain.mapping(p.get("policy"));
            String ours = contentName(name, type, attributes);
            if (byAuthor.put(name, ours) != null) {
                throw new CallError(
                        "Policy names must be unique: policy %s is declared twice."
                                .formatted(name));
            }
            policies.put(ours, new Policy(type, Plain.textMapping(attributes)));
        }
        Map<Integer, Set<String>> byPort = new LinkedHashMap<>();
        listeners.forEach(l ->
                byPort.put(
                        l.port(),
                        known(
                                byAuthor,
                                l.policies(),
                                "Listener %d on ELB %s".formatted(l.port(), call.name()))));
        Map<Integer, Set<String>> byInstancePort = new LinkedHashMap<>();
        for (Object entry : Plain.list(call.args().value("backends"))) {
            Map<String, @Nullable Object> b = Plain.mapping(entry);
            int port = Plain.integer(b.get("instance_port")).orElseThrow().intValue();
            byInstancePort.put(
                    port,
                    known(
                            byAuthor,
                            Plain.texts(b.get("policies")),
                            "Backend %d on ELB %s".formatted(port, call.name())));
        }
        return new LoadBalancerPolicies(call.name(), policies, byPort, byInstancePort);
    }

    private static Set<String> known(
            Map<String, String> byAuthor, List<String> names, String owner) {
        Set<String> known = new TreeSet<>();
        for (String name : names) {
            known.add(
                    Optional.ofNullable(byAuthor.get(name))
                            .orElseThrow(() ->
                                    new CallError(
                                            "%s refers to undefined policy %s."
                                                    .formatted(owner, name))));
        }
        return known;
    }

    /** Salt's name for a policy, so that those it made are known again. */
    private static String contentName(
            String name, String type, Map<String, @Nullable Object> attributes) {
        String repr =
                new TreeMap<>(attributes)
                        .entrySet().stream()
                                .map(e -> "('%s', %s)".formatted(e.getKey(), repr(e.getValue())))
                                .collect(Collectors.joining(", ", "[", "]"));
        try {
            byte[] digest =
                    MessageDigest.getInstance("MD5").digest(repr.getBytes(StandardCharsets.UTF_8));
            return "%s-%s-%s"
                    .formatted(
                            type.endsWith("Type") ? type.substring(0, type.length() - 4) : type,
                            name,
                            HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String repr(@Nullable Object value) {
        return value instanceof String s ? "'" + s + "'" : Plain.text(value).orElse("None");
    }

    /**
     * @param newPorts of listeners that the steps before make anew, and that have no policies then
     */
    void addTo(
            Steps steps,
            ClassicLoadBalancerSettings settings,
            Optional<ClassicLoadBalancer> found,
            Set<Integer> newPorts) {
        List<String> current = found.map(ClassicLoadBalancer::policies).orElse(List.of());
        Map<Integer, Set<String>> currentListeners = new TreeMap<>();
        found.map(ClassicLoadBalancer::listeners)
                .orElse(List.of())
                .forEach(l -> currentListeners.put(l.port(), new TreeSet<>(l.policies())));
        Map<Integer, Set<String>> currentBackends = new TreeMap<>();
        found.map(ClassicLoadBalancer::backends)
                .orElse(Map.of())
                .forEach((port, names) -> currentBackends.put(port, new TreeSet<>(names)));
        // The TLS policy that AWS gives a listener which has none is not the author's to lose.
        Set<String> aws =
                currentListeners.values().stream()
                        .flatMap(Set::stream)
                        .filter(p -> p.startsWith("ELBSecurityPolicy-") && !policies.containsKey(p))
                        .collect(Collectors.toSet());
        policies.forEach((policy, content) -> {
            if (!current.contains(policy)) {
                steps.step(
                        "Policy %s added.".formatted(policy),
                        "Policy %s was created on ELB %s".formatted(policy, loadBalancer),
                        entry(policy, entry("new", policy)),
                        () ->
                                settings.createPolicy(
                                        loadBalancer,
                                        policy,
                                        content.type(),
                                        content.attributes()));
            }
        });
        Bound onListeners = new Bound(currentListeners, aws, newPorts);
        bind(steps, "listener", listeners, onListeners, settings::setListenerPolicies);
        Bound onBackends = new Bound(currentBackends, Set.of(), Set.of());
        bind(steps, "backend", backends, onBackends, settings::setBackendPolicies);
        Set<String> toDelete = new LinkedHashSet<>(current);
        toDelete.removeAll(policies.keySet());
        toDelete.removeAll(aws);
        toDelete.forEach(policy ->
                steps.step(
                        "Policy %s deleted.".formatted(policy),
                        "Policy %s was deleted from ELB %s".formatted(policy, loadBalancer),
                        entry(policy, entry("old", policy)),
                        () -> settings.deletePolicy(loadBalancer, policy)));
    }

    /** As Python writes a set. */
    private static String shown(List<String> names) {
        return names.isEmpty()
                ? "set()"
                : names.stream().collect(Collectors.joining("', '", "{'", "'}"));
    }

    private boolean isOfTls(String policy) {
        Policy known = policies.get(policy);
        return known != null && known.type().equals("SSLNegotiationPolicyType");
    }

    /** How policies are bound to a port. */
    private interface Binding {
        void set(String loadBalancer, int port, List<String> policies);
    }

    /**
     * What ports have.
     *
     * @param aws policies of AWS's own
     * @param lost ports whose policies go with their listeners
     */
    private record Bound(Map<Integer, Set<String>> names, Set<String> aws, Set<Integer> lost) {
        /** The author's policies of a port. */
        Set<String> of(int port) {
            Set<String> of = new TreeSet<>(names.getOrDefault(port, Set.of()));
            of.removeAll(aws);
            return lost.contains(port) ? Set.of() : of;
        }

        /** AWS's own policies of a port. */
        Set<String> ofAws(int port) {
            Set<String> of = new TreeSet<>(names.getOrDefault(port, Set.of()));
            of.retainAll(aws);
            return of;
        }
    }

    private void bind(
            Steps steps,
            String kind,
            Map<Integer, Set<String>> wanted,
            Bound current,
            Binding binding) {
        Set<Integer> ports = new TreeSet<>(wanted.keySet());
        ports.addAll(current.names().keySet());
        for (int port : ports) {
            // A listener that is about to go takes its policies along.
            if (kind.equals("listener") && !wanted.containsKey(port)) {
                continue;
            }
            Set<String> should = wanted.getOrDefault(port, Set.of());
            Set<String> is = current.of(port);
            if (!should.equals(is)) {
                List<String> names = List.copyOf(should);
                // What is set replaces all that a port has, and TLS needs a policy.
                Set<String> toSend = new TreeSet<>(should);
                if (should.stream().noneMatch(this::isOfTls)) {
                    toSend.addAll(current.ofAws(port));
                }
                steps.step(
                        "%s %d policies updated."
                                .formatted(kind.equals("listener") ? "Listener" : "Backend", port),
                        "Policy %s was created on ELB %s %s %d"
                                .formatted(shown(names), loadBalancer, kind, port),
                        entry("%s_%d_policy".formatted(kind, port), change(List.copyOf(is), names)),
                        () -> binding.set(loadBalancer, port, List.copyOf(toSend)));
            }
        }
    }
}
