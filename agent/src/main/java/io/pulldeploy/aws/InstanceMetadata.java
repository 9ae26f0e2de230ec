package io.pulldeploy.aws;

import java.util.Optional;

/** The instance metadata service, version 2 only. */
public interface InstanceMetadata {
    /**
     * Reads one entry.
     *
     * @param path below {@code /latest/}, such as {@code meta-data/instance-id}
     * @return empty if the service has no such entry
     * @throws io.pulldeploy.model.Failure UNAVAILABLE if it cannot be reached, or refuses
     */
    Optional<String> find(String path);
}
