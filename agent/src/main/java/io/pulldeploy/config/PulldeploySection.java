package io.pulldeploy.config;

import io.pulldeploy.config.PulldeployConfig.Daemon;
import io.pulldeploy.config.PulldeployConfig.Health;
import io.pulldeploy.config.PulldeployConfig.Hooks;
import io.pulldeploy.config.PulldeployConfig.LoadBalancers;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** Reads the section {@code pulldeploy} into its record. */
final class PulldeploySection {
    private static final String NAME = "pulldeploy";

    private PulldeploySection() {}

    /**
     * @param file the file that holds the section
     * @throws io.pulldeploy.model.Failure for an unknown key or a value of the wrong type
     */
    static PulldeployConfig read(ConfigFile file, @Nullable Object value) {
        Section section = Section.of(file, NAME, value, Setting.keysOf(""));
        PulldeployConfig otherwise = PulldeployConfig.DEFAULT;
        return new PulldeployConfig(
                section.text("bucket"),
                section.text("prefix").map(PulldeploySection::prefix).orElse(otherwise.prefix()),
                section.text("region"),
                section.path("root", otherwise.root()),
                section.path("state_dir", otherwise.stateDirectory()),
                section.path("log_dir", otherwise.logDirectory()),
                section.positive("keep_releases", otherwise.keepReleases()),
                section.text("naming").orElse(otherwise.naming()),
                section.textByName("trusted_keys"),
                hooks(section.section("hooks", Setting.keysOf("hooks"))),
                loadBalancers(section.section("load_balancers", Setting.keysOf("load_balancers"))),
                health(section.section("health", Setting.keysOf("health"))),
                daemon(section.section("daemon", Setting.keysOf("daemon"))));
    }

    /** A sentence for each setting of a file that nothing uses. */
    static List<String> withoutEffect(ConfigFile file) {
        return Setting.ALL.stream()
                .filter(s -> !s.used())
                .map(s -> List.of((NAME + ":" + s.key()).split(":", -1)))
                .filter(keys -> isGiven(file.values(), keys))
                .map(keys ->
                        file.about(
                                keys,
                                "'"
                                        + String.join(":", keys)
                                        + "' has no effect, because nothing uses it yet; remove it"))
                .toList();
    }

    private static boolean isGiven(Map<?, ?> values, List<String> keys) {
        Object value = values.get(keys.getFirst());
        return keys.size() == 1
                ? value != null
                : value instanceof Map<?, ?> inner && isGiven(inner, keys.subList(1, keys.size()));
    }

    private static String prefix(String text) {
        String relative = text.startsWith("/") ? text.substring(1) : text;
        return relative.isEmpty() || relative.endsWith("/") ? relative : relative + "/";
    }

    private static Hooks hooks(Section section) {
        return new Hooks(
                section.duration("timeout", Hooks.DEFAULT.timeout()), section.text("user"));
    }

    private static LoadBalancers loadBalancers(Section section) {
        return new LoadBalancers(
                section.flag("register", LoadBalancers.DEFAULT.register()),
                section.texts("names"),
                section.texts("target_groups"),
                section.duration("timeout", LoadBalancers.DEFAULT.timeout()));
    }

    private static Health health(Section section) {
        return new Health(
                section.text("url"),
                section.text("command"),
                section.duration("timeout", Health.DEFAULT.timeout()),
                section.duration("interval", Health.DEFAULT.interval()));
    }

    private static Daemon daemon(Section section) {
        return new Daemon(
                section.duration("interval", Daemon.DEFAULT.interval()),
                section.duration("splay", Daemon.DEFAULT.splay()));
    }
}
