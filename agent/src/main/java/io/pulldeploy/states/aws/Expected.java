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

    private final Set<String> names = new HashSet<>();

    private Expected() {}

    /** What this run's states have said so far. */
    static Expected of(Minion minion) {
        return (Expected) minion.context().computeIfAbsent(KEY, _ -> new Expected());
    }

    /**
     * @param kind such as {@code security group}
     */
    void add(String kind, String name) {
        names.add(kind + " " + name);
    }

    boolean contains(String kind, String name) {
        return names.contains(kind + " " + name);
    }
}
