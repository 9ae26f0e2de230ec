package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;
import static io.pulldeploy.states.aws.Steps.entry;

import io.pulldeploy.aws.ClassicLoadBalancer;
import io.pulldeploy.aws.ClassicLoadBalancer.Listener;
import io.pulldeploy.aws.ClassicLoadBalancerSettings;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The listeners that a classic load balancer is to have; their policies are bound elsewhere. */
record LoadBalancerListeners(
        String loadBalancer, ClassicLoadBalancerSettings settings, List<Listener> wanted) {
    /** What is to be done; a changed certificate is set, any other change is a new listener. */
    private record Work(
            List<Listener> toDelete, List<Listener> toCreate, List<Listener> toCertify) {
        boolean isNothing() {
            return toDelete.isEmpty() && toCreate.isEmpty() && toCertify.isEmpty();
        }

        String would() {
            return Stream.of(
                            described(toCreate, "added"),
                            described(toDelete, "deleted"),
                            described(toCertify, "to have its certificate set"))
                    .flatMap(List::stream)
                    .collect(Collectors.joining("  "));
        }

        /** In Salt's words: both ports, both protocols, and the certificate. */
        private static List<String> described(List<Listener> listeners, String verb) {
            return listeners.stream()
                    .map(l ->
                            "Listener (%d, %d, '%s', '%s'%s) %s."
                                    .formatted(
                                            l.port(),
                                            l.instancePort(),
                                            l.protocol(),
                                            l.instanceProtocol(),
                                            l.certificate().map(c -> ", '" + c + "'").orElse(""),
                                            verb))
                    .toList();
        }

        String did(String loadBalancer) {
            Map<String, List<Listener>> done = new LinkedHashMap<>();
            done.put("Deleted listeners on", toDelete);
            done.put("Created listeners on", toCreate);
            done.put("Set certificates of listeners on", toCertify);
            return done.entrySet().stream()
                    .filter(e -> !e.getValue().isEmpty())
                    .map(e -> "%s %s ELB.".formatted(e.getKey(), loadBalancer))
                    .collect(Collectors.joining(" "));
        }
    }

    /**
     * @return the ports of listeners that are made anew, which loses the policies they had
     */
    Set<Integer> addTo(Steps steps, ClassicLoadBalancer is) {
        Work work = work(is);
        if (work.isNothing()) {
            steps.note("Listeners already set on ELB " + loadBalancer + ".");
            return Set.of();
        }
        steps.step(
                "ELB %s set to have listeners modified:  %s".formatted(loadBalancer, work.would()),
                work.did(loadBalancer),
                entry("listeners", change(shown(is.listeners()), shown(wanted))),
                () -> perform(work));
        return work.toCreate().stream().map(Listener::port).collect(Collectors.toSet());
    }

    private Work work(ClassicLoadBalancer is) {
        Map<Integer, Listener> current = new LinkedHashMap<>();
        is.listeners().forEach(l -> current.put(l.port(), bare(l, l.certificate())));
        Work work = new Work(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Listener one : wanted) {
            Listener listener = bare(one, one.certificate());
            Listener old = current.remove(one.port());
            if (old == null) {
                work.toCreate().add(listener);
            } else if (!old.equals(listener)) {
                if (listener.certificate().isPresent()
                        && bare(old, Optional.empty()).equals(bare(listener, Optional.empty()))) {
                    work.toCertify().add(listener);
                } else {
                    work.toDelete().add(old);
                    work.toCreate().add(listener);
                }
            }
        }
        work.toDelete().addAll(current.values());
        return work;
    }

    private static List<Map<String, @Nullable Object>> shown(List<Listener> listeners) {
        return listeners.stream().map(WantedListener::shown).toList();
    }

    /** A listener without its policies. */
    private static Listener bare(Listener l, Optional<String> certificate) {
        return new Listener(
                l.port(),
                l.protocol(),
                l.instancePort(),
                l.instanceProtocol(),
                certificate,
                List.of());
    }

    private void perform(Work work) {
        work.toCertify()
                .forEach(l ->
                        settings.setCertificate(
                                loadBalancer, l.port(), l.certificate().orElseThrow()));
        if (!work.toDelete().isEmpty()) {
            settings.removeListeners(
                    loadBalancer, work.toDelete().stream().map(Listener::port).toList());
        }
        if (!work.toCreate().isEmpty()) {
            settings.addListeners(loadBalancer, work.toCreate());
        }
    }
}
