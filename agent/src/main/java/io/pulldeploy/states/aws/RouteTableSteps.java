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

/** The steps to a route table, and to none. */
final class RouteTableSteps {
    static final Shape ROUTES =
            Shapes.listOf(
                    Shapes.fields(
                            "destination_cidr_block: block!, gateway_id: text,"
                                    + " internet_gateway_name: text, instance_id: text,"
                                    + " instance_name: text, interface_id: text,"
                                    + " vpc_peering_connection_id: text,"
                                    + " vpc_peering_connection_name: text, nat_gateway_id: text,"
                                    + " nat_gateway_subnet_id: text, nat_gateway_subnet_name:"
                                    + " text"));

    private RouteTableSteps() {}

    /** A subnet's own place in a route table. */
    record Association(String id, String table) {}

    static Optional<Association> association(VpcParts parts, String subnet) {
        return parts
                .find(Part.ROUTE_TABLE, Map.of("association.subnet-id", List.of(subnet)))
                .stream()
                .flatMap(t ->
                        associations(t).stream()
                                .filter(a -> subnet.equals(a.get("SubnetId")))
                                .map(a ->
                                        new Association(
                                                String.valueOf(a.get("RouteTableAssociationId")),
                                                PartRef.id(Part.ROUTE_TABLE, t))))
                .findFirst();
    }

    /** The associations of subnets; that of the VPC itself is none. */
    private static List<Map<String, @Nullable Object>> associations(
            Map<String, @Nullable Object> table) {
        return Plain.list(table.get("Associations")).stream()
                .map(Plain::mapping)
                .filter(a -> a.get("SubnetId") != null)
                .toList();
    }

    static void associate(
            VpcParts parts, Optional<Association> current, String table, String subnet) {
        if (current.isPresent()) {
            parts.reassociate(current.get().id(), table);
        } else {
            parts.associate(table, subnet);
        }
    }

    static Steps present(AwsState.Call call) {
        String name = call.name();
        VpcParts parts = call.account().vpcParts();
        List<WantedRoute> routes = new ArrayList<>();
        List<Object> given = Plain.list(call.args().value("routes"));
        for (int i = 0; i < given.size(); i++) {
            routes.add(
                    WantedRoute.of(call, "routes[%d]".formatted(i), Plain.mapping(given.get(i))));
        }
        List<String> subnets = new ArrayList<>(Plain.texts(call.args().value("subnet_ids")));
        Plain.texts(call.args().value("subnet_names"))
                .forEach(n -> subnets.add(Subnets.named(call, n)));
        Optional<PartRef> vpc = PartRef.of(call, Part.VPC, "vpc_id", "vpc_name");
        Optional<Map<String, @Nullable Object>> found = PartRef.find(parts, Part.ROUTE_TABLE, name);
        call.expected().add(Part.ROUTE_TABLE.words(), name);
        LaterId id = new LaterId(Part.ROUTE_TABLE, found);
        Steps steps = new Steps();
        if (found.isEmpty()) {
            create(
                    call,
                    steps,
                    parts,
                    vpc.orElseThrow(() -> new CallError("One of vpc_id and vpc_name is needed.")),
                    id);
        } else {
            refuseOtherVpc(call, vpc, found.get());
            steps.note(
                    "Route table %s (%s) present."
                            .formatted(name, PartRef.id(Part.ROUTE_TABLE, found.get())));
        }
        if (call.args().value("routes") != null) {
            routes(call, steps, found, id, routes);
        }
        if (call.args().value("subnet_ids") != null || call.args().value("subnet_names") != null) {
            subnets(call, steps, found, id, subnets);
        }
        found.ifPresent(t -> PartRef.compareTags(call, steps, Part.ROUTE_TABLE, t));
        return steps;
    }

    private static void refuseOtherVpc(
            AwsState.Call call, Optional<PartRef> vpc, Map<String, @Nullable Object> found) {
        vpc.filter(v -> !v.shown().equals(found.get("VpcId")))
                .ifPresent(v -> {
                    throw Fixed.refusal(
                            "Route table " + call.name(), "vpc_id", found.get("VpcId"), v.shown());
                });
    }

    private static void create(
            AwsState.Call call, Steps steps, VpcParts parts, PartRef vpc, LaterId id) {
        Map<String, @Nullable Object> made = entry("name", call.name());
        made.put("vpc_id", vpc.shown());
        made.put("tags", PartRef.wantedTags(call));
        made.put("id", Steps.LATER);
        steps.stepTelling(
                "Route table " + call.name() + " is set to be created.",
                "Route table " + call.name() + " created.",
                change("route_table", null, made),
                () -> {
                    made.put("vpc_id", vpc.require());
                    made.put(
                            "id",
                            id.is(
                                    parts.create(
                                            Part.ROUTE_TABLE,
                                            entry("VpcId", vpc.require()),
                                            PartRef.wantedTags(call))));
                    return change("route_table", null, made);
                });
    }

    private static void routes(
            AwsState.Call call,
            Steps steps,
            Optional<Map<String, @Nullable Object>> found,
            LaterId id,
            List<WantedRoute> wanted) {
        VpcParts parts = call.account().vpcParts();
        Map<String, Map<String, @Nullable Object>> current = new LinkedHashMap<>();
        found.ifPresent(t ->
                Plain.list(t.get("Routes")).stream()
                        .map(Plain::mapping)
                        .filter(WantedRoute::isOurs)
                        .forEach(r ->
                                current.put(String.valueOf(r.get("DestinationCidrBlock")), r)));
        List<WantedRoute> more =
                wanted.stream().filter(w -> !current.containsKey(w.destination())).toList();
        List<WantedRoute> other =
                wanted.stream()
                        .filter(w ->
                                current.containsKey(w.destination())
                                        && !w.isMetBy(current.get(w.destination())))
                        .toList();
        List<String> less =
                current.keySet().stream()
                        .filter(d -> wanted.stream().noneMatch(w -> w.destination().equals(d)))
                        .toList();
        if (more.isEmpty() && other.isEmpty() && less.isEmpty()) {
            return;
        }
        List<Object> before =
                List.copyOf(current.values().stream().map(WantedRoute::shown).toList());
        steps.stepTelling(
                "Route table " + call.name() + " set to have routes modified.",
                "Modified routes of route table " + call.name() + ".",
                change("routes", before, wanted.stream().map(WantedRoute::planned).toList()),
                () -> {
                    String table = id.get();
                    more.forEach(w -> parts.addRoute(table, w.request()));
                    other.forEach(w -> parts.replaceRoute(table, w.request()));
                    less.forEach(d -> parts.removeRoute(table, d));
                    return change(
                            "routes",
                            before,
                            wanted.stream().map(w -> WantedRoute.shown(w.request())).toList());
                });
    }

    private static void subnets(
            AwsState.Call call,
            Steps steps,
            Optional<Map<String, @Nullable Object>> found,
            LaterId id,
            List<String> wanted) {
        VpcParts parts = call.account().vpcParts();
        Map<String, String> current = new LinkedHashMap<>();
        found.ifPresent(t ->
                associations(t)
                        .forEach(a ->
                                current.put(
                                        String.valueOf(a.get("SubnetId")),
                                        String.valueOf(a.get("RouteTableAssociationId")))));
        List<String> more = wanted.stream().filter(s -> !current.containsKey(s)).toList();
        List<String> less = current.keySet().stream().filter(s -> !wanted.contains(s)).toList();
        if (more.isEmpty() && less.isEmpty()) {
            return;
        }
        steps.step(
                "Subnet associations for route table %s set to be modified.".formatted(call.name()),
                "Modified the subnet associations of route table %s.".formatted(call.name()),
                change("subnets_associations", List.copyOf(current.keySet()), wanted),
                () -> {
                    String table = id.get();
                    more.forEach(s -> associate(parts, association(parts, s), table, s));
                    less.forEach(s -> parts.disassociate(String.valueOf(current.get(s))));
                });
    }

    static Steps absent(AwsState.Call call) {
        String name = call.name();
        VpcParts parts = call.account().vpcParts();
        Optional<Map<String, @Nullable Object>> found = PartRef.find(parts, Part.ROUTE_TABLE, name);
        if (found.isEmpty()) {
            return new Steps().note("Route table " + name + " does not exist.");
        }
        String id = PartRef.id(Part.ROUTE_TABLE, found.get());
        return new Steps()
                .step(
                        "Route table " + name + " is set to be removed.",
                        "Route table " + name + " deleted.",
                        change("route_table", id, null),
                        () -> {
                            associations(found.get())
                                    .forEach(a ->
                                            parts.disassociate(
                                                    String.valueOf(
                                                            a.get("RouteTableAssociationId"))));
                            parts.delete(Part.ROUTE_TABLE, id);
                        });
    }
}
