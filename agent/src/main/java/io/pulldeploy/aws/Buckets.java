package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** S3 buckets and their settings, each a plain value under AWS's names. */
public interface Buckets {
    /** The settings that a bucket has beside its objects. */
    enum Setting {
        /** Owner and Grants; it is always there, and cannot be removed. */
        ACL,
        CORS_RULES,
        ENCRYPTION,
        LIFECYCLE,
        LOGGING,
        NOTIFICATIONS,
        POLICY,
        PUBLIC_ACCESS_BLOCK,
        REPLICATION,
        REQUEST_PAYMENT,
        TAGGING,
        VERSIONING,
        WEBSITE
    }

    boolean exists(String name);

    /** The region that a bucket is in. */
    String region(String name);

    /**
     * @param region where it is made; empty for the client's own
     */
    void create(String name, Optional<String> region);

    /** A setting; nothing if it is not set. */
    Optional<Object> setting(String name, Setting setting);

    /**
     * @param value null removes the setting
     */
    void set(String name, Setting setting, @Nullable Object value);

    /**
     * @param force with its objects
     */
    void delete(String name, boolean force);
}
