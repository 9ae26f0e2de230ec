package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@link Networks} over EC2. */
final class SdkNetworks implements Networks {
    private final AwsClients clients;
    private final AwsCalls calls;

    SdkNetworks(AwsClients clients, AwsCalls calls) {
        this.clients = clients;
        this.calls = calls;
    }

    @Override
    public List<String> vpcsNamed(String name) {
        return vpcs(name, filter("tag:Name", name));
    }

    @Override
    public Optional<String> defaultVpc() {
        return vpcs("the default VPC", filter("is-default", "true")).stream().findFirst();
    }

    private List<String> vpcs(String what, Filter filter) {
        return calls.call(
                "ec2:DescribeVpcs",
                what,
                () ->
                        clients.ec2().describeVpcsPaginator(r -> r.filters(filter)).vpcs().stream()
                                .map(Vpc::vpcId)
                                .toList());
    }

    @Override
    public List<String> subnetsNamed(String name) {
        return calls.call(
                "ec2:DescribeSubnets",
                name,
                () ->
                        clients
                                .ec2()
                                .describeSubnetsPaginator(r -> r.filters(filter("tag:Name", name)))
                                .subnets()
                                .stream()
                                .map(Subnet::subnetId)
                                .toList());
    }

    @Override
    public Optional<String> vpcOfSubnets(List<String> ids) {
        List<Subnet> subnets =
                calls.find(
                                "ec2:DescribeSubnets",
                                String.join(", ", ids),
                                Set.of("InvalidSubnetID.NotFound"),
                                () ->
                                        clients.ec2()
                                                .describeSubnets(r -> r.subnetIds(ids))
                                                .subnets())
                        .orElse(List.of());
        Set<String> vpcs = new HashSet<>();
        subnets.forEach(s -> vpcs.add(s.vpcId()));
        return vpcs.size() == 1 ? vpcs.stream().findFirst() : Optional.empty();
    }

    @Override
    public List<String> imagesNamed(String name) {
        return calls.call(
                "ec2:DescribeImages",
                name,
                () ->
                        clients
                                .ec2()
                                .describeImages(r -> r.filters(filter("name", name)))
                                .images()
                                .stream()
                                .map(Image::imageId)
                                .toList());
    }

    @Override
    public List<Instance> instancesTagged(String key, String value) {
        return calls.call(
                "ec2:DescribeInstances",
                key + "=" + value,
                () ->
                        clients
                                .ec2()
                                .describeInstancesPaginator(
                                        r -> r.filters(filter("tag:" + key, value)))
                                .reservations()
                                .stream()
                                .flatMap(r -> r.instances().stream())
                                .map(SdkNetworks::instance)
                                .filter(i -> !i.state().equals("terminated"))
                                .toList());
    }

    @Override
    public List<Map<String, @Nullable Object>> described(Collection<String> ids) {
        return calls.call(
                "ec2:DescribeInstances",
                String.join(", ", ids),
                Set.of("InvalidInstanceID.NotFound"),
                () ->
                        clients
                                .ec2()
                                .describeInstancesPaginator(r -> r.instanceIds(ids))
                                .reservations()
                                .stream()
                                .flatMap(r -> r.instances().stream())
                                .map(AwsShapes::plain)
                                .toList());
    }

    private static Instance instance(software.amazon.awssdk.services.ec2.model.Instance i) {
        return new Instance(
                i.instanceId(),
                i.state().nameAsString(),
                present(i.privateIpAddress()),
                present(i.publicIpAddress()),
                present(i.privateDnsName()),
                present(i.publicDnsName()));
    }

    private static Optional<String> present(@Nullable String value) {
        return Optional.ofNullable(value).filter(v -> !v.isEmpty());
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }
}
