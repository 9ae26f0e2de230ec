package io.pulldeploy;

import io.pulldeploy.aws.AwsClients;
import io.pulldeploy.aws.AwsSettings;
import io.pulldeploy.aws.Ec2InstanceTags;
import io.pulldeploy.aws.HttpInstanceMetadata;
import io.pulldeploy.aws.MetadataSettings;
import io.pulldeploy.aws.MfaSessions;
import io.pulldeploy.aws.SdkParameterStore;
import io.pulldeploy.cli.Machine;
import io.pulldeploy.cli.MinionSource;
import io.pulldeploy.config.ConfigLoader;
import io.pulldeploy.config.MinionConfig;
import io.pulldeploy.engine.CompiledPillars;
import io.pulldeploy.engine.FileRoots;
import io.pulldeploy.engine.LocalMinion;
import io.pulldeploy.engine.MinionParts;
import io.pulldeploy.engine.Renderers;
import io.pulldeploy.engine.compile.SlsFile;
import io.pulldeploy.engine.compile.SlsRenderer;
import io.pulldeploy.grains.Ec2InstanceIdentity;
import io.pulldeploy.grains.GrainsLoader;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.loader.TemplateRenderer;
import io.pulldeploy.loader.VirtualModules;
import io.pulldeploy.model.Secrets;
import io.pulldeploy.pillar.CommandPillar;
import io.pulldeploy.pillar.FileTreePillar;
import io.pulldeploy.pillar.ParameterStorePillar;
import io.pulldeploy.pillar.PillarCompiler;
import io.pulldeploy.render.RenderContext;
import io.pulldeploy.render.RenderPipe;
import io.pulldeploy.render.SaltFunctions;
import io.pulldeploy.render.SlsSource;
import io.pulldeploy.render.yaml.YamlError;
import io.pulldeploy.render.yaml.YamlLoader;
import io.pulldeploy.system.DiscreetProcesses;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;
import io.pulldeploy.target.Subject;
import io.pulldeploy.target.Targets;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Puts together the minion of a machine: its configuration, grains, pillar, renderers and plug-ins.
 */
final class Minions implements MinionSource {
    private static final Logger log = LoggerFactory.getLogger(Minions.class);

    private final Machine machine;
    private final Consumer<Duration> pause;
    private final MfaSessions sessions;

    /**
     * @param pause waits
     * @param sessions of roles that want a second factor
     */
    Minions(Machine machine, Consumer<Duration> pause, MfaSessions sessions) {
        this.machine = machine;
        this.pause = pause;
        this.sessions = sessions;
    }

    @Override
    public LocalMinion open(
            Optional<String> configDirectory, Map<String, @Nullable Object> overrides) {
        Host host = discreet(machine.host(), machine.secrets());
        MinionConfig config =
                new ConfigLoader(host.files(), host.hostNames())
                        .load(
                                ConfigLoader.directory(configDirectory, machine.environment()),
                                overrides);
        config.warnings().forEach(log::warn);
        AwsClients aws = new AwsClients(settings(config), sessions);
        FileRoots roots = new FileRoots(host.files(), config.fileRoots());
        RenderPipe pipe = new RenderPipe(host, new SplittableRandom(), machine.secrets());
        CompiledPillars pillars = pillars(pipe, host, config, aws, machine.secrets());
        Map<String, @Nullable Object> grains = grains(config, aws);
        VirtualModules missing =
                machine.simulated()
                        ? VirtualModules.NONE
                        : VirtualModules.of(
                                grains, name -> host.processes().which(name).isPresent());
        MinionParts parts =
                new MinionParts(
                        roots,
                        roots,
                        renderers(pipe),
                        pillars,
                        () -> grains(config, aws),
                        Minions::matches,
                        Registrations.executionFunctions(
                                        host, aws, pillars::again, machine.environment())
                                .without(missing.functions()),
                        Registrations.stateFunctions(host, aws).without(missing.states()),
                        host.files(),
                        file -> open(configDirectory, reconfigured(overrides, host.files(), file)),
                        machine.secrets(),
                        host.clock(),
                        seconds -> pause.accept(Duration.ofSeconds(seconds)));
        Map<String, @Nullable Object> opts = new LinkedHashMap<>(config.opts());
        // Templates read opts['grains'] too; as grains they are still found out when read.
        opts.put("grains", grains);
        return new LocalMinion(parts, opts, grains);
    }

    /** The overrides with what a file says, which is Salt's {@code localconfig}. */
    private static Map<String, @Nullable Object> reconfigured(
            Map<String, @Nullable Object> overrides, FileTree files, String file) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(overrides);
        try {
            if (YamlLoader.load(files.text(Path.of(file)), YamlLoader.TEXT)
                    instanceof Map<?, ?> map) {
                map.forEach((key, value) -> all.put(String.valueOf(key), value));
            }
        } catch (YamlError e) {
            throw new CallError(file + ":" + e.line() + ": " + e.getMessage(), e);
        }
        return all;
    }

    private static Host discreet(Host host, Secrets secrets) {
        return new Host(
                host.files(),
                new DiscreetProcesses(host.processes(), secrets),
                host.packages(),
                host.services(),
                host.accounts(),
                host.hostNames(),
                host.clock());
    }

    private AwsSettings settings(MinionConfig config) {
        Optional<String> region = config.pulldeploy().region();
        return region.isPresent() && machine.aws().region().isEmpty()
                ? machine.aws().inRegion(region.get())
                : machine.aws();
    }

    private Map<String, @Nullable Object> grains(MinionConfig config, AwsClients aws) {
        Host host = machine.host();
        // In a simulation the host's files are a scratch directory; what the hardware is, only the
        // real ones say.
        FileTree disk = new FileTree();
        MetadataSettings metadata = MetadataSettings.of(machine.environment());
        Path cache = config.cacheDirectory().resolve("instance-identity.json");
        Ec2InstanceIdentity identity =
                new Ec2InstanceIdentity(
                        new HttpInstanceMetadata(metadata),
                        new Ec2InstanceTags(aws, host.clock(), new SplittableRandom()),
                        metadata,
                        disk,
                        host.files(),
                        cache);
        return new GrainsLoader(host, disk, identity, machine.environment()).load(config);
    }

    private static Renderers renderers(RenderPipe pipe) {
        return new Renderers() {
            @Override
            public SlsRenderer sls(Minion minion) {
                // One context for all, as what a template changes in the pillar lasts for the next.
                RenderContext context = RenderContext.of(minion);
                return (file, sls) ->
                        pipe.render(
                                new SlsSource(
                                        file.text(),
                                        file.path(),
                                        file.relativePath(),
                                        file.saltenv(),
                                        sls,
                                        cached(minion, file)),
                                context.withExtra(asTop(sls)));
            }

            @Override
            public TemplateRenderer templates(Minion minion) {
                return pipe.forMinion(minion);
            }
        };
    }

    /** Where Salt keeps a copy of a file of the tree, which is the path that it knows. */
    private static String cached(Minion minion, SlsFile file) {
        return Path.of(
                        String.valueOf(minion.opts().get("cachedir")),
                        "files",
                        file.saltenv(),
                        file.relativePath())
                .toString();
    }

    private static CompiledPillars pillars(
            RenderPipe pipe, Host host, MinionConfig config, AwsClients aws, Secrets secrets) {
        // A pillar file imports from the pillar's own roots.
        FileRoots roots = new FileRoots(host.files(), config.pillarRoots());
        PillarCompiler compiler =
                new PillarCompiler(
                        host.files(),
                        directories -> new FileRoots(host.files(), directories),
                        Map.of(
                                "cmd_yaml",
                                CommandPillar.yaml(host.processes()),
                                "cmd_json",
                                CommandPillar.json(host.processes()),
                                "file_tree",
                                new FileTreePillar(host.files()),
                                "ssm",
                                new ParameterStorePillar(new SdkParameterStore(aws), secrets)),
                        Map.of("gpg", pipe::decrypt));
        return new CompiledPillars(
                compiler,
                minion ->
                        (file, defaults) ->
                                pipe.render(
                                        new SlsSource(
                                                file.text(),
                                                file.path(),
                                                file.relativePath(),
                                                file.saltenv(),
                                                file.sls()),
                                        new RenderContext(
                                                        SaltFunctions.of(minion),
                                                        minion.opts(),
                                                        minion.grains(),
                                                        minion.pillar(),
                                                        roots,
                                                        asTop(file.sls()))
                                                .withExtra(defaults)));
    }

    /** A top file sees that it is no SLS, while other templates without a name see nothing. */
    private static Map<String, @Nullable Object> asTop(String sls) {
        return sls.isEmpty() ? Map.of("sls", "") : Map.of();
    }

    private static boolean matches(LocalMinion minion, String expression, String type) {
        Map<?, ?> nodegroups =
                minion.opts().get("nodegroups") instanceof Map<?, ?> groups ? groups : Map.of();
        return Targets.matches(
                expression,
                type,
                new Subject(minion.id(), minion.grains(), minion.pillar(), nodegroups));
    }
}
