package io.pulldeploy.states.aws;

import io.pulldeploy.aws.SecurityGroup;
import io.pulldeploy.aws.SecurityRule;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.modules.Plain;
import io.pulldeploy.modules.SecurityGroupLookup;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A rule as an SLS file asks for it, for one peer.
 *
 * @param vpc name of the VPC that the source group is in, if it is another one
 * @param groupId of the source group, once it is known
 */
record WantedRule(
        String protocol,
        int fromPort,
        int toPort,
        Optional<String> cidr,
        Optional<String> prefixList,
        Optional<String> groupId,
        Optional<String> groupName,
        Optional<String> owner,
        Optional<String> vpc) {

    static final Shape SHAPE =
            Shapes.fields(
                    "ip_protocol: text!, from_port: integer, to_port: integer, cidr_ip: texts,"
                            + " cidr_ipv6: texts, prefix_list_id: texts, source_group_name: texts,"
                            + " source_group_owner_id: text, source_group_group_id: texts,"
                            + " source_group_name_vpc: text");

    private static final Set<String> PROTOCOLS =
            Set.of("tcp", "udp", "icmp", "icmpv6", "all", "-1");

    private static final List<String> PEERS =
            List.of(
                    "cidr_ip",
                    "cidr_ipv6",
                    "prefix_list_id",
                    "source_group_group_id",
                    "source_group_name");

    /**
     * A rule for each peer that each entry lists.
     *
     * @throws CallError in Salt's words
     */
    static List<WantedRule> parse(String parameter, @Nullable Object rules) {
        List<WantedRule> wanted = new ArrayList<>();
        int index = 0;
        for (Object entry : Plain.list(rules)) {
            String at = parameter + "[" + index++ + "]";
            Map<String, @Nullable Object> rule = Plain.mapping(entry);
            String protocol = protocol(at, Plain.text(rule.get("ip_protocol")).orElse(""));
            int[] ports = ports(at, protocol, rule);
            List<String> peers = PEERS.stream().filter(p -> rule.get(p) != null).toList();
            if (peers.isEmpty()) {
                throw new CallError(
                        at
                                + ": cidr_ip, source_group_group_id, or source_group_name must be"
                                + " provided for security group rules.");
            }
            if (peers.size() > 1) {
                throw new CallError(
                        at
                                + ": only one of "
                                + String.join(", ", peers)
                                + " can be specified in a security group rule.");
            }
            String kind = peers.getFirst();
            for (String peer : Plain.texts(rule.get(kind))) {
                boolean isCidr = kind.startsWith("cidr");
                if (isCidr) {
                    checkCidr(at, peer);
                }
                wanted.add(
                        new WantedRule(
                                protocol,
                                ports[0],
                                ports[1],
                                isCidr ? Optional.of(peer) : Optional.empty(),
                                only(kind.equals("prefix_list_id"), peer),
                                only(kind.equals("source_group_group_id"), peer),
                                only(kind.equals("source_group_name"), peer),
                                Plain.text(rule.get("source_group_owner_id")),
                                Plain.text(rule.get("source_group_name_vpc"))));
            }
        }
        return wanted;
    }

    private static Optional<String> only(boolean when, String value) {
        return when ? Optional.of(value) : Optional.empty();
    }

    private static String protocol(String at, String text) {
        boolean isNumber = text.matches("\\d+") && Integer.parseInt(text) <= 255;
        if (!isNumber && !PROTOCOLS.contains(text)) {
            throw new CallError(
                    at + ": Invalid ip_protocol " + text + " specified in security group rule.");
        }
        return switch (text) {
            case "all" -> "-1";
            case "6" -> "tcp";
            case "17" -> "udp";
            case "1" -> "icmp";
            default -> text;
        };
    }

    private static int[] ports(String at, String protocol, Map<String, @Nullable Object> rule) {
        Optional<Long> from = Plain.integer(rule.get("from_port"));
        Optional<Long> to = Plain.integer(rule.get("to_port"));
        if (protocol.equals("-1")) {
            return new int[] {-1, -1};
        }
        if (from.isEmpty() || to.isEmpty()) {
            throw new CallError(
                    at
                            + ": ip_protocol, to_port, and from_port are required arguments for"
                            + " security group rules.");
        }
        if (from.get() < -1 || to.get() > 65535 || (from.get() > to.get() && to.get() != -1)) {
            throw new CallError(
                    "%s: there are no ports %d to %d.".formatted(at, from.get(), to.get()));
        }
        return new int[] {from.get().intValue(), to.get().intValue()};
    }

    private static void checkCidr(String at, String block) {
        if (!Shape.Kind.BLOCK.accepts(block)) {
            throw new CallError(
                    "%s: '%s' is no block of addresses such as 10.0.0.0/8.".formatted(at, block));
        }
    }

    /**
     * The rule with the id of its source group, if that exists yet.
     *
     * @param self name of the group that the rule is in
     * @throws CallError if there is no such group, and no state before makes it
     */
    WantedRule resolved(SecurityGroupLookup lookup, Expected expected, String self) {
        if (groupName.isEmpty()) {
            return this;
        }
        String name = groupName.get();
        Optional<SecurityGroup> group = source(lookup).find(name);
        boolean foreign = owner.isPresent();
        if (group.isEmpty()
                && !foreign
                && !name.equals(self)
                && !expected.contains("security group", name)) {
            throw new CallError(
                    "source_group_name " + name + " does not map to a valid source group id.");
        }
        return new WantedRule(
                protocol,
                fromPort,
                toPort,
                cidr,
                prefixList,
                group.map(SecurityGroup::id),
                groupName,
                owner,
                vpc);
    }

    private SecurityGroupLookup source(SecurityGroupLookup lookup) {
        return vpc.map(lookup::inVpcNamed).orElse(lookup);
    }

    boolean matches(SecurityRule rule) {
        if (!rule.protocol().equals(protocol)
                || rule.fromPort() != fromPort
                || rule.toPort() != toPort) {
            return false;
        }
        return switch (rule.peer()) {
            case SecurityRule.Cidr c -> cidr.filter(c.block()::equalsIgnoreCase).isPresent();
            case SecurityRule.PrefixList l -> prefixList.filter(l.id()::equals).isPresent();
            case SecurityRule.Group g ->
                    (owner.isEmpty() || owner.equals(g.owner()))
                            && ((groupId.isPresent() && groupId.equals(g.id()))
                                    || (groupName.isPresent() && groupName.equals(g.name())));
        };
    }

    /**
     * The rule as EC2 takes it, every name now an id. A group of another owner is sent as it was
     * named, because this account cannot look it up.
     */
    SecurityRule toSend(SecurityGroupLookup lookup, String self) {
        SecurityRule.Peer peer;
        if (cidr.isPresent()) {
            peer = new SecurityRule.Cidr(cidr.get());
        } else if (prefixList.isPresent()) {
            peer = new SecurityRule.PrefixList(prefixList.get());
        } else if (owner.isPresent() && groupName.isPresent() && lookup.vpc().isEmpty()) {
            peer = new SecurityRule.Group(Optional.empty(), groupName, owner);
        } else {
            String id =
                    groupId.orElseGet(() -> source(lookup).require(groupName.orElse(self)).id());
            peer = new SecurityRule.Group(Optional.of(id), Optional.empty(), owner);
        }
        return new SecurityRule(protocol, fromPort, toPort, peer);
    }

    /** The rule under Salt's names. */
    Map<String, @Nullable Object> described() {
        Map<String, @Nullable Object> described = new LinkedHashMap<>();
        described.put("ip_protocol", protocol);
        described.put("from_port", (long) fromPort);
        described.put("to_port", (long) toPort);
        cidr.ifPresent(c -> described.put("cidr_ip", c));
        prefixList.ifPresent(p -> described.put("prefix_list_id", p));
        groupName.ifPresent(n -> described.put("source_group_name", n));
        owner.ifPresent(o -> described.put("source_group_owner_id", o));
        if (groupName.isPresent() || groupId.isPresent()) {
            described.put(
                    "source_group_group_id",
                    groupId.orElse(owner.isPresent() ? null : Steps.LATER));
        }
        return described;
    }
}
