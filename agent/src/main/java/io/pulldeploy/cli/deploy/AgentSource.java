package io.pulldeploy.cli.deploy;

import io.pulldeploy.artifact.Keys;
import io.pulldeploy.artifact.Repository;
import io.pulldeploy.artifact.Signatures;
import io.pulldeploy.aws.AwsClients;
import io.pulldeploy.aws.AwsSettings;
import io.pulldeploy.aws.MfaSessions;
import io.pulldeploy.aws.Once;
import io.pulldeploy.aws.S3ObjectStore;
import io.pulldeploy.cli.Machine;
import io.pulldeploy.cli.MinionSource;
import io.pulldeploy.config.ConfigLoader;
import io.pulldeploy.config.MinionConfig;
import io.pulldeploy.config.PulldeployConfig;
import io.pulldeploy.deploy.InstanceLayout;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.Signals;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Opens the agent that a configuration directory describes. */
public final class AgentSource {
    private static final Logger log = LoggerFactory.getLogger(AgentSource.class);

    private final Machine machine;
    private final MinionSource minions;
    private final Signals signals;
    private final MfaSessions sessions;

    /**
     * @param sessions of roles that want a second factor
     */
    public AgentSource(
            Machine machine, MinionSource minions, Signals signals, MfaSessions sessions) {
        this.machine = machine;
        this.minions = minions;
        this.signals = signals;
        this.sessions = sessions;
    }

    Agent open(DeployOptions options) {
        ConfigLoader loader = new ConfigLoader(machine.host().files(), machine.host().hostNames());
        Path directory = ConfigLoader.directory(options.configDir(), machine.environment());
        MinionConfig config = loader.load(directory, Map.of());
        Map<String, @Nullable Object> overrides = Map.of();
        if (options.root().isPresent()) {
            overrides = rebased(config, options.root().get());
            config = loader.load(directory, overrides);
        }
        config.warnings().forEach(log::warn);
        PulldeployConfig settings = config.pulldeploy();
        return new Agent(
                machine,
                config,
                layout(settings, options.root()),
                new Once<>(() -> repository(settings)),
                new MinionStates(minions, options.configDir(), overrides),
                signals);
    }

    /** With another root go records and logs of its own: the ledger speaks of one root alone. */
    private static InstanceLayout layout(PulldeployConfig settings, Optional<Path> other) {
        return other.map(
                        root -> {
                            Path own = root.resolve("pulldeploy");
                            return new InstanceLayout(
                                    root,
                                    moved(
                                            settings.stateDirectory(),
                                            own.resolve("state"),
                                            settings,
                                            root),
                                    moved(
                                            settings.logDirectory(),
                                            own.resolve("log"),
                                            settings,
                                            root));
                        })
                .orElseGet(() ->
                        new InstanceLayout(
                                settings.root(),
                                settings.stateDirectory(),
                                settings.logDirectory()));
    }

    /** A place under the configured root moves with it; any other becomes the root's own. */
    private static Path moved(Path place, Path own, PulldeployConfig settings, Path root) {
        return place.startsWith(settings.root())
                ? root.resolve(settings.root().relativize(place))
                : own;
    }

    /** The configuration's roots, those under the configured root moved under the other one. */
    private static Map<String, @Nullable Object> rebased(MinionConfig config, Path root) {
        Path from = config.pulldeploy().root();
        Map<String, @Nullable Object> overrides = new LinkedHashMap<>();
        overrides.put("file_roots", rebased(config.fileRoots(), from, root));
        overrides.put("pillar_roots", rebased(config.pillarRoots(), from, root));
        if (config.opts().get("grains_dirs") instanceof List<?> directories) {
            overrides.put(
                    "grains_dirs",
                    directories.stream().map(d -> rebased(String.valueOf(d), from, root)).toList());
        }
        return overrides;
    }

    private static Map<String, @Nullable Object> rebased(
            Map<String, List<String>> roots, Path from, Path to) {
        Map<String, @Nullable Object> rebased = new LinkedHashMap<>();
        roots.forEach((environment, directories) ->
                rebased.put(
                        environment, directories.stream().map(d -> rebased(d, from, to)).toList()));
        return rebased;
    }

    private static String rebased(String directory, Path from, Path to) {
        Path path = Path.of(directory);
        return path.startsWith(from) ? to.resolve(from.relativize(path)).toString() : directory;
    }

    private Repository repository(PulldeployConfig settings) {
        String bucket =
                settings.bucket()
                        .orElseThrow(() ->
                                new Failure(
                                        ExitCode.CONFIGURATION,
                                        "no bucket is configured",
                                        "Set it in the minion file, or in minion.d/*.conf:"
                                                + " pulldeploy: {bucket: NAME}."));
        AwsSettings aws =
                settings.region().isPresent() && machine.aws().region().isEmpty()
                        ? machine.aws().inRegion(settings.region().get())
                        : machine.aws();
        return new Repository(
                new S3ObjectStore(
                        new AwsClients(aws, sessions),
                        bucket,
                        machine.host().clock(),
                        new Random()),
                new Keys(settings.prefix()),
                new Signatures(settings.trustedKeys()));
    }
}
