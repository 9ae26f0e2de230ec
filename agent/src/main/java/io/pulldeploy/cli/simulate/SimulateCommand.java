package io.pulldeploy.cli.simulate;

import io.pulldeploy.artifact.ArtifactName;
import io.pulldeploy.artifact.ChannelName;
import io.pulldeploy.cli.Argument;
import io.pulldeploy.cli.GlobalOptions;
import io.pulldeploy.cli.Machine;
import io.pulldeploy.cli.Program;
import io.pulldeploy.cli.Subcommand;
import io.pulldeploy.cli.Terminal;
import io.pulldeploy.cli.Usage;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.BundledFiles;
import io.pulldeploy.system.FileTree;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Boots a service on a simulated instance, so that hooks and states are tried before a release. */
public final class SimulateCommand implements Subcommand {
    /** The line of the example's pillar that its second release turns over. */
    private static final Path EXAMPLE_PILLAR = Path.of("salt/config/pillar/myapp-testing.sls");

    private static final String EXAMPLE_BEFORE = "enable_monitoring: True";
    private static final String EXAMPLE_AFTER = "enable_monitoring: False";

    /** After whatever else is in the directory, so that it has the last word. */
    private static final Path LAST_FILE = Path.of("minion.d/~simulation.conf");

    private final Terminal terminal;
    private final Machine real;
    private final Function<Machine, Program> agents;
    private final Consumer<Duration> pause;

    private final GlobalOptions global =
            new GlobalOptions(
                    "The instance's configuration; else the package's. Its bucket and trusted_keys are"
                            + " the simulation's in any case.");

    private final Argument<String> service =
            Argument.optionalParameter(0, "SERVICE", "Its name; myapp unless it is given.");

    private final Argument<String> instance =
            Argument.optionalParameter(
                    1, "INSTANCE", "The environment; testing unless it is given.");

    private final Argument<Path> base =
            Argument.option(
                    Path.class,
                    "DIR",
                    "The base artifact; else the one that the program brings along.",
                    "--base");

    private final Argument<Path> artifact =
            Argument.option(
                    Path.class,
                    "DIR",
                    "The service's artifact; else the example that the program brings along.",
                    "--artifact");

    private final Argument<Path> root =
            Argument.option(
                    Path.class,
                    "DIR",
                    "The scratch directory; given again, the instance in it goes on. Else a new one.",
                    "--root");

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
    public String name() {
        return "simulate";
    }

    @Override
    public Usage usage() {
        List<Argument<?>> arguments = new ArrayList<>(global.all());
        arguments.add(service);
        arguments.add(instance);
        arguments.add(base);
        arguments.add(artifact);
        arguments.add(root);
        return new Usage(
                List.of(
                        "Boots a service on a simulated instance with an assumed AWS on loopback: no account, no"
                                + " root, no changes outside of a scratch directory.",
                        "It deploys, joins the load balancer and deploys again; without --artifact, the example,"
                                + " myapp testing, is then changed and deployed once more."),
                List.of("simulate", "simulate shop testing --artifact ../shop --root /tmp/shop"),
                arguments);
    }

    @Override
    public Integer call() {
        FileTree disk = real.host().files();
        ArtifactName name = ArtifactName.ofService(service.or("myapp"));
        ChannelName channel = new ChannelName(instance.or("testing"));
        Optional<Path> ownBase = base.given().map(d -> existing(disk, d));
        Optional<Path> ownArtifact = artifact.given().map(d -> existing(disk, d));
        Optional<Path> ownConfig = global.configDir().map(d -> existing(disk, Path.of(d)));
        Path scratch =
                root.given()
                        .map(r -> r.toAbsolutePath().normalize())
                        .orElseGet(() -> disk.temporaryDirectory("pulldeploy-simulation-"));
        terminal.println(
                "Simulation under "
                        + scratch
                        + ": files, packages, services, accounts and host names stay in there; hooks"
                        + " and commands run for real, from there.");
        disk.makeDirectories(scratch);
        Path own = scratch.resolve(Simulation.OWN);
        BundledFiles bundled = new BundledFiles(disk);
        install(disk, bundled, scratch, ownConfig);
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
                            + name
                            + " "
                            + channel
                            + ownConfig.map(d -> " -c " + d).orElse("")
                            + ownBase.map(d -> " --base " + d).orElse("")
                            + ownArtifact.map(d -> " --artifact " + d).orElse("")
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
        if (code == 0 && isExample() && changed(disk, artifactDirectory)) {
            simulation.publish(baseDirectory, artifactDirectory);
            code = simulation.deploy("redeploy with " + EXAMPLE_AFTER + " in " + EXAMPLE_PILLAR);
        }
        return code;
    }

    /** Under other names the example's states and pillars are nobody's. */
    private boolean isExample() {
        return artifact.given().isEmpty()
                && service.or("myapp").equals("myapp")
                && instance.or("testing").equals("testing");
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
    private static void install(
            FileTree disk, BundledFiles bundled, Path scratch, Optional<Path> config) {
        Path etc = scratch.resolve("srv/pulldeploy/etc");
        if (config.isPresent()) {
            Path own = config.get();
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
                etc.resolve(LAST_FILE),
                """
                pulldeploy:
                  bucket: bootstrap
                  prefix: deploy/
                  trusted_keys:
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
