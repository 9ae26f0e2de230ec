package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** {@link Alarms} in memory. */
final class FakeAlarms implements Alarms {
    private final Map<String, Map<String, @Nullable Object>> alarms = new LinkedHashMap<>();
    private final Consumer<String> mutated;

    FakeAlarms(Consumer<String> mutated) {
        this.mutated = mutated;
    }

    @Override
    public Optional<Map<String, @Nullable Object>> find(String name) {
        return Optional.ofNullable(alarms.get(name));
    }

    @Override
    public List<String> names(String prefix) {
        return alarms.keySet().stream().filter(n -> n.startsWith(prefix)).toList();
    }

    @Override
    public void put(Map<String, ?> properties) {
        mutated.accept("cloudwatch:PutMetricAlarm");
        alarms.put(String.valueOf(properties.get("AlarmName")), new LinkedHashMap<>(properties));
    }

    @Override
    public void delete(String name) {
        mutated.accept("cloudwatch:DeleteAlarms");
        alarms.remove(name);
    }
}
