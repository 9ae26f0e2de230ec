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

    /** Every version of a package that the repositories have, newest first. */
    List<String> versions(String name);

    /** The name under which {@link #installed()} has what a state calls {@code name}. */
    default String plain(String name) {
        return name;
    }

    /** Reads the repositories' indexes anew. */
    void refresh();

    /**
     * Installs packages; held ones too, which stay held.
     *
     * @throws ProgramRefused with the package system's own words
     */
    void install(List<Wanted> packages, Options options);

    /**
     * @throws ProgramRefused with the package system's own words
     */
    void installFiles(Map<String, String> pathByName);

    /**
     * @throws ProgramRefused with the package system's own words
     */
    void remove(List<String> names, boolean purge);

    Set<String> held();

    void hold(List<String> names, boolean held);

    /** Below zero, zero or above zero, by the package system's own rules. */
    int compareVersions(String a, String b);

    /**
     * @param fromRepository a release or repository name to install from
     * @param recommends whether recommended packages are installed too
     * @param skipVerify whether signatures are not checked
     * @param reinstall whether what is there is installed once more
     */
    record Options(
            Optional<String> fromRepository,
            boolean recommends,
            boolean skipVerify,
            boolean reinstall) {
        public static final Options DEFAULT = new Options(Optional.empty(), false, false, false);
    }
}
