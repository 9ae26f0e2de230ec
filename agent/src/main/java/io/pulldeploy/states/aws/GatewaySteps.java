package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;
import static io.pulldeploy.states.aws.Steps.entry;

import io.pulldeploy.aws.VpcParts;
import io.pulldeploy.aws.VpcParts.Part;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The steps to internet and NAT gateways, and to none. */
final class GatewaySteps {
    private GatewaySteps() {}

    static Steps internetPresent(AwsState.Call call) {
        String name = call.name();
        VpcParts parts = call.account().vpcParts();
        Optional<PartRef> vpc = PartRef.of(call, Part.VPC, "vpc_id", "vpc_name");
        Optional<Map<String, @Nullable Object>> found =
                PartRef.find(parts, Part.INTERNET_GATEWAY, name);
        call.expected().add(Part.INTERNET_GATEWAY.words(), name);
        LaterId id = new LaterId(Part.INTERNET_GATEWAY, found);
        Steps steps = new Steps();
        if (found.isPresent()) {
            steps.note("Internet gateway " + name + " present.");
            PartRef.compareTags(call, steps, Part.INTERNET_GATEWAY, found.get());
        } else {
            Map<String, @Nullable Object> made = entry("name", name);
            made.put("tags", PartRef.wantedTags(call));
            made.put("id", Steps.LATER);
            steps.stepTelling(
                    "Internet gateway " + name + " is set to be created.",
                    "Internet gateway " + name + " created.",
                    change("internet_gateway", null, made),
                    () -> {
                        made.put(
                                "id",
                                id.is(
                                        parts.create(
                                                Part.INTERNET_GATEWAY,
                                                Map.of(),
                                                PartRef.wantedTags(call))));
                        return change("internet_gateway", null, made);
                    });
        }
        vpc.ifPresent(v -> attach(call, steps, found, id, v));
        return steps;
    }

    private static void attach(
            AwsState.Call call,
            Steps steps,
            Optional<Map<String, @Nullable Object>> found,
            LaterId id,
            PartRef vpc) {
        Optional<String> current = found.flatMap(GatewaySteps::attached);
        if (current.isPresent() && current.equals(vpc.id())) {
            return;
        }
        if (current.isPresent()) {
            throw Fixed.refusal(
                    "Internet gateway " + call.name(),
                    "the VPC that it is attached to (is %s, not %s)"
                            .formatted(current.get(), vpc.shown()),
                    "detach it there first");
        }
        steps.stepTelling(
                "Internet gateway %s is set to be attached to VPC %s."
                        .formatted(call.name(), vpc.given()),
                "Internet gateway %s attached to VPC %s.".formatted(call.name(), vpc.given()),
                change("attached_to", null, vpc.shown()),
                () -> {
                    call.account().vpcParts().attachGateway(id.get(), vpc.require());
                    return change("attached_to", null, vpc.require());
                });
    }

    private static Optional<String> attached(Map<String, @Nullable Object> gateway) {
        return Plain.list(gateway.get("Attachments")).stream()
                .flatMap(a -> Plain.text(Plain.mapping(a).get("VpcId")).stream())
                .findFirst();
    }

    static Steps internetAbsent(AwsState.Call call) {
        String name = call.name();
        VpcParts parts = call.account().vpcParts();
        Optional<Map<String, @Nullable Object>> found =
                PartRef.find(parts, Part.INTERNET_GATEWAY, name);
        if (found.isEmpty()) {
            return new Steps().note("Internet gateway " + name + " does not exist.");
        }
        String id = PartRef.id(Part.INTERNET_GATEWAY, found.get());
        Optional<String> vpc = attached(found.get());
        if (vpc.isPresent() && !call.args().flag("detach")) {
            throw new CallError(
                    "Internet gateway %s is attached to %s: say detach: true, or detach it first."
                            .formatted(name, vpc.get()));
        }
        return new Steps()
                .step(
                        "Internet gateway " + name + " is set to be removed.",
                        "Internet gateway " + name + " deleted.",
                        change("internet_gateway", id, null),
                        () -> {
                            vpc.ifPresent(v -> parts.detachGateway(id, v));
                            parts.delete(Part.INTERNET_GATEWAY, id);
                        });
    }

    /** The NAT gateways of a subnet that work, or soon will. */
    static List<Map<String, @Nullable Object>> nats(VpcParts parts, String subnet) {
        return parts.find(
                Part.NAT_GATEWAY,
                Map.of("subnet-id", List.of(subnet), "state", List.of("pending", "available")));
    }

    static Steps natPresent(AwsState.Call call) {
        VpcParts parts = call.account().vpcParts();
        PartRef subnet = PartRef.required(call, Part.SUBNET, "subnet_id", "subnet_name");
        call.expected().add(Part.NAT_GATEWAY.words(), subnet.given());
        Optional<String> found =
                subnet.id()
                        .flatMap(s -> nats(parts, s).stream().findFirst())
                        .map(g -> PartRef.id(Part.NAT_GATEWAY, g));
        if (found.isPresent()) {
            return new Steps().note("Nat gateway " + found.get() + " present.");
        }
        Map<String, @Nullable Object> made = entry("subnet_id", subnet.shown());
        made.put("allocation_id", call.args().text("allocation_id").orElse(Steps.LATER));
        made.put("id", Steps.LATER);
        return new Steps()
                .stepTelling(
                        "Nat gateway is set to be created.",
                        "Nat gateway created.",
                        change("nat_gateway", null, made),
                        () -> {
                            String address =
                                    call.args()
                                            .text("allocation_id")
                                            .orElseGet(() -> address(call, parts));
                            Map<String, @Nullable Object> request =
                                    entry("SubnetId", subnet.require());
                            request.put("AllocationId", address);
                            made.put("subnet_id", subnet.require());
                            made.put("allocation_id", address);
                            made.put(
                                    "id",
                                    parts.create(
                                            Part.NAT_GATEWAY,
                                            request,
                                            Map.of("Name", call.name())));
                            return change("nat_gateway", null, made);
                        });
    }

    /**
     * An address of the gateway's name: the one that a run left behind that was cut, or a new one.
     */
    private static String address(AwsState.Call call, VpcParts parts) {
        return parts.find(Part.ADDRESS, Map.of("tag:Name", List.of(call.name()))).stream()
                .filter(a -> a.get("AssociationId") == null)
                .map(a -> PartRef.id(Part.ADDRESS, a))
                .findFirst()
                .orElseGet(() ->
                        parts.create(
                                Part.ADDRESS, entry("Domain", "vpc"), Map.of("Name", call.name())));
    }

    /** Its addresses are released when it is gone. */
    static Steps natAbsent(AwsState.Call call) {
        VpcParts parts = call.account().vpcParts();
        Optional<String> subnet =
                call.args()
                        .text("subnet_id")
                        .or(() ->
                                call.args()
                                        .text("subnet_name")
                                        .flatMap(n -> PartRef.find(parts, Part.SUBNET, n))
                                        .map(s -> PartRef.id(Part.SUBNET, s)));
        if (subnet.isEmpty() && call.args().text("subnet_name").isEmpty()) {
            throw new CallError("One of subnet_id and subnet_name is needed.");
        }
        List<Map<String, @Nullable Object>> found =
                subnet.map(s -> nats(parts, s)).orElse(List.of());
        if (found.isEmpty()) {
            return new Steps().note("Nat gateway does not exist.");
        }
        Steps steps = new Steps(", ");
        found.forEach(gateway -> {
            String id = PartRef.id(Part.NAT_GATEWAY, gateway);
            steps.step(
                    "Nat gateway " + id + " is set to be removed.",
                    "Nat gateway " + id + " deleted.",
                    change("nat_gateway", id, null),
                    () -> {
                        parts.delete(Part.NAT_GATEWAY, id);
                        parts.awaitNoNatGateway(id);
                        Plain.list(gateway.get("NatGatewayAddresses")).stream()
                                .flatMap(a ->
                                        Plain.text(Plain.mapping(a).get("AllocationId")).stream())
                                .forEach(a -> parts.delete(Part.ADDRESS, a));
                    });
        });
        return steps;
    }
}
