package io.pulldeploy.aws;

import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.PrefixListId;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** {@link SecurityGroups} over EC2. */
final class SdkSecurityGroups implements SecurityGroups {
    private static final Set<String> ABSENT =
            Set.of("InvalidGroup.NotFound", "InvalidGroupId.Malformed", "InvalidGroupId.NotFound");

    private final AwsClients clients;
    private final AwsCalls calls;

    SdkSecurityGroups(AwsClients clients, AwsCalls calls) {
        this.clients = clients;
        this.calls = calls;
    }

    @Override
    public List<SecurityGroup> named(String name, Optional<String> vpc) {
        List<Filter> filters = new ArrayList<>();
        filters.add(Filter.builder().name("group-name").values(name).build());
        vpc.ifPresent(id -> filters.add(Filter.builder().name("vpc-id").values(id).build()));
        return calls.call(
                "ec2:DescribeSecurityGroups",
                name,
                () ->
                        clients
                                .ec2()
                                .describeSecurityGroupsPaginator(r -> r.filters(filters))
                                .securityGroups()
                                .stream()
                                .map(SdkSecurityGroups::group)
                                .toList());
    }

    @Override
    public Optional<SecurityGroup> withId(String id) {
        return calls.find(
                        "ec2:DescribeSecurityGroups",
                        id,
                        ABSENT,
                        () ->
                                clients.ec2()
                                        .describeSecurityGroups(r -> r.groupIds(id))
                                        .securityGroups())
                .flatMap(groups -> groups.stream().findFirst())
                .map(SdkSecurityGroups::group);
    }

    @Override
    public List<SecurityGroup> all() {
        return calls.call(
                "ec2:DescribeSecurityGroups",
                "every group",
                () ->
                        clients.ec2().describeSecurityGroupsPaginator().securityGroups().stream()
                                .map(SdkSecurityGroups::group)
                                .toList());
    }

    @Override
    public String create(String name, String description, Optional<String> vpc) {
        return calls.call(
                "ec2:CreateSecurityGroup",
                name,
                () ->
                        clients.ec2()
                                .createSecurityGroup(r -> {
                                    r.groupName(name).description(description);
                                    vpc.ifPresent(r::vpcId);
                                })
                                .groupId());
    }

    @Override
    public void authorize(
            String id, SecurityGroup.Direction direction, Collection<SecurityRule> rules) {
        List<IpPermission> permissions = rules.stream().map(SdkSecurityGroups::permission).toList();
        // A group made a second ago may not be known to the part of EC2 that answers this.
        Set<String> passing = Set.of("security group '" + id + "' does not exist");
        switch (direction) {
            case INGRESS ->
                    calls.call(
                            "ec2:AuthorizeSecurityGroupIngress",
                            id,
                            passing,
                            () ->
                                    clients.ec2()
                                            .authorizeSecurityGroupIngress(
                                                    r -> r.groupId(id).ipPermissions(permissions)));
            case EGRESS ->
                    calls.call(
                            "ec2:AuthorizeSecurityGroupEgress",
                            id,
                            passing,
                            () ->
                                    clients.ec2()
                                            .authorizeSecurityGroupEgress(
                                                    r -> r.groupId(id).ipPermissions(permissions)));
        }
    }

    @Override
    public void revoke(
            String id, SecurityGroup.Direction direction, Collection<SecurityRule> rules) {
        List<IpPermission> permissions = rules.stream().map(SdkSecurityGroups::permission).toList();
        switch (direction) {
            case INGRESS ->
                    calls.call(
                            "ec2:RevokeSecurityGroupIngress",
                            id,
                            () ->
                                    clients.ec2()
                                            .revokeSecurityGroupIngress(
                                                    r -> r.groupId(id).ipPermissions(permissions)));
            case EGRESS ->
                    calls.call(
                            "ec2:RevokeSecurityGroupEgress",
                            id,
                            () ->
                                    clients.ec2()
                                            .revokeSecurityGroupEgress(
                                                    r -> r.groupId(id).ipPermissions(permissions)));
        }
    }

    @Override
    public void tag(String id, Map<String, String> tags) {
        List<Tag> all =
                tags.entrySet().stream()
                        .map(t -> Tag.builder().key(t.getKey()).value(t.getValue()).build())
                        .toList();
        calls.call(
                "ec2:CreateTags",
                id,
                ABSENT,
                () -> clients.ec2().createTags(r -> r.resources(id).tags(all)));
    }

    @Override
    public void untag(String id, Collection<String> keys) {
        List<Tag> all = keys.stream().map(k -> Tag.builder().key(k).build()).toList();
        calls.call(
                "ec2:DeleteTags",
                id,
                () -> clients.ec2().deleteTags(r -> r.resources(id).tags(all)));
    }

    @Override
    public void delete(String id) {
        calls.call(
                "ec2:DeleteSecurityGroup",
                id,
                Set.of("DependencyViolation", "InvalidGroup.InUse"),
                () -> clients.ec2().deleteSecurityGroup(r -> r.groupId(id)));
    }

    private static SecurityGroup group(software.amazon.awssdk.services.ec2.model.SecurityGroup g) {
        Map<String, String> tags = new LinkedHashMap<>();
        g.tags().forEach(t -> tags.put(t.key(), t.value()));
        return new SecurityGroup(
                g.groupId(),
                g.groupName(),
                Optional.ofNullable(g.description()).orElse(""),
                Optional.ofNullable(g.ownerId()).orElse(""),
                Optional.ofNullable(g.vpcId()).filter(v -> !v.isEmpty()),
                rules(g.ipPermissions()),
                rules(g.ipPermissionsEgress()),
                tags);
    }

    private static List<SecurityRule> rules(List<IpPermission> permissions) {
        return permissions.stream().flatMap(SdkSecurityGroups::rules).toList();
    }

    private static Stream<SecurityRule> rules(IpPermission p) {
        List<SecurityRule.Peer> peers = new ArrayList<>();
        p.ipRanges().forEach(r -> peers.add(new SecurityRule.Cidr(r.cidrIp())));
        p.ipv6Ranges().forEach(r -> peers.add(new SecurityRule.Cidr(r.cidrIpv6())));
        p.prefixListIds().forEach(r -> peers.add(new SecurityRule.PrefixList(r.prefixListId())));
        p.userIdGroupPairs()
                .forEach(r ->
                        peers.add(
                                new SecurityRule.Group(
                                        Optional.ofNullable(r.groupId()),
                                        Optional.ofNullable(r.groupName()),
                                        Optional.ofNullable(r.userId()))));
        int from = Optional.ofNullable(p.fromPort()).orElse(-1);
        int to = Optional.ofNullable(p.toPort()).orElse(-1);
        return peers.stream().map(peer -> new SecurityRule(p.ipProtocol(), from, to, peer));
    }

    private static IpPermission permission(SecurityRule rule) {
        IpPermission.Builder p = IpPermission.builder().ipProtocol(rule.protocol());
        if (!rule.protocol().equals("-1")) {
            p.fromPort(rule.fromPort()).toPort(rule.toPort());
        }
        switch (rule.peer()) {
            case SecurityRule.Cidr c when c.isIpv6() ->
                    p.ipv6Ranges(Ipv6Range.builder().cidrIpv6(c.block()).build());
            case SecurityRule.Cidr c -> p.ipRanges(IpRange.builder().cidrIp(c.block()).build());
            case SecurityRule.PrefixList l ->
                    p.prefixListIds(PrefixListId.builder().prefixListId(l.id()).build());
            case SecurityRule.Group g -> {
                UserIdGroupPair.Builder pair = UserIdGroupPair.builder();
                g.id().ifPresent(pair::groupId);
                // EC2 takes the id or the name, and refuses both.
                if (g.id().isEmpty()) {
                    g.name().ifPresent(pair::groupName);
                }
                g.owner().ifPresent(pair::userId);
                p.userIdGroupPairs(pair.build());
            }
        }
        return p.build();
    }
}
