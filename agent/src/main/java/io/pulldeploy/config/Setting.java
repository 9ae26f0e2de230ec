package io.pulldeploy.config;

import java.util.List;
import java.util.stream.Stream;

/**
 * A key of the configuration's section {@code pulldeploy}: what is not among these is refused, and
 * the reference page is made of them.
 *
 * @param key as it is written, {@code hooks:timeout} for one of a nested mapping
 * @param kind of value
 * @param otherwise what holds where it is not given, for people
 * @param doc what it does
 * @param used whether it has an effect; who gives one without is warned
 */
public record Setting(String key, String kind, String otherwise, String doc, boolean used) {
    private static final String UNUSED =
            " Read and checked; nothing uses it yet, and whoever gives it is warned.";

    /** Every setting, in the order in which the reference page has them. */
    public static final List<Setting> ALL =
            List.of(
                    new Setting(
                            "bucket",
                            "text",
                            "",
                            "The bucket of the artifacts. Nothing but `rollback`, `status`, `history` and"
                                    + " `explain` works without it."),
                    new Setting(
                            "prefix",
                            "text",
                            "`deploy/`",
                            "What every key in the bucket begins with."),
                    new Setting(
                            "region",
                            "text",
                            "the standard AWS ways",
                            "The bucket's region: else `AWS_REGION`, the profile, the instance."),
                    new Setting(
                            "root",
                            "absolute path",
                            "`/srv`",
                            "Under which services and base are unpacked and linked."),
                    new Setting(
                            "state_dir",
                            "absolute path",
                            "`/var/lib/pulldeploy`",
                            "Records of runs, verified manifests, the lock."),
                    new Setting(
                            "log_dir",
                            "absolute path",
                            "`/var/log/pulldeploy`",
                            "What hooks print, a file per run."),
                    new Setting(
                            "keep_releases",
                            "whole number from 1 on",
                            "`5`",
                            "How many releases of a service, and of the base, stay on disk; those that a"
                                    + " link names or a process runs from stay in any case."),
                    new Setting(
                            "naming",
                            "template",
                            "`" + PulldeployConfig.DEFAULT_NAMING + "`",
                            "How instances are named; matched from the right, so that only the service's"
                                    + " name may hold dashes."),
                    new Setting(
                            "trusted_keys",
                            "mapping of key ids to Ed25519 public keys",
                            "none",
                            "With at least one, manifests and channels must be signed by one of them. A key is"
                                    + " what `openssl pkey -in key.pem -pubout` prints."),
                    new Setting(
                            "hooks:timeout",
                            "time",
                            "`10m`",
                            "After which a hook is ended, with all that it started."),
                    new Setting("hooks:user", "text", "the agent's user", "Whom hooks run as."),
                    new Setting(
                            "load_balancers:register",
                            "true or false",
                            "`false`",
                            "Whether every deploy ends with `elb.register`, as `--register` does."),
                    unused(
                            "load_balancers:names",
                            "list of texts",
                            "none",
                            "Classic load balancers to join."),
                    unused(
                            "load_balancers:target_groups",
                            "list of texts",
                            "none",
                            "Target groups to join."),
                    unused(
                            "load_balancers:timeout",
                            "time",
                            "`5m`",
                            "How long to wait until the instance is in service."),
                    unused("health:url", "text", "none", "Asked until it answers with a success."),
                    unused("health:command", "text", "none", "Run until it exits with zero."),
                    unused("health:timeout", "time", "`2m`", "For the gate as a whole."),
                    unused("health:interval", "time", "`2s`", "Between two attempts."),
                    new Setting(
                            "daemon:interval",
                            "time",
                            "`30m`",
                            "Between two refreshes of `pulldeploy daemon`."),
                    new Setting(
                            "daemon:splay",
                            "time",
                            "`5m`",
                            "Upper bound of the random wait that is added to each."));

    Setting(String key, String kind, String otherwise, String doc) {
        this(key, kind, otherwise, doc, true);
    }

    private static Setting unused(String key, String kind, String otherwise, String doc) {
        return new Setting(key, kind, otherwise, doc + UNUSED, false);
    }

    /** The keys of the section itself, or of a mapping in it, without the mapping's name. */
    static List<String> keysOf(String mapping) {
        String prefix = mapping.isEmpty() ? "" : mapping + ":";
        return ALL.stream()
                .map(Setting::key)
                .filter(k -> k.startsWith(prefix))
                .map(k -> k.substring(prefix.length()))
                .flatMap(k -> Stream.of(k.split(":", 2)[0]))
                .distinct()
                .toList();
    }
}
