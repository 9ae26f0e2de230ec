package io.pulldeploy.simulation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The instance that the simulated AWS pretends the agent runs on.
 *
 * @param id such as {@code i-0123456789abcdef0}
 * @param region such as {@code us-east-1}
 * @param availabilityZone such as {@code us-east-1a}
 * @param role name of the role in its instance profile
 * @param tags of the instance; {@code aws:autoscaling:groupName} names its group
 * @param tagsInMetadata whether the launch template allows tags in the metadata service
 */
public record SimulatedInstance(
        String id,
        String region,
        String availabilityZone,
        String accountId,
        String role,
        Map<String, String> tags,
        boolean tagsInMetadata) {
    public static final String GROUP_TAG = "aws:autoscaling:groupName";

    public SimulatedInstance {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    /** An instance of an Auto Scaling group, named as the group is. */
    public static SimulatedInstance ofGroup(String group, String id) {
        return new SimulatedInstance(
                id,
                "us-east-1",
                "us-east-1a",
                "123456789012",
                group,
                Map.of(GROUP_TAG, group, "Name", group),
                false);
    }

    public SimulatedInstance withTagsInMetadata() {
        return new SimulatedInstance(id, region, availabilityZone, accountId, role, tags, true);
    }
}
