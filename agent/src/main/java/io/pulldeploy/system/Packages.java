package io.pulldeploy.system;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The machine's packages. One adapter per package system, and a recording one for simulations. */
public interface Packages {
    /**
     * A package to install.
     *
     * @param version exact version; empty is the newest
     */
    record Wanted(String name, Optional<String> version) {}

    /** Name to installed versions; read once and kept until this port changes something. */
    Map<String, List<String>> installed();

    /** Name to version of packages that were removed but left configuration files behind. */
    default Map<String, String> leftovers() {
        return Map.of();
    }

    /** Name to newest version of the installed packages that are older. */
    default Map<String, String> upgrades() {
        Map<String, List<String>> installed = installed();
        Map<String, String> newer = new TreeMap<>();
        available(List.copyOf(installed.keySet()))
                .forEach((name, version) -> {
                    List<String> have = installed.getOrDefault(name, List.of());
                    if (have.stream().allMatch(h -> compareVersions(h, version) < 0)) {
                        newer.put(name, version);
                    }
                });
        return newer;
    }

    /** Name to the newest version that the repositories have, for those that they have. */
    Map<String, String> available(List<String> names);

    /** Reads the repositories' indexes anew. */
    void refresh();

    /**
     * @throws io.pulldeploy.model.Failure with the package system's own last lines
     */
    void install(List<Wanted> packages, Options options);

    void installFiles(Map<String, String> pathByName);

    void remove(List<String> names, boolean purge);

    Set<String> held();

    void hold(List<String> names, boolean held);

    /** Below zero, zero or above zero, by the package system's own rules. */
    int compareVersions(String a, String b);

    /**
     * @param fromRepository a release or repository name to install from
     * @param recommends whether recommended packages are installed too
     * @param skipVerify whether signatures are not checked
     */
    record Options(Optional<String> fromRepository, boolean recommends, boolean skipVerify) {
        public static final Options DEFAULT = new Options(Optional.empty(), false, false);
    }
}
