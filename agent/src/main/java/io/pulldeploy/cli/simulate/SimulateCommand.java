package io.pulldeploy.cli.simulate;

import io.pulldeploy.artifact.ArtifactName;
import io.pulldeploy.artifact.ChannelName;
import io.pulldeploy.cli.GlobalOptions;
import io.pulldeploy.cli.Machine;
import io.pulldeploy.cli.Program;
import io.pulldeploy.cli.Terminal;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.BundledFiles;
import io.pulldeploy.system.FileTree;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;

/** Boots a service on a simulated instance, so that hooks and states are tried before a release. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = {
            "Boots a service on a simulated instance with an assumed AWS on loopback: no account, no"
                    + " root, no changes outside of a scratch directory.",
            "It deploys, joins the load balancer and deploys again; without --artifact, the example"
                    + " service is then changed and deployed once more."
        },
        footer = {
            "",
            "Examples:",
            "  pulldeploy simulate",
            "  pulldeploy simulate shop testing --artifact ../shop --root /tmp/shop"
        })
public final class SimulateCommand implements Callable<Integer> {
    /** The line of the example's pillar that its second release turns over. */
    private static final Path EXAMPLE_PILLAR = Path.of("salt/config/pillar/myapp-testing.sls");

    private static final String EXAMPLE_BEFORE = "enable_monitoring: True";
    private static final String EXAMPLE_AFTER = "enable_monitoring: False";

    private final Terminal terminal;
    private final Machine real;
    private final Function<Machine, Program> agents;
    private final Consumer<Duration> pause;

    @Mixin private final GlobalOptions global = new GlobalOptions();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "SERVICE",
            defaultValue = "myapp",
            description = "Its name; myapp unless it is given.")
    private String service = "myapp";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "INSTANCE",
            defaultValue = "testing",
            description = "The environment; testing unless it is given.")
    private String instance = "testing";

    @Option(
            names = "--base",
            paramLabel = "DIR",
            description = "The base artifact; else the one that the program brings along.")
    private @Nullable Path base;

    @Option(
            names = "--artifact",
            paramLabel = "DIR",
            description = "The service's artifact; else the example that the program brings along.")
    private @Nullable Path artifact;

    @Option(
            names = "--root",
            paramLabel = "DIR",
            description =
                    "The scratch directory; given again, the instance in it goes on. Else a new one.")
    private @Nullable Path root;

    /**
     * @param real the machine that the simulation runs on
     * @param agents makes the agent of a machine
     * @param pause waits
     */
    public SimulateCommand(
            Terminal terminal,
            Machine real,
            Function<Machine, Program> agents,
            Consumer<Duration> pause) {
        this.terminal = terminal;
        this.real = real;
        this.agents = agents;
        this.pause = pause;
    }

    @Override
    public Integer call() {
        FileTree disk = real.host().files();
        ArtifactName name = ArtifactName.ofService(service);
        ChannelName channel = new ChannelName(instance);
        Optional<Path> ownBase = Optional.ofNullable(base).map(d -> existing(disk, d));
        Optional<Path> ownArtifact = Optional.ofNullable(artifact).map(d -> existing(disk, d));
        global.configDir().ifPresent(d -> existing(disk, Path.of(d)));
        Path scratch =
                root == null
                        ? disk.temporaryDirectory("pulldeploy-simulation-")
                        : root.toAbsolutePath().normalize();
        terminal.println(
                "Simulation under "
                        + scratch
                        + ": files, packages, services, accounts and host names stay in there; hooks"
                        + " and commands run for real, from there.");
        disk.makeDirectories(scratch);
        Path own = scratch.resolve(Simulation.OWN);
        BundledFiles bundled = new BundledFiles(disk);
        install(disk, bundled, scratch);
        Path baseDirectory = ownBase.orElse(own.resolve("base"));
        Path artifactDirectory = ownArtifact.orElse(own.resolve("example"));
        if (ownBase.isEmpty()) {
            bundled.unpack("base", baseDirectory);
        }
        if (ownArtifact.isEmpty() && !disk.exists(artifactDirectory)) {
            bundled.unpack("example", artifactDirectory);
        }
        try (Simulation simulation =
                new Simulation(terminal, real, scratch, name, channel, agents, pause)) {
            int code = run(simulation, disk, baseDirectory, artifactDirectory);
            terminal.println("");
            terminal.println(
                    "The instance is "
                            + scratch
                            + "; go on with: pulldeploy simulate "
                            + service
                            + " "
                            + instance
                            + " --root "
                            + scratch);
            return code;
        }
    }

    private int run(
            Simulation simulation, FileTree disk, Path baseDirectory, Path artifactDirectory) {
        simulation.publish(baseDirectory, artifactDirectory);
        int code = simulation.deploy("boot");
        if (code == 0) {
            code = simulation.register();
        }
        if (code == 0) {
            code = simulation.deploy("redeploy without a change");
        }
        if (code == 0 && artifact == null && changed(disk, artifactDirectory)) {
            simulation.publish(baseDirectory, artifactDirectory);
            code = simulation.deploy("redeploy with " + EXAMPLE_AFTER + " in " + EXAMPLE_PILLAR);
        }
        return code;
    }

    /** Turns the example's monitoring off; false if an earlier run under this root did. */
    private static boolean changed(FileTree disk, Path example) {
        Path pillar = example.resolve(EXAMPLE_PILLAR);
        String text = disk.textIfPresent(pillar).orElse("");
        String turned = text.replace(EXAMPLE_BEFORE, EXAMPLE_AFTER);
        if (turned.equals(text)) {
            return false;
        }
        disk.write(pillar, turned);
        return true;
    }

    /**
     * What unpacking the agent's package leaves on an instance, as far as the agent reads it; or
     * the user's own configuration. The bucket is the simulation's in any case.
     */
    private void install(FileTree disk, BundledFiles bundled, Path scratch) {
        Path etc = scratch.resolve("srv/pulldeploy/etc");
        if (global.configDir().isPresent()) {
            Path own = existing(disk, Path.of(global.configDir().get()));
            for (Path file : disk.walk(own)) {
                if (disk.isFile(file)) {
                    Path copy = etc.resolve(own.relativize(file));
                    disk.makeDirectories(copy.resolveSibling(""));
                    disk.copy(file, copy);
                }
            }
        } else {
            bundled.unpack("etc", etc);
        }
        disk.makeDirectories(etc.resolve("minion.d"));
        disk.write(
                etc.resolve("minion.d/simulation.conf"),
                """
                pulldeploy:
                  bucket: bootstrap
                """);
    }

    private static Path existing(FileTree disk, Path directory) {
        Path absolute = directory.toAbsolutePath().normalize();
        if (!disk.isDirectory(absolute)) {
            throw new Failure(
                    ExitCode.USAGE, "there is no directory " + absolute, "Name one that is there.");
        }
        return absolute;
    }
}
