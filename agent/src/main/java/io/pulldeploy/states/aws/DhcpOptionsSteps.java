package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;
import static io.pulldeploy.states.aws.Steps.entry;

import io.pulldeploy.aws.VpcParts;
import io.pulldeploy.aws.VpcParts.Part;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The steps to a set of DHCP options, and to none. */
final class DhcpOptionsSteps {
    private static final List<String> OPTIONS =
            List.of(
                    "domain_name",
                    "domain_name_servers",
                    "ntp_servers",
                    "netbios_name_servers",
                    "netbios_node_type");

    private DhcpOptionsSteps() {}

    static Steps present(AwsState.Call call) {
        String name = call.name();
        VpcParts parts = call.account().vpcParts();
        Optional<PartRef> vpc = PartRef.of(call, Part.VPC, "vpc_id", "vpc_name");
        Optional<Map<String, @Nullable Object>> found = found(call);
        call.expected().add(Part.DHCP_OPTIONS.words(), name);
        LaterId id = new LaterId(Part.DHCP_OPTIONS, found);
        Steps steps = new Steps();
        if (found.isEmpty()) {
            create(call, steps, parts, id);
        } else {
            refuseOthers(call, found.get());
            steps.note("DHCP options already present.");
            PartRef.compareTags(call, steps, Part.DHCP_OPTIONS, found.get());
        }
        vpc.ifPresent(v -> use(call, steps, parts, id, v));
        return steps;
    }

    private static Optional<Map<String, @Nullable Object>> found(AwsState.Call call) {
        VpcParts parts = call.account().vpcParts();
        Optional<String> id = call.args().text("dhcp_options_id");
        if (id.isEmpty()) {
            return PartRef.find(parts, Part.DHCP_OPTIONS, call.name());
        }
        return parts
                .find(Part.DHCP_OPTIONS, Map.of(Part.DHCP_OPTIONS.filter(), List.of(id.get())))
                .stream()
                .findFirst();
    }

    /** The options that are given, under EC2's names, which are Salt's with dashes. */
    private static Map<String, @Nullable Object> wanted(AwsState.Call call) {
        Map<String, @Nullable Object> wanted = new LinkedHashMap<>();
        for (String option : OPTIONS) {
            List<String> values = Plain.texts(call.args().value(option));
            if (!values.isEmpty()) {
                wanted.put(option.replace('_', '-'), values);
            }
        }
        return wanted;
    }

    private static void create(AwsState.Call call, Steps steps, VpcParts parts, LaterId id) {
        String name = call.name();
        if (call.args().text("dhcp_options_id").isPresent()) {
            throw new CallError(
                    "DHCP options %s do not exist."
                            .formatted(call.args().string("dhcp_options_id")));
        }
        Map<String, @Nullable Object> wanted = wanted(call);
        if (wanted.isEmpty()) {
            throw new CallError(
                    "DHCP options need one of " + String.join(", ", OPTIONS) + " at least.");
        }
        List<Object> configurations = new ArrayList<>();
        wanted.forEach((option, values) ->
                configurations.add(Map.of("Key", option, "Values", Plain.list(values))));
        Map<String, @Nullable Object> made = new LinkedHashMap<>();
        wanted.forEach((option, values) -> made.put(option.replace('-', '_'), values));
        made.put("id", Steps.LATER);
        steps.stepTelling(
                "DHCP options " + name + " are set to be created.",
                "DHCP options " + name + " created.",
                change("dhcp_options", null, made),
                () -> {
                    made.put(
                            "id",
                            id.is(
                                    parts.create(
                                            Part.DHCP_OPTIONS,
                                            entry("DhcpConfigurations", configurations),
                                            PartRef.wantedTags(call))));
                    return change("dhcp_options", null, made);
                });
    }

    private static void refuseOthers(AwsState.Call call, Map<String, @Nullable Object> found) {
        Map<String, @Nullable Object> current = new LinkedHashMap<>();
        Plain.list(found.get("DhcpConfigurations"))
                .forEach(c -> {
                    Map<String, @Nullable Object> one = Plain.mapping(c);
                    current.put(
                            String.valueOf(one.get("Key")),
                            Plain.list(one.get("Values")).stream()
                                    .map(v ->
                                            v instanceof Map<?, ?> value
                                                    ? String.valueOf(value.get("Value"))
                                                    : String.valueOf(v))
                                    .toList());
                });
        Properties.Diff diff = Properties.diff(wanted(call), current);
        if (!diff.isEmpty()) {
            throw Fixed.refusal("DHCP options " + call.name(), diff, diff.now().keySet(), Map.of());
        }
    }

    private static void use(
            AwsState.Call call, Steps steps, VpcParts parts, LaterId options, PartRef vpc) {
        Optional<Object> current =
                vpc.id()
                        .flatMap(id ->
                                parts
                                        .find(Part.VPC, Map.of(Part.VPC.filter(), List.of(id)))
                                        .stream()
                                        .findFirst())
                        .map(v -> v.get("DhcpOptionsId"));
        if (options.known().isPresent() && current.equals(Optional.<Object>of(options.get()))) {
            return;
        }
        Map<String, @Nullable Object> now =
                entry("dhcp_options_id", options.known().orElse(Steps.LATER));
        now.put("vpc_id", vpc.shown());
        steps.stepTelling(
                "DHCP options " + call.name() + " are set to be associated.",
                "DHCP options " + call.name() + " associated.",
                change(entry("dhcp_options_id", current.orElse(null)), now),
                () -> {
                    parts.useOptions(options.get(), vpc.require());
                    now.put("dhcp_options_id", options.get());
                    now.put("vpc_id", vpc.require());
                    return change(entry("dhcp_options_id", current.orElse(null)), now);
                });
    }

    static Steps absent(AwsState.Call call) {
        String name = call.name();
        VpcParts parts = call.account().vpcParts();
        Optional<String> found = found(call).map(o -> PartRef.id(Part.DHCP_OPTIONS, o));
        if (found.isEmpty()) {
            return new Steps().note("DHCP options " + name + " do not exist.");
        }
        return new Steps()
                .step(
                        "DHCP options " + name + " are set to be deleted.",
                        "DHCP options " + name + " deleted.",
                        change("dhcp_options", found.get(), null),
                        () -> {
                            // What a VPC uses cannot be deleted; EC2 calls none "default".
                            parts.find(
                                            Part.VPC,
                                            Map.of(
                                                    Part.DHCP_OPTIONS.filter(),
                                                    List.of(found.get())))
                                    .forEach(v ->
                                            parts.useOptions("default", PartRef.id(Part.VPC, v)));
                            parts.delete(Part.DHCP_OPTIONS, found.get());
                        });
    }
}
