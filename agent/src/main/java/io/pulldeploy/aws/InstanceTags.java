package io.pulldeploy.aws;

import java.util.Map;

/** The tags of instances, where the metadata service does not tell them. */
@FunctionalInterface
public interface InstanceTags {
    /**
     * Every tag of an instance, by key.
     *
     * @throws io.pulldeploy.model.Failure NO_PERMISSION or UNAVAILABLE
     */
    Map<String, String> of(String instanceId);
}
