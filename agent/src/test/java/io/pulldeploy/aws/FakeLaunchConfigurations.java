package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** {@link LaunchConfigurations} in memory. */
final class FakeLaunchConfigurations implements LaunchConfigurations {
    private final Map<String, Map<String, @Nullable Object>> configurations = new LinkedHashMap<>();
    private final Consumer<String> mutated;

    FakeLaunchConfigurations(Consumer<String> mutated) {
        this.mutated = mutated;
    }

    @Override
    public Optional<Map<String, @Nullable Object>> find(String name) {
        return Optional.ofNullable(configurations.get(name));
    }

    @Override
    public List<String> names() {
        return List.copyOf(configurations.keySet());
    }

    @Override
    public void create(Map<String, ?> properties) {
        mutated.accept("autoscaling:CreateLaunchConfiguration");
        configurations.put(
                String.valueOf(properties.get("LaunchConfigurationName")),
                new LinkedHashMap<>(properties));
    }

    @Override
    public void delete(String name) {
        mutated.accept("autoscaling:DeleteLaunchConfiguration");
        configurations.remove(name);
    }
}
