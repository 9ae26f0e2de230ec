package io.pulldeploy.simulation;

import io.pulldeploy.simulation.Recording.Change;
import io.pulldeploy.system.Services;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Services that are only written down. Every service exists, stopped and disabled at first. */
final class RecordedServices implements Services {
    private static final String WHAT = "service";

    private final Recording recording;
    private final Set<String> known = new TreeSet<>();
    private final Set<String> running = new TreeSet<>();
    private final Set<String> enabled = new TreeSet<>();
    private final Set<String> masked = new TreeSet<>();
    private final Set<String> maskedUntilBoot = new TreeSet<>();

    RecordedServices(Recording recording) {
        this.recording = recording;
        recording.replay(WHAT, this::apply);
    }

    @Override
    public boolean exists(String name) {
        return true;
    }

    @Override
    public synchronized boolean isRunning(String name) {
        return running.contains(name);
    }

    @Override
    public synchronized boolean isEnabled(String name) {
        return enabled.contains(name);
    }

    @Override
    public synchronized boolean isMasked(String name, boolean runtime) {
        return (runtime ? maskedUntilBoot : masked).contains(name);
    }

    @Override
    public synchronized Set<String> names() {
        return new TreeSet<>(known);
    }

    @Override
    public void act(Action action, String name) {
        Change change = Change.of(WHAT, action.name().toLowerCase(Locale.ROOT), "name", name);
        recording.add(change);
        apply(change);
    }

    /** There is no supervisor whose memory could be older than its files. */
    @Override
    public void readUnitFiles() {}

    private synchronized void apply(Change change) {
        String name = change.get("name");
        known.add(name);
        switch (Action.valueOf(change.action().toUpperCase(Locale.ROOT))) {
            case START, RESTART -> running.add(name);
            case RELOAD -> {}
            case STOP -> running.remove(name);
            case ENABLE -> enabled.add(name);
            case DISABLE -> enabled.remove(name);
            case MASK -> masked.add(name);
            case UNMASK -> masked.remove(name);
            case RUNTIME_MASK -> maskedUntilBoot.add(name);
            case RUNTIME_UNMASK -> maskedUntilBoot.remove(name);
        }
    }
}
