package io.pulldeploy.aws;

import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@link LaunchTemplates} over EC2. */
final class SdkLaunchTemplates implements LaunchTemplates {
    private static final Set<String> ABSENT =
            Set.of(
                    "InvalidLaunchTemplateName.NotFoundException",
                    "InvalidLaunchTemplateId.NotFound");

    private final AwsClients clients;
    private final AwsCalls calls;

    SdkLaunchTemplates(AwsClients clients, AwsCalls calls) {
        this.clients = clients;
        this.calls = calls;
    }

    @Override
    public Optional<Template> find(String name) {
        Optional<LaunchTemplate> found =
                calls.find(
                                "ec2:DescribeLaunchTemplates",
                                name,
                                ABSENT,
                                () ->
                                        clients.ec2()
                                                .describeLaunchTemplates(
                                                        r -> r.launchTemplateNames(name))
                                                .launchTemplates())
                        .flatMap(all -> all.stream().findFirst());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        LaunchTemplate template = found.get();
        LaunchTemplateVersion version =
                calls.call(
                        "ec2:DescribeLaunchTemplateVersions",
                        name,
                        () ->
                                clients.ec2()
                                        .describeLaunchTemplateVersions(r ->
                                                r.launchTemplateName(name).versions("$Default"))
                                        .launchTemplateVersions()
                                        .getFirst());
        Map<String, String> tags = new LinkedHashMap<>();
        template.tags().forEach(t -> tags.put(t.key(), t.value()));
        return Optional.of(
                new Template(
                        template.launchTemplateId(),
                        name,
                        template.defaultVersionNumber(),
                        template.latestVersionNumber(),
                        Optional.ofNullable(version.versionDescription()).orElse(""),
                        AwsShapes.plain(version.launchTemplateData()),
                        tags));
    }

    @Override
    public void create(
            String name, String description, Map<String, ?> data, Map<String, String> tags) {
        RequestLaunchTemplateData request = data(data);
        List<Tag> all = tags(tags);
        calls.call(
                "ec2:CreateLaunchTemplate",
                name,
                () ->
                        clients.ec2()
                                .createLaunchTemplate(r -> {
                                    r.launchTemplateName(name).launchTemplateData(request);
                                    if (!description.isEmpty()) {
                                        r.versionDescription(description);
                                    }
                                    if (!all.isEmpty()) {
                                        r.tagSpecifications(
                                                TagSpecification.builder()
                                                        .resourceType(ResourceType.LAUNCH_TEMPLATE)
                                                        .tags(all)
                                                        .build());
                                    }
                                }));
    }

    @Override
    public long addVersion(String name, String description, Map<String, ?> data) {
        RequestLaunchTemplateData request = data(data);
        long version =
                calls.call(
                        "ec2:CreateLaunchTemplateVersion",
                        name,
                        () ->
                                clients.ec2()
                                        .createLaunchTemplateVersion(r -> {
                                            r.launchTemplateName(name).launchTemplateData(request);
                                            if (!description.isEmpty()) {
                                                r.versionDescription(description);
                                            }
                                        })
                                        .launchTemplateVersion()
                                        .versionNumber());
        calls.call(
                "ec2:ModifyLaunchTemplate",
                name,
                () ->
                        clients.ec2()
                                .modifyLaunchTemplate(r ->
                                        r.launchTemplateName(name)
                                                .defaultVersion(Long.toString(version))));
        return version;
    }

    private static RequestLaunchTemplateData data(Map<String, ?> data) {
        return AwsShapes.fill(RequestLaunchTemplateData.builder(), data).build();
    }

    @Override
    public void delete(String name) {
        calls.call(
                "ec2:DeleteLaunchTemplate",
                name,
                () -> clients.ec2().deleteLaunchTemplate(r -> r.launchTemplateName(name)));
    }

    @Override
    public void tag(String id, Map<String, String> tags) {
        calls.call(
                "ec2:CreateTags",
                id,
                () -> clients.ec2().createTags(r -> r.resources(id).tags(tags(tags))));
    }

    @Override
    public void untag(String id, Collection<String> keys) {
        List<Tag> gone = keys.stream().map(k -> Tag.builder().key(k).build()).toList();
        calls.call(
                "ec2:DeleteTags",
                id,
                () -> clients.ec2().deleteTags(r -> r.resources(id).tags(gone)));
    }

    private static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(t -> Tag.builder().key(t.getKey()).value(t.getValue()).build())
                .toList();
    }
}
