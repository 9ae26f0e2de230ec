package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@link VpcParts} in memory. What it makes {@link FakeNetworks} finds too. */
final class FakeVpcParts implements VpcParts {
    private final Map<Part, Map<String, Map<String, @Nullable Object>>> parts =
            new EnumMap<>(Part.class);
    private final Consumer<String> mutated;
    private final FakeNetworks networks;
    private int last;

    FakeVpcParts(Consumer<String> mutated, FakeNetworks networks) {
        this.mutated = mutated;
        this.networks = networks;
        for (Part part : Part.values()) {
            parts.put(part, new LinkedHashMap<>());
        }
    }

    private Map<String, Map<String, @Nullable Object>> all(Part part) {
        return Objects.requireNonNull(parts.get(part));
    }

    private Map<String, @Nullable Object> one(Part part, String id) {
        return Existing.in(all(part), id);
    }

    @Override
    public List<Map<String, @Nullable Object>> find(Part part, Map<String, List<String>> filters) {
        return all(part).values().stream()
                .filter(found ->
                        filters.entrySet().stream()
                                .allMatch(f ->
                                        values(found, f.getKey())
                                                .anyMatch(v -> f.getValue().contains(v))))
                .<Map<String, @Nullable Object>>map(LinkedHashMap::new)
                .toList();
    }

    /** What a filter looks at: {@code requester-vpc-info.vpc-id} is RequesterVpcInfo's VpcId. */
    private static Stream<String> values(Map<String, @Nullable Object> found, String filter) {
        if (filter.startsWith("tag:")) {
            return maps(found.get("Tags"))
                    .filter(t -> Objects.equals(t.get("Key"), filter.substring(4)))
                    .map(t -> String.valueOf(t.get("Value")));
        }
        return switch (filter) {
            case "status-code" -> values(found, "status.code");
            case "association.subnet-id" ->
                    maps(found.get("Associations")).map(a -> String.valueOf(a.get("SubnetId")));
            default -> {
                Object value = found;
                for (String word : filter.split("\\.")) {
                    value = value instanceof Map<?, ?> map ? map.get(member(word)) : null;
                }
                yield Stream.of(String.valueOf(value));
            }
        };
    }

    private static String member(String words) {
        return Stream.of(words.split("-"))
                .map(w -> Character.toUpperCase(w.charAt(0)) + w.substring(1))
                .collect(Collectors.joining());
    }

    private static Stream<Map<?, ?>> maps(@Nullable Object list) {
        return list instanceof List<?> items
                ? items.stream().filter(i -> i instanceof Map).map(i -> (Map<?, ?>) i)
                : Stream.of();
    }

    @Override
    public String create(Part part, Map<String, ?> request, Map<String, String> tags) {
        mutated.accept("ec2:Create " + part);
        String id = part.tagged() + "-" + ++last;
        Map<String, @Nullable Object> made = new LinkedHashMap<>(defaults(part, request));
        made.putAll(request);
        made.put(part.id(), id);
        setTags(made, tags);
        all(part).put(id, made);
        String name = tags.getOrDefault("Name", "");
        if (part == Part.VPC) {
            networks.addVpc(id, name);
        }
        if (part == Part.SUBNET) {
            networks.addSubnet(id, name, String.valueOf(request.get("VpcId")));
        }
        return id;
    }

    /** What EC2 answers of one that is new, beside what was asked for. */
    private static Map<String, ?> defaults(Part part, Map<String, ?> request) {
        return switch (part) {
            case VPC -> Map.of("DhcpOptionsId", "dopt-0", "InstanceTenancy", "default");
            case SUBNET -> Map.of("AvailabilityZone", "us-east-1a", "MapPublicIpOnLaunch", false);
            case ROUTE_TABLE ->
                    Map.of(
                            "Routes",
                            List.of(
                                    Map.of(
                                            "DestinationCidrBlock",
                                            "10.0.0.0/16",
                                            "GatewayId",
                                            "local")));
            case NAT_GATEWAY ->
                    Map.of(
                            "State",
                            "available",
                            "NatGatewayAddresses",
                            List.of(Map.of("AllocationId", request.get("AllocationId"))));
            case PEERING ->
                    Map.of(
                            "Status", Map.of("Code", "pending-acceptance"),
                            "RequesterVpcInfo", Map.of("VpcId", request.get("VpcId")),
                            "AccepterVpcInfo", Map.of("VpcId", request.get("PeerVpcId")));
            case DHCP_OPTIONS, INTERNET_GATEWAY, ADDRESS -> Map.of();
        };
    }

    @Override
    public void delete(Part part, String id) {
        mutated.accept("ec2:Delete " + part);
        all(part).remove(id);
    }

    private static void setTags(Map<String, @Nullable Object> part, Map<String, String> tags) {
        List<Object> all = new ArrayList<>();
        tags.forEach((k, v) -> all.add(Map.of("Key", k, "Value", v)));
        part.put("Tags", all);
    }

    private void retag(String id, Consumer<Map<String, String>> change) {
        parts.values()
                .forEach(some -> {
                    if (some.containsKey(id)) {
                        Map<String, String> tags = new LinkedHashMap<>();
                        maps(Existing.in(some, id).get("Tags"))
                                .forEach(t ->
                                        tags.put(
                                                String.valueOf(t.get("Key")),
                                                String.valueOf(t.get("Value"))));
                        change.accept(tags);
                        setTags(Existing.in(some, id), tags);
                    }
                });
    }

    @Override
    public void tag(String id, Map<String, String> tags) {
        mutated.accept("ec2:CreateTags");
        retag(id, t -> t.putAll(tags));
    }

    @Override
    public void untag(String id, Collection<String> keys) {
        mutated.accept("ec2:DeleteTags");
        retag(id, t -> t.keySet().removeAll(keys));
    }

    @Override
    public boolean dns(String vpc, Dns attribute) {
        return one(Part.VPC, vpc).getOrDefault(attribute.name(), attribute == Dns.SUPPORT)
                        instanceof Boolean on
                && on;
    }

    @Override
    public void setDns(String vpc, Dns attribute, boolean on) {
        mutated.accept("ec2:ModifyVpcAttribute " + attribute);
        one(Part.VPC, vpc).put(attribute.name(), on);
    }

    @Override
    public void useOptions(String options, String vpc) {
        mutated.accept("ec2:AssociateDhcpOptions");
        one(Part.VPC, vpc).put("DhcpOptionsId", options);
    }

    @Override
    public void setPublicAddresses(String subnet, boolean on) {
        mutated.accept("ec2:ModifySubnetAttribute");
        one(Part.SUBNET, subnet).put("MapPublicIpOnLaunch", on);
    }

    @Override
    public void attachGateway(String gateway, String vpc) {
        mutated.accept("ec2:AttachInternetGateway");
        one(Part.INTERNET_GATEWAY, gateway).put("Attachments", List.of(Map.of("VpcId", vpc)));
    }

    @Override
    public void detachGateway(String gateway, String vpc) {
        mutated.accept("ec2:DetachInternetGateway");
        one(Part.INTERNET_GATEWAY, gateway).remove("Attachments");
    }

    @Override
    public void addRoute(String table, Map<String, ?> route) {
        mutated.accept("ec2:CreateRoute");
        reroute(table, String.valueOf(route.get("DestinationCidrBlock")), List.of(route));
    }

    @Override
    public void replaceRoute(String table, Map<String, ?> route) {
        mutated.accept("ec2:ReplaceRoute");
        reroute(table, String.valueOf(route.get("DestinationCidrBlock")), List.of(route));
    }

    @Override
    public void removeRoute(String table, String destination) {
        mutated.accept("ec2:DeleteRoute");
        reroute(table, destination, List.of());
    }

    private void reroute(String table, String destination, List<Map<String, ?>> instead) {
        List<Object> routes = new ArrayList<>();
        maps(one(Part.ROUTE_TABLE, table).get("Routes"))
                .filter(r -> !destination.equals(r.get("DestinationCidrBlock")))
                .forEach(routes::add);
        routes.addAll(instead);
        one(Part.ROUTE_TABLE, table).put("Routes", routes);
    }

    @Override
    public void associate(String table, String subnet) {
        mutated.accept("ec2:AssociateRouteTable");
        put(table, "assoc-" + ++last, subnet);
    }

    private void put(String table, String association, String subnet) {
        List<Object> all = new ArrayList<>();
        maps(one(Part.ROUTE_TABLE, table).get("Associations")).forEach(all::add);
        all.add(Map.of("RouteTableAssociationId", association, "SubnetId", subnet));
        one(Part.ROUTE_TABLE, table).put("Associations", all);
    }

    private String remove(String association) {
        String[] subnet = {""};
        all(Part.ROUTE_TABLE)
                .values()
                .forEach(table -> {
                    List<Object> left = new ArrayList<>();
                    maps(table.get("Associations"))
                            .forEach(a -> {
                                if (association.equals(a.get("RouteTableAssociationId"))) {
                                    subnet[0] = String.valueOf(a.get("SubnetId"));
                                } else {
                                    left.add(a);
                                }
                            });
                    table.put("Associations", left);
                });
        return subnet[0];
    }

    @Override
    public void reassociate(String association, String table) {
        mutated.accept("ec2:ReplaceRouteTableAssociation");
        put(table, "assoc-" + ++last, remove(association));
    }

    @Override
    public void disassociate(String association) {
        mutated.accept("ec2:DisassociateRouteTable");
        remove(association);
    }

    @Override
    public void accept(String peering) {
        mutated.accept("ec2:AcceptVpcPeeringConnection");
        one(Part.PEERING, peering).put("Status", Map.of("Code", "active"));
    }

    @Override
    public void awaitNoNatGateway(String id) {}
}
