package io.pulldeploy.aws;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** {@link SecurityGroups} in memory. */
final class FakeSecurityGroups implements SecurityGroups {
    private final Map<String, SecurityGroup> groups = new LinkedHashMap<>();
    private final Consumer<String> mutated;
    private int made;

    FakeSecurityGroups(Consumer<String> mutated) {
        this.mutated = mutated;
    }

    @Override
    public List<SecurityGroup> named(String name, Optional<String> vpc) {
        return groups.values().stream()
                .filter(g -> g.name().equals(name))
                .filter(g -> vpc.isEmpty() || vpc.equals(g.vpc()))
                .toList();
    }

    @Override
    public Optional<SecurityGroup> withId(String id) {
        return Optional.ofNullable(groups.get(id));
    }

    @Override
    public List<SecurityGroup> all() {
        return List.copyOf(groups.values());
    }

    @Override
    public String create(String name, String description, Optional<String> vpc) {
        mutated.accept("ec2:CreateSecurityGroup " + name);
        String id = "sg-%08d".formatted(++made);
        SecurityRule allOut = new SecurityRule("-1", -1, -1, new SecurityRule.Cidr("0.0.0.0/0"));
        groups.put(
                id,
                new SecurityGroup(
                        id,
                        name,
                        description,
                        "123456789012",
                        vpc.or(() -> Optional.of(FakeNetworks.DEFAULT_VPC)),
                        List.of(),
                        List.of(allOut),
                        Map.of()));
        return id;
    }

    @Override
    public void authorize(
            String id, SecurityGroup.Direction direction, Collection<SecurityRule> rules) {
        mutated.accept("ec2:AuthorizeSecurityGroup " + Existing.in(groups, id).name());
        List<SecurityRule> all = new ArrayList<>(Existing.in(groups, id).rules(direction));
        rules.forEach(r -> all.add(answered(r)));
        replace(id, direction, all);
    }

    /** EC2 answers a group by id, name and owner, however it was named. */
    private SecurityRule answered(SecurityRule rule) {
        if (!(rule.peer() instanceof SecurityRule.Group g)) {
            return rule;
        }
        Optional<SecurityGroup> known =
                g.id().map(groups::get)
                        .or(() ->
                                g.name()
                                        .flatMap(n ->
                                                named(n, Optional.empty()).stream().findFirst()));
        return new SecurityRule(
                rule.protocol(),
                rule.fromPort(),
                rule.toPort(),
                new SecurityRule.Group(
                        known.map(SecurityGroup::id),
                        g.owner().isPresent() ? g.name() : Optional.empty(),
                        g.owner().or(() -> Optional.of("123456789012"))));
    }

    @Override
    public void revoke(
            String id, SecurityGroup.Direction direction, Collection<SecurityRule> rules) {
        mutated.accept("ec2:RevokeSecurityGroup " + Existing.in(groups, id).name());
        List<SecurityRule> all = new ArrayList<>(Existing.in(groups, id).rules(direction));
        all.removeAll(rules);
        replace(id, direction, all);
    }

    private void replace(String id, SecurityGroup.Direction direction, List<SecurityRule> rules) {
        SecurityGroup g = Existing.in(groups, id);
        boolean in = direction == SecurityGroup.Direction.INGRESS;
        groups.put(
                id,
                new SecurityGroup(
                        id,
                        g.name(),
                        g.description(),
                        g.owner(),
                        g.vpc(),
                        in ? rules : g.ingress(),
                        in ? g.egress() : rules,
                        g.tags()));
    }

    @Override
    public void tag(String id, Map<String, String> tags) {
        mutated.accept("ec2:CreateTags " + Existing.in(groups, id).name());
        Map<String, String> all = new LinkedHashMap<>(Existing.in(groups, id).tags());
        all.putAll(tags);
        retag(id, all);
    }

    @Override
    public void untag(String id, Collection<String> keys) {
        mutated.accept("ec2:DeleteTags " + Existing.in(groups, id).name());
        Map<String, String> all = new LinkedHashMap<>(Existing.in(groups, id).tags());
        all.keySet().removeAll(keys);
        retag(id, all);
    }

    private void retag(String id, Map<String, String> tags) {
        SecurityGroup g = Existing.in(groups, id);
        groups.put(
                id,
                new SecurityGroup(
                        id,
                        g.name(),
                        g.description(),
                        g.owner(),
                        g.vpc(),
                        g.ingress(),
                        g.egress(),
                        tags));
    }

    @Override
    public void delete(String id) {
        mutated.accept("ec2:DeleteSecurityGroup " + Existing.in(groups, id).name());
        groups.remove(id);
    }
}
