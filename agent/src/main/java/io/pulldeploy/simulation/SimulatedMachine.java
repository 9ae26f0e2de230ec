package io.pulldeploy.simulation;

import io.pulldeploy.system.Accounts;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;
import io.pulldeploy.system.RealProcesses;

import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.ToIntBiFunction;

/**
 * The machine that a simulation changes: its files are those under the scratch root, its programs
 * run for real from there, and its packages, services, accounts and names are only written down.
 */
public final class SimulatedMachine {
    /** The file under the scratch root that holds what was written down. */
    public static final String RECORD = "simulation/changes.jsonl";

    private static final List<String> DIRECTORIES =
            List.of(
                    "etc",
                    "home",
                    "opt",
                    "run",
                    "srv",
                    "tmp",
                    "usr/local/bin",
                    "var/lib",
                    "var/log");

    private static final String FIRST_NAME = "ip-127-0-0-1";

    private SimulatedMachine() {}

    /**
     * @param root scratch root, a directory that exists
     * @param real accounts to start with
     * @param versions compares package versions
     * @param environment of programs, over that of the simulation itself
     */
    public static Host host(
            Path root,
            Accounts real,
            ToIntBiFunction<String, String> versions,
            Map<String, String> environment,
            Clock clock) {
        FileTree disk = new FileTree();
        Path file = root.resolve(RECORD);
        disk.makeDirectories(root.resolve("simulation"));
        if (!disk.exists(file)) {
            // Password hashes end up in it.
            disk.write(file, OptionalLong.of(0600), new byte[0]);
        }
        furnish(disk, root);
        Recording recording = new Recording(disk, file, clock);
        Accounts accounts = new RecordedAccounts(recording, real);
        FileTree files = new FileTree(root, new RecordedOwnership(recording, accounts));
        Map<String, String> variables = new LinkedHashMap<>(environment);
        variables.put("PULLDEPLOY_SIMULATED_ROOT", root.toString());
        return new Host(
                files,
                new SimulatedProcesses(new RealProcesses(files, accounts, variables)),
                new RecordedPackages(recording, versions),
                new RecordedServices(recording),
                accounts,
                new RecordedHostNames(recording, FIRST_NAME),
                clock);
    }

    /** What every machine has before anybody configures it, as far as states count on it. */
    private static void furnish(FileTree disk, Path root) {
        for (String directory : DIRECTORIES) {
            disk.makeDirectories(root.resolve(directory));
        }
        Path hosts = root.resolve("etc/hosts");
        if (!disk.exists(hosts)) {
            disk.write(hosts, "127.0.0.1 localhost\n");
        }
    }
}
