package io.pulldeploy.simulation;

import io.pulldeploy.simulation.Recording.Change;
import io.pulldeploy.system.Packages;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntBiFunction;

/** Packages that are only written down. Every repository has everything, in one version. */
final class RecordedPackages implements Packages {
    private static final String WHAT = "package";

    /** What a package has that no state gave a version. */
    private static final String VERSION = "1.0-simulated";

    private final Recording recording;
    private final ToIntBiFunction<String, String> comparison;
    private final TreeMap<String, String> installed = new TreeMap<>();
    private final Set<String> held = new TreeSet<>();

    /**
     * @param comparison of versions, by the rules of the machine's own package system
     */
    RecordedPackages(Recording recording, ToIntBiFunction<String, String> comparison) {
        this.recording = recording;
        this.comparison = comparison;
        recording.replay(WHAT, this::apply);
    }

    @Override
    public synchronized Map<String, List<String>> installed() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        installed.forEach((name, version) -> all.put(name, List.of(version)));
        return all;
    }

    @Override
    public Map<String, String> available(List<String> names) {
        Map<String, String> all = new LinkedHashMap<>();
        names.forEach(n -> all.put(n, VERSION));
        return all;
    }

    @Override
    public List<String> versions(String name) {
        return List.of(VERSION);
    }

    @Override
    public void refresh() {
        record(Change.of(WHAT, "refresh"));
    }

    @Override
    public void install(List<Wanted> packages, Options options) {
        packages.forEach(p ->
                record(
                        Change.of(
                                WHAT,
                                "install",
                                "name",
                                p.name(),
                                "version",
                                p.version().orElse(VERSION))));
    }

    @Override
    public void installFiles(Map<String, String> pathByName) {
        pathByName.forEach((name, path) ->
                record(Change.of(WHAT, "install", "name", name, "version", VERSION, "file", path)));
    }

    @Override
    public void remove(List<String> names, boolean purge) {
        names.forEach(n -> record(Change.of(WHAT, purge ? "purge" : "remove", "name", n)));
    }

    @Override
    public synchronized Set<String> held() {
        return Set.copyOf(held);
    }

    @Override
    public void hold(List<String> names, boolean wanted) {
        names.forEach(n -> record(Change.of(WHAT, wanted ? "hold" : "unhold", "name", n)));
    }

    @Override
    public int compareVersions(String a, String b) {
        return comparison.applyAsInt(a, b);
    }

    private void record(Change change) {
        recording.add(change);
        apply(change);
    }

    private synchronized void apply(Change change) {
        String name = change.get("name");
        switch (change.action()) {
            case "install" -> installed.put(name, change.get("version"));
            case "remove", "purge" -> installed.remove(name);
            case "hold" -> held.add(name);
            case "unhold" -> held.remove(name);
            default -> {}
        }
    }
}
