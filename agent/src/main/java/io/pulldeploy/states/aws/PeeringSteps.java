package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;
import static io.pulldeploy.states.aws.Steps.entry;

import io.pulldeploy.aws.VpcParts;
import io.pulldeploy.aws.VpcParts.Part;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The steps to a VPC peering connection, and to none. */
final class PeeringSteps {
    private static final String STATUS = "status-code";
    private static final String PENDING = "pending-acceptance";
    private static final List<String> ALIVE =
            List.of("initiating-request", PENDING, "provisioning", "active");

    private PeeringSteps() {}

    private static Optional<Map<String, @Nullable Object>> found(
            VpcParts parts, Map<String, List<String>> filters, String named) {
        Map<String, List<String>> all = new LinkedHashMap<>(filters);
        all.put(STATUS, ALIVE);
        return PartRef.only(Part.PEERING, named, parts.find(Part.PEERING, all));
    }

    /** By its name; without one, by the two VPCs. */
    private static Optional<Map<String, @Nullable Object>> found(
            AwsState.Call call, PartRef requester, Optional<String> peer) {
        VpcParts parts = call.account().vpcParts();
        Optional<String> name = call.args().text("conn_name");
        if (name.isPresent()) {
            return found(parts, Map.of("tag:Name", List.of(name.get())), name.get());
        }
        return requester.id().isEmpty() || peer.isEmpty()
                ? Optional.empty()
                : found(
                        parts,
                        Map.of(
                                "requester-vpc-info.vpc-id", List.of(requester.id().get()),
                                "accepter-vpc-info.vpc-id", List.of(peer.get())),
                        requester.given());
    }

    /** Accepts what another account asks of ours; else asks for it. */
    static Steps present(AwsState.Call call) {
        VpcParts parts = call.account().vpcParts();
        Optional<Map<String, @Nullable Object>> found =
                call.args()
                        .text("conn_name")
                        .flatMap(n -> found(parts, Map.of("tag:Name", List.of(n)), n));
        return found.filter(p -> isPending(p) && isAsked(parts, p))
                .map(p -> accept(parts, p))
                .or(() -> found.map(PeeringSteps::exists))
                .orElseGet(() -> requested(call));
    }

    private static boolean isAsked(VpcParts parts, Map<String, @Nullable Object> peering) {
        String requester =
                String.valueOf(Plain.mapping(peering.get("RequesterVpcInfo")).get("VpcId"));
        return parts.find(Part.VPC, Map.of(Part.VPC.filter(), List.of(requester))).isEmpty();
    }

    private static Steps exists(Map<String, @Nullable Object> peering) {
        return new Steps()
                .note(
                        isPending(peering)
                                ? "VPC peering connection %s is requested, and not accepted yet."
                                        .formatted(PartRef.id(Part.PEERING, peering))
                                : "VPC peering connection already exists, nothing to be done.");
    }

    static Steps requested(AwsState.Call call) {
        VpcParts parts = call.account().vpcParts();
        PartRef requester =
                PartRef.required(call, Part.VPC, "requester_vpc_id", "requester_vpc_name");
        // The id of a VPC of another account, or in another region, cannot be looked up here.
        boolean elsewhere =
                Stream.of("peer_owner_id", "peer_region")
                        .anyMatch(p -> call.args().text(p).isPresent());
        Optional<PartRef> named =
                elsewhere
                        ? Optional.empty()
                        : Optional.of(
                                PartRef.required(call, Part.VPC, "peer_vpc_id", "peer_vpc_name"));
        Optional<String> peer = elsewhere ? call.args().text("peer_vpc_id") : named.get().id();
        if (elsewhere && peer.isEmpty()) {
            throw new CallError(
                    "A VPC of another account or region is given by its id: peer_vpc_id.");
        }
        Optional<Map<String, @Nullable Object>> found = found(call, requester, peer);
        call.args().text("conn_name").ifPresent(n -> call.expected().add(Part.PEERING.words(), n));
        if (found.isPresent()) {
            return exists(found.get());
        }
        Map<String, @Nullable Object> made = entry("requester_vpc_id", requester.shown());
        made.put("peer_vpc_id", peer.orElse(Steps.LATER));
        for (String property : List.of("peer_owner_id", "peer_region", "conn_name")) {
            call.args().text(property).ifPresent(v -> made.put(property, v));
        }
        made.put("id", Steps.LATER);
        return new Steps()
                .stepTelling(
                        "VPC peering connection will be created.",
                        "VPC peering connection requested.",
                        change("vpc_peering_connection", null, made),
                        () -> {
                            String other = peer.orElseGet(() -> named.orElseThrow().require());
                            Map<String, @Nullable Object> request =
                                    entry("VpcId", requester.require());
                            request.put("PeerVpcId", other);
                            call.args()
                                    .text("peer_owner_id")
                                    .ifPresent(o -> request.put("PeerOwnerId", o));
                            call.args()
                                    .text("peer_region")
                                    .ifPresent(r -> request.put("PeerRegion", r));
                            String id =
                                    parts.create(
                                            Part.PEERING,
                                            request,
                                            Map.of(
                                                    "Name",
                                                    call.args()
                                                            .text("conn_name")
                                                            .orElse(call.name())));
                            made.put("requester_vpc_id", requester.require());
                            made.put("peer_vpc_id", other);
                            made.put("id", id);
                            return change("vpc_peering_connection", null, made);
                        });
    }

    private static boolean isPending(Map<String, @Nullable Object> peering) {
        return PENDING.equals(Plain.mapping(peering.get("Status")).get("Code"));
    }

    private static Steps accept(VpcParts parts, Map<String, @Nullable Object> found) {
        String id = PartRef.id(Part.PEERING, found);
        return new Steps()
                .step(
                        "VPC peering connection " + id + " would be accepted.",
                        "VPC peering connection " + id + " accepted.",
                        change("status", PENDING, "active"),
                        () -> parts.accept(id));
    }

    static Steps accepted(AwsState.Call call) {
        VpcParts parts = call.account().vpcParts();
        Optional<Map<String, @Nullable Object>> found = found(call).filter(PeeringSteps::isPending);
        return found.map(f -> accept(parts, f))
                .orElseGet(() ->
                        new Steps()
                                .note(
                                        "No pending VPC peering connection found. Nothing to be"
                                                + " done."));
    }

    /** What {@code conn_id} or {@code conn_name} means. */
    private static Optional<Map<String, @Nullable Object>> found(AwsState.Call call) {
        VpcParts parts = call.account().vpcParts();
        Optional<String> id = call.args().text("conn_id");
        Optional<String> name = call.args().text("conn_name");
        if (id.isPresent() == name.isPresent()) {
            throw new CallError("Exactly one of conn_id and conn_name is needed.");
        }
        return id.isPresent()
                ? found(parts, Map.of(Part.PEERING.filter(), List.of(id.get())), id.get())
                : found(parts, Map.of("tag:Name", List.of(name.get())), name.get());
    }

    static Steps absent(AwsState.Call call) {
        VpcParts parts = call.account().vpcParts();
        Optional<String> found = found(call).map(p -> PartRef.id(Part.PEERING, p));
        if (found.isEmpty()) {
            return new Steps().note("No VPC connection found, nothing to be done.");
        }
        return new Steps()
                .step(
                        "VPC peering connection would be deleted.",
                        "VPC peering connection " + found.get() + " deleted.",
                        change("vpc_peering_connection", found.get(), null),
                        () -> parts.delete(Part.PEERING, found.get()));
    }
}
