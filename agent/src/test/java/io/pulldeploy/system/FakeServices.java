package io.pulldeploy.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Services in memory. */
public final class FakeServices implements Services {
    private final Set<String> known = new TreeSet<>();
    private final Set<String> running = new TreeSet<>();
    private final Set<String> enabled = new TreeSet<>();
    private final Set<String> masked = new TreeSet<>();
    private final Set<String> maskedUntilBoot = new TreeSet<>();
    private final List<String> acts = new ArrayList<>();

    /** Adds a service that is stopped and disabled. */
    public FakeServices add(String name) {
        known.add(name);
        return this;
    }

    /** What was done, in order. */
    public List<String> acts() {
        return acts;
    }

    @Override
    public boolean exists(String name) {
        return known.contains(name);
    }

    @Override
    public boolean isRunning(String name) {
        return running.contains(name);
    }

    @Override
    public boolean isEnabled(String name) {
        return enabled.contains(name);
    }

    @Override
    public boolean isMasked(String name, boolean runtime) {
        return (runtime ? maskedUntilBoot : masked).contains(name);
    }

    @Override
    public Set<String> names() {
        return Set.copyOf(known);
    }

    @Override
    public void readUnitFiles() {
        acts.add("READ UNIT FILES");
    }

    @Override
    public void act(Action action, String name) {
        acts.add(action + " " + name);
        switch (action) {
            case START, RESTART -> running.add(name);
            case STOP -> running.remove(name);
            case RELOAD -> {}
            case ENABLE -> enabled.add(name);
            case DISABLE -> enabled.remove(name);
            case MASK -> masked.add(name);
            case UNMASK -> masked.remove(name);
            case RUNTIME_MASK -> maskedUntilBoot.add(name);
            case RUNTIME_UNMASK -> maskedUntilBoot.remove(name);
        }
    }
}
