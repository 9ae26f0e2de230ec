package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** EC2's launch templates, their data under AWS's names. */
public interface LaunchTemplates {
    /**
     * A template with the data of its default version.
     *
     * @param description of that version
     */
    record Template(
            String id,
            String name,
            long defaultVersion,
            long latestVersion,
            String description,
            Map<String, @Nullable Object> data,
            Map<String, String> tags) {}

    Optional<Template> find(String name);

    void create(String name, String description, Map<String, ?> data, Map<String, String> tags);

    /**
     * Adds a version and makes it the default.
     *
     * @return its number
     */
    long addVersion(String name, String description, Map<String, ?> data);

    void delete(String name);

    /**
     * @param id of the template
     */
    void tag(String id, Map<String, String> tags);

    void untag(String id, Collection<String> keys);
}
