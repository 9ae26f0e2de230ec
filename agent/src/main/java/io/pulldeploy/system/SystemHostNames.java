package io.pulldeploy.system;

import java.nio.file.Path;

/**
 * The host name of {@code /proc/sys/kernel/hostname} and {@code /etc/hostname}, which systemd reads
 * at start-up.
 */
public final class SystemHostNames implements HostNames {
    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");
    private static final Path AT_START = Path.of("/etc/hostname");
    private static final Path SYSTEMD = Path.of("/run/systemd/system");

    private final FileTree files;
    private final Processes processes;

    public SystemHostNames(FileTree files, Processes processes) {
        this.files = files;
        this.processes = processes;
    }

    @Override
    public String current() {
        return files.textIfPresent(KERNEL)
                .map(String::strip)
                .filter(n -> !n.isEmpty())
                .orElseGet(() -> processes.run(Command.of("hostname")).output().strip());
    }

    @Override
    public String configured() {
        return files.textIfPresent(AT_START).map(String::strip).orElse("");
    }

    @Override
    public void set(String name) {
        // hostnamectl needs the bus, which a container or a first boot may not have yet.
        if (files.isDirectory(SYSTEMD)
                && processes.run(Command.of("hostnamectl", "set-hostname", name)).succeeded()) {
            return;
        }
        files.write(AT_START, name + "\n");
        ProgramFailure.orThrow(Command.of("hostname", name), processes);
    }
}
