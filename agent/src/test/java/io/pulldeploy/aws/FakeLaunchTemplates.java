package io.pulldeploy.aws;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** {@link LaunchTemplates} in memory. */
final class FakeLaunchTemplates implements LaunchTemplates {
    private final Map<String, Template> templates = new LinkedHashMap<>();
    private final Consumer<String> mutated;

    FakeLaunchTemplates(Consumer<String> mutated) {
        this.mutated = mutated;
    }

    @Override
    public Optional<Template> find(String name) {
        return Optional.ofNullable(templates.get(name));
    }

    @Override
    public void create(
            String name, String description, Map<String, ?> data, Map<String, String> tags) {
        mutated.accept("ec2:CreateLaunchTemplate " + name);
        templates.put(
                name,
                new Template(
                        "lt-" + name, name, 1, 1, description, new LinkedHashMap<>(data), tags));
    }

    @Override
    public long addVersion(String name, String description, Map<String, ?> data) {
        mutated.accept("ec2:CreateLaunchTemplateVersion " + name);
        Template t = Existing.in(templates, name);
        long next = t.latestVersion() + 1;
        templates.put(
                name,
                new Template(
                        t.id(),
                        name,
                        next,
                        next,
                        description,
                        new LinkedHashMap<>(data),
                        t.tags()));
        return next;
    }

    @Override
    public void delete(String name) {
        mutated.accept("ec2:DeleteLaunchTemplate " + name);
        templates.remove(name);
    }

    @Override
    public void tag(String id, Map<String, String> tags) {
        mutated.accept("ec2:CreateTags " + id);
        retag(id, all -> all.putAll(tags));
    }

    @Override
    public void untag(String id, Collection<String> keys) {
        mutated.accept("ec2:DeleteTags " + id);
        retag(id, all -> all.keySet().removeAll(keys));
    }

    private void retag(String id, Consumer<Map<String, String>> change) {
        String name = id.substring("lt-".length());
        Template t = Existing.in(templates, name);
        Map<String, String> tags = new LinkedHashMap<>(t.tags());
        change.accept(tags);
        templates.put(
                name,
                new Template(
                        id,
                        name,
                        t.defaultVersion(),
                        t.latestVersion(),
                        t.description(),
                        t.data(),
                        tags));
    }
}
