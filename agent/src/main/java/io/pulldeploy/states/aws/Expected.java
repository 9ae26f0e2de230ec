package io.pulldeploy.states.aws;

import io.pulldeploy.loader.Minion;

import java.util.HashSet;
import java.util.Set;

/**
 * What earlier states of a run create. In a test run it does not exist yet, and still may be named:
 * so a name that is in neither AWS nor here is a mistake, and is one in both kinds of run.
 */
final class Expected {
    private static final String KEY = "pulldeploy.aws.expected";

    private final Set<Object> names;
    private final Set<Object> own = new HashSet<>();

    private Expected(Set<Object> names) {
        this.names = names;
    }

    /** What this run's states have said so far, for the next of them. */
    static Expected of(Minion minion) {
        Object names = minion.context().computeIfAbsent(KEY, _ -> new HashSet<Object>());
        @SuppressWarnings("unchecked")
        Set<Object> all = (Set<Object>) names;
        return new Expected(all);
    }

    /**
     * @param kind such as {@code security group}
     */
    void add(String kind, String name) {
        names.add(kind + " " + name);
        own.add(kind + " " + name);
    }

    /** Takes back what this state has said, because it could not make it. */
    void withdraw() {
        names.removeAll(own);
    }

    boolean contains(String kind, String name) {
        return names.contains(kind + " " + name);
    }
}
