package io.pulldeploy.engine.compile;

import io.pulldeploy.loader.Registry;
import io.pulldeploy.loader.StateFunction;

import java.util.Set;

/** Which states react to changes that they watch. */
public final class ModWatch {
    /**
     * Those of Salt 3008.3 that this program may lack. Their chunks fail when they are to run, but
     * the lowstate shows their watch as it is, and that of others as require.
     */
    private static final Set<String> ELSEWHERE = Set.of("at", "etcd", "event", "mount");

    private final Registry<StateFunction> states;

    public ModWatch(Registry<StateFunction> states) {
        this.states = states;
    }

    /**
     * Whether a state's registered functions say so; for a state without any, whether Salt's do.
     */
    public boolean isIn(String state) {
        return states.find(state + ".mod_watch").isPresent()
                || (ELSEWHERE.contains(state) && states.names(state + ".").isEmpty());
    }
}
