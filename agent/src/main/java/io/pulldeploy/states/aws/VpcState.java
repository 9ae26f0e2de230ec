package io.pulldeploy.states.aws;

import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.modules.AwsConnections;

import java.util.List;
import java.util.Map;

/** {@code boto_vpc}: VPCs, and what they are made of. */
public final class VpcState {
    private static final AwsParameters PRESENT =
            AwsParameters.of(
                    "name: text, cidr_block: block, instance_tenancy: text=None, dns_support:"
                            + " flag=None, dns_hostnames: flag=None, tags: tags=None",
                    Map.of());

    private static final AwsParameters ABSENT =
            AwsParameters.of("name: text, tags: tags=None", Map.of());

    private static final AwsParameters OPTIONS =
            AwsParameters.of(
                    "name: text, dhcp_options_id: text=None, vpc_name: text=None, vpc_id:"
                            + " text=None, domain_name: text=None, domain_name_servers:"
                            + " texts=None, ntp_servers: texts=None, netbios_name_servers:"
                            + " texts=None, netbios_node_type: text=None, tags: tags=None",
                    Map.of());

    private static final AwsParameters OPTIONS_ABSENT =
            AwsParameters.of("name: text=None, dhcp_options_id: text=None", Map.of());

    private static final AwsParameters SUBNET =
            AwsParameters.of(
                    "name: text, cidr_block: block, vpc_name: text=None, vpc_id: text=None,"
                            + " availability_zone: text=None, tags: tags=None, route_table_id:"
                            + " text=None, route_table_name: text=None, auto_assign_public_ipv4:"
                            + " flag=False",
                    Map.of());

    private static final AwsParameters SUBNET_ABSENT =
            AwsParameters.of("name: text=None, subnet_id: text=None", Map.of());

    private static final AwsParameters GATEWAY =
            AwsParameters.of(
                    "name: text, vpc_name: text=None, vpc_id: text=None, tags: tags=None",
                    Map.of());

    private static final AwsParameters GATEWAY_ABSENT =
            AwsParameters.of("name: text, detach: flag=False", Map.of());

    private static final AwsParameters ROUTES =
            AwsParameters.of(
                    "name: text, vpc_name: text=None, vpc_id: text=None, routes: routes=None,"
                            + " subnet_ids: texts=None, subnet_names: texts=None, tags: tags=None",
                    Map.of("routes", RouteTableSteps.ROUTES));

    private static final AwsParameters ROUTES_ABSENT = AwsParameters.of("name: text", Map.of());

    private static final AwsParameters NAT =
            AwsParameters.of(
                    "name: text, subnet_name: text=None, subnet_id: text=None, allocation_id:"
                            + " text=None",
                    Map.of());

    private static final AwsParameters NAT_ABSENT =
            AwsParameters.of(
                    "name: text=None, subnet_name: text=None, subnet_id: text=None,"
                            + " wait_for_delete_retries: integer=0",
                    Map.of());

    private static final AwsParameters PEERING =
            AwsParameters.of(
                    "name: text, requester_vpc_id: text=None, requester_vpc_name: text=None,"
                            + " peer_vpc_id: text=None, peer_vpc_name: text=None, conn_name:"
                            + " text=None, peer_owner_id: text=None, peer_region: text=None",
                    Map.of());

    private static final AwsParameters PEERING_ACCEPTED =
            AwsParameters.of("name: text=None, conn_id: text=None, conn_name: text=None", Map.of());

    private static final AwsParameters PEERING_ABSENT =
            AwsParameters.of("name: text, conn_id: text=None, conn_name: text=None", Map.of());

    private final AwsConnections connections;

    public VpcState(AwsConnections connections) {
        this.connections = connections;
    }

    public List<StateFunction> functions() {
        return AwsState.all(
                function("present", "Ensures that a VPC exists.", PRESENT, VpcSteps::present),
                function("absent", "Ensures that a VPC does not exist.", ABSENT, VpcSteps::absent),
                function(
                        "dhcp_options_present",
                        "Ensures that a set of DHCP options exists, and that a VPC uses it.",
                        OPTIONS,
                        DhcpOptionsSteps::present),
                function(
                        "dhcp_options_absent",
                        "Ensures that a set of DHCP options does not exist.",
                        OPTIONS_ABSENT,
                        DhcpOptionsSteps::absent),
                function(
                        "subnet_present",
                        "Ensures that a subnet exists.",
                        SUBNET,
                        SubnetSteps::present),
                function(
                        "subnet_absent",
                        "Ensures that a subnet does not exist.",
                        SUBNET_ABSENT,
                        SubnetSteps::absent),
                function(
                        "internet_gateway_present",
                        "Ensures that an internet gateway exists, attached to a VPC.",
                        GATEWAY,
                        GatewaySteps::internetPresent),
                function(
                        "internet_gateway_absent",
                        "Ensures that an internet gateway does not exist.",
                        GATEWAY_ABSENT,
                        GatewaySteps::internetAbsent),
                function(
                        "route_table_present",
                        "Ensures that a route table exists, with these routes, for these subnets.",
                        ROUTES,
                        RouteTableSteps::present),
                function(
                        "route_table_absent",
                        "Ensures that a route table does not exist.",
                        ROUTES_ABSENT,
                        RouteTableSteps::absent),
                function(
                        "nat_gateway_present",
                        "Ensures that there is a NAT gateway in a subnet.",
                        NAT,
                        GatewaySteps::natPresent),
                function(
                        "nat_gateway_absent",
                        "Ensures that there is no NAT gateway in a subnet.",
                        NAT_ABSENT,
                        GatewaySteps::natAbsent),
                function(
                        "vpc_peering_connection_present",
                        "Ensures that a VPC peering connection is asked for, and accepted where the"
                                + " peer is ours.",
                        PEERING,
                        PeeringSteps::present),
                function(
                        "request_vpc_peering_connection",
                        "Ensures that a VPC peering connection is asked for.",
                        PEERING,
                        PeeringSteps::requested),
                function(
                        "accept_vpc_peering_connection",
                        "Ensures that a VPC peering connection is accepted.",
                        PEERING_ACCEPTED,
                        PeeringSteps::accepted),
                function(
                        "vpc_peering_connection_absent",
                        "Ensures that a VPC peering connection does not exist.",
                        PEERING_ABSENT,
                        PeeringSteps::absent),
                function(
                        "delete_vpc_peering_connection",
                        "Ensures that a VPC peering connection does not exist.",
                        PEERING_ABSENT,
                        PeeringSteps::absent));
    }

    private List<StateFunction> function(
            String function, String doc, AwsParameters parameters, AwsState.Body body) {
        return AwsState.named("boto_vpc." + function, doc, parameters, connections, "vpc", body);
    }
}
