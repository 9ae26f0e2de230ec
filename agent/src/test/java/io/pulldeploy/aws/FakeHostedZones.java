package io.pulldeploy.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** {@link HostedZones} in memory. */
final class FakeHostedZones implements HostedZones {
    private final Map<String, Zone> zones = new LinkedHashMap<>();
    private final Map<String, List<Records>> records = new LinkedHashMap<>();
    private final Consumer<String> mutated;

    FakeHostedZones(Consumer<String> mutated) {
        this.mutated = mutated;
    }

    @Override
    public List<Zone> named(String name) {
        return zones.values().stream().filter(z -> z.name().equals(name)).toList();
    }

    @Override
    public List<Records> records(String zone, String name, String type) {
        return Existing.in(records, zone).stream()
                .filter(r -> r.name().equals(name) && r.type().equals(type))
                .toList();
    }

    @Override
    public void put(String zone, Records put, boolean wait) {
        mutated.accept("route53:ChangeResourceRecordSets " + put.name());
        remove(zone, put);
        Existing.in(records, zone).add(put);
    }

    private void remove(String zone, Records gone) {
        Existing.in(records, zone)
                .removeIf(r ->
                        r.name().equals(gone.name())
                                && r.type().equals(gone.type())
                                && r.identifier().equals(gone.identifier()));
    }

    @Override
    public void delete(String zone, Records gone, boolean wait) {
        mutated.accept("route53:ChangeResourceRecordSets " + gone.name());
        remove(zone, gone);
    }

    @Override
    public String create(String name, String reference, String comment, Optional<Network> network) {
        mutated.accept("route53:CreateHostedZone " + name);
        String id = "Z" + (zones.size() + 1);
        zones.put(id, new Zone(id, name, network.isPresent(), comment, network.stream().toList()));
        records.put(id, new ArrayList<>());
        return id;
    }

    @Override
    public void comment(String zone, String comment) {
        mutated.accept("route53:UpdateHostedZoneComment");
        Zone z = Existing.in(zones, zone);
        zones.put(zone, new Zone(zone, z.name(), z.isPrivate(), comment, z.networks()));
    }

    @Override
    public void associate(String zone, Network network) {
        mutated.accept("route53:AssociateVPCWithHostedZone");
        Zone z = Existing.in(zones, zone);
        List<Network> networks = new ArrayList<>(z.networks());
        networks.add(network);
        zones.put(zone, new Zone(zone, z.name(), true, z.comment(), networks));
    }

    @Override
    public void disassociate(String zone, Network network) {
        mutated.accept("route53:DisassociateVPCFromHostedZone");
        Zone z = Existing.in(zones, zone);
        zones.put(
                zone,
                new Zone(
                        zone,
                        z.name(),
                        true,
                        z.comment(),
                        z.networks().stream().filter(n -> !n.equals(network)).toList()));
    }

    @Override
    public void delete(String zone) {
        mutated.accept("route53:DeleteHostedZone");
        zones.remove(zone);
    }
}
