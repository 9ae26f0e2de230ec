package io.pulldeploy.system;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Packages in memory: a repository that tests fill, and what is installed from it. */
public final class FakePackages implements Packages {
    private final Map<String, List<String>> repository = new TreeMap<>();
    private final Map<String, String> installed = new TreeMap<>();
    private final Map<String, String> leftovers = new TreeMap<>();
    private final Set<String> held = new TreeSet<>();
    private final List<String> acts = new ArrayList<>();

    /** Puts a version of a package into the repository. */
    public FakePackages offer(String name, String version) {
        List<String> versions = repository.computeIfAbsent(name, _ -> new ArrayList<>());
        versions.add(version);
        versions.sort((a, b) -> compareVersions(b, a));
        return this;
    }

    /** What was asked to be changed, in order. */
    public List<String> acts() {
        return acts;
    }

    @Override
    public Map<String, List<String>> installed() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        installed.forEach((name, version) -> all.put(name, List.of(version)));
        return all;
    }

    @Override
    public Map<String, String> leftovers() {
        return Map.copyOf(leftovers);
    }

    @Override
    public Map<String, String> available(List<String> names) {
        Map<String, String> all = new LinkedHashMap<>();
        repository.forEach((name, versions) -> all.put(name, versions.getFirst()));
        all.keySet().retainAll(names);
        return all;
    }

    @Override
    public List<String> versions(String name) {
        return List.copyOf(repository.getOrDefault(name, List.of()));
    }

    @Override
    public void refresh() {
        acts.add("refresh");
    }

    @Override
    public void install(List<Wanted> packages, Options options) {
        acts.add("install " + packages.stream().map(Wanted::name).toList());
        for (Wanted wanted : packages) {
            List<String> offered = versions(wanted.name());
            if (offered.isEmpty()) {
                String words = "E: Unable to locate package " + wanted.name();
                throw new ProgramRefused("apt-get install: " + words, words);
            }
            installed.put(wanted.name(), wanted.version().orElse(offered.getFirst()));
            leftovers.remove(wanted.name());
        }
    }

    @Override
    public void installFiles(Map<String, String> pathByName) {
        acts.add("install files " + pathByName.keySet());
        pathByName.keySet().forEach(name -> installed.put(name, "1.0"));
    }

    @Override
    public void remove(List<String> names, boolean purge) {
        acts.add((purge ? "purge " : "remove ") + names);
        for (String name : names) {
            String version = installed.remove(name);
            if (purge) {
                leftovers.remove(name);
            } else if (version != null) {
                leftovers.put(name, version);
            }
        }
    }

    @Override
    public Set<String> held() {
        return Set.copyOf(held);
    }

    @Override
    public void hold(List<String> names, boolean wanted) {
        acts.add((wanted ? "hold " : "unhold ") + names);
        if (wanted) {
            held.addAll(names);
        } else {
            names.forEach(held::remove);
        }
    }

    @Override
    public int compareVersions(String a, String b) {
        return DebianVersions.compare(a, b);
    }
}
