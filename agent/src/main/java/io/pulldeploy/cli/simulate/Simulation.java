package io.pulldeploy.cli.simulate;

import io.pulldeploy.artifact.ArtifactName;
import io.pulldeploy.artifact.ChannelName;
import io.pulldeploy.artifact.Version;
import io.pulldeploy.aws.AwsClients;
import io.pulldeploy.aws.AwsSettings;
import io.pulldeploy.aws.ClassicLoadBalancers.Health;
import io.pulldeploy.aws.S3ObjectStore;
import io.pulldeploy.aws.SdkAccounts;
import io.pulldeploy.cli.Machine;
import io.pulldeploy.cli.Program;
import io.pulldeploy.cli.Terminal;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.registration.InServiceWatch;
import io.pulldeploy.registration.InServiceWatch.Outcome;
import io.pulldeploy.simulation.RolePolicy;
import io.pulldeploy.simulation.SimulatedAws;
import io.pulldeploy.simulation.SimulatedInstance;
import io.pulldeploy.simulation.SimulatedMachine;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One simulated instance and its AWS: boots the service, joins the load balancer, and deploys
 * again. What it runs are the same command lines as on an instance.
 */
final class Simulation implements AutoCloseable {
    private static final String BUCKET = "bootstrap";
    private static final String REGION_IN_NAMES = "useast1";
    private static final String INSTANCE_ID = "i-0a1b2c3d4e5f67890";

    /** Long enough to be seen, short enough to be waited for. */
    private static final Duration CHECKING = Duration.ofSeconds(2);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Where a simulation's own things are, beside the instance's. */
    static final Path OWN = Path.of("simulation");

    private final Terminal terminal;
    private final ArtifactName service;
    private final ChannelName instance;
    private final Clock clock;
    private final Consumer<Duration> pause;
    private final SimulatedAws aws;
    private final AwsClients clients;
    private final SimulatedBucket bucket;
    private final Program agent;

    /**
     * Starts AWS and sets up the instance.
     *
     * @param real the machine that all this runs on
     * @param root scratch root, an existing directory
     * @param agents makes the agent of a machine
     */
    Simulation(
            Terminal terminal,
            Machine real,
            Path root,
            ArtifactName service,
            ChannelName instance,
            Function<Machine, Program> agents,
            Consumer<Duration> pause) {
        this.terminal = terminal;
        this.service = service;
        this.instance = instance;
        this.clock = real.host().clock();
        this.pause = pause;
        FileTree disk = real.host().files();
        this.aws =
                new SimulatedAws(
                                SimulatedInstance.ofGroup(group(), INSTANCE_ID),
                                disk,
                                root.resolve(OWN).resolve("aws"),
                                clock,
                                CHECKING)
                        .withBucket(BUCKET)
                        .withLoadBalancer(group())
                        .enforcing(RolePolicy.ofInstance(BUCKET, service.text(), group()));
        AwsSettings endpoint =
                AwsSettings.STANDARD.at(aws.endpoint()).inRegion(aws.instance().region());
        AwsSettings role =
                endpoint.with(
                        new AwsSettings.Credentials(
                                SimulatedAws.ACCESS_KEY,
                                SimulatedAws.SECRET_KEY,
                                Optional.of(SimulatedAws.SESSION_TOKEN)));
        this.clients =
                new AwsClients(
                        endpoint.with(
                                new AwsSettings.Credentials(
                                        SimulatedAws.ADMINISTRATOR,
                                        SimulatedAws.SECRET_KEY,
                                        Optional.empty())));
        this.bucket =
                new SimulatedBucket(
                        new S3ObjectStore(clients, BUCKET, clock, new Random()), disk, clock);
        Map<String, String> environment = environment(real.environment(), aws.environment());
        Host host =
                SimulatedMachine.host(
                        root,
                        real.host().accounts(),
                        real.host().packages()::compareVersions,
                        environment,
                        clock);
        this.agent = agents.apply(new Machine(host, role, environment, real.secrets(), true));
    }

    /** Publishes both artifacts and points their channels at them. */
    void publish(Path base, Path artifact) {
        Version baseVersion = bucket.offer(ArtifactName.BASE, ChannelName.DEFAULT, base);
        Version version = bucket.offer(service, instance, artifact);
        title("publish base (" + baseVersion + ") and " + service + " (" + version + ")");
    }

    /**
     * Deploys, as at boot and ever after.
     *
     * @return the agent's exit code
     */
    int deploy(String occasion) {
        title(occasion + ": pulldeploy deploy " + service + " " + instance + " -v");
        return agent.run("deploy", service.text(), instance.text(), "-v");
    }

    /**
     * Joins the load balancer and waits until it sends requests.
     *
     * @return the agent's exit code, or that of the load balancer's verdict
     */
    int register() {
        title("boot: salt-call state.sls elb.register");
        int code = agent.run("call", "state.sls", "elb.register");
        if (code != 0) {
            return code;
        }
        InServiceWatch watch =
                new InServiceWatch(
                        new SdkAccounts(clients, clock, new SplittableRandom())
                                .at(AwsSettings.STANDARD)
                                .classicLoadBalancers(),
                        clock,
                        pause);
        Outcome outcome = watch.await(group(), INSTANCE_ID, PATIENCE, this::show);
        return switch (outcome) {
            case Outcome.InService() -> 0;
            case Outcome.StillOut _, Outcome.NotRegistered _, Outcome.Unknown _ -> {
                terminal.note(group() + " does not serve from this instance: " + outcome);
                yield ExitCode.LOAD_BALANCER.code();
            }
        };
    }

    private void show(Health health) {
        terminal.println(
                group()
                        + ": "
                        + health.instanceId()
                        + " is "
                        + health.state()
                        + (health.inService() ? "" : " (" + health.description() + ")"));
    }

    private String group() {
        return String.join("-", List.of(service.text(), instance.text(), REGION_IN_NAMES));
    }

    private void title(String text) {
        terminal.println("");
        terminal.println("==> " + text);
    }

    /** Programs see the simulated AWS and none of the user's own keys or profiles. */
    private static Map<String, String> environment(
            Map<String, String> real, Map<String, String> simulated) {
        Map<String, String> all = new LinkedHashMap<>();
        real.forEach((name, value) -> {
            if (!name.startsWith("AWS_") && !name.startsWith("PULLDEPLOY_")) {
                all.put(name, value);
            }
        });
        all.putAll(simulated);
        return all;
    }

    @Override
    public void close() {
        clients.close();
        aws.close();
    }
}
