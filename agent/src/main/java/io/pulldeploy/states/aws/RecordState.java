package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;
import static io.pulldeploy.states.aws.Steps.entry;

import io.pulldeploy.aws.HostedZones;
import io.pulldeploy.aws.Networks;
import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.modules.AwsConnections;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** {@code boto_route53.present} and {@code absent}: records. */
public final class RecordState {
    private static final AwsParameters PRESENT =
            AwsParameters.of(
                    "name: text, value: any, zone: text, record_type: text, ttl: integer=None,"
                            + " identifier: any=None, wait_for_sync: flag=True, split_dns:"
                            + " flag=False, private_zone: flag=False",
                    Map.of());

    private static final AwsParameters ABSENT =
            AwsParameters.of(
                    "name: text, zone: text, record_type: text, identifier: any=None,"
                            + " wait_for_sync: flag=True, split_dns: flag=False, private_zone:"
                            + " flag=False",
                    Map.of());

    private final AwsConnections connections;

    public RecordState(AwsConnections connections) {
        this.connections = connections;
    }

    public List<StateFunction> functions() {
        return List.of(
                AwsState.only(
                        "boto_route53.present",
                        "Ensures that a record exists with this value.",
                        PRESENT,
                        connections,
                        "route53",
                        RecordState::present),
                AwsState.only(
                        "boto_route53.absent",
                        "Ensures that a record does not exist.",
                        ABSENT,
                        connections,
                        "route53",
                        RecordState::absent));
    }

    private static final Set<String> TYPES =
            Set.of(
                    "A", "AAAA", "CAA", "CNAME", "DS", "HTTPS", "MX", "NAPTR", "NS", "PTR", "SOA",
                    "SPF", "SRV", "SSHFP", "SVCB", "TLSA", "TXT");

    private static Steps present(AwsState.Call call) {
        Arguments args = call.args();
        if (!TYPES.contains(args.string("record_type"))) {
            throw new CallError(
                    "'record_type' is one of %s, not '%s'."
                            .formatted(
                                    String.join(", ", new TreeSet<>(TYPES)),
                                    args.string("record_type")));
        }
        Wanted wanted =
                new Wanted(
                        args.string("name"),
                        args.string("zone"),
                        args.string("record_type"),
                        args.integer("ttl"),
                        args.value("identifier"),
                        args.flag("wait_for_sync"),
                        args.flag("split_dns"),
                        args.flag("private_zone"));
        RecordValue value =
                RecordValue.of(wanted.type(), instanceAddress(call, args.value("value")));
        return present(call, wanted, Optional.of(value), () -> value);
    }

    /** What a record is, other than its value. */
    record Wanted(
            String name,
            String zone,
            String type,
            Optional<Long> ttl,
            @Nullable Object identifier,
            boolean sync,
            boolean splitDns,
            boolean privateZone) {

        /** Salt's identifier is a name, or a name with a weight or the region of its latency. */
        Optional<String> setIdentifier() {
            return Plain.list(identifier).stream().findFirst().map(Object::toString);
        }

        Map<String, @Nullable Object> routing() {
            List<Object> parts = Plain.list(identifier);
            if (parts.size() < 2) {
                return Map.of();
            }
            Object second = parts.get(1);
            return second.toString().matches("\\d+")
                    ? entry("Weight", Long.valueOf(second.toString()))
                    : entry("Region", second);
        }
    }

    /**
     * The steps to a record, for this state and for those that bring records of their own.
     *
     * @param value empty if it is known only when the steps before are done
     * @param whenPossible the value then
     */
    static Steps present(
            AwsState.Call call,
            Wanted wanted,
            Optional<RecordValue> value,
            Supplier<RecordValue> whenPossible) {
        String name = wanted.name();
        HostedZones zones = call.account("route53").hostedZones();
        Optional<HostedZones.Zone> zone = zone(zones, wanted);
        if (zone.isEmpty() && !call.expected().contains("hosted zone", dotted(wanted.zone()))) {
            throw new CallError("Error: Zone " + wanted.zone() + " does not exist.");
        }
        Optional<HostedZones.Records> current = zone.flatMap(z -> current(zones, z, wanted));
        if (current.isEmpty()) {
            zone.ifPresent(z -> refuseMixed(zones, z, wanted));
        }
        if (current.isPresent()
                && value.isPresent()
                && isSame(wanted, value.get(), current.get())) {
            return new Steps().note(name + " exists.");
        }
        Map<String, @Nullable Object> now = new LinkedHashMap<>();
        now.put("name", name);
        now.put("value", value.<Object>map(RecordValue::shown).orElse(Steps.LATER));
        now.put("record_type", wanted.type());
        now.put("ttl", wanted.ttl().orElse(null));
        now.put("identifier", wanted.identifier());
        return new Steps()
                .stepTelling(
                        "Route53 record %s set to be %s."
                                .formatted(name, current.isPresent() ? "updated" : "added"),
                        "%s %s Route53 record."
                                .formatted(current.isPresent() ? "Updated" : "Added", name),
                        change(current.<Object>map(RecordState::shown).orElse(null), now),
                        () -> {
                            RecordValue known = whenPossible.get();
                            now.put("value", known.shown());
                            if (current.isPresent() && isSame(wanted, known, current.get())) {
                                return Map.of();
                            }
                            String id =
                                    zone(zones, wanted)
                                            .orElseThrow(() ->
                                                    new CallError(
                                                            "Error: Zone "
                                                                    + wanted.zone()
                                                                    + " does not exist."))
                                            .id();
                            zones.put(id, records(wanted, known, current), wanted.sync());
                            return change(
                                    current.<Object>map(RecordState::shown).orElse(null), now);
                        });
    }

    private static HostedZones.Records records(
            Wanted wanted, RecordValue value, Optional<HostedZones.Records> current) {
        Map<String, @Nullable Object> properties = new LinkedHashMap<>();
        // What other tools set, such as a health check, stays as it is.
        current.ifPresent(c -> properties.putAll(c.properties()));
        List.of("TTL", "ResourceRecords", "AliasTarget").forEach(properties::remove);
        properties.putAll(wanted.routing());
        properties.putAll(value.properties());
        if (!value.isAlias()) {
            Object ttl = current.map(c -> c.properties().get("TTL")).orElse(60L);
            properties.put("TTL", wanted.ttl().<Object>map(t -> t).orElse(ttl));
        }
        return new HostedZones.Records(
                dotted(wanted.name()), wanted.type(), wanted.setIdentifier(), properties);
    }

    private static boolean isSame(Wanted wanted, RecordValue value, HostedZones.Records current) {
        boolean sameTtl =
                value.isAlias()
                        || wanted.ttl().isEmpty()
                        || Meaning.same(wanted.ttl().get(), current.properties().get("TTL"));
        boolean sameRouting =
                wanted.routing().entrySet().stream()
                        .allMatch(e ->
                                Meaning.same(e.getValue(), current.properties().get(e.getKey())));
        return sameTtl && sameRouting && value.sameAs(current.properties());
    }

    private static Optional<HostedZones.Records> current(
            HostedZones zones, HostedZones.Zone zone, Wanted wanted) {
        return zones.records(zone.id(), dotted(wanted.name()), wanted.type()).stream()
                .filter(r -> r.identifier().equals(wanted.setIdentifier()))
                .findFirst();
    }

    /** Beside a record that has an identifier Route 53 keeps only others that have one. */
    private static void refuseMixed(HostedZones zones, HostedZones.Zone zone, Wanted wanted) {
        zones.records(zone.id(), dotted(wanted.name()), wanted.type()).stream()
                .filter(r -> r.identifier().isEmpty() != wanted.setIdentifier().isEmpty())
                .findFirst()
                .ifPresent(other -> {
                    throw new CallError(
                            "There is a record %s of type %s %s, and Route 53 keeps none %s beside"
                                            .formatted(
                                                    other.name(),
                                                    other.type(),
                                                    other.identifier()
                                                            .map(i -> "with the identifier " + i)
                                                            .orElse("without an identifier"),
                                                    wanted.setIdentifier().isEmpty()
                                                            ? "without one"
                                                            : "with one")
                                    + " it: remove it first.");
                });
    }

    /** The public zone, unless the private one is asked for; split DNS has both of one name. */
    private static Optional<HostedZones.Zone> zone(HostedZones zones, Wanted wanted) {
        List<HostedZones.Zone> named = zones.named(dotted(wanted.zone()));
        List<HostedZones.Zone> fitting =
                named.stream().filter(z -> z.isPrivate() == wanted.privateZone()).toList();
        if (fitting.size() > 1) {
            throw new CallError(
                    "Error: more than one %s zone is named %s."
                            .formatted(wanted.privateZone() ? "private" : "public", wanted.zone()));
        }
        return fitting.stream()
                .findFirst()
                .or(() -> wanted.splitDns() ? Optional.empty() : named.stream().findFirst());
    }

    private static Map<String, @Nullable Object> shown(HostedZones.Records records) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("name", records.name());
        shown.put("value", RecordValue.shown(records.properties()));
        shown.put("record_type", records.type());
        shown.put("ttl", records.properties().get("TTL"));
        shown.put("identifier", records.identifier().orElse(null));
        return shown;
    }

    private static Steps absent(AwsState.Call call) {
        Arguments args = call.args();
        String name = call.name();
        Wanted wanted =
                new Wanted(
                        name,
                        args.string("zone"),
                        args.string("record_type"),
                        Optional.empty(),
                        args.value("identifier"),
                        args.flag("wait_for_sync"),
                        args.flag("split_dns"),
                        args.flag("private_zone"));
        return absent(call, wanted);
    }

    static Steps absent(AwsState.Call call, Wanted wanted) {
        String name = wanted.name();
        HostedZones zones = call.account("route53").hostedZones();
        Optional<HostedZones.Zone> zone = zone(zones, wanted);
        Optional<HostedZones.Records> current = zone.flatMap(z -> current(zones, z, wanted));
        if (current.isEmpty()) {
            return new Steps().note(name + " does not exist.");
        }
        return new Steps()
                .step(
                        "Route53 record " + name + " set to be deleted.",
                        "Deleted " + name + " Route53 record.",
                        change(shown(current.get()), null),
                        () -> zones.delete(zone.orElseThrow().id(), current.get(), wanted.sync()));
    }

    /**
     * {@code private:NAME} and {@code public:NAME} are the addresses of the instance of that name.
     */
    private static @Nullable Object instanceAddress(AwsState.Call call, @Nullable Object value) {
        if (!(value instanceof String text)
                || !(text.startsWith("private:") || text.startsWith("public:"))) {
            return value;
        }
        String name = text.substring(text.indexOf(':') + 1);
        List<Networks.Instance> found =
                call.account("ec2").networks().instancesTagged("Name", name);
        if (found.isEmpty()) {
            throw new CallError("Error: instance with Name tag " + name + " not found");
        }
        if (found.size() > 1) {
            throw new CallError("Error: Name tag " + name + " matched more than one instance");
        }
        Optional<String> address =
                text.startsWith("private:")
                        ? found.getFirst().privateAddress()
                        : found.getFirst().publicAddress();
        return address.orElseThrow(
                () -> new CallError("No Public IP assigned to instance with Name " + name));
    }

    static String dotted(String name) {
        return name.endsWith(".") ? name : name + ".";
    }
}
