package io.pulldeploy.system;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Services of {@code /etc/init.d}, where systemd does not run the machine; it may be installed all
 * the same, as in a container, and then it still says what is masked.
 */
public final class SysvServices implements Services {
    /** Whose scripts and links they are. */
    public enum Kind {
        DEBIAN("2"),
        RED_HAT("3");

        /** The runlevel where nothing says another one. */
        private final String runlevel;

        Kind(String runlevel) {
            this.runlevel = runlevel;
        }

        /**
         * The kind of a machine on which systemd does not run.
         *
         * @param files the machine's
         * @return empty where Salt knows no such services
         */
        static Optional<Kind> of(FileTree files) {
            if (files.isDirectory(SystemdServices.BOOTED)) {
                return Optional.empty();
            }
            String release = files.textIfPresent(Path.of("/etc/os-release")).orElse("");
            return ID.matcher(release)
                    .results()
                    .map(line -> line.group(1))
                    .findFirst()
                    .flatMap(id ->
                            switch (id) {
                                case "debian", "raspbian", "devuan", "ubuntu" ->
                                        Optional.of(DEBIAN);
                                case "amzn" -> Optional.of(RED_HAT);
                                default -> Optional.empty();
                            });
        }
    }

    private static final Pattern ID = Pattern.compile("(?m)^ID=\"?([^\"\\n]*)\"?$");
    private static final Path SCRIPTS = Path.of("/etc/init.d");

    private final FileTree files;
    private final Processes processes;
    private final Services systemd;
    private final Kind kind;

    /**
     * @param systemd answers what only systemd knows
     */
    public SysvServices(FileTree files, Processes processes, Services systemd, Kind kind) {
        this.files = files;
        this.processes = processes;
        this.systemd = systemd;
        this.kind = kind;
    }

    @Override
    public boolean offline() {
        return systemd.offline();
    }

    @Override
    public boolean tellsWhy() {
        return false;
    }

    @Override
    public boolean exists(String name) {
        return switch (kind) {
            case DEBIAN -> names().contains(name);
            case RED_HAT -> isScript(name) || isListed(name);
        };
    }

    private boolean isScript(String name) {
        return files.stat(SCRIPTS.resolve(name)).filter(s -> (s.mode() & 0100) != 0).isPresent();
    }

    private boolean isListed(String name) {
        return run("chkconfig", "--list", name).succeeded();
    }

    @Override
    public boolean isRunning(String name) {
        return run("service", name, "status").succeeded();
    }

    @Override
    public boolean isEnabled(String name) {
        return switch (kind) {
            case DEBIAN -> started(directories()).contains(name);
            case RED_HAT -> isOn(name) || started(directories()).contains(name);
        };
    }

    private boolean isOn(String name) {
        Completed done = run("chkconfig", "--list", name);
        String on = runlevel() + ":on";
        return done.succeeded()
                && done.output()
                        .lines()
                        .map(line -> List.of(line.strip().split("\\s+")))
                        .anyMatch(words ->
                                words.getFirst().equals(name)
                                        && (words.contains(on)
                                                || words.equals(List.of(name, "on"))));
    }

    private String runlevel() {
        if (processes.which("runlevel").isEmpty()) {
            return kind.runlevel;
        }
        String[] words = run("runlevel").output().strip().split("\\s+");
        return words.length < 2 || words[0].equals("unknown") ? kind.runlevel : words[1];
    }

    /** Where the links are of what starts at boot. */
    private List<Path> directories() {
        String runlevel = runlevel();
        return switch (kind) {
            case DEBIAN -> List.of(Path.of("/etc/rcS.d"), Path.of("/etc/rc" + runlevel + ".d"));
            case RED_HAT -> List.of(Path.of("/etc/rc.d/rc" + runlevel + ".d"));
        };
    }

    private Set<String> started(List<Path> directories) {
        Set<String> names = new TreeSet<>();
        for (Path directory : directories) {
            if (files.isDirectory(directory)) {
                files.matching(directory, name -> name.matches("S\\d+.+"))
                        .forEach(link ->
                                names.add(
                                        link.getFileName().toString().replaceFirst("^S\\d+", "")));
            }
        }
        return names;
    }

    @Override
    public boolean isMasked(String name, boolean runtime) {
        return systemd.isMasked(name, runtime);
    }

    @Override
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        switch (kind) {
            case DEBIAN -> {
                if (files.isDirectory(SCRIPTS)) {
                    names.addAll(files.list(SCRIPTS));
                }
                names.remove("README");
                names.addAll(started(directories()));
            }
            case RED_HAT -> {
                for (String line : run("chkconfig", "--list").output().lines().toList()) {
                    String[] words = line.strip().split("\\s+");
                    if (words.length > 1 && words[1].startsWith("0:") && isScript(words[0])) {
                        names.add(words[0]);
                    }
                }
            }
        }
        return names;
    }

    @Override
    public void act(Action action, String name) {
        switch (action) {
            case START, STOP, RESTART, RELOAD ->
                    must("service", name, action.name().toLowerCase(Locale.ROOT));
            case ENABLE -> enable(name);
            case DISABLE -> {
                switch (kind) {
                    case DEBIAN -> must("update-rc.d", name, "disable");
                    case RED_HAT -> {
                        addToList(name);
                        must("chkconfig", name, "off");
                    }
                }
            }
            case MASK, UNMASK, RUNTIME_MASK, RUNTIME_UNMASK -> systemd.act(action, name);
        }
    }

    private void enable(String name) {
        switch (kind) {
            case DEBIAN -> {
                // Newer Debians order the scripts themselves.
                if (processes.which("insserv").isPresent()) {
                    must("insserv", name);
                }
                must("update-rc.d", name, "enable");
            }
            case RED_HAT -> {
                addToList(name);
                must("chkconfig", name, "on");
            }
        }
    }

    private void addToList(String name) {
        if (!isListed(name)) {
            must("chkconfig", "--add", name);
        }
    }

    @Override
    public void readUnitFiles() {
        systemd.readUnitFiles();
    }

    private Completed run(String... arguments) {
        return processes.run(Command.of(arguments));
    }

    private void must(String... arguments) {
        ProgramFailure.orThrow(Command.of(arguments), processes);
    }
}
