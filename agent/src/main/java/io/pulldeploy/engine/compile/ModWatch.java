package io.pulldeploy.engine.compile;

import java.util.Set;

/** Which states react to changes that they watch. */
public final class ModWatch {
    /**
     * Those of Salt 3008.3. They count as reacting even where this program has no such state,
     * because the lowstate shows watch of the others as require.
     */
    public static final Set<String> STATES =
            Set.of("at", "cmd", "event", "module", "mount", "pkg", "service", "test");

    private ModWatch() {}
}
