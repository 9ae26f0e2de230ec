package io.pulldeploy.aws;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The security groups of an account and region. */
public interface SecurityGroups {
    /**
     * @param vpc only groups of this VPC
     */
    List<SecurityGroup> named(String name, Optional<String> vpc);

    Optional<SecurityGroup> withId(String id);

    List<SecurityGroup> all();

    /**
     * @param vpc empty for the account's default VPC
     * @return the group's id
     */
    String create(String name, String description, Optional<String> vpc);

    void authorize(String id, SecurityGroup.Direction direction, Collection<SecurityRule> rules);

    void revoke(String id, SecurityGroup.Direction direction, Collection<SecurityRule> rules);

    void tag(String id, Map<String, String> tags);

    void untag(String id, Collection<String> keys);

    /** Waits up to a minute for what still uses the group to let go of it. */
    void delete(String id);
}
