package io.pulldeploy.system;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Packages of Amazon Linux 2023, Rocky and their kin, by {@code dnf} and {@code rpm}. */
public final class DnfPackages implements Packages {
    private static final String FORMAT = "%{NAME} %{EPOCH} %{VERSION} %{RELEASE} %{ARCH}\\n";
    private static final String NATIVE =
            switch (System.getProperty("os.arch", "")) {
                case "amd64", "x86_64" -> "x86_64";
                case String other -> other;
            };

    private final Processes processes;
    private Optional<Map<String, List<String>>> installed = Optional.empty();

    public DnfPackages(Processes processes) {
        this.processes = processes;
    }

    @Override
    public synchronized Map<String, List<String>> installed() {
        if (installed.isEmpty()) {
            Map<String, List<String>> found = new TreeMap<>();
            Command query = Command.of("rpm", "-qa", "--qf", FORMAT);
            for (String line : ProgramFailure.orThrow(query, processes).output().lines().toList()) {
                String[] cols = line.split(" ");
                if (cols.length == 5 && !cols[0].equals("gpg-pubkey")) {
                    found.computeIfAbsent(name(cols[0], cols[4]), _ -> new ArrayList<>())
                            .add(version(cols[1], cols[2], cols[3]));
                }
            }
            found.values().forEach(v -> v.sort(RpmVersions::compare));
            installed = Optional.of(found);
        }
        return installed.get();
    }

    private static String name(String name, String architecture) {
        return architecture.equals("noarch") || architecture.equals(NATIVE)
                ? name
                : name + "." + architecture;
    }

    private static String version(String epoch, String version, String release) {
        String number = epoch.equals("(none)") || epoch.equals("0") ? "" : epoch + ":";
        return number + version + "-" + release;
    }

    @Override
    public Map<String, String> available(List<String> names) {
        if (names.isEmpty()) {
            return Map.of();
        }
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "dnf",
                                "-q",
                                "repoquery",
                                "--latest-limit=1",
                                "--queryformat",
                                "%{name} %{epoch} %{version} %{release} %{arch}\\n"));
        arguments.addAll(names);
        Map<String, String> newest = new LinkedHashMap<>();
        for (String line :
                ProgramFailure.orThrow(Command.of(arguments), processes)
                        .output()
                        .lines()
                        .toList()) {
            String[] cols = line.strip().split(" ");
            if (cols.length == 5) {
                newest.merge(
                        name(cols[0], cols[4]),
                        version(cols[1], cols[2], cols[3]),
                        (a, b) -> RpmVersions.compare(a, b) >= 0 ? a : b);
            }
        }
        return newest;
    }

    @Override
    public List<String> versions(String name) {
        Command listing =
                Command.of(
                        "dnf",
                        "-q",
                        "repoquery",
                        "--show-duplicates",
                        "--queryformat",
                        "%{name} %{epoch} %{version} %{release} %{arch}\\n",
                        name);
        return ProgramFailure.orThrow(listing, processes)
                .output()
                .lines()
                .map(line -> line.strip().split(" "))
                .filter(cols -> cols.length == 5)
                .map(cols -> version(cols[1], cols[2], cols[3]))
                .distinct()
                .sorted((a, b) -> RpmVersions.compare(b, a))
                .toList();
    }

    @Override
    public String plain(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name(name.substring(0, dot), name.substring(dot + 1)) : name;
    }

    @Override
    public void refresh() {
        change(List.of("dnf", "-q", "-y", "clean", "expire-cache"));
        change(List.of("dnf", "-q", "-y", "makecache"));
    }

    @Override
    public void install(List<Wanted> packages, Options options) {
        List<String> arguments = new ArrayList<>(List.of("dnf", "-y", "--best", "--allowerasing"));
        options.fromRepository()
                .ifPresent(r -> arguments.addAll(List.of("--disablerepo=*", "--enablerepo=" + r)));
        if (!options.recommends()) {
            arguments.add("--setopt=install_weak_deps=False");
        }
        if (options.skipVerify()) {
            arguments.add("--nogpgcheck");
        }
        arguments.add(options.reinstall() ? "reinstall" : "install");
        for (Wanted wanted : packages) {
            arguments.add(wanted.version().map(v -> wanted.name() + "-" + v).orElse(wanted.name()));
        }
        change(arguments);
    }

    @Override
    public void installFiles(Map<String, String> pathByName) {
        List<String> arguments = new ArrayList<>(List.of("dnf", "-y", "install"));
        arguments.addAll(pathByName.values());
        change(arguments);
    }

    @Override
    public void remove(List<String> names, boolean purge) {
        List<String> arguments = new ArrayList<>(List.of("dnf", "-y", "remove"));
        arguments.addAll(names);
        change(arguments);
    }

    @Override
    public Set<String> held() {
        Set<String> held = new TreeSet<>();
        Completed done = processes.run(Command.of("dnf", "-q", "versionlock", "list"));
        for (String line : done.output().lines().toList()) {
            String text = line.strip();
            int release = text.lastIndexOf('-', Math.max(0, text.lastIndexOf('-') - 1));
            if (release > 0 && !text.startsWith("#")) {
                held.add(text.substring(0, release));
            }
        }
        return held;
    }

    @Override
    public void hold(List<String> names, boolean wanted) {
        List<String> arguments =
                new ArrayList<>(List.of("dnf", "-q", "versionlock", wanted ? "add" : "delete"));
        arguments.addAll(names);
        change(arguments);
    }

    @Override
    public int compareVersions(String a, String b) {
        return RpmVersions.compare(a, b);
    }

    private void change(List<String> arguments) {
        try {
            ProgramFailure.orThrow(Command.of(arguments), processes);
        } finally {
            synchronized (this) {
                installed = Optional.empty();
            }
        }
    }
}
