package io.pulldeploy.states.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.aws.FakeAws;
import io.pulldeploy.aws.VpcParts.Part;
import io.pulldeploy.model.StateResult.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class VpcStateTest {
    private static final String VPC =
            "{name: net, cidr_block: 10.0.0.0/16, instance_tenancy: default, dns_support: true,"
                    + " dns_hostnames: true, tags: {team: web}}";

    /** A network from nothing, in the order of a file. */
    private static final Map<String, String> NETWORK = network();

    private final FakeAws aws = new FakeAws();
    private final AwsStateHarness harness = AwsStateHarness.ofAll(aws, aws::mutations);

    private static Map<String, String> network() {
        Map<String, String> network = new LinkedHashMap<>();
        network.put("boto_vpc.present", VPC);
        network.put(
                "boto_vpc.dhcp_options_present",
                "{name: net, vpc_name: net, domain_name: example.com, domain_name_servers:"
                        + " [AmazonProvidedDNS], ntp_servers: [10.0.0.4], netbios_name_servers:"
                        + " [10.0.0.5], netbios_node_type: 2, tags: {team: web}}");
        network.put(
                "boto_vpc.internet_gateway_present",
                "{name: out, vpc_name: net, tags: {team: web}}");
        network.put(
                "boto_vpc.subnet_present",
                "{name: one, vpc_name: net, cidr_block: 10.0.1.0/24, availability_zone: us-east-1a,"
                        + " auto_assign_public_ipv4: true, tags: {team: web}}");
        network.put("boto_vpc.nat_gateway_present", "{name: nat, subnet_name: one}");
        network.put(
                "boto_vpc.route_table_present",
                "{name: routes, vpc_name: net, subnet_names: [one], tags: {team: web}, routes:"
                        + " [{destination_cidr_block: 0.0.0.0/0, internet_gateway_name: out},"
                        + " {destination_cidr_block: 192.168.0.0/16, nat_gateway_subnet_name:"
                        + " one}]}");
        network.put(
                "boto_secgroup.present",
                "{name: web, description: d, vpc_name: net, rules: [{ip_protocol: tcp, from_port:"
                        + " 80, to_port: 80, cidr_ip: 10.0.0.0/8}]}");
        network.put(
                "boto_lc.present",
                "{name: lc, image_id: ami-1, vpc_name: net, security_groups: [web]}");
        network.put(
                "boto_elb.present",
                "{name: lb, subnet_names: [one], security_groups: [web], listeners: [{elb_port: 80,"
                        + " instance_port: 80, elb_protocol: HTTP}]}");
        network.put("boto_elasticache.subnet_group_present", "{name: caches, subnet_names: [one]}");
        network.put(
                "boto_route53.hosted_zone_present",
                "{name: inside., private_zone: true, vpc_name: net, vpc_region: us-east-1}");
        return network;
    }

    @Test
    void aNetworkIsMadeFromNothing() {
        NETWORK.forEach(harness::converges);
    }

    /** Nothing is there yet, and every state names what another one makes. */
    @Test
    void aPlanOfANetworkNeedsNoNetwork() {
        NETWORK.forEach((state, args) ->
                assertThat(harness.test(state, args).outcome())
                        .describedAs(state + ": " + harness.test(state, args).comment())
                        .isEqualTo(Outcome.WOULD_CHANGE));
        assertThat(aws.mutations()).isEmpty();
        assertThat(harness.test("boto_elb.present", network().get("boto_elb.present")).changes())
                .asString()
                .contains("subnets=[(known after creation)]");
    }

    /** Without the state that makes it, a name is a mistake. */
    @ParameterizedTest
    @CsvSource({
        "boto_vpc.dhcp_options_present, VPC net",
        "boto_vpc.internet_gateway_present, VPC net",
        "boto_vpc.subnet_present, VPC net",
        "boto_vpc.nat_gateway_present, Subnet one",
        "boto_vpc.route_table_present, Internet gateway out",
        "boto_secgroup.present, VPC net",
        "boto_lc.present, VPC net",
        "boto_elb.present, Subnet one",
        "boto_route53.hosted_zone_present, VPC net"
    })
    void whatNobodyMakesIsRefused(String state, String missing) {
        assertThat(harness.refuses(state, network().get(state)))
                .contains(missing + " does not exist.");
    }

    @Test
    void aNetworkIsTakenDown() {
        NETWORK.forEach(harness::converges);
        int before = aws.mutations().size();
        Map<String, String> gone = new LinkedHashMap<>();
        gone.put("boto_vpc.route_table_absent", "{name: routes}");
        gone.put("boto_vpc.nat_gateway_absent", "{name: nat, subnet_name: one}");
        gone.put("boto_vpc.subnet_absent", "{name: one}");
        gone.put("boto_vpc.internet_gateway_absent", "{name: out, detach: true}");
        gone.put("boto_vpc.dhcp_options_absent", "{name: net}");
        gone.put("boto_vpc.absent", "{name: net, tags: {team: web}}");

        assertThat(harness.refuses("boto_vpc.internet_gateway_absent", "{name: out}"))
                .contains("say detach: true");
        gone.forEach(harness::converges);

        assertThat(aws.mutations().subList(before, aws.mutations().size()))
                .containsExactly(
                        "ec2:DisassociateRouteTable",
                        "ec2:Delete ROUTE_TABLE",
                        "ec2:Delete NAT_GATEWAY",
                        "ec2:Delete ADDRESS",
                        "ec2:Delete SUBNET",
                        "ec2:DetachInternetGateway",
                        "ec2:Delete INTERNET_GATEWAY",
                        "ec2:AssociateDhcpOptions",
                        "ec2:Delete DHCP_OPTIONS",
                        "ec2:Delete VPC");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    boto_vpc.present | dns_hostnames: true | dns_hostnames: false | ec2:ModifyVpcAttribute HOSTNAMES
                    boto_vpc.present | dns_support: true | dns_support: false | ec2:ModifyVpcAttribute SUPPORT
                    boto_vpc.present | team: web | team: api | ec2:CreateTags
                    boto_vpc.present | team: web | cost: a | ec2:DeleteTags ec2:CreateTags
                    boto_vpc.dhcp_options_present | team: web | team: api | ec2:CreateTags
                    boto_vpc.subnet_present | ipv4: true | ipv4: false | ec2:ModifySubnetAttribute
                    boto_vpc.subnet_present | name: one | name: one, route_table_name: routes2 | ec2:ReplaceRouteTableAssociation
                    boto_vpc.internet_gateway_present | team: web | team: api | ec2:CreateTags
                    boto_vpc.route_table_present | nat_gateway_subnet_name: one | interface_id: eni-1 | ec2:ReplaceRoute
                    boto_vpc.route_table_present | destination_cidr_block: 192.168 | destination_cidr_block: 192.169 | ec2:CreateRoute ec2:DeleteRoute
                    boto_vpc.route_table_present | [one] | [] | ec2:DisassociateRouteTable
                    """)
    void anEditChangesExactlyThat(String state, String from, String to, String calls) {
        NETWORK.forEach(harness::converges);
        harness.converges("boto_vpc.route_table_present", "{name: routes2, vpc_name: net}");
        String edited = network().get(state).replace(from, to);
        assertThat(edited).isNotEqualTo(network().get(state));
        int before = aws.mutations().size();

        harness.converges(state, edited);

        assertThat(String.join(" ", aws.mutations().subList(before, aws.mutations().size())))
                .isEqualTo(calls);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    boto_vpc.present | 10.0.0.0/16 | 10.1.0.0/16 | cidr_block (is 10.0.0.0/16, not 10.1.0.0/16)
                    boto_vpc.present | instance_tenancy: default | instance_tenancy: dedicated | instance_tenancy
                    boto_vpc.dhcp_options_present | example.com | example.org | domain-name (is [example.com], not [example.org])
                    boto_vpc.subnet_present | 10.0.1.0/24 | 10.0.2.0/24 | cidr_block
                    boto_vpc.subnet_present | us-east-1a | us-east-1b | availability_zone
                    boto_vpc.subnet_present | vpc_name: net | vpc_name: other | vpc_id
                    boto_vpc.internet_gateway_present | vpc_name: net | vpc_name: other | the VPC that it is attached to
                    boto_vpc.route_table_present | vpc_name: net | vpc_name: other | vpc_id
                    """)
    void whatCannotChangeIsRefused(String state, String from, String to, String said) {
        NETWORK.forEach(harness::converges);
        harness.converges("boto_vpc.present", "{name: other, cidr_block: 10.9.0.0/16}");
        assertThat(harness.refuses(state, network().get(state).replace(from, to)))
                .contains("after creation AWS cannot change " + said);
    }

    /** What others made, and what nobody says, stays. */
    @Test
    void whatIsNotGivenIsNotManaged() {
        NETWORK.forEach(harness::converges);
        harness.isSilent("boto_vpc.present", "{name: net, cidr_block: 10.0.0.0/16}");
        harness.isSilent("boto_vpc.route_table_present", "{name: routes}");
        harness.isSilent(
                "boto_vpc.subnet_present", "{name: one, vpc_name: net, cidr_block: 10.0.1.0/24}");
    }

    @Test
    void oneOfTwoNamesOnly() {
        NETWORK.forEach(harness::converges);
        String vpc = aws.vpcParts().find(Part.VPC, Map.of()).getFirst().get("VpcId") + "";
        assertThat(
                        harness.refuses(
                                "boto_vpc.subnet_present",
                                "{name: s, cidr_block: 10.0.3.0/24, vpc_name: net, vpc_id: %s}"
                                        .formatted(vpc)))
                .contains("vpc_id and vpc_name are mutually exclusive");
        assertThat(
                        harness.refuses(
                                "boto_vpc.subnet_present",
                                "{name: s, cidr_block: 10.0.3.0/24, vpc_id: vpc-nowhere}"))
                .isEqualTo("VPC vpc-nowhere does not exist.");
        assertThat(
                        harness.refuses(
                                "boto_vpc.route_table_present",
                                "{name: r, vpc_name: net, routes: [{destination_cidr_block:"
                                        + " 0.0.0.0/0, gateway_id: a, instance_id: b}]}"))
                .isEqualTo(
                        "routes[0]: a route leads to one thing, not to gateway_id and instance_id.");
        harness.converges("boto_vpc.present", "{name: twin, cidr_block: 10.3.0.0/16}");
        aws.vpcParts().create(Part.VPC, Map.of(), Map.of("Name", "twin"));
        assertThat(harness.refuses("boto_vpc.present", "{name: twin, cidr_block: 10.3.0.0/16}"))
                .startsWith("More than one VPC is named twin: ");
    }

    /** A run that was cut between the two calls leaves an address, which the next one takes. */
    @Test
    void anAddressThatWasLeftBehindIsTaken() {
        NETWORK.forEach((state, args) -> {
            if (state.equals("boto_vpc.nat_gateway_present")) {
                aws.vpcParts().create(Part.ADDRESS, Map.of(), Map.of("Name", "nat"));
            }
            harness.converges(state, args);
        });
        assertThat(aws.vpcParts().find(Part.ADDRESS, Map.of())).hasSize(1);
    }

    @Test
    void aPeeringIsAskedForAndAccepted() {
        harness.converges("boto_vpc.present", "{name: ours, cidr_block: 10.1.0.0/16}");
        harness.converges("boto_vpc.present", "{name: theirs, cidr_block: 10.2.0.0/16}");
        String peering =
                "{name: p, requester_vpc_name: ours, peer_vpc_name: theirs, conn_name: between}";
        harness.converges("boto_vpc.vpc_peering_connection_present", peering);
        assertThat(harness.isSilent("boto_vpc.request_vpc_peering_connection", peering).comment())
                .contains("is requested, and not accepted yet");
        harness.isSilent(
                "boto_vpc.request_vpc_peering_connection",
                peering.replace(", conn_name: between", ""));
        harness.converges(
                "boto_vpc.accept_vpc_peering_connection", "{name: a, conn_name: between}");
        assertThat(harness.isSilent("boto_vpc.vpc_peering_connection_present", peering).comment())
                .isEqualTo("VPC peering connection already exists, nothing to be done.");
        harness.converges(
                "boto_vpc.vpc_peering_connection_absent", "{name: p, conn_name: between}");
        harness.isSilent("boto_vpc.delete_vpc_peering_connection", "{name: p, conn_name: between}");
    }

    @Test
    void whatAnotherAccountAsksOfOursIsAccepted() {
        harness.converges("boto_vpc.present", "{name: ours, cidr_block: 10.1.0.0/16}");
        String vpc = aws.vpcParts().find(Part.VPC, Map.of()).getFirst().get("VpcId") + "";
        aws.vpcParts()
                .create(
                        Part.PEERING,
                        Map.of("VpcId", "vpc-theirs", "PeerVpcId", vpc),
                        Map.of("Name", "between"));
        harness.converges(
                "boto_vpc.vpc_peering_connection_present", "{name: p, conn_name: between}");
        List<String> last = new ArrayList<>(aws.mutations());
        assertThat(last.getLast()).isEqualTo("ec2:AcceptVpcPeeringConnection");
    }
}
