package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;
import static io.pulldeploy.states.aws.Steps.entry;

import io.pulldeploy.aws.LaunchConfigurations;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.modules.AwsConnections;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code boto_lc}: launch configurations. */
public final class LaunchConfigurationState {
    private static final AwsParameters PRESENT =
            AwsParameters.of(
                    "name: text, image_id: text, " + LaunchConfig.PARAMETERS,
                    Map.of("cloud_init", LaunchConfig.CLOUD_INIT));

    private static final AwsParameters ABSENT = AwsParameters.of("name: text", Map.of());

    private final AwsConnections connections;

    public LaunchConfigurationState(AwsConnections connections) {
        this.connections = connections;
    }

    public List<StateFunction> functions() {
        return AwsState.all(
                AwsState.named(
                        "boto_lc.present",
                        "Ensures that a launch configuration exists with these properties.",
                        PRESENT,
                        connections,
                        "asg",
                        LaunchConfigurationState::present),
                AwsState.named(
                        "boto_lc.absent",
                        "Ensures that a launch configuration does not exist.",
                        ABSENT,
                        connections,
                        "asg",
                        LaunchConfigurationState::absent));
    }

    private static Steps present(AwsState.Call call) {
        String name = call.name();
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        PRESENT.signature()
                .parameters()
                .forEach(p -> given.put(p.name(), call.args().value(p.name())));
        LaunchConfig wanted = LaunchConfig.of(call, given, Optional.empty());
        LaunchConfigurations configurations = call.account().launchConfigurations();
        call.expected().add("launch configuration", name);
        Optional<Map<String, @Nullable Object>> current = configurations.find(name);
        if (current.isEmpty()) {
            return new Steps()
                    .step(
                            "Launch configuration set to be created.",
                            "",
                            change(null, shown(name, wanted.properties())),
                            () -> create(configurations, name, wanted));
        }
        Properties.Diff diff = wanted.diff(current.get());
        if (diff.isEmpty()) {
            return new Steps().note("Launch configuration present.");
        }
        List<String> users = call.account().autoScalingGroups().launchingFrom(name);
        if (!users.isEmpty()) {
            throw new CallError(
                    "Launch configuration %s has other values for %s, and AWS cannot change one that a"
                                    .formatted(name, String.join(", ", diff.now().keySet()))
                            + " group uses (%s): give it a new name, or let boto_asg.present make"
                                    .formatted(String.join(", ", users))
                            + " it from launch_config.");
        }
        return new Steps()
                .step(
                        "Launch configuration set to be replaced.",
                        "",
                        change(
                                LaunchConfig.readable(diff.old()),
                                LaunchConfig.readable(diff.now())),
                        () -> {
                            configurations.delete(name);
                            create(configurations, name, wanted);
                        });
    }

    static void create(LaunchConfigurations configurations, String name, LaunchConfig wanted) {
        Map<String, @Nullable Object> properties = entry("LaunchConfigurationName", name);
        properties.putAll(wanted.known());
        configurations.create(properties);
    }

    static Map<String, @Nullable Object> shown(
            String name, Map<String, @Nullable Object> properties) {
        Map<String, @Nullable Object> shown = entry("LaunchConfigurationName", name);
        shown.putAll(LaunchConfig.readable(properties));
        return shown;
    }

    private static Steps absent(AwsState.Call call) {
        String name = call.name();
        LaunchConfigurations configurations = call.account().launchConfigurations();
        if (configurations.find(name).isEmpty()) {
            return new Steps().note("Launch configuration does not exist.");
        }
        return new Steps()
                .step(
                        "Launch configuration set to be deleted.",
                        "Deleted launch configuration.",
                        change(name, null),
                        () -> configurations.delete(name));
    }
}
