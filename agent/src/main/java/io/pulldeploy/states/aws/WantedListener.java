package io.pulldeploy.states.aws;

import io.pulldeploy.aws.ClassicLoadBalancer.Listener;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A listener of a classic load balancer as an SLS file asks for it. */
final class WantedListener {
    static final Shape SHAPE =
            Shapes.fields(
                    "elb_port: port!, instance_port: port!, elb_protocol: text!,"
                            + " instance_protocol: text, certificate: text, policies: texts,"
                            + " policies_from_pillar: text");

    private static final String PILLAR_POLICIES = "boto_elb_listener_policies";

    private static final Set<String> PROTOCOLS = Set.of("HTTP", "HTTPS", "TCP", "SSL");

    private WantedListener() {}

    /**
     * The listeners, their policies by the names that the author gave them.
     *
     * @throws CallError in Salt's words
     */
    static List<Listener> parse(Minion minion, @Nullable Object listeners) {
        List<Listener> wanted = new ArrayList<>();
        Set<Integer> ports = new HashSet<>();
        for (Object entry : Plain.list(listeners)) {
            Map<String, @Nullable Object> l = Plain.mapping(entry);
            int port = Plain.integer(l.get("elb_port")).orElseThrow().intValue();
            String protocol = protocol(l.get("elb_protocol")).orElseThrow();
            if (!ports.add(port)) {
                throw new CallError("listeners: port " + port + " is there twice.");
            }
            Optional<String> certificate = Plain.text(l.get("certificate"));
            if ((protocol.equals("HTTPS") || protocol.equals("SSL")) && certificate.isEmpty()) {
                throw new CallError(
                        "certificate is a required value for listeners if "
                                + protocol
                                + " is set for elb_protocol.");
            }
            wanted.add(
                    new Listener(
                            port,
                            protocol,
                            Plain.integer(l.get("instance_port")).orElseThrow().intValue(),
                            protocol(l.get("instance_protocol")).orElse(protocol),
                            certificate,
                            policies(minion, protocol, l)));
        }
        if (wanted.isEmpty()) {
            throw new CallError("'listeners' is empty: a load balancer needs one.");
        }
        return wanted;
    }

    private static Optional<String> protocol(@Nullable Object value) {
        Optional<String> protocol = Plain.text(value).map(p -> p.toUpperCase(Locale.ROOT));
        protocol.filter(p -> !PROTOCOLS.contains(p))
                .ifPresent(p -> {
                    throw new CallError(
                            "listeners: a protocol is HTTP, HTTPS, TCP or SSL, not '%s'."
                                    .formatted(p));
                });
        return protocol;
    }

    private static List<String> policies(
            Minion minion, String protocol, Map<String, @Nullable Object> listener) {
        List<String> policies = new ArrayList<>(Plain.texts(listener.get("policies")));
        Optional<String> key = Plain.text(listener.get("policies_from_pillar"));
        if (policies.isEmpty() || key.isPresent()) {
            Object pillar = minion.pillar().get(key.orElse(PILLAR_POLICIES));
            policies.addAll(Plain.texts(Plain.mapping(pillar).get(protocol)));
        }
        return policies;
    }

    /** A listener under Salt's names. */
    static Map<String, @Nullable Object> shown(Listener listener) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("elb_port", (long) listener.port());
        shown.put("elb_protocol", listener.protocol());
        shown.put("instance_port", (long) listener.instancePort());
        shown.put("instance_protocol", listener.instanceProtocol());
        listener.certificate().ifPresent(c -> shown.put("certificate", c));
        return shown;
    }
}
