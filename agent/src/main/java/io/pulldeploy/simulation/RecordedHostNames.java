package io.pulldeploy.simulation;

import io.pulldeploy.simulation.Recording.Change;
import io.pulldeploy.system.HostNames;

/** A host name that is only written down. */
final class RecordedHostNames implements HostNames {
    private static final String WHAT = "hostname";

    private final Recording recording;
    private volatile String name;

    /**
     * @param first what the machine is called before anything names it
     */
    RecordedHostNames(Recording recording, String first) {
        this.recording = recording;
        this.name = first;
        recording.replay(WHAT, change -> name = change.get("name"));
    }

    @Override
    public String current() {
        return name;
    }

    @Override
    public String configured() {
        return name;
    }

    @Override
    public void set(String wanted) {
        recording.add(Change.of(WHAT, "set", "name", wanted));
        name = wanted;
    }
}
