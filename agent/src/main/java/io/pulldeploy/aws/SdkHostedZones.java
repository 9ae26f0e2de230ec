package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.route53.model.VPC;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@link HostedZones} over Route 53. */
final class SdkHostedZones implements HostedZones {
    private static final Set<String> PASSING =
            Set.of("PriorRequestNotComplete", "ConflictingDomainExists");

    private final AwsClients clients;
    private final AwsCalls calls;

    SdkHostedZones(AwsClients clients, AwsCalls calls) {
        this.clients = clients;
        this.calls = calls;
    }

    private Route53Client client() {
        return clients.route53();
    }

    @Override
    public List<Zone> named(String name) {
        List<HostedZone> zones =
                calls.call(
                        "route53:ListHostedZonesByName",
                        name,
                        () ->
                                client().listHostedZonesByName(r -> r.dnsName(name).maxItems("100"))
                                        .hostedZones());
        return zones.stream().filter(z -> sameName(z.name(), name)).map(this::zone).toList();
    }

    /** Which networks a private zone has is told by another call. */
    private Zone zone(HostedZone zone) {
        boolean isPrivate = Optional.ofNullable(zone.config().privateZone()).orElse(false);
        List<Network> networks =
                isPrivate
                        ? calls
                                .call(
                                        "route53:GetHostedZone",
                                        zone.name(),
                                        () -> client().getHostedZone(r -> r.id(zone.id())))
                                .vpCs()
                                .stream()
                                .map(v -> new Network(v.vpcId(), v.vpcRegionAsString()))
                                .toList()
                        : List.of();
        return new Zone(
                zone.id().replace("/hostedzone/", ""),
                zone.name(),
                isPrivate,
                Optional.ofNullable(zone.config().comment()).orElse(""),
                networks);
    }

    @Override
    public List<Records> records(String zone, String name, String type) {
        List<ResourceRecordSet> found =
                calls.call(
                        "route53:ListResourceRecordSets",
                        name,
                        () ->
                                client()
                                        .listResourceRecordSetsPaginator(r ->
                                                r.hostedZoneId(zone)
                                                        .startRecordName(name)
                                                        .startRecordType(type))
                                        .resourceRecordSets()
                                        .stream()
                                        .takeWhile(s -> sameName(s.name(), name))
                                        .filter(s -> s.typeAsString().equals(type))
                                        .toList());
        return found.stream().map(SdkHostedZones::records).toList();
    }

    private static Records records(ResourceRecordSet set) {
        Map<String, @Nullable Object> properties = new LinkedHashMap<>(AwsShapes.plain(set));
        List.of("Name", "Type", "SetIdentifier").forEach(properties::remove);
        return new Records(
                decoded(set.name()),
                set.typeAsString(),
                Optional.ofNullable(set.setIdentifier()),
                properties);
    }

    /** Route 53 answers an asterisk, and others, as an octal escape. */
    private static String decoded(String name) {
        return name.replace("\\052", "*");
    }

    private static boolean sameName(String a, String b) {
        return dotted(decoded(a)).equalsIgnoreCase(dotted(b));
    }

    private static String dotted(String name) {
        return name.endsWith(".") ? name : name + ".";
    }

    @Override
    public void put(String zone, Records records, boolean wait) {
        change(zone, records, ChangeAction.UPSERT, wait);
    }

    @Override
    public void delete(String zone, Records records, boolean wait) {
        change(zone, records, ChangeAction.DELETE, wait);
    }

    private void change(String zone, Records records, ChangeAction action, boolean wait) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("Name", records.name());
        members.put("Type", records.type());
        records.identifier().ifPresent(i -> members.put("SetIdentifier", i));
        members.putAll(records.properties());
        ResourceRecordSet set = AwsShapes.fill(ResourceRecordSet.builder(), members).build();
        Change change = Change.builder().action(action).resourceRecordSet(set).build();
        String id =
                calls.call(
                        "route53:ChangeResourceRecordSets",
                        records.name(),
                        PASSING,
                        () ->
                                client().changeResourceRecordSets(r ->
                                                r.hostedZoneId(zone)
                                                        .changeBatch(b -> b.changes(change)))
                                        .changeInfo()
                                        .id());
        if (wait) {
            calls.until(
                    "route53:GetChange",
                    records.name(),
                    () ->
                            client().getChange(r -> r.id(id))
                                    .changeInfo()
                                    .statusAsString()
                                    .equals("INSYNC"));
        }
    }

    @Override
    public String create(String name, String reference, String comment, Optional<Network> network) {
        return calls.call(
                "route53:CreateHostedZone",
                name,
                PASSING,
                () ->
                        client().createHostedZone(
                                        r -> {
                                            r.name(name)
                                                    .callerReference(reference)
                                                    .hostedZoneConfig(c ->
                                                            c.comment(comment)
                                                                    .privateZone(
                                                                            network.isPresent()));
                                            network.map(SdkHostedZones::vpc).ifPresent(r::vpc);
                                        })
                                .hostedZone()
                                .id()
                                .replace("/hostedzone/", ""));
    }

    private static VPC vpc(Network network) {
        return VPC.builder().vpcId(network.vpc()).vpcRegion(network.region()).build();
    }

    @Override
    public void comment(String zone, String comment) {
        calls.call(
                "route53:UpdateHostedZoneComment",
                zone,
                () -> client().updateHostedZoneComment(r -> r.id(zone).comment(comment)));
    }

    @Override
    public void associate(String zone, Network network) {
        calls.call(
                "route53:AssociateVPCWithHostedZone",
                zone,
                PASSING,
                () ->
                        client().associateVPCWithHostedZone(
                                        r -> r.hostedZoneId(zone).vpc(vpc(network))));
    }

    @Override
    public void disassociate(String zone, Network network) {
        calls.call(
                "route53:DisassociateVPCFromHostedZone",
                zone,
                PASSING,
                () ->
                        client().disassociateVPCFromHostedZone(
                                        r -> r.hostedZoneId(zone).vpc(vpc(network))));
    }

    @Override
    public void delete(String zone) {
        calls.call(
                "route53:DeleteHostedZone",
                zone,
                PASSING,
                () -> client().deleteHostedZone(r -> r.id(zone)));
    }
}
