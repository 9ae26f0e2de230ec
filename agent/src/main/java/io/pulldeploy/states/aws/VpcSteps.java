package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;
import static io.pulldeploy.states.aws.Steps.entry;

import io.pulldeploy.aws.VpcParts;
import io.pulldeploy.aws.VpcParts.Dns;
import io.pulldeploy.aws.VpcParts.Part;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The steps to a VPC, and to none. */
final class VpcSteps {
    private static final Map<String, Dns> ATTRIBUTES = attributes();

    private VpcSteps() {}

    /** Host names come after what they need. */
    private static Map<String, Dns> attributes() {
        Map<String, Dns> attributes = new LinkedHashMap<>();
        attributes.put("dns_support", Dns.SUPPORT);
        attributes.put("dns_hostnames", Dns.HOSTNAMES);
        return attributes;
    }

    static Steps present(AwsState.Call call) {
        String name = call.name();
        VpcParts parts = call.account().vpcParts();
        Optional<Map<String, @Nullable Object>> found = PartRef.find(parts, Part.VPC, name);
        call.expected().add(Part.VPC.words(), name);
        return found.map(is -> changed(call, parts, is)).orElseGet(() -> created(call, parts));
    }

    private static Steps created(AwsState.Call call, VpcParts parts) {
        String name = call.name();
        Map<String, @Nullable Object> request =
                entry("CidrBlock", call.args().string("cidr_block"));
        call.args().text("instance_tenancy").ifPresent(t -> request.put("InstanceTenancy", t));
        Map<String, @Nullable Object> made = entry("name", name);
        made.put("cidr_block", call.args().string("cidr_block"));
        for (String property : List.of("instance_tenancy", "dns_support", "dns_hostnames")) {
            if (call.args().value(property) != null) {
                made.put(property, call.args().value(property));
            }
        }
        made.put("tags", PartRef.wantedTags(call));
        made.put("id", Steps.LATER);
        return new Steps()
                .stepTelling(
                        "VPC " + name + " is set to be created.",
                        "VPC " + name + " created.",
                        change("vpc", null, made),
                        () -> {
                            String id = parts.create(Part.VPC, request, PartRef.wantedTags(call));
                            ATTRIBUTES.forEach((parameter, attribute) -> {
                                if (call.args().value(parameter) != null) {
                                    parts.setDns(id, attribute, call.args().flag(parameter));
                                }
                            });
                            made.put("id", id);
                            return change("vpc", null, made);
                        });
    }

    private static Steps changed(
            AwsState.Call call, VpcParts parts, Map<String, @Nullable Object> is) {
        String id = PartRef.id(Part.VPC, is);
        Map<String, @Nullable Object> wanted = entry("cidr_block", call.args().value("cidr_block"));
        call.args().text("instance_tenancy").ifPresent(t -> wanted.put("instance_tenancy", t));
        Map<String, @Nullable Object> current = entry("cidr_block", is.get("CidrBlock"));
        current.put("instance_tenancy", is.get("InstanceTenancy"));
        Properties.Diff fixed = Properties.diff(wanted, current);
        if (!fixed.isEmpty()) {
            throw Fixed.refusal("VPC " + call.name(), fixed, fixed.now().keySet(), Map.of());
        }
        Steps steps = new Steps().note("VPC present.");
        ATTRIBUTES.forEach((parameter, attribute) -> {
            if (call.args().value(parameter) == null) {
                return;
            }
            boolean on = call.args().flag(parameter);
            if (parts.dns(id, attribute) != on) {
                steps.step(
                        "VPC %s is set to have %s changed.".formatted(call.name(), parameter),
                        "VPC %s has %s changed.".formatted(call.name(), parameter),
                        change(parameter, !on, on),
                        () -> parts.setDns(id, attribute, on));
            }
        });
        PartRef.compareTags(call, steps, Part.VPC, is);
        return steps;
    }

    static Steps absent(AwsState.Call call) {
        String name = call.name();
        VpcParts parts = call.account().vpcParts();
        Map<String, String> tags = Plain.textMapping(call.args().value("tags"));
        Optional<String> found =
                PartRef.only(
                                Part.VPC,
                                name,
                                parts.find(Part.VPC, Map.of("tag:Name", List.of(name))).stream()
                                        .filter(v ->
                                                PartRef.tags(v)
                                                        .entrySet()
                                                        .containsAll(tags.entrySet()))
                                        .toList())
                        .map(v -> PartRef.id(Part.VPC, v));
        if (found.isEmpty()) {
            return new Steps().note(name + " VPC does not exist.");
        }
        return new Steps()
                .step(
                        "VPC " + name + " is set to be removed.",
                        "VPC " + name + " deleted.",
                        change("vpc", found.get(), null),
                        () -> parts.delete(Part.VPC, found.get()));
    }
}
