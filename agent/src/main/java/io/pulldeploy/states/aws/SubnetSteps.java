package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.entry;

import io.pulldeploy.aws.VpcParts;
import io.pulldeploy.aws.VpcParts.Part;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The steps to a subnet, and to none. */
final class SubnetSteps {
    private SubnetSteps() {}

    static Steps present(AwsState.Call call) {
        String name = call.name();
        VpcParts parts = call.account().vpcParts();
        PartRef vpc = PartRef.required(call, Part.VPC, "vpc_id", "vpc_name");
        Optional<PartRef> table =
                PartRef.of(call, Part.ROUTE_TABLE, "route_table_id", "route_table_name");
        Optional<Map<String, @Nullable Object>> found = PartRef.find(parts, Part.SUBNET, name);
        call.expected().add(Part.SUBNET.words(), name);
        Steps steps = new Steps();
        LaterId id = new LaterId(Part.SUBNET, found);
        if (found.isEmpty()) {
            create(call, steps, parts, vpc, id);
        } else {
            update(call, steps, parts, vpc, found.get());
        }
        table.ifPresent(t -> routes(call, steps, parts, id, t));
        return steps;
    }

    private static void create(
            AwsState.Call call, Steps steps, VpcParts parts, PartRef vpc, LaterId later) {
        String name = call.name();
        boolean isPublic = call.args().flag("auto_assign_public_ipv4");
        Map<String, @Nullable Object> request =
                entry("CidrBlock", call.args().string("cidr_block"));
        call.args().text("availability_zone").ifPresent(z -> request.put("AvailabilityZone", z));
        Map<String, @Nullable Object> made = entry("name", name);
        made.put("cidr_block", call.args().string("cidr_block"));
        call.args().text("availability_zone").ifPresent(z -> made.put("availability_zone", z));
        made.put("auto_assign_public_ipv4", isPublic);
        made.put("vpc_id", vpc.shown());
        made.put("tags", PartRef.wantedTags(call));
        made.put("id", Steps.LATER);
        steps.stepTelling(
                "Subnet " + name + " is set to be created.",
                "Subnet " + name + " created.",
                Steps.change("subnet", null, made),
                () -> {
                    request.put("VpcId", vpc.require());
                    String id =
                            later.is(parts.create(Part.SUBNET, request, PartRef.wantedTags(call)));
                    if (isPublic) {
                        parts.setPublicAddresses(id, true);
                    }
                    made.put("vpc_id", vpc.require());
                    made.put("id", id);
                    return Steps.change("subnet", null, made);
                });
    }

    private static void update(
            AwsState.Call call,
            Steps steps,
            VpcParts parts,
            PartRef vpc,
            Map<String, @Nullable Object> is) {
        Map<String, @Nullable Object> wanted = entry("cidr_block", call.args().value("cidr_block"));
        call.args().text("availability_zone").ifPresent(z -> wanted.put("availability_zone", z));
        wanted.put("vpc_id", vpc.shown());
        Map<String, @Nullable Object> current = entry("cidr_block", is.get("CidrBlock"));
        current.put("availability_zone", is.get("AvailabilityZone"));
        current.put("vpc_id", is.get("VpcId"));
        Properties.Diff fixed = Properties.diff(wanted, current);
        if (!fixed.isEmpty()) {
            throw Fixed.refusal("Subnet " + call.name(), fixed, fixed.now().keySet(), Map.of());
        }
        steps.note("Subnet present.");
        boolean isPublic = Plain.flag(is.get("MapPublicIpOnLaunch"));
        boolean shallBe = call.args().flag("auto_assign_public_ipv4");
        if (call.args().isGiven("auto_assign_public_ipv4") && isPublic != shallBe) {
            steps.step(
                    "Subnet %s is set to have auto_assign_public_ipv4 changed."
                            .formatted(call.name()),
                    "Subnet %s has auto_assign_public_ipv4 changed.".formatted(call.name()),
                    Steps.change("auto_assign_public_ipv4", isPublic, shallBe),
                    () -> parts.setPublicAddresses(PartRef.id(Part.SUBNET, is), shallBe));
        }
        PartRef.compareTags(call, steps, Part.SUBNET, is);
    }

    /** Its route table, by itself rather than that of the VPC. */
    private static void routes(
            AwsState.Call call, Steps steps, VpcParts parts, LaterId subnet, PartRef table) {
        Optional<RouteTableSteps.Association> current =
                subnet.known().flatMap(s -> RouteTableSteps.association(parts, s));
        Optional<String> is = current.map(RouteTableSteps.Association::table);
        if (is.isPresent() && is.equals(table.id())) {
            return;
        }
        steps.stepTelling(
                "Subnet %s is set to use route table %s.".formatted(call.name(), table.given()),
                "Subnet %s uses route table %s.".formatted(call.name(), table.given()),
                Steps.change("route_table", is.orElse(null), table.shown()),
                () -> {
                    RouteTableSteps.associate(parts, current, table.require(), subnet.get());
                    return Steps.change("route_table", is.orElse(null), table.require());
                });
    }

    static Steps absent(AwsState.Call call) {
        String name = call.name();
        VpcParts parts = call.account().vpcParts();
        Optional<Map<String, @Nullable Object>> found =
                call.args()
                        .text("subnet_id")
                        .map(id ->
                                parts
                                        .find(
                                                Part.SUBNET,
                                                Map.of(Part.SUBNET.filter(), List.of(id)))
                                        .stream()
                                        .findFirst())
                        .orElseGet(() -> PartRef.find(parts, Part.SUBNET, name));
        if (found.isEmpty()) {
            return new Steps().note(name + " subnet does not exist.");
        }
        String id = PartRef.id(Part.SUBNET, found.get());
        return new Steps()
                .step(
                        "Subnet %s (%s) is set to be removed.".formatted(name, id),
                        "Subnet " + name + " deleted.",
                        Steps.change("subnet", id, null),
                        () -> parts.delete(Part.SUBNET, id));
    }
}
