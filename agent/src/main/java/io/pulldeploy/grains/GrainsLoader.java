package io.pulldeploy.grains;

import io.pulldeploy.config.MinionConfig;
import io.pulldeploy.model.DictUpdate;
import io.pulldeploy.model.Fnmatch;
import io.pulldeploy.render.yaml.YamlError;
import io.pulldeploy.render.yaml.YamlLoader;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All grains of this machine. The later win: the host's facts, the naming convention, custom
 * grains, the grains file, the configuration's {@code grains}.
 */
public final class GrainsLoader {
    /** What the engine speaks the language of. */
    public static final String SALT_VERSION = "3008.3";

    private static final Logger LOG = LoggerFactory.getLogger(GrainsLoader.class);
    private static final List<String> NAME_GRAINS =
            List.of(
                    "service_name",
                    "service_instance",
                    "service_node",
                    "region",
                    "cluster_name",
                    "service_group");

    private final Host host;
    private final Probe machine;
    private final InstanceIdentity identity;

    /**
     * @param host where the configuration's files are, and the names of this host
     * @param machine the real machine's files, which may be others than the host's in a simulation
     * @param environment this process's environment variables
     */
    public GrainsLoader(
            Host host,
            FileTree machine,
            InstanceIdentity identity,
            Map<String, String> environment) {
        this.host = host;
        this.machine = new Probe(machine, host.processes(), environment);
        this.identity = identity;
    }

    /**
     * The grains, those that cost a program or a call to AWS still to be found out.
     *
     * @throws io.pulldeploy.model.Failure if a custom grain or the naming template is wrong
     */
    public Map<String, @Nullable Object> load(MinionConfig config) {
        Map<String, @Nullable Object> opts = config.opts();
        boolean deep = Boolean.TRUE.equals(opts.get("grains_deep_merge"));
        Grains grains = hostFacts(config);
        naming(grains, config);
        Predicate<String> blocked = blocked(opts.get("grains_blacklist"));
        grains.names().stream().filter(blocked).forEach(grains::remove);
        List<String> directories = texts(opts.get("grains_dirs"));
        add(
                grains,
                new CustomGrains(host.files(), host.processes()).grains(directories, deep),
                deep,
                blocked);
        add(grains, grainsFile(config), deep, blocked);
        if (opts.get("grains") instanceof Map<?, ?> configured) {
            add(grains, configured, deep, name -> false);
        }
        return grains;
    }

    private Grains hostFacts(MinionConfig config) {
        String hostName = host.hostNames().current();
        Hardware hardware = new Hardware(machine);
        NetworkFacts network = new NetworkFacts(machine);
        ProcessFacts process = new ProcessFacts(machine, host.accounts());
        String cpuarch = hardware.cpuarch();
        Grains grains = new Grains();
        grains.putAll(process.grains(config.id(), hostName));
        grains.put("cpuarch", cpuarch);
        grains.putAll(new OperatingSystem(machine).grains(cpuarch));
        grains.putAll(hardware.grains());
        grains.putAll(network.gateways());
        Map<String, @Nullable Object> dns = network.dns();
        if (!dns.isEmpty()) {
            grains.put("dns", dns);
        }
        process.selinux().ifPresent(selinux -> grains.put("selinux", selinux));
        grains.put("master", config.opts().getOrDefault("master", ""));
        if (config.opts().get("append_domain") instanceof String domain) {
            grains.put("append_domain", domain);
        }
        grains.put("saltversion", SALT_VERSION);
        grains.put("saltversioninfo", List.of(3008L, 3L));
        grains.put("package", null);
        grains.put("fqdns", List.of());
        grains.defer(NetworkFacts.INTERFACE_GRAINS, network::interfaces);
        grains.defer(NetworkFacts.NAME_GRAINS, () -> network.names(hostName));
        grains.defer(
                List.of("virtual", "virtual_subtype"), () -> new Virtualization(machine).grains());
        grains.defer(List.of("gpus", "num_gpus"), hardware::gpus);
        grains.defer(List.of("systemd"), process::systemd);
        grains.defer(
                List.of("locale_info"),
                () -> Map.of("locale_info", process.localeInfo(host.clock())));
        return grains;
    }

    /** The host's name says it, else the configured id, else the Auto Scaling group. */
    private void naming(Grains grains, MinionConfig config) {
        NamingConvention convention = new NamingConvention(config.pulldeploy().naming());
        Optional<InstanceName> named =
                convention
                        .parse(host.hostNames().current())
                        .or(() -> config.configuredId().flatMap(convention::parse));
        if (named.isPresent()) {
            grains.putAll(named.get().grains());
        } else {
            grains.defer(NAME_GRAINS, () -> groupName(convention));
        }
        grains.defer(List.of("instance_id"), () -> single("instance_id", identity.instanceId()));
        grains.defer(
                List.of("availability_zone"),
                () -> single("availability_zone", identity.availabilityZone()));
        grains.defer(List.of("ec2_region"), () -> single("ec2_region", identity.region()));
    }

    private Map<String, String> groupName(NamingConvention convention) {
        Optional<String> group = identity.autoScalingGroup();
        Optional<InstanceName> name =
                group.flatMap(text ->
                        identity.instanceId().flatMap(id -> convention.parseGroup(text, id)));
        if (group.isPresent() && name.isEmpty()) {
            LOG.warn(
                    "the Auto Scaling group's name {} is not of the naming convention, so there are"
                            + " no grains service_name, service_instance, …",
                    group.get());
        }
        return name.map(InstanceName::grains).orElse(Map.of());
    }

    private static Map<String, String> single(String name, Optional<String> value) {
        return value.map(v -> Map.of(name, v)).orElse(Map.of());
    }

    private Map<?, ?> grainsFile(MinionConfig config) {
        Path file = config.directory().resolve("grains");
        if (!host.files().isFile(file)) {
            return Map.of();
        }
        try {
            return YamlLoader.load(host.files().text(file), file.toString())
                            instanceof Map<?, ?> map
                    ? map
                    : Map.of();
        } catch (YamlError e) {
            LOG.warn("Bad syntax in grains file! Skipping. {}:{}: {}", file, e.line(), e.problem());
            return Map.of();
        }
    }

    private static void add(
            Grains grains, Map<?, ?> more, boolean deep, Predicate<String> blocked) {
        more.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (blocked.test(name)) {
                return;
            }
            if (deep
                    && value instanceof Map<?, ?> map
                    && grains.get(name) instanceof Map<?, ?> before) {
                grains.put(name, DictUpdate.update(before, map, false));
            } else {
                grains.put(name, DictUpdate.copy(value));
            }
        });
    }

    private static Predicate<String> blocked(@Nullable Object blacklist) {
        List<String> patterns = texts(blacklist);
        return name -> patterns.stream().anyMatch(pattern -> Fnmatch.matches(name, pattern));
    }

    private static List<String> texts(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
