package io.pulldeploy.system;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Packages of Debian and Ubuntu, by {@code apt-get} and {@code dpkg}. */
public final class AptPackages implements Packages {
    private static final Path DATABASE = Path.of("/var/lib/dpkg/status");
    private static final String FORMAT = "${Status} ${Package} ${Version} ${Architecture}\\n";
    private static final Logger log = LoggerFactory.getLogger(AptPackages.class);
    private static final Duration LOCK_PAUSE = Duration.ofSeconds(2);
    private static final int LOCK_ATTEMPTS = 150;
    private static final Map<String, String> QUIET =
            Map.of(
                    "DEBIAN_FRONTEND",
                    "noninteractive",
                    "APT_LISTCHANGES_FRONTEND",
                    "none",
                    "APT_LISTBUGS_FRONTEND",
                    "none",
                    "UCF_FORCE_CONFFOLD",
                    "1");

    /** One reading of the package database, and the file's state when it was read. */
    private record Reading(
            Optional<FileStat> file,
            Map<String, List<String>> installed,
            Map<String, String> leftovers,
            Set<String> held) {}

    private final FileTree files;
    private final Processes processes;
    private Optional<Reading> reading = Optional.empty();
    private Optional<String> architecture = Optional.empty();

    public AptPackages(FileTree files, Processes processes) {
        this.files = files;
        this.processes = processes;
    }

    private synchronized Reading read() {
        Optional<FileStat> now = files.stat(DATABASE);
        if (reading.isPresent() && same(reading.get().file(), now)) {
            return reading.get();
        }
        Reading fresh = query(now);
        reading = Optional.of(fresh);
        return fresh;
    }

    private static boolean same(Optional<FileStat> a, Optional<FileStat> b) {
        return a.isPresent()
                && b.isPresent()
                && a.get().inode() == b.get().inode()
                && a.get().size() == b.get().size()
                && a.get().modified().equals(b.get().modified());
    }

    private Reading query(Optional<FileStat> file) {
        Map<String, List<String>> installed = new TreeMap<>();
        Map<String, String> leftovers = new TreeMap<>();
        Set<String> held = new TreeSet<>();
        String output =
                ProgramFailure.orThrow(
                                Command.of("dpkg-query", "--showformat", FORMAT, "-W"), processes)
                        .output();
        for (String line : output.lines().toList()) {
            String[] cols = line.split(" ");
            if (cols.length < 6) {
                // What is not installed can be held too, and has no version.
                if (cols.length > 3 && cols[0].equals("hold")) {
                    held.add(cols[3]);
                }
                continue;
            }
            boolean foreign =
                    !cols[5].equals("all") && !cols[5].equals(nativeArchitecture(cols[3], cols[5]));
            String name = foreign ? cols[3] + ":" + cols[5] : cols[3];
            if ((cols[0].equals("install") || cols[0].equals("hold"))
                    && cols[2].equals("installed")) {
                installed.put(name, List.of(cols[4]));
                if (cols[0].equals("hold")) {
                    held.add(name);
                }
            } else if (cols[0].equals("deinstall")) {
                leftovers.put(name, cols[4]);
            }
        }
        return new Reading(file, installed, leftovers, held);
    }

    /** The machine's own architecture is that of dpkg itself, which the listing holds. */
    private String nativeArchitecture(String name, String ofThis) {
        if (architecture.isEmpty()) {
            architecture =
                    Optional.of(
                            name.equals("dpkg")
                                    ? ofThis
                                    : ProgramFailure.orThrow(
                                                    Command.of("dpkg", "--print-architecture"),
                                                    processes)
                                            .output()
                                            .strip());
        }
        return architecture.get();
    }

    @Override
    public Map<String, List<String>> installed() {
        return read().installed();
    }

    @Override
    public Map<String, String> leftovers() {
        return read().leftovers();
    }

    @Override
    public Set<String> held() {
        return read().held();
    }

    @Override
    public Map<String, String> available(List<String> names) {
        if (names.isEmpty()) {
            return Map.of();
        }
        List<String> arguments = new ArrayList<>(List.of("apt-cache", "-q", "policy"));
        arguments.addAll(names);
        Map<String, String> candidates = new LinkedHashMap<>();
        String name = "";
        for (String line :
                ProgramFailure.orThrow(Command.of(arguments).with(Map.of("LC_ALL", "C")), processes)
                        .output()
                        .lines()
                        .toList()) {
            if (!line.startsWith(" ") && line.endsWith(":")) {
                name = line.substring(0, line.length() - 1);
            } else if (line.strip().startsWith("Candidate:")) {
                String version = line.substring(line.indexOf(':') + 1).strip();
                if (!version.equals("(none)")) {
                    candidates.put(name, version);
                }
            }
        }
        return candidates;
    }

    @Override
    public List<String> versions(String name) {
        Command listing = Command.of("apt-cache", "-q", "madison", name);
        return processes
                .run(listing)
                .output()
                .lines()
                .map(line -> line.split("\\|"))
                .filter(cols -> cols.length == 3 && cols[0].strip().equals(name))
                .map(cols -> cols[1].strip())
                .distinct()
                .sorted((a, b) -> DebianVersions.compare(b, a))
                .toList();
    }

    @Override
    public String plain(String name) {
        int colon = name.lastIndexOf(':');
        String of = name.substring(colon + 1);
        return colon > 0
                        && (of.equals("all")
                                || of.equals("any")
                                || of.equals(nativeArchitecture("", "")))
                ? name.substring(0, colon)
                : name;
    }

    @Override
    public void refresh() {
        change(List.of("apt-get", "-q", "update"));
    }

    @Override
    public void install(List<Wanted> packages, Options options) {
        List<String> arguments = apt();
        options.fromRepository().ifPresent(r -> arguments.addAll(List.of("-t", r)));
        if (!options.recommends()) {
            arguments.add("--no-install-recommends");
        }
        if (options.skipVerify()) {
            arguments.add("--allow-unauthenticated");
        }
        if (packages.stream().anyMatch(p -> p.version().isPresent())) {
            arguments.add("--allow-downgrades");
        }
        arguments.add("install");
        if (options.reinstall()) {
            arguments.add("--reinstall");
        }
        for (Wanted wanted : packages) {
            arguments.add(wanted.version().map(v -> wanted.name() + "=" + v).orElse(wanted.name()));
        }
        List<String> kept =
                packages.stream().map(p -> plain(p.name())).filter(held()::contains).toList();
        if (kept.isEmpty()) {
            change(arguments);
            return;
        }
        // apt would take the hold away for good.
        hold(kept, false);
        try {
            change(arguments);
        } finally {
            hold(kept, true);
        }
    }

    @Override
    public void installFiles(Map<String, String> pathByName) {
        List<String> arguments =
                new ArrayList<>(List.of("dpkg", "-i", "--force-confold", "--force-confdef"));
        pathByName.values().forEach(p -> arguments.add(files.locate(Path.of(p)).toString()));
        change(arguments);
    }

    @Override
    public void remove(List<String> names, boolean purge) {
        List<String> arguments = apt();
        arguments.add(purge ? "purge" : "remove");
        arguments.addAll(names);
        change(arguments);
    }

    @Override
    public void hold(List<String> names, boolean wanted) {
        List<String> arguments = new ArrayList<>(List.of("apt-mark", wanted ? "hold" : "unhold"));
        arguments.addAll(names);
        change(arguments);
    }

    private static List<String> apt() {
        return new ArrayList<>(
                List.of(
                        "apt-get",
                        "-q",
                        "-y",
                        "-o",
                        "DPkg::Options::=--force-confold",
                        "-o",
                        "DPkg::Options::=--force-confdef"));
    }

    @Override
    public int compareVersions(String a, String b) {
        return DebianVersions.compare(a, b);
    }

    /**
     * Runs a changing command. Another one's lock, such as that of an update at boot, is waited
     * for, five minutes at most; apt's own waiting knows only one of the locks, and says nothing.
     */
    private void change(List<String> arguments) {
        Command command = Command.of(arguments).with(QUIET);
        Completed done = processes.run(command);
        for (int i = 0; i < LOCK_ATTEMPTS && isLocked(done); i++) {
            if (i == 0) {
                log.warn(
                        "Waiting for another one's lock: {}",
                        done.errors().lines().findFirst().orElse(""));
            }
            try {
                Thread.sleep(LOCK_PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            done = processes.run(command);
        }
        forget();
        ProgramFailure.check(command, done);
    }

    private synchronized void forget() {
        reading = Optional.empty();
    }

    private static boolean isLocked(Completed done) {
        return !done.succeeded()
                && (done.errors().contains("Could not get lock")
                        || done.errors().contains("Unable to acquire the dpkg frontend lock")
                        || done.errors().contains("frontend lock was locked by another process"));
    }
}
