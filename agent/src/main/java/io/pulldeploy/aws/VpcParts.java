package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** VPCs and what they are made of; each is a mapping under EC2's own names. */
public interface VpcParts {
    /** What EC2 knows by an id, and lets be tagged. */
    enum Part {
        VPC("vpc-id", "VpcId", "vpc", "VPC"),
        DHCP_OPTIONS("dhcp-options-id", "DhcpOptionsId", "dhcp-options", "DHCP options"),
        SUBNET("subnet-id", "SubnetId", "subnet", "Subnet"),
        INTERNET_GATEWAY(
                "internet-gateway-id", "InternetGatewayId", "internet-gateway", "Internet gateway"),
        ROUTE_TABLE("route-table-id", "RouteTableId", "route-table", "Route table"),
        NAT_GATEWAY("nat-gateway-id", "NatGatewayId", "natgateway", "NAT gateway"),
        ADDRESS("allocation-id", "AllocationId", "elastic-ip", "Elastic IP address"),
        PEERING(
                "vpc-peering-connection-id",
                "VpcPeeringConnectionId",
                "vpc-peering-connection",
                "VPC peering connection");

        private final String filter;
        private final String id;
        private final String tagged;
        private final String words;

        Part(String filter, String id, String tagged, String words) {
            this.filter = filter;
            this.id = id;
            this.tagged = tagged;
            this.words = words;
        }

        /** The filter that finds one by its id. */
        public String filter() {
            return filter;
        }

        /** The member that holds the id. */
        public String id() {
            return id;
        }

        /** What EC2 calls it where it is tagged. */
        String tagged() {
            return tagged;
        }

        /** As a sentence begins with it. */
        public String words() {
            return words;
        }
    }

    /** An attribute of a VPC that is asked for, and set, by itself. */
    enum Dns {
        SUPPORT,
        HOSTNAMES
    }

    /**
     * @param filters of EC2, such as {@code tag:Name}, each with the values that it lets pass
     */
    List<Map<String, @Nullable Object>> find(Part part, Map<String, List<String>> filters);

    /**
     * @param request what EC2 takes to create one, but for the tags
     * @return its id
     */
    String create(Part part, Map<String, ?> request, Map<String, String> tags);

    void delete(Part part, String id);

    void tag(String id, Map<String, String> tags);

    void untag(String id, Collection<String> keys);

    boolean dns(String vpc, Dns attribute);

    void setDns(String vpc, Dns attribute, boolean on);

    void useOptions(String options, String vpc);

    /** Whether what starts in a subnet gets a public address. */
    void setPublicAddresses(String subnet, boolean on);

    void attachGateway(String gateway, String vpc);

    void detachGateway(String gateway, String vpc);

    /**
     * @param route DestinationCidrBlock, and where it leads
     */
    void addRoute(String table, Map<String, ?> route);

    /** Leads a destination elsewhere, without a moment in which it leads nowhere. */
    void replaceRoute(String table, Map<String, ?> route);

    void removeRoute(String table, String destination);

    void associate(String table, String subnet);

    /** Moves a subnet to another table. */
    void reassociate(String association, String table);

    void disassociate(String association);

    void accept(String peering);

    /** Waits, for up to ten minutes, until a NAT gateway is deleted and has let go its address. */
    void awaitNoNatGateway(String id);
}
