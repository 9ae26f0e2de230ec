package io.pulldeploy.system;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * Services under systemd. One listing answers for all of them, for as long as no other program was
 * started, because any program may start and stop services.
 */
public final class SystemdServices implements Services {
    private static final Path NOTHING = Path.of("/dev/null");
    static final Path BOOTED = Path.of("/run/systemd/system");
    private static final Set<String> ENABLED =
            Set.of("enabled", "enabled-runtime", "static", "alias", "indirect", "generated");
    private static final Set<String> SUFFIXES =
            Set.of(
                    "service",
                    "socket",
                    "device",
                    "mount",
                    "automount",
                    "swap",
                    "target",
                    "path",
                    "timer",
                    "slice",
                    "scope");

    /**
     * @param active whether it runs, or is on its way to
     * @param file systemd's word for how the unit file stands: enabled, disabled, masked, …
     */
    private record Unit(boolean exists, boolean active, String file) {
        static final Unit NONE = new Unit(false, false, "");
    }

    private final FileTree files;
    private final Processes processes;
    private final LongSupplier started;
    private Map<String, Unit> units = Map.of();
    private long readAt = -1;

    /**
     * @param started how many programs the agent has started so far
     */
    public SystemdServices(FileTree files, Processes processes, LongSupplier started) {
        this.files = files;
        this.processes = processes;
        this.started = started;
    }

    private static String unit(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 && SUFFIXES.contains(name.substring(dot + 1)) ? name : name + ".service";
    }

    private synchronized Unit find(String name) {
        if (readAt != started.getAsLong()) {
            units = read();
            readAt = started.getAsLong();
        }
        String unit = unit(name);
        Unit known = units.get(unit);
        if (known != null) {
            return known;
        }
        int at = unit.indexOf('@');
        if (at > 0
                && units.containsKey(
                        unit.substring(0, at + 1) + unit.substring(unit.lastIndexOf('.')))) {
            Unit instance = single(unit);
            units.put(unit, instance);
            readAt = started.getAsLong();
            return instance;
        }
        return Unit.NONE;
    }

    @Override
    public boolean offline() {
        return !files.isDirectory(BOOTED) && processes.which("systemctl").isPresent();
    }

    private Map<String, Unit> read() {
        boolean offline = offline();
        if (!offline && !files.isDirectory(BOOTED)) {
            throw new Failure(
                    ExitCode.UNAVAILABLE,
                    "systemd does not run this machine",
                    "Services can be managed only where systemd is the init system.");
        }
        Map<String, Unit> found = new HashMap<>();
        Command listing =
                Command.of("systemctl", "list-unit-files", "--all", "--no-legend", "--no-pager");
        for (String line : ProgramFailure.orThrow(listing, processes).output().lines().toList()) {
            String[] cols = line.strip().split("\\s+");
            if (cols.length >= 2) {
                found.put(cols[0], new Unit(!cols[1].equals("bad"), false, cols[1]));
            }
        }
        for (String block : offline ? new String[0] : show("*").split("\n\n")) {
            Map<String, String> properties = properties(block);
            Unit unit = unit(properties);
            for (String name : properties.getOrDefault("Names", "").split(" ")) {
                String file = found.getOrDefault(name, unit).file();
                found.put(
                        name,
                        new Unit(
                                unit.exists() || file.equals("masked"),
                                unit.active(),
                                unit.file().isEmpty() ? file : unit.file()));
            }
        }
        return found;
    }

    private Unit single(String unit) {
        return unit(properties(show(unit)));
    }

    private String show(String pattern) {
        return ProgramFailure.orThrow(
                        Command.of(
                                "systemctl",
                                "show",
                                "--no-pager",
                                "--property=Names,LoadState,ActiveState,UnitFileState",
                                pattern),
                        processes)
                .output();
    }

    private static Map<String, String> properties(String block) {
        Map<String, String> properties = new HashMap<>();
        for (String line : block.lines().toList()) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                properties.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return properties;
    }

    private static Unit unit(Map<String, String> properties) {
        String load = properties.getOrDefault("LoadState", "not-found");
        String active = properties.getOrDefault("ActiveState", "inactive");
        return new Unit(
                !load.equals("not-found"),
                active.equals("active") || active.equals("reloading"),
                properties.getOrDefault("UnitFileState", ""));
    }

    @Override
    public boolean exists(String name) {
        return find(name).exists();
    }

    @Override
    public boolean isRunning(String name) {
        return find(name).active();
    }

    @Override
    public boolean isEnabled(String name) {
        return ENABLED.contains(find(name).file());
    }

    @Override
    public boolean isMasked(String name, boolean runtime) {
        Path mask = Path.of(runtime ? "/run" : "/etc", "systemd", "system", unit(name));
        return files.isSymlink(mask) && files.readLink(mask).equals(NOTHING);
    }

    @Override
    public synchronized Set<String> names() {
        find("any");
        Set<String> names = new TreeSet<>();
        units.forEach((unit, state) -> {
            if (state.exists() && unit.endsWith(".service")) {
                names.add(unit.substring(0, unit.length() - ".service".length()));
            } else if (state.exists()) {
                names.add(unit);
            }
        });
        return names;
    }

    @Override
    public void act(Action action, String name) {
        List<String> arguments = new ArrayList<>(List.of("systemctl"));
        switch (action) {
            case RUNTIME_MASK -> arguments.addAll(List.of("mask", "--runtime"));
            case RUNTIME_UNMASK -> arguments.addAll(List.of("unmask", "--runtime"));
            case START, STOP, RESTART, RELOAD, ENABLE, DISABLE, MASK, UNMASK ->
                    arguments.add(action.name().toLowerCase(Locale.ROOT));
        }
        arguments.add(unit(name));
        try {
            // A unit file that a state has just written is not known before.
            if (needsReload(unit(name))) {
                ProgramFailure.orThrow(Command.of("systemctl", "daemon-reload"), processes);
            }
            ProgramFailure.orThrow(Command.of(arguments), processes);
        } finally {
            forget();
        }
    }

    @Override
    public void readUnitFiles() {
        Command reload = Command.of("systemctl", "--system", "daemon-reload").mergingErrors();
        Completed done = processes.run(reload);
        forget();
        if (!done.succeeded()) {
            throw new Failure(
                    ExitCode.UNAVAILABLE,
                    "Problem performing systemctl daemon-reload: " + done.output().strip(),
                    "");
        }
    }

    private boolean needsReload(String unit) {
        Command asked =
                Command.of("systemctl", "show", "--no-pager", "--property=NeedDaemonReload", unit);
        return processes.run(asked).output().strip().equals("NeedDaemonReload=yes");
    }

    private synchronized void forget() {
        readAt = -1;
    }
}
