package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Route 53's hosted zones and their records. */
public interface HostedZones {
    /** A network that a private zone answers. */
    record Network(String vpc, String region) {}

    /**
     * A hosted zone.
     *
     * @param name with the dot at its end
     */
    record Zone(
            String id, String name, boolean isPrivate, String comment, List<Network> networks) {}

    /**
     * A record set.
     *
     * @param name with the dot at its end
     * @param identifier of a weighted, latency, failover or geolocation record
     * @param properties the rest, under AWS's names: TTL, ResourceRecords, AliasTarget, Weight, …
     */
    record Records(
            String name,
            String type,
            Optional<String> identifier,
            Map<String, @Nullable Object> properties) {}

    /** The zones of this name, public and private. */
    List<Zone> named(String name);

    /** The record sets of this name and type; several differ by identifier. */
    List<Records> records(String zone, String name, String type);

    /**
     * @param wait until every server of Route 53 has it
     */
    void put(String zone, Records records, boolean wait);

    void delete(String zone, Records records, boolean wait);

    /**
     * @param reference tells two requests apart from one that is repeated
     * @param network of a private zone
     * @return the zone's id
     */
    String create(String name, String reference, String comment, Optional<Network> network);

    void comment(String zone, String comment);

    void associate(String zone, Network network);

    void disassociate(String zone, Network network);

    void delete(String zone);
}
