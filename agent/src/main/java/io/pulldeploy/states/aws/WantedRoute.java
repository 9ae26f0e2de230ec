package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.entry;

import io.pulldeploy.aws.Networks;
import io.pulldeploy.aws.VpcParts.Part;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A route as its author wants it.
 *
 * @param member EC2's name of what it leads to
 * @param target the id of that; empty if a state before makes it
 * @param whenMade the id then
 */
record WantedRoute(
        String destination, String member, Optional<String> target, Supplier<String> whenMade) {
    /**
     * What a route leads to, under EC2's names and ours. An instance's interface is its own too.
     */
    private static final Map<String, String> TARGETS = targets();

    private static Map<String, String> targets() {
        Map<String, String> targets = new LinkedHashMap<>();
        targets.put("InstanceId", "instance_id");
        targets.put("NetworkInterfaceId", "interface_id");
        targets.put("NatGatewayId", "nat_gateway_id");
        targets.put("VpcPeeringConnectionId", "vpc_peering_connection_id");
        targets.put("GatewayId", "gateway_id");
        return targets;
    }

    /**
     * @param at where the route stands, {@code routes[0]}
     */
    static WantedRoute of(AwsState.Call call, String at, Map<String, @Nullable Object> given) {
        List<String> ways =
                given.keySet().stream()
                        .filter(k -> !k.equals("destination_cidr_block") && given.get(k) != null)
                        .toList();
        if (ways.size() != 1) {
            throw new CallError(
                    "%s: a route leads to one thing, not to %s."
                            .formatted(at, ways.isEmpty() ? "none" : String.join(" and ", ways)));
        }
        String way = ways.getFirst();
        String value = String.valueOf(given.get(way));
        String destination = String.valueOf(given.get("destination_cidr_block"));
        return switch (way) {
            case "internet_gateway_name" ->
                    part(destination, "GatewayId", call, Part.INTERNET_GATEWAY, value);
            case "vpc_peering_connection_name" ->
                    part(destination, "VpcPeeringConnectionId", call, Part.PEERING, value);
            case "instance_name" -> {
                String id = instance(call, value);
                yield new WantedRoute(destination, "InstanceId", Optional.of(id), () -> id);
            }
            case "nat_gateway_subnet_name", "nat_gateway_subnet_id" ->
                    nat(destination, call, way.endsWith("name"), value);
            default -> {
                String member =
                        TARGETS.entrySet().stream()
                                .filter(t -> t.getValue().equals(way))
                                .map(Map.Entry::getKey)
                                .findFirst()
                                .orElseThrow();
                yield new WantedRoute(destination, member, Optional.of(value), () -> value);
            }
        };
    }

    private static WantedRoute part(
            String destination, String member, AwsState.Call call, Part part, String name) {
        PartRef ref = PartRef.named(call, part, name);
        return new WantedRoute(destination, member, ref.id(), ref::require);
    }

    private static String instance(AwsState.Call call, String name) {
        List<Networks.Instance> found =
                call.account("ec2").networks().instancesTagged("Name", name);
        if (found.size() != 1) {
            throw new CallError(
                    found.isEmpty()
                            ? "Instance " + name + " does not exist."
                            : "More than one instance is named " + name + ".");
        }
        return found.getFirst().id();
    }

    /** The NAT gateway of a subnet, or the one that it will have. */
    private static WantedRoute nat(
            String destination, AwsState.Call call, boolean byName, String given) {
        Supplier<Optional<String>> lookup =
                () -> {
                    String subnet = byName ? Subnets.named(call, given) : given;
                    return subnet.equals(Steps.LATER)
                            ? Optional.empty()
                            : GatewaySteps.nats(call.account().vpcParts(), subnet).stream()
                                    .map(g -> PartRef.id(Part.NAT_GATEWAY, g))
                                    .findFirst();
                };
        Optional<String> id = lookup.get();
        CallError missing = new CallError("There is no NAT gateway in subnet " + given + ".");
        if (id.isEmpty() && !call.expected().contains(Part.NAT_GATEWAY.words(), given)) {
            throw missing;
        }
        return new WantedRoute(
                destination, "NatGatewayId", id, () -> id.or(lookup).orElseThrow(() -> missing));
    }

    boolean isMetBy(@Nullable Map<String, @Nullable Object> route) {
        return route != null
                && target.filter(t -> t.equals(String.valueOf(route.get(member)))).isPresent();
    }

    Map<String, @Nullable Object> request() {
        Map<String, @Nullable Object> request = entry("DestinationCidrBlock", destination);
        request.put(member, target.orElseGet(whenMade));
        return request;
    }

    Map<String, @Nullable Object> planned() {
        Map<String, @Nullable Object> planned = entry("DestinationCidrBlock", destination);
        planned.put(member, target.orElse(Steps.LATER));
        return shown(planned);
    }

    /** A route under Salt's names. */
    static Map<String, @Nullable Object> shown(Map<String, @Nullable Object> route) {
        Map<String, @Nullable Object> shown =
                entry("destination_cidr_block", route.get("DestinationCidrBlock"));
        TARGETS.entrySet().stream()
                .filter(t -> route.get(t.getKey()) != null)
                .findFirst()
                .ifPresent(t -> shown.put(t.getValue(), route.get(t.getKey())));
        return shown;
    }

    /** Whether an author may say it: not EC2's own, a virtual gateway's, or a service's. */
    static boolean isOurs(Map<String, @Nullable Object> route) {
        String gateway = Plain.text(route.get("GatewayId")).orElse("");
        return route.get("DestinationCidrBlock") != null
                && !gateway.equals("local")
                && !gateway.startsWith("vpce-")
                && !"EnableVgwRoutePropagation".equals(route.get("Origin"));
    }
}
