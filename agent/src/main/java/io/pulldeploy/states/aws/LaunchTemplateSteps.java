package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;
import static io.pulldeploy.states.aws.Steps.entry;

import io.pulldeploy.aws.LaunchTemplates;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The steps to a launch template, whose changed data is a new version that becomes the default. */
record LaunchTemplateSteps(
        AwsState.Call call, String name, Optional<LaunchTemplates.Template> found) {
    static LaunchTemplateSteps of(AwsState.Call call, String name) {
        return new LaunchTemplateSteps(
                call, name, call.account("ec2").launchTemplates().find(name));
    }

    /**
     * What to launch.
     *
     * @param shown as far as it is known before
     * @param known what can be sent
     */
    record Data(
            Map<String, @Nullable Object> shown, Supplier<Map<String, @Nullable Object>> known) {}

    /** A launch configuration, as a launch template has it. */
    static Data data(LaunchConfig config) {
        return new Data(translated(config.properties()), () -> translated(config.known()));
    }

    private static Map<String, @Nullable Object> translated(
            Map<String, @Nullable Object> properties) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>(properties);
        move(data, "InstanceMonitoring", "Monitoring", v -> v);
        move(data, "RamdiskId", "RamDiskId", v -> v);
        move(
                data,
                "IamInstanceProfile",
                "IamInstanceProfile",
                v -> entry(v.toString().startsWith("arn:") ? "Arn" : "Name", v));
        move(data, "PlacementTenancy", "Placement", v -> entry("Tenancy", v));
        move(
                data,
                "SpotPrice",
                "InstanceMarketOptions",
                v -> {
                    Map<String, @Nullable Object> options = entry("MarketType", "spot");
                    options.put("SpotOptions", entry("MaxPrice", v));
                    return options;
                });
        Object publicAddress = data.remove("AssociatePublicIpAddress");
        if (publicAddress == null) {
            move(data, "SecurityGroups", "SecurityGroupIds", v -> v);
        } else {
            // Groups belong to the interface as soon as one is named.
            Map<String, @Nullable Object> network = entry("DeviceIndex", 0L);
            network.put("AssociatePublicIpAddress", publicAddress);
            network.put("Groups", data.remove("SecurityGroups"));
            data.put("NetworkInterfaces", List.of(network));
        }
        return data;
    }

    private interface Translation {
        Object of(Object value);
    }

    private static void move(
            Map<String, @Nullable Object> data, String from, String to, Translation translation) {
        Object value = data.remove(from);
        if (value != null) {
            data.put(to, translation.of(value));
        }
    }

    /**
     * @return the template and version that instances are to be launched from, as Auto Scaling
     *     takes it
     */
    Map<String, @Nullable Object> addTo(Steps steps, Data data) {
        return addTo(steps, data, "", Map.of());
    }

    Map<String, @Nullable Object> addTo(
            Steps steps, Data data, String description, Map<String, String> tags) {
        LaunchTemplates templates = call.account("ec2").launchTemplates();
        call.expected().add("launch template", name);
        Map<String, @Nullable Object> chosen = entry("LaunchTemplateName", name);
        if (found.isEmpty()) {
            chosen.put("Version", "1");
            steps.step(
                    "Launch template " + name + " is set to be created.",
                    "Launch template " + name + " created.",
                    entry("launch_template", change(null, LaunchConfig.readable(data.shown()))),
                    () -> templates.create(name, description, data.known().get(), tags));
            return chosen;
        }
        LaunchTemplates.Template template = found.get();
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        template.data().keySet().forEach(k -> all.put(k, null));
        all.putAll(data.shown());
        Properties.Diff diff = Properties.diff(all, template.data());
        if (diff.isEmpty()) {
            chosen.put("Version", Long.toString(template.defaultVersion()));
            return chosen;
        }
        chosen.put("Version", Long.toString(template.latestVersion() + 1));
        steps.step(
                "Launch template " + name + " is set to get a new version.",
                "Launch template " + name + " has a new version.",
                entry(
                        "launch_template",
                        change(
                                LaunchConfig.readable(diff.old()),
                                LaunchConfig.readable(diff.now()))),
                () -> templates.addVersion(name, description, data.known().get()));
        return chosen;
    }
}
