package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;
import static io.pulldeploy.states.aws.Steps.entry;

import io.pulldeploy.aws.AutoScalingGroups;
import io.pulldeploy.aws.LaunchConfigurations;
import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an Auto Scaling group launches from.
 *
 * @param configuration name of a launch configuration, if no template is used
 * @param template name and version, if one is used
 * @param replaced name of the launch configuration that nothing needs any longer
 */
record GroupLaunch(
        Optional<String> configuration,
        Optional<Map<String, @Nullable Object>> template,
        Optional<String> replaced,
        AutoScalingGroups groups,
        LaunchConfigurations configurations) {

    /**
     * @param steps gets what makes the configuration or template
     * @param found the group, if it exists
     * @throws CallError if the group names a configuration that nobody makes
     */
    static GroupLaunch of(
            AwsState.Call call,
            Steps steps,
            List<String> subnets,
            Optional<Map<String, @Nullable Object>> found) {
        Arguments args = call.args();
        AutoScalingGroups groups = call.account().autoScalingGroups();
        LaunchConfigurations configurations = call.account().launchConfigurations();
        Optional<String> current =
                found.map(g -> g.get("LaunchConfigurationName")).map(Object::toString);
        String prefix = args.string("launch_config_name");
        Map<String, @Nullable Object> given = Plain.mapping(args.value("launch_config"));
        if (args.value("launch_config") == null) {
            requireConfiguration(call, configurations, prefix, current);
            return new GroupLaunch(
                    Optional.of(prefix),
                    Optional.empty(),
                    Optional.empty(),
                    groups,
                    configurations);
        }
        args.text("instance_profile_name").ifPresent(p -> given.put("instance_profile_name", p));
        Optional<String> vpc = subnets.isEmpty() ? Optional.empty() : Subnets.vpc(call, subnets);
        LaunchConfig wanted = LaunchConfig.of(call, given, vpc);
        if (args.flag("use_launch_template")) {
            return new GroupLaunch(
                    Optional.empty(),
                    Optional.of(
                            LaunchTemplateSteps.of(call, prefix)
                                    .addTo(steps, LaunchTemplateSteps.data(wanted))),
                    current.filter(c -> c.startsWith(prefix + "-")),
                    groups,
                    configurations);
        }
        Optional<Map<String, @Nullable Object>> currentProperties =
                current.filter(c -> c.startsWith(prefix + "-")).flatMap(configurations::find);
        Optional<Properties.Diff> diff = currentProperties.map(wanted::diff);
        if (diff.filter(Properties.Diff::isEmpty).isPresent()) {
            return new GroupLaunch(
                    current, Optional.empty(), Optional.empty(), groups, configurations);
        }
        String next = prefix + "-" + ContentDigest.of(given);
        addConfiguration(steps, configurations, next, wanted, diff);
        return new GroupLaunch(
                Optional.of(next),
                Optional.empty(),
                current.filter(c -> currentProperties.isPresent() && !c.equals(next)),
                groups,
                configurations);
    }

    /** The removal of what the group launched from before, once it does not any longer. */
    void addRemoval(Steps steps) {
        replaced.ifPresent(old ->
                steps.step(
                        "",
                        "",
                        entry("launch_config", entry("deleted", old)),
                        () -> {
                            if (groups.launchingFrom(old).isEmpty()) {
                                configurations.delete(old);
                            }
                        }));
    }

    private static void requireConfiguration(
            AwsState.Call call,
            LaunchConfigurations configurations,
            String configuration,
            Optional<String> current) {
        if (!current.equals(Optional.of(configuration))
                && configurations.find(configuration).isEmpty()
                && !call.expected().contains("launch configuration", configuration)) {
            throw new CallError("Launch configuration " + configuration + " does not exist.");
        }
    }

    private static void addConfiguration(
            Steps steps,
            LaunchConfigurations configurations,
            String next,
            LaunchConfig wanted,
            Optional<Properties.Diff> diff) {
        Optional<Map<String, @Nullable Object>> same = configurations.find(next);
        if (same.isPresent() && wanted.diff(same.get()).isEmpty()) {
            return;
        }
        Map<String, @Nullable Object> now =
                diff.isPresent()
                        ? LaunchConfigurationState.shown(next, diff.get().now())
                        : LaunchConfigurationState.shown(next, wanted.properties());
        steps.step(
                "",
                "",
                entry(
                        "launch_config",
                        change(
                                diff.<Object>map(d -> LaunchConfig.readable(d.old())).orElse(null),
                                now)),
                () -> {
                    if (same.isPresent()) {
                        configurations.delete(next);
                    }
                    LaunchConfigurationState.create(configurations, next, wanted);
                });
    }
}
