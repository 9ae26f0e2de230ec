package io.pulldeploy.system;

import java.util.Set;

/** The machine's services. */
public interface Services {
    boolean exists(String name);

    boolean isRunning(String name);

    boolean isEnabled(String name);

    boolean isMasked(String name);

    /** Every service the machine knows, sorted. */
    Set<String> names();

    /**
     * @throws io.pulldeploy.model.Failure with the supervisor's own words
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
        UNMASK
    }
}
