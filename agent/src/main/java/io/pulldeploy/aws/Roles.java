package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** IAM's roles and instance profiles. Policy documents are plain values, as JSON would parse. */
public interface Roles {
    /**
     * A role as IAM describes it.
     *
     * @param trust the document that says who may assume it
     */
    record Role(String name, String arn, String path, @Nullable Object trust) {}

    /** A managed policy that is attached to a role. */
    record Attached(String name, String arn) {}

    Optional<Role> find(String name);

    /**
     * @param path empty for {@code /}
     */
    void create(String name, Map<String, ?> trust, Optional<String> path);

    void trust(String name, Map<String, ?> trust);

    void delete(String name);

    /** The names of the role's own policies. */
    List<String> policies(String role);

    Optional<Object> policy(String role, String policy);

    void put(String role, String policy, Map<String, ?> document);

    void remove(String role, String policy);

    List<Attached> attached(String role);

    /** The managed policy of this name, the account's or AWS's; a name that is an ARN is itself. */
    Optional<String> managedPolicy(String name);

    void attach(String role, String policyArn);

    void detach(String role, String policyArn);

    /**
     * The roles in an instance profile.
     *
     * @return empty if there is no such profile
     */
    Optional<List<String>> profile(String name);

    void createProfile(String name);

    void deleteProfile(String name);

    void addToProfile(String profile, String role);

    void removeFromProfile(String profile, String role);
}
