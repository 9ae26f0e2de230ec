package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.changes;

import io.pulldeploy.aws.HostedZones;
import io.pulldeploy.aws.HostedZones.Network;
import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.modules.AwsConnections;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** {@code boto_route53.hosted_zone_present} and {@code hosted_zone_absent}. */
public final class HostedZoneState {
    private static final AwsParameters PRESENT =
            AwsParameters.of(
                    "name: text, domain_name: text=None, private_zone: flag=False, caller_ref:"
                            + " text=None, comment: text='', vpc_id: text=None, vpc_name:"
                            + " text=None, vpc_region: text=None",
                    Map.of());

    private static final AwsParameters ABSENT =
            AwsParameters.of("name: text, domain_name: text=None", Map.of());

    private final AwsConnections connections;
    private final RandomGenerator random;

    /**
     * @param random tells two requests for a zone apart, where the author does not
     */
    public HostedZoneState(AwsConnections connections, RandomGenerator random) {
        this.connections = connections;
        this.random = random;
    }

    public List<StateFunction> functions() {
        return AwsState.all(
                AwsState.named(
                        "boto_route53.hosted_zone_present",
                        "Ensures that a hosted zone exists.",
                        PRESENT,
                        connections,
                        "route53",
                        this::present),
                AwsState.named(
                        "boto_route53.hosted_zone_absent",
                        "Ensures that a hosted zone does not exist.",
                        ABSENT,
                        connections,
                        "route53",
                        HostedZoneState::absent));
    }

    private Steps present(AwsState.Call call) {
        Arguments args = call.args();
        String name = RecordState.dotted(args.text("domain_name").orElse(call.name()));
        boolean isPrivate = args.flag("private_zone");
        Optional<Network> network = isPrivate ? Optional.of(network(call)) : Optional.empty();
        HostedZones zones = call.account().hostedZones();
        Optional<HostedZones.Zone> found =
                zones.named(name).stream().filter(z -> z.isPrivate() == isPrivate).findFirst();
        String comment = args.text("comment").orElse("");
        String title =
                "Route 53 %s hosted zone %s".formatted(isPrivate ? "private" : "public", name);
        call.expected().add("hosted zone", name);
        Steps steps = new Steps();
        if (found.isEmpty()) {
            Map<String, @Nullable Object> zone = new LinkedHashMap<>();
            zone.put("name", name);
            zone.put("id", Steps.LATER);
            zone.put("comment", comment);
            zone.put("private_zone", isPrivate);
            network.ifPresent(n -> zone.put("vpc_id", n.vpc()));
            String reference =
                    args.text("caller_ref").orElseGet(() -> Long.toHexString(random.nextLong()));
            return steps.stepTelling(
                    title + " would be created.",
                    title + " successfully created",
                    changes((Object) null, zone),
                    () -> {
                        zone.put("id", zones.create(name, reference, comment, network));
                        return changes((Object) null, zone);
                    });
        }
        HostedZones.Zone zone = found.get();
        if (!zone.comment().equals(comment)) {
            steps.step(
                    title + " comment would be updated.",
                    title + " comment successfully updated",
                    changes("comment", zone.comment(), comment),
                    () -> zones.comment(zone.id(), comment));
        }
        if (network.filter(n -> !zone.networks().contains(n)).isPresent()) {
            steps.step(
                    title + " associated VPCs would be updated.",
                    title + " associated VPCs successfully updated",
                    changes(
                            "vpcs",
                            zone.networks().stream().map(Network::vpc).toList(),
                            List.of(network.get().vpc())),
                    () -> {
                        // A private zone must have a network at any time: the new one first.
                        zones.associate(zone.id(), network.get());
                        zone.networks().forEach(old -> zones.disassociate(zone.id(), old));
                    });
        }
        return steps.changeNothing()
                ? steps.note("Hosted Zone " + name + " already in desired state")
                : steps;
    }

    private static Network network(AwsState.Call call) {
        Arguments args = call.args();
        Optional<String> id = args.text("vpc_id");
        Optional<String> name = args.text("vpc_name");
        if (id.isPresent() == name.isPresent()) {
            throw new CallError("A private zone needs one of vpc_id and vpc_name.");
        }
        String region =
                args.text("vpc_region")
                        .or(() -> args.text("region"))
                        .orElseThrow(() -> new CallError("A private zone needs vpc_region."));
        return new Network(
                id.orElseGet(() -> {
                    List<String> ids = call.account("vpc").networks().vpcsNamed(name.orElseThrow());
                    if (ids.size() != 1) {
                        throw new CallError(
                                "%d VPCs are named %s; give vpc_id."
                                        .formatted(ids.size(), name.get()));
                    }
                    return ids.getFirst();
                }),
                region);
    }

    private static Steps absent(AwsState.Call call) {
        String name = RecordState.dotted(call.args().text("domain_name").orElse(call.name()));
        HostedZones zones = call.account().hostedZones();
        List<HostedZones.Zone> found = zones.named(name);
        if (found.isEmpty()) {
            return new Steps().note("Route 53 hosted zone " + name + " already absent");
        }
        if (found.size() > 1) {
            throw new CallError(
                    "More than one hosted zone is named %s; none is removed.".formatted(name));
        }
        return new Steps()
                .step(
                        "Route 53 hosted zone " + name + " would be deleted",
                        "Route 53 hosted zone " + name + " deleted",
                        changes((Object) name, null),
                        () -> zones.delete(found.getFirst().id()));
    }
}
