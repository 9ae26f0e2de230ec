package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;
import static io.pulldeploy.states.aws.Steps.entry;

import io.pulldeploy.aws.HostedZones;
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

/** {@code boto3_route53.rr_present} and {@code rr_absent}: records under AWS's own names. */
public final class RecordSetState {
    private static final AwsParameters PRESENT =
            AwsParameters.of(
                    "name: text, HostedZoneId: text=None, DomainName: text=None, PrivateZone:"
                            + " flag=False, Name: text=None, Type: text=None, SetIdentifier:"
                            + " text=None, Weight: integer=None, Region: text=None, GeoLocation:"
                            + " mapping=None, Failover: text=None, TTL: integer=None,"
                            + " ResourceRecords: texts=None, AliasTarget: mapping=None,"
                            + " HealthCheckId: text=None, TrafficPolicyInstanceId: text=None",
                    Map.of());

    private static final AwsParameters ABSENT =
            AwsParameters.of(
                    "name: text, HostedZoneId: text=None, DomainName: text=None, PrivateZone:"
                            + " flag=False, Name: text=None, Type: text=None, SetIdentifier:"
                            + " text=None",
                    Map.of());

    /** What a set has besides its value; what is not given is not to be there. */
    private static final List<String> ROUTING =
            List.of(
                    "Weight",
                    "Region",
                    "GeoLocation",
                    "Failover",
                    "TTL",
                    "HealthCheckId",
                    "TrafficPolicyInstanceId");

    private final AwsConnections connections;

    public RecordSetState(AwsConnections connections) {
        this.connections = connections;
    }

    public List<StateFunction> functions() {
        return List.of(
                AwsState.only(
                        "boto3_route53.rr_present",
                        "Ensures that a record set exists with these properties.",
                        PRESENT,
                        connections,
                        "route53",
                        RecordSetState::present),
                AwsState.only(
                        "boto3_route53.rr_absent",
                        "Ensures that a record set does not exist.",
                        ABSENT,
                        connections,
                        "route53",
                        RecordSetState::absent));
    }

    private static Steps present(AwsState.Call call) {
        Arguments args = call.args();
        String name = args.text("Name").orElse(call.name());
        String type = type(args, "adding or updating");
        RecordValue value = value(call, type);
        Map<String, @Nullable Object> properties = new LinkedHashMap<>(value.properties());
        ROUTING.stream()
                .filter(p -> args.value(p) != null)
                .forEach(p -> properties.put(p, args.value(p)));
        Optional<String> zone = zone(call);
        if (zone.isEmpty()
                && !call.expected()
                        .contains("hosted zone", RecordState.dotted(args.string("DomainName")))) {
            throw new CallError(notFound(args));
        }
        Optional<HostedZones.Records> current = zone.flatMap(z -> current(call, z, name, type));
        String title = "Route 53 resource record %s with type %s ".formatted(name, type);
        if (current.filter(c -> isSame(value, properties, c)).isPresent()) {
            return new Steps().note(title + "is already in the desired state.");
        }
        HostedZones.Records wanted =
                new HostedZones.Records(
                        RecordState.dotted(name), type, args.text("SetIdentifier"), properties);
        String done = current.isPresent() ? "updated" : "created";
        return new Steps()
                .step(
                        title + (current.isPresent() ? "would be updated." : "would be added."),
                        title + done + ".",
                        change(
                                current.<Object>map(c -> shown(c.name(), c)).orElse(null),
                                shown(name, wanted)),
                        () ->
                                call.account()
                                        .hostedZones()
                                        .put(
                                                zone(call)
                                                        .orElseThrow(() ->
                                                                new CallError(notFound(args))),
                                                wanted,
                                                true));
    }

    private static Steps absent(AwsState.Call call) {
        Arguments args = call.args();
        String name = args.text("Name").orElse(call.name());
        String type = type(args, "deleting");
        Optional<String> zone = zone(call);
        if (zone.isEmpty()) {
            return new Steps().note(notFound(args));
        }
        Optional<HostedZones.Records> current = current(call, zone.get(), name, type);
        String title = "Route 53 resource record %s with type %s ".formatted(name, type);
        if (current.isEmpty()) {
            return new Steps().note(title + "already absent.");
        }
        return new Steps()
                .step(
                        title + "would be deleted.",
                        title + "deleted.",
                        change(shown(current.get().name(), current.get()), null),
                        () -> call.account().hostedZones().delete(zone.get(), current.get(), true));
    }

    private static String type(Arguments args, String verb) {
        return args.text("Type")
                .orElseThrow(() ->
                        new CallError(
                                "'Type' is a required parameter when %s resource records."
                                        .formatted(verb)));
    }

    private static String notFound(Arguments args) {
        return "Route 53 %s hosted zone %s not found"
                .formatted(
                        args.flag("PrivateZone") ? "private" : "public",
                        args.text("DomainName").orElse("None"));
    }

    /** The id of the zone that the arguments mean. */
    private static Optional<String> zone(AwsState.Call call) {
        Arguments args = call.args();
        Optional<String> id = args.text("HostedZoneId");
        Optional<String> domain = args.text("DomainName");
        if (id.isPresent() == domain.isPresent()) {
            throw new CallError("Exactly one of HostedZoneId and DomainName is required.");
        }
        if (id.isPresent()) {
            return id.map(i -> i.substring(i.lastIndexOf('/') + 1));
        }
        List<HostedZones.Zone> found =
                call
                        .account()
                        .hostedZones()
                        .named(RecordState.dotted(domain.orElseThrow()))
                        .stream()
                        .filter(z -> z.isPrivate() == args.flag("PrivateZone"))
                        .toList();
        if (found.size() > 1) {
            throw new CallError(
                    "More than one hosted zone is named %s; give HostedZoneId."
                            .formatted(domain.get()));
        }
        return found.stream().findFirst().map(HostedZones.Zone::id);
    }

    private static Optional<HostedZones.Records> current(
            AwsState.Call call, String zone, String name, String type) {
        Optional<String> identifier = call.args().text("SetIdentifier");
        List<HostedZones.Records> found =
                call.account().hostedZones().records(zone, RecordState.dotted(name), type).stream()
                        .filter(r -> identifier.isEmpty() || r.identifier().equals(identifier))
                        .toList();
        if (found.size() > 1) {
            throw new CallError("Given criteria matched more than one ResourceRecordSet.");
        }
        return found.stream().findFirst();
    }

    private static boolean isSame(
            RecordValue value, Map<String, @Nullable Object> wanted, HostedZones.Records current) {
        return value.sameAs(current.properties())
                // An alias lives as long as what it names.
                && ROUTING.stream()
                        .filter(p -> !p.equals("TTL") || !value.isAlias())
                        .allMatch(p ->
                                wanted.get(p) == null
                                        ? current.properties().get(p) == null
                                        : Properties.same(
                                                wanted.get(p), current.properties().get(p)));
    }

    private static Map<String, @Nullable Object> shown(String name, HostedZones.Records records) {
        Map<String, @Nullable Object> shown = entry("Name", name);
        shown.put("Type", records.type());
        records.identifier().ifPresent(i -> shown.put("SetIdentifier", i));
        shown.putAll(records.properties());
        return shown;
    }

    private static RecordValue value(AwsState.Call call, String type) {
        Object alias = call.args().value("AliasTarget");
        List<String> given =
                Plain.list(call.args().value("ResourceRecords")).stream()
                        .map(String::valueOf)
                        .toList();
        if ((alias != null) != given.isEmpty()) {
            throw new CallError("A record needs either ResourceRecords or AliasTarget.");
        }
        if (alias != null) {
            return RecordValue.of(type, alias);
        }
        List<String> values = new ArrayList<>();
        for (String one : given) {
            values.add(one.startsWith("magic:") ? magic(call, one) : one);
        }
        return RecordValue.of(type, values.stream().sorted().toList());
    }

    /**
     * {@code magic:ec2_instance_tag:KEY:VALUE:ATTRIBUTE} is an attribute of the one instance that
     * has the tag.
     */
    private static String magic(AwsState.Call call, String text) {
        String[] fields = text.split(":", -1);
        if (!fields[1].equals("ec2_instance_tag")) {
            throw new CallError(
                    "Unknown RR magic value seen: %s. There is magic:ec2_instance_tag:KEY:VALUE:ATTRIBUTE."
                            .formatted(fields[1]));
        }
        if (fields.length != 5) {
            throw new CallError(
                    "Invalid magic RR value seen: '%s'. Write magic:ec2_instance_tag:KEY:VALUE:ATTRIBUTE."
                            .formatted(text));
        }
        var found =
                call.account("ec2").networks().instancesTagged(fields[2], fields[3]).stream()
                        .filter(i -> !i.state().equals("shutting-down"))
                        .toList();
        String tag = "with tag %s == %s found".formatted(fields[2], fields[3]);
        if (found.isEmpty()) {
            throw new CallError("No EC2 instance " + tag);
        }
        if (found.size() > 1) {
            throw new CallError("Multiple EC2 instances " + tag);
        }
        var instance = found.getFirst();
        Optional<String> attribute =
                switch (fields[4]) {
                    case "id", "instance_id" -> Optional.of(instance.id());
                    case "private_ip", "private_ip_address" -> instance.privateAddress();
                    case "public_ip", "public_ip_address", "ip_address" -> instance.publicAddress();
                    case "private_dns_name" -> instance.privateName();
                    case "public_dns_name", "dns_name" -> instance.publicName();
                    default -> Optional.empty();
                };
        return attribute.orElseThrow(() ->
                new CallError(
                        "Attribute %s not found on instance %s"
                                .formatted(fields[4], instance.id())));
    }
}
