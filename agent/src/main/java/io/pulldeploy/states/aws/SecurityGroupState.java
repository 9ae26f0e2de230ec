package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;

import io.pulldeploy.aws.SecurityGroup;
import io.pulldeploy.aws.SecurityGroup.Direction;
import io.pulldeploy.aws.SecurityGroups;
import io.pulldeploy.aws.SecurityRule;
import io.pulldeploy.aws.VpcParts;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.model.Failure;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.modules.AwsConnections;
import io.pulldeploy.modules.Plain;
import io.pulldeploy.modules.SecurityGroupLookup;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code boto_secgroup}: EC2 security groups, their rules and tags. */
public final class SecurityGroupState {
    private static final AwsParameters PRESENT =
            AwsParameters.of(
                    "name: text, description: text, vpc_id: text=None, vpc_name: text=None, rules:"
                            + " rules=None, rules_egress: rules=None, delete_ingress_rules:"
                            + " flag=True, delete_egress_rules: flag=True, tags: tags=None",
                    Map.of("rules", Shapes.listOf(WantedRule.SHAPE)));

    private static final AwsParameters ABSENT =
            AwsParameters.of("name: text, vpc_id: text=None, vpc_name: text=None", Map.of());

    private static final SecurityRule ALL_OUT =
            new SecurityRule("-1", -1, -1, new SecurityRule.Cidr("0.0.0.0/0"));

    private final AwsConnections connections;

    public SecurityGroupState(AwsConnections connections) {
        this.connections = connections;
    }

    public List<StateFunction> functions() {
        return Stream.concat(
                        AwsState.named(
                                "boto_secgroup.present",
                                "Ensures that a security group exists with these rules and tags.",
                                PRESENT,
                                connections,
                                "secgroup",
                                SecurityGroupState::present)
                                .stream(),
                        AwsState.named(
                                "boto_secgroup.absent",
                                "Ensures that a security group does not exist.",
                                ABSENT,
                                connections,
                                "secgroup",
                                SecurityGroupState::absent)
                                .stream())
                .toList();
    }

    private static Steps present(AwsState.Call call) {
        String name = call.name();
        List<WantedRule> ingress = WantedRule.parse("rules", call.args().value("rules"));
        List<WantedRule> egress =
                WantedRule.parse("rules_egress", call.args().value("rules_egress"));
        SecurityGroupLookup lookup =
                SecurityGroupLookup.of(
                        call.account(),
                        call.args(),
                        vpc -> call.expected().contains(VpcParts.Part.VPC.words(), vpc));
        SecurityGroups groups = call.account().securityGroups();
        Optional<SecurityGroup> found = lookup.find(name);
        Steps steps = new Steps();
        call.expected().add("security group", name);
        if (found.isPresent()) {
            steps.note("Security group " + name + " present.");
            refuseOtherDescription(found.get(), call.args().string("description"));
        } else {
            Map<String, @Nullable Object> config = new LinkedHashMap<>();
            config.put("name", name);
            config.put("description", call.args().string("description"));
            config.put("group_id", Steps.LATER);
            lookup.expectedVpc()
                    .<Optional<String>>map(_ -> Optional.of(Steps.LATER))
                    .orElseGet(lookup::vpc)
                    .ifPresent(vpc -> config.put("vpc_id", vpc));
            steps.stepTelling(
                    "Security group " + name + " is set to be created.",
                    "Security group " + name + " created.",
                    change("secgroup", null, config),
                    () -> {
                        config.put(
                                "group_id",
                                groups.create(
                                        name, call.args().string("description"), lookup.vpc()));
                        lookup.vpc().ifPresent(vpc -> config.put("vpc_id", vpc));
                        return change("secgroup", null, config);
                    });
        }
        if (call.args().value("rules") != null) {
            new RuleSteps(call, lookup, found, Direction.INGRESS, ingress).addTo(steps);
        }
        if (call.args().value("rules_egress") != null) {
            new RuleSteps(call, lookup, found, Direction.EGRESS, egress).addTo(steps);
        }
        if (call.args().value("tags") != null) {
            TagDiff tags =
                    TagDiff.of(
                            Plain.textMapping(call.args().value("tags")),
                            found.map(SecurityGroup::tags).orElse(Map.of()));
            tags.addTo(
                    steps,
                    set -> groups.tag(lookup.require(name).id(), set),
                    gone -> groups.untag(lookup.require(name).id(), gone));
        }
        return steps;
    }

    private static void refuseOtherDescription(SecurityGroup group, String description) {
        if (!group.description().equals(description)) {
            throw Fixed.refusal(
                    "Security group " + group.name(),
                    "description (is '%s', not '%s')".formatted(group.description(), description),
                    "say the description that it has, or remove the group first");
        }
    }

    private static Steps absent(AwsState.Call call) {
        String name = call.name();
        Optional<SecurityGroup> found =
                SecurityGroupLookup.of(call.account(), call.args()).find(name);
        if (found.isEmpty()) {
            return new Steps().note(name + " security group does not exist.");
        }
        return new Steps()
                .step(
                        "Security group " + name + " is set to be removed.",
                        "Security group " + name + " deleted.",
                        change("secgroup", SecurityGroupLookup.config(found.get()), null),
                        () -> call.account().securityGroups().delete(found.get().id()));
    }

    /** The steps that bring the rules of one direction to what is wanted. */
    private record RuleSteps(
            AwsState.Call call,
            SecurityGroupLookup lookup,
            Optional<SecurityGroup> found,
            Direction direction,
            List<WantedRule> wanted) {

        void addTo(Steps steps) {
            List<SecurityRule> current =
                    found.map(g -> g.rules(direction))
                            .orElse(direction == Direction.EGRESS ? List.of(ALL_OUT) : List.of());
            List<WantedRule> resolved =
                    wanted.stream()
                            .map(w -> w.resolved(lookup, call.expected(), call.name()))
                            .toList();
            List<SecurityRule> extra =
                    current.stream()
                            .filter(c -> resolved.stream().noneMatch(w -> w.matches(c)))
                            .toList();
            List<WantedRule> missing =
                    resolved.stream().filter(w -> current.stream().noneMatch(w::matches)).toList();
            boolean deletes =
                    call.args()
                            .flag(
                                    direction == Direction.INGRESS
                                            ? "delete_ingress_rules"
                                            : "delete_egress_rules");
            List<SecurityRule> toDelete = deletes ? extra : List.of();
            if (missing.isEmpty() && toDelete.isEmpty()) {
                return;
            }
            String key = direction == Direction.INGRESS ? "rules" : "rules_egress";
            List<Object> before = SecurityGroupLookup.rules(current);
            List<SecurityRule> kept = current.stream().filter(c -> !toDelete.contains(c)).toList();
            steps.stepTelling(
                    "Security group %s set to have rules modified. To be created: %s To be deleted: %s"
                            .formatted(
                                    call.name(),
                                    PythonText.repr(
                                            missing.stream().map(WantedRule::described).toList()),
                                    PythonText.repr(SecurityGroupLookup.rules(toDelete))),
                    said(toDelete, missing),
                    change(key, before, shown(kept, missing)),
                    () -> {
                        perform(toDelete, missing);
                        List<WantedRule> known =
                                missing.stream()
                                        .map(w -> w.resolved(lookup, call.expected(), call.name()))
                                        .toList();
                        return change(key, before, shown(kept, known));
                    });
        }

        /** Rules as they are, and those that come as their author names them. */
        private static List<Object> shown(List<SecurityRule> kept, List<WantedRule> added) {
            List<Object> shown = new ArrayList<>(SecurityGroupLookup.rules(kept));
            added.forEach(w -> shown.add(w.described()));
            return shown;
        }

        private String said(List<?> toDelete, List<?> missing) {
            boolean out = direction == Direction.EGRESS;
            return Stream.of(
                            toDelete.isEmpty()
                                    ? ""
                                    : "Removed %s on %s security group."
                                            .formatted(out ? "egress rule" : "rules", call.name()),
                            missing.isEmpty()
                                    ? ""
                                    : "Created %s on %s security group."
                                            .formatted(out ? "egress rules" : "rules", call.name()))
                    .filter(s -> !s.isEmpty())
                    .collect(Collectors.joining(" "));
        }

        /** New rules come first, so that traffic that is let in before and after is never cut. */
        private void perform(List<SecurityRule> toDelete, List<WantedRule> missing) {
            List<SecurityRule> toCreate =
                    missing.stream().map(w -> w.toSend(lookup, call.name())).toList();
            SecurityGroup group = lookup.require(call.name());
            SecurityGroups groups = call.account().securityGroups();
            if (!toCreate.isEmpty()) {
                try {
                    groups.authorize(group.id(), direction, toCreate);
                } catch (Failure e) {
                    throw explained(e);
                }
            }
            if (!toDelete.isEmpty()) {
                groups.revoke(group.id(), direction, toDelete);
            }
        }

        /** EC2-Classic's group of all load balancers is the mistake that old states bring along. */
        private RuntimeException explained(Failure e) {
            boolean classic =
                    wanted.stream()
                            .anyMatch(w -> w.owner().filter("amazon-elb"::equals).isPresent());
            return classic
                    ? new CallError(
                            e.getMessage()
                                    + ". amazon-elb/amazon-elb-sg is the load balancers' group of"
                                    + " EC2-Classic; in a VPC name the load balancer's own security"
                                    + " group as source_group_name"
                                    + ownGroups())
                    : e;
        }

        /** The groups that load balancers of this account send from, as far as it may look. */
        private String ownGroups() {
            try {
                String names =
                        call.account("elb").classicLoadBalancerSettings().all().stream()
                                .filter(b -> !b.sourceGroup().name().isEmpty())
                                .map(b -> b.sourceGroup().name() + " (of " + b.name() + ")")
                                .distinct()
                                .limit(3)
                                .collect(Collectors.joining(", "));
                return names.isEmpty() ? "." : ": " + names + ".";
            } catch (Failure denied) {
                return ".";
            }
        }
    }
}
