package io.pulldeploy.system;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** The machine that the agent runs on. */
public final class RealHost {
    private RealHost() {}

    /**
     * @param root what states' absolute names are seen from; {@code /} except in tests
     * @param environment what programs inherit
     */
    public static Host of(Path root, Map<String, String> environment, Clock clock) {
        FileTree files = new FileTree(root);
        Accounts known =
                new AccountFiles(
                        files,
                        command -> {
                            throw new Failure(
                                    ExitCode.INTERNAL,
                                    "these accounts are only read: " + command.arguments(),
                                    "");
                        });
        RealProcesses processes = new RealProcesses(files, known, environment);
        return new Host(
                files,
                processes,
                packages(files, processes),
                services(files, processes),
                new AccountFiles(files, processes::run),
                new SystemHostNames(files, processes),
                clock);
    }

    private static Services services(FileTree files, RealProcesses processes) {
        Services systemd = new SystemdServices(files, processes, processes::started);
        return SysvServices.Kind.of(files)
                .<Services>map(kind -> new SysvServices(files, processes, systemd, kind))
                .orElse(systemd);
    }

    private static Packages packages(FileTree files, Processes processes) {
        return processes.which("dpkg-query").isEmpty() && processes.which("rpm").isPresent()
                ? new DnfPackages(processes)
                : new AptPackages(files, processes);
    }
}
