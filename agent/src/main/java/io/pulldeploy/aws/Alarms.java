package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CloudWatch's metric alarms, with their properties under AWS's names. */
public interface Alarms {
    Optional<Map<String, @Nullable Object>> find(String name);

    List<String> names(String prefix);

    void put(Map<String, ?> properties);

    void delete(String name);
}
