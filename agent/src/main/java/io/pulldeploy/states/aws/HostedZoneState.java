package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;

import io.pulldeploy.aws.HostedZones;
import io.pulldeploy.aws.HostedZones.Network;
import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.modules.AwsConnections;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
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

    private static final AwsParameters PRESENT_3 =
            AwsParameters.of(
                    "name: text, Name: text=None, PrivateZone: flag=False, CallerReference:"
                            + " text=None, Comment: text=None, VPCs: vpcs=None",
                    Map.of(
                            "vpcs",
                            Shapes.listOf(
                                    Shapes.fields("VPCId: text, VPCName: text, VPCRegion: text"))));

    private static final AwsParameters ABSENT_3 =
            AwsParameters.of("name: text, Name: text=None, PrivateZone: flag=False", Map.of());

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
        return List.of(
                AwsState.only(
                        "boto_route53.hosted_zone_present",
                        "Ensures that a hosted zone exists.",
                        PRESENT,
                        connections,
                        "route53",
                        this::present),
                AwsState.only(
                        "boto_route53.hosted_zone_absent",
                        "Ensures that a hosted zone does not exist.",
                        ABSENT,
                        connections,
                        "route53",
                        HostedZoneState::absent),
                AwsState.only(
                        "boto3_route53.hosted_zone_present",
                        "Ensures that a hosted zone exists.",
                        PRESENT_3,
                        connections,
                        "route53",
                        this::present3),
                AwsState.only(
                        "boto3_route53.hosted_zone_absent",
                        "Ensures that a hosted zone does not exist.",
                        ABSENT_3,
                        connections,
                        "route53",
                        HostedZoneState::absent3));
    }

    /** A zone as its author wants it; a private one has networks, a public one has none. */
    private record Wanted(
            String name,
            boolean isPrivate,
            Optional<String> reference,
            String comment,
            List<Network> networks) {
        String title() {
            return HostedZoneState.title(name, isPrivate);
        }
    }

    private static String title(String name, boolean isPrivate) {
        return "Route 53 %s hosted zone %s".formatted(isPrivate ? "private" : "public", name);
    }

    private Steps present(AwsState.Call call) {
        Arguments args = call.args();
        boolean isPrivate = args.flag("private_zone");
        return present(
                call,
                new Wanted(
                        RecordState.dotted(args.text("domain_name").orElse(call.name())),
                        isPrivate,
                        args.text("caller_ref"),
                        args.text("comment").orElse(""),
                        isPrivate
                                ? List.of(
                                        network(
                                                call,
                                                args.text("vpc_id"),
                                                args.text("vpc_name"),
                                                args.text("vpc_region")))
                                : List.of()));
    }

    private Steps present3(AwsState.Call call) {
        Arguments args = call.args();
        boolean isPrivate = args.flag("PrivateZone");
        List<Object> given = Plain.list(args.value("VPCs"));
        if (isPrivate == given.isEmpty()) {
            throw new CallError(
                    "Parameter 'VPCs' is %s when creating a %s zone."
                            .formatted(
                                    isPrivate ? "required" : "invalid",
                                    isPrivate ? "private" : "public"));
        }
        List<Network> networks = new ArrayList<>();
        for (Object one : given) {
            Map<String, @Nullable Object> vpc = Plain.mapping(one);
            networks.add(
                    network(
                            call,
                            Plain.text(vpc.get("VPCId")),
                            Plain.text(vpc.get("VPCName")),
                            Plain.text(vpc.get("VPCRegion"))));
        }
        return present(
                call,
                new Wanted(
                        RecordState.dotted(args.text("Name").orElse(call.name())),
                        isPrivate,
                        args.text("CallerReference"),
                        args.text("Comment").orElse(""),
                        networks));
    }

    private Steps present(AwsState.Call call, Wanted wanted) {
        String name = wanted.name();
        HostedZones zones = call.account().hostedZones();
        Optional<HostedZones.Zone> found =
                zones.named(name).stream()
                        .filter(z -> z.isPrivate() == wanted.isPrivate())
                        .findFirst();
        call.expected().add("hosted zone", name);
        Steps steps = new Steps();
        if (found.isEmpty()) {
            return create(steps, zones, wanted);
        }
        HostedZones.Zone zone = found.get();
        if (!zone.comment().equals(wanted.comment())) {
            steps.step(
                    wanted.title() + " comment would be updated.",
                    wanted.title() + " comment successfully updated",
                    change("comment", zone.comment(), wanted.comment()),
                    () -> zones.comment(zone.id(), wanted.comment()));
        }
        List<Network> more =
                wanted.networks().stream().filter(n -> !zone.networks().contains(n)).toList();
        List<Network> less =
                wanted.isPrivate()
                        ? zone.networks().stream()
                                .filter(n -> !wanted.networks().contains(n))
                                .toList()
                        : List.of();
        if (!more.isEmpty() || !less.isEmpty()) {
            steps.step(
                    wanted.title() + " associated VPCs would be updated.",
                    wanted.title() + " associated VPCs successfully updated",
                    change("vpcs", vpcs(zone.networks()), vpcs(wanted.networks())),
                    () -> {
                        // A private zone must have a network at any time: the new ones first.
                        more.forEach(n -> zones.associate(zone.id(), n));
                        less.forEach(n -> zones.disassociate(zone.id(), n));
                    });
        }
        return steps.changeNothing()
                ? steps.note("Hosted Zone " + name + " already in desired state")
                : steps;
    }

    private static List<String> vpcs(List<Network> networks) {
        return networks.stream().map(Network::vpc).toList();
    }

    /** A zone is made with one network; the others are joined to it then. */
    private Steps create(Steps steps, HostedZones zones, Wanted wanted) {
        Map<String, @Nullable Object> zone = new LinkedHashMap<>();
        zone.put("name", wanted.name());
        zone.put("id", Steps.LATER);
        zone.put("comment", wanted.comment());
        zone.put("private_zone", wanted.isPrivate());
        if (wanted.isPrivate()) {
            zone.put("vpcs", vpcs(wanted.networks()));
        }
        String reference = wanted.reference().orElseGet(() -> Long.toHexString(random.nextLong()));
        return steps.stepTelling(
                wanted.title() + " would be created.",
                wanted.title() + " successfully created",
                change(null, zone),
                () -> {
                    String id =
                            zones.create(
                                    wanted.name(),
                                    reference,
                                    wanted.comment(),
                                    wanted.networks().stream().findFirst());
                    wanted.networks().stream().skip(1).forEach(n -> zones.associate(id, n));
                    zone.put("id", id);
                    return change(null, zone);
                });
    }

    private static Network network(
            AwsState.Call call,
            Optional<String> id,
            Optional<String> name,
            Optional<String> vpcRegion) {
        if (id.isPresent() == name.isPresent()) {
            throw new CallError(
                    "A private zone's network is given by its id or by its name, and not by both.");
        }
        String region =
                vpcRegion
                        .or(() -> call.args().text("region"))
                        .orElseThrow(
                                () -> new CallError("A private zone needs its network's region."));
        return new Network(
                id.or(() -> Subnets.vpcNamed(call, name.orElseThrow())).orElse(Steps.LATER),
                region);
    }

    private static Steps absent(AwsState.Call call) {
        String name = RecordState.dotted(call.args().text("domain_name").orElse(call.name()));
        return absent(
                "Route 53 hosted zone " + name,
                name,
                call.account().hostedZones(),
                call.account().hostedZones().named(name));
    }

    private static Steps absent3(AwsState.Call call) {
        String name = RecordState.dotted(call.args().text("Name").orElse(call.name()));
        boolean isPrivate = call.args().flag("PrivateZone");
        HostedZones zones = call.account().hostedZones();
        return absent(
                title(name, isPrivate),
                name,
                zones,
                zones.named(name).stream().filter(z -> z.isPrivate() == isPrivate).toList());
    }

    private static Steps absent(
            String title, String name, HostedZones zones, List<HostedZones.Zone> found) {
        if (found.isEmpty()) {
            return new Steps().note(title + " already absent");
        }
        if (found.size() > 1) {
            throw new CallError(
                    "More than one hosted zone is named %s; none is removed.".formatted(name));
        }
        return new Steps()
                .step(
                        title + " would be deleted",
                        title + " deleted",
                        change(name, null),
                        () -> zones.delete(found.getFirst().id()));
    }
}
