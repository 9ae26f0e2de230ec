package io.pulldeploy.modules;

import io.pulldeploy.aws.AwsAccount;
import io.pulldeploy.aws.SecurityGroup;
import io.pulldeploy.aws.SecurityRule;
import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds security groups by name, in the VPC that a call means. What it has found it does not look
 * up again: it lives as long as one call.
 */
public final class SecurityGroupLookup {
    private final AwsAccount account;
    private final Optional<String> expectedVpc;
    private Optional<String> vpc;
    private final Map<String, SecurityGroup> known = new HashMap<>();

    public SecurityGroupLookup(AwsAccount account, Optional<String> vpc) {
        this(account, vpc, Optional.empty());
    }

    private SecurityGroupLookup(
            AwsAccount account, Optional<String> vpc, Optional<String> expectedVpc) {
        this.account = account;
        this.vpc = vpc;
        this.expectedVpc = expectedVpc;
    }

    /**
     * The VPC of {@code vpc_id} or {@code vpc_name}.
     *
     * @throws CallError if both are given, or no VPC, or more than one, has the name
     */
    public static SecurityGroupLookup of(AwsAccount account, Arguments args) {
        return of(account, args, _ -> false);
    }

    /**
     * The same where the VPC may be one that is yet to be made.
     *
     * @param isExpected whether a VPC of this name is
     */
    public static SecurityGroupLookup of(
            AwsAccount account, Arguments args, Predicate<String> isExpected) {
        Optional<String> id = args.text("vpc_id");
        Optional<String> name = args.text("vpc_name");
        if (id.isPresent() && name.isPresent()) {
            throw new CallError("The params 'vpc_id' and 'vpc_name' are mutually exclusive.");
        }
        SecurityGroupLookup anywhere = new SecurityGroupLookup(account, id);
        return name.map(n -> anywhere.inVpcNamed(n, isExpected.test(n))).orElse(anywhere);
    }

    /** The same in another VPC. */
    public SecurityGroupLookup inVpcNamed(String name) {
        return inVpcNamed(name, false);
    }

    private SecurityGroupLookup inVpcNamed(String name, boolean isExpected) {
        Optional<String> found = vpcNamed(name);
        if (found.isEmpty() && !isExpected) {
            throw missing(name);
        }
        return new SecurityGroupLookup(
                account, found, found.isEmpty() ? Optional.of(name) : Optional.empty());
    }

    private Optional<String> vpcNamed(String name) {
        List<String> ids = account.networks().vpcsNamed(name);
        if (ids.size() > 1) {
            throw new CallError(
                    "More than one VPC is named " + name + ": " + String.join(", ", ids));
        }
        return ids.stream().findFirst();
    }

    private static CallError missing(String vpc) {
        return new CallError("VPC " + vpc + " does not exist.");
    }

    /** The name of the VPC that is meant, while there is none of that name. */
    public Optional<String> expectedVpc() {
        return vpc.isPresent() ? Optional.empty() : expectedVpc;
    }

    /**
     * The VPC that is meant, if one is.
     *
     * @throws CallError if it was expected, and is still not there
     */
    public Optional<String> vpc() {
        if (vpc.isEmpty() && expectedVpc.isPresent()) {
            vpc =
                    Optional.of(
                            vpcNamed(expectedVpc.get())
                                    .orElseThrow(() -> missing(expectedVpc.get())));
        }
        return vpc;
    }

    /**
     * The group of this name: in the VPC, or, where none is meant, in the default VPC or the only
     * one that has it.
     */
    public Optional<SecurityGroup> find(String name) {
        Optional<SecurityGroup> found = Optional.ofNullable(known.get(name));
        if (found.isPresent()) {
            return found;
        }
        if (expectedVpc().isPresent() && vpcNamed(expectedVpc.get()).isEmpty()) {
            return Optional.empty();
        }
        Optional<SecurityGroup> asked = ask(name);
        asked.ifPresent(group -> known.put(name, group));
        return asked;
    }

    private Optional<SecurityGroup> ask(String name) {
        List<SecurityGroup> groups = account.securityGroups().named(name, vpc());
        if (groups.size() <= 1) {
            return groups.stream().findFirst();
        }
        Optional<String> home = account.networks().defaultVpc();
        return groups.stream()
                .filter(g -> g.vpc().isEmpty() || g.vpc().equals(home))
                .findFirst()
                .or(() -> {
                    throw new CallError(
                            "Security group %s is in more than one VPC, specify the VPC ID!"
                                    .formatted(name));
                });
    }

    /**
     * @throws CallError if there is no such group
     */
    public SecurityGroup require(String name) {
        return find(name)
                .orElseThrow(() -> new CallError("Security group " + name + " does not exist."));
    }

    /**
     * The id of a group that is given by name or id.
     *
     * @return empty if there is no group of that name
     */
    public Optional<String> id(String nameOrId) {
        return nameOrId.startsWith("sg-")
                ? Optional.of(nameOrId)
                : find(nameOrId).map(SecurityGroup::id);
    }

    /** A group as {@code boto_secgroup.get_config} shows it. */
    public static Map<String, @Nullable Object> config(SecurityGroup group) {
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("name", group.name());
        config.put("group_id", group.id());
        config.put("owner_id", group.owner());
        config.put("description", group.description());
        config.put("vpc_id", group.vpc().orElse(null));
        config.put("tags", group.tags());
        config.put("rules", rules(group.ingress()));
        config.put("rules_egress", rules(group.egress()));
        return config;
    }

    public static List<Object> rules(Collection<SecurityRule> rules) {
        List<Object> shown = new ArrayList<>();
        rules.forEach(r -> shown.add(rule(r)));
        return shown;
    }

    /** A rule under Salt's names. */
    public static Map<String, @Nullable Object> rule(SecurityRule rule) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("ip_protocol", rule.protocol());
        shown.put("from_port", (long) rule.fromPort());
        shown.put("to_port", (long) rule.toPort());
        switch (rule.peer()) {
            case SecurityRule.Cidr c -> shown.put("cidr_ip", c.block());
            case SecurityRule.PrefixList l -> shown.put("prefix_list_id", l.id());
            case SecurityRule.Group g -> {
                g.name().ifPresent(n -> shown.put("source_group_name", n));
                g.owner().ifPresent(o -> shown.put("source_group_owner_id", o));
                g.id().ifPresent(i -> shown.put("source_group_group_id", i));
            }
        }
        return shown;
    }
}
