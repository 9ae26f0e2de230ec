package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Launch configurations, with their properties under AWS's names. They cannot be changed. */
public interface LaunchConfigurations {
    Optional<Map<String, @Nullable Object>> find(String name);

    List<String> names();

    /** Waits for an instance profile or a group that was made a moment ago. */
    void create(Map<String, ?> properties);

    void delete(String name);
}
