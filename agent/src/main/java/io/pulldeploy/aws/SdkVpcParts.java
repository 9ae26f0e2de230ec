package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AllocateAddressRequest;
import software.amazon.awssdk.services.ec2.model.CreateDhcpOptionsRequest;
import software.amazon.awssdk.services.ec2.model.CreateInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.CreateNatGatewayRequest;
import software.amazon.awssdk.services.ec2.model.CreateRouteRequest;
import software.amazon.awssdk.services.ec2.model.CreateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.CreateSubnetRequest;
import software.amazon.awssdk.services.ec2.model.CreateVpcPeeringConnectionRequest;
import software.amazon.awssdk.services.ec2.model.CreateVpcRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteRequest;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.VpcAttributeName;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** {@link VpcParts} over EC2. */
final class SdkVpcParts implements VpcParts {
    /**
     * What was made just now is not known everywhere, and what was let go just now is still held.
     */
    private static final Set<String> PASSING =
            Set.of(
                    ".NotFound",
                    "NatGatewayNotFound",
                    "DependencyViolation",
                    "IncorrectState",
                    "InvalidIPAddress.InUse");

    private static final Duration SLOW = Duration.ofMinutes(10);

    private final AwsClients clients;
    private final AwsCalls calls;

    SdkVpcParts(AwsClients clients, AwsCalls calls) {
        this.clients = clients;
        this.calls = calls;
    }

    /** One request: what it does, and to what. */
    private interface Request {
        void send(Ec2Client ec2);
    }

    private void change(String action, String resource, Request request) {
        calls.run("ec2:" + action, resource, PASSING, () -> request.send(clients.ec2()));
    }

    @Override
    public List<Map<String, @Nullable Object>> find(Part part, Map<String, List<String>> filters) {
        List<Filter> asked = new ArrayList<>();
        filters.forEach((n, v) -> asked.add(Filter.builder().name(n).values(v).build()));
        return calls.call(
                describe(part),
                String.join(", ", filters.values().stream().flatMap(List::stream).toList()),
                () -> described(part, asked).map(AwsShapes::plain).toList());
    }

    private static String describe(Part part) {
        return switch (part) {
            case VPC -> "ec2:DescribeVpcs";
            case DHCP_OPTIONS -> "ec2:DescribeDhcpOptions";
            case SUBNET -> "ec2:DescribeSubnets";
            case INTERNET_GATEWAY -> "ec2:DescribeInternetGateways";
            case ROUTE_TABLE -> "ec2:DescribeRouteTables";
            case NAT_GATEWAY -> "ec2:DescribeNatGateways";
            case ADDRESS -> "ec2:DescribeAddresses";
            case PEERING -> "ec2:DescribeVpcPeeringConnections";
        };
    }

    private Stream<? extends SdkPojo> described(Part part, List<Filter> filters) {
        Ec2Client ec2 = clients.ec2();
        return switch (part) {
            case VPC -> ec2.describeVpcsPaginator(r -> r.filters(filters)).vpcs().stream();
            case DHCP_OPTIONS ->
                    ec2
                            .describeDhcpOptionsPaginator(r -> r.filters(filters))
                            .dhcpOptions()
                            .stream();
            case SUBNET -> ec2.describeSubnetsPaginator(r -> r.filters(filters)).subnets().stream();
            case INTERNET_GATEWAY ->
                    ec2
                            .describeInternetGatewaysPaginator(r -> r.filters(filters))
                            .internetGateways()
                            .stream();
            case ROUTE_TABLE ->
                    ec2
                            .describeRouteTablesPaginator(r -> r.filters(filters))
                            .routeTables()
                            .stream();
            case NAT_GATEWAY ->
                    ec2.describeNatGatewaysPaginator(r -> r.filter(filters)).natGateways().stream();
            case ADDRESS -> ec2.describeAddresses(r -> r.filters(filters)).addresses().stream();
            case PEERING ->
                    ec2
                            .describeVpcPeeringConnectionsPaginator(r -> r.filters(filters))
                            .vpcPeeringConnections()
                            .stream();
        };
    }

    @Override
    public String create(Part part, Map<String, ?> request, Map<String, String> tags) {
        Map<String, Object> all = new LinkedHashMap<>(request);
        if (!tags.isEmpty()) {
            List<Map<String, String>> listed = new ArrayList<>();
            tags.forEach((k, v) -> listed.add(Map.of("Key", k, "Value", v)));
            all.put(
                    "TagSpecifications",
                    List.of(Map.of("ResourceType", part.tagged(), "Tags", listed)));
        }
        String action =
                part == Part.ADDRESS
                        ? "AllocateAddress"
                        : describe(part).replaceFirst("ec2:Describe", "Create");
        return calls.call(
                "ec2:" + action,
                tags.getOrDefault("Name", part.words()),
                PASSING,
                () -> created(part, all));
    }

    private String created(Part part, Map<String, ?> request) {
        Ec2Client ec2 = clients.ec2();
        return switch (part) {
            case VPC ->
                    ec2.createVpc(AwsShapes.fill(CreateVpcRequest.builder(), request).build())
                            .vpc()
                            .vpcId();
            case DHCP_OPTIONS ->
                    ec2.createDhcpOptions(
                                    AwsShapes.fill(CreateDhcpOptionsRequest.builder(), request)
                                            .build())
                            .dhcpOptions()
                            .dhcpOptionsId();
            case SUBNET ->
                    ec2.createSubnet(AwsShapes.fill(CreateSubnetRequest.builder(), request).build())
                            .subnet()
                            .subnetId();
            case INTERNET_GATEWAY ->
                    ec2.createInternetGateway(
                                    AwsShapes.fill(CreateInternetGatewayRequest.builder(), request)
                                            .build())
                            .internetGateway()
                            .internetGatewayId();
            case ROUTE_TABLE ->
                    ec2.createRouteTable(
                                    AwsShapes.fill(CreateRouteTableRequest.builder(), request)
                                            .build())
                            .routeTable()
                            .routeTableId();
            case NAT_GATEWAY ->
                    ec2.createNatGateway(
                                    AwsShapes.fill(CreateNatGatewayRequest.builder(), request)
                                            .build())
                            .natGateway()
                            .natGatewayId();
            case ADDRESS ->
                    ec2.allocateAddress(
                                    AwsShapes.fill(AllocateAddressRequest.builder(), request)
                                            .build())
                            .allocationId();
            case PEERING ->
                    ec2.createVpcPeeringConnection(
                                    AwsShapes.fill(
                                                    CreateVpcPeeringConnectionRequest.builder(),
                                                    request)
                                            .build())
                            .vpcPeeringConnection()
                            .vpcPeeringConnectionId();
        };
    }

    @Override
    public void delete(Part part, String id) {
        String action =
                part == Part.ADDRESS
                        ? "ReleaseAddress"
                        : describe(part).replaceFirst("ec2:Describe", "Delete");
        change(
                action,
                id,
                ec2 -> {
                    switch (part) {
                        case VPC -> ec2.deleteVpc(r -> r.vpcId(id));
                        case DHCP_OPTIONS -> ec2.deleteDhcpOptions(r -> r.dhcpOptionsId(id));
                        case SUBNET -> ec2.deleteSubnet(r -> r.subnetId(id));
                        case INTERNET_GATEWAY ->
                                ec2.deleteInternetGateway(r -> r.internetGatewayId(id));
                        case ROUTE_TABLE -> ec2.deleteRouteTable(r -> r.routeTableId(id));
                        case NAT_GATEWAY -> ec2.deleteNatGateway(r -> r.natGatewayId(id));
                        case ADDRESS -> ec2.releaseAddress(r -> r.allocationId(id));
                        case PEERING ->
                                ec2.deleteVpcPeeringConnection(r -> r.vpcPeeringConnectionId(id));
                    }
                });
    }

    @Override
    public void tag(String id, Map<String, String> tags) {
        List<Tag> all = new ArrayList<>();
        tags.forEach((k, v) -> all.add(Tag.builder().key(k).value(v).build()));
        change("CreateTags", id, ec2 -> ec2.createTags(r -> r.resources(id).tags(all)));
    }

    @Override
    public void untag(String id, Collection<String> keys) {
        List<Tag> all = keys.stream().map(k -> Tag.builder().key(k).build()).toList();
        change("DeleteTags", id, ec2 -> ec2.deleteTags(r -> r.resources(id).tags(all)));
    }

    @Override
    public boolean dns(String vpc, Dns attribute) {
        return calls.call(
                "ec2:DescribeVpcAttribute",
                vpc,
                PASSING,
                () ->
                        switch (attribute) {
                            case SUPPORT ->
                                    clients.ec2()
                                            .describeVpcAttribute(r ->
                                                    r.vpcId(vpc)
                                                            .attribute(
                                                                    VpcAttributeName
                                                                            .ENABLE_DNS_SUPPORT))
                                            .enableDnsSupport()
                                            .value();
                            case HOSTNAMES ->
                                    clients.ec2()
                                            .describeVpcAttribute(r ->
                                                    r.vpcId(vpc)
                                                            .attribute(
                                                                    VpcAttributeName
                                                                            .ENABLE_DNS_HOSTNAMES))
                                            .enableDnsHostnames()
                                            .value();
                        });
    }

    @Override
    public void setDns(String vpc, Dns attribute, boolean on) {
        change(
                "ModifyVpcAttribute",
                vpc,
                ec2 ->
                        ec2.modifyVpcAttribute(r -> {
                            r.vpcId(vpc);
                            switch (attribute) {
                                case SUPPORT -> r.enableDnsSupport(a -> a.value(on));
                                case HOSTNAMES -> r.enableDnsHostnames(a -> a.value(on));
                            }
                        }));
    }

    @Override
    public void useOptions(String options, String vpc) {
        change(
                "AssociateDhcpOptions",
                vpc,
                ec2 -> ec2.associateDhcpOptions(r -> r.dhcpOptionsId(options).vpcId(vpc)));
    }

    @Override
    public void setPublicAddresses(String subnet, boolean on) {
        change(
                "ModifySubnetAttribute",
                subnet,
                ec2 ->
                        ec2.modifySubnetAttribute(
                                r -> r.subnetId(subnet).mapPublicIpOnLaunch(a -> a.value(on))));
    }

    @Override
    public void attachGateway(String gateway, String vpc) {
        change(
                "AttachInternetGateway",
                gateway,
                ec2 -> ec2.attachInternetGateway(r -> r.internetGatewayId(gateway).vpcId(vpc)));
    }

    @Override
    public void detachGateway(String gateway, String vpc) {
        change(
                "DetachInternetGateway",
                gateway,
                ec2 -> ec2.detachInternetGateway(r -> r.internetGatewayId(gateway).vpcId(vpc)));
    }

    @Override
    public void addRoute(String table, Map<String, ?> route) {
        CreateRouteRequest request =
                AwsShapes.fill(CreateRouteRequest.builder(), route).routeTableId(table).build();
        change("CreateRoute", table, ec2 -> ec2.createRoute(request));
    }

    @Override
    public void replaceRoute(String table, Map<String, ?> route) {
        ReplaceRouteRequest request =
                AwsShapes.fill(ReplaceRouteRequest.builder(), route).routeTableId(table).build();
        change("ReplaceRoute", table, ec2 -> ec2.replaceRoute(request));
    }

    @Override
    public void removeRoute(String table, String destination) {
        change(
                "DeleteRoute",
                table,
                ec2 ->
                        ec2.deleteRoute(
                                r -> r.routeTableId(table).destinationCidrBlock(destination)));
    }

    @Override
    public void associate(String table, String subnet) {
        change(
                "AssociateRouteTable",
                table,
                ec2 -> ec2.associateRouteTable(r -> r.routeTableId(table).subnetId(subnet)));
    }

    @Override
    public void reassociate(String association, String table) {
        change(
                "ReplaceRouteTableAssociation",
                table,
                ec2 ->
                        ec2.replaceRouteTableAssociation(
                                r -> r.associationId(association).routeTableId(table)));
    }

    @Override
    public void disassociate(String association) {
        change(
                "DisassociateRouteTable",
                association,
                ec2 -> ec2.disassociateRouteTable(r -> r.associationId(association)));
    }

    @Override
    public void accept(String peering) {
        change(
                "AcceptVpcPeeringConnection",
                peering,
                ec2 -> ec2.acceptVpcPeeringConnection(r -> r.vpcPeeringConnectionId(peering)));
    }

    @Override
    public void awaitNoNatGateway(String id) {
        calls.until(
                "ec2:DescribeNatGateways",
                id,
                SLOW,
                () ->
                        find(Part.NAT_GATEWAY, Map.of(Part.NAT_GATEWAY.filter(), List.of(id)))
                                .stream()
                                .allMatch(g -> "deleted".equals(g.get("State"))));
    }
}
