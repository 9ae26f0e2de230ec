package io.pulldeploy.system;

import java.util.Set;

/** The machine's services. */
public interface Services {
    boolean exists(String name);

    boolean isRunning(String name);

    boolean isEnabled(String name);

    /**
     * @param runtime whether the mask is meant that the next boot takes away; the two are apart
     */
    boolean isMasked(String name, boolean runtime);

    /** Every service the machine knows, sorted. */
    Set<String> names();

    /** Whether nothing runs the services, so that they can only be set up for the next boot. */
    default boolean offline() {
        return false;
    }

    /** Whether a refusal says more than that something went wrong. */
    default boolean tellsWhy() {
        return true;
    }

    /**
     * @throws ProgramRefused with the supervisor's own words
     */
    void act(Action action, String name);

    /**
     * Makes the supervisor read its unit files anew.
     *
     * @throws io.pulldeploy.model.Failure with the supervisor's own words
     */
    void readUnitFiles();

    /** What can be done to a service. */
    enum Action {
        START,
        STOP,
        RESTART,
        RELOAD,
        ENABLE,
        DISABLE,
        MASK,
        UNMASK,
        RUNTIME_MASK,
        RUNTIME_UNMASK
    }
}
