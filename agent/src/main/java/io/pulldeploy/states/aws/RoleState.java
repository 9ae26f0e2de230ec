package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;

import io.pulldeploy.aws.Roles;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.modules.AwsConnections;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code boto_iam_role}: IAM roles, their policies and instance profiles. */
public final class RoleState {
    private static final AwsParameters PRESENT =
            AwsParameters.of(
                    "name: text, policy_document: mapping=None, policy_document_from_pillars:"
                            + " texts=None, path: text=None, policies: policies=None,"
                            + " policies_from_pillars: texts=None, managed_policies: texts=None,"
                            + " create_instance_profile: flag=True, delete_policies: flag=True",
                    Map.of("policies", Shapes.mappingOf(Shapes.MAPPING)));

    private static final AwsParameters ABSENT = AwsParameters.of("name: text", Map.of());

    /** Who may assume a role that does not say: EC2, as {@code boto_iam.build_policy} has it. */
    private static final Map<String, Object> EC2_TRUST =
            Map.of(
                    "Version",
                    "2008-10-17",
                    "Statement",
                    List.of(
                            Map.of(
                                    "Effect",
                                    "Allow",
                                    "Principal",
                                    Map.of("Service", List.of("ec2.amazonaws.com")),
                                    "Action",
                                    List.of("sts:AssumeRole"))));

    private final AwsConnections connections;

    public RoleState(AwsConnections connections) {
        this.connections = connections;
    }

    public List<StateFunction> functions() {
        return Stream.of(
                        AwsState.named(
                                "boto_iam_role.present",
                                "Ensures that a role exists with these policies, in an instance"
                                        + " profile of its name.",
                                PRESENT,
                                connections,
                                "iam",
                                RoleState::present),
                        AwsState.named(
                                "boto_iam_role.absent",
                                "Ensures that a role, its policies and its instance profile do not"
                                        + " exist.",
                                ABSENT,
                                connections,
                                "iam",
                                RoleState::absent))
                .flatMap(List::stream)
                .toList();
    }

    private static Steps present(AwsState.Call call) {
        String name = call.name();
        Roles roles = call.account().roles();
        Map<String, Map<String, @Nullable Object>> policies = PolicySteps.wanted(call);
        Map<String, @Nullable Object> trust = trust(call);
        Steps steps = new Steps();
        Optional<Roles.Role> role = roles.find(name);
        call.expected().add("role", name);
        if (role.isEmpty()) {
            steps.step(
                    "IAM role " + name + " is set to be created.",
                    "IAM role " + name + " created.",
                    change("role", null, name),
                    () ->
                            roles.create(
                                    name,
                                    trust.isEmpty() ? EC2_TRUST : trust,
                                    call.args().text("path")));
        } else {
            steps.note(name + " role present.");
            refuseOtherPath(call, role.get());
            Map<String, ?> wanted = trust.isEmpty() ? EC2_TRUST : trust;
            if (!PolicyMeaning.same(wanted, role.get().trust())) {
                steps.step(
                        "Assume role policy document to be updated.",
                        "Assume role policy document updated.",
                        change("policy_document", role.get().trust(), wanted),
                        () -> roles.trust(name, wanted));
            }
        }
        if (call.args().flag("create_instance_profile")) {
            addProfile(steps, roles, call);
        }
        PolicySteps held =
                new PolicySteps("role " + name, new PolicyHolder.OfRole(roles, name), roles);
        held.own(steps, role.isPresent(), policies, call.args().flag("delete_policies"));
        held.managed(steps, role.isPresent(), call.args().value("managed_policies"), true);
        return steps;
    }

    /** A role's path is fixed when it is made. */
    private static void refuseOtherPath(AwsState.Call call, Roles.Role role) {
        call.args()
                .text("path")
                .filter(path -> !path.equals(role.path()))
                .ifPresent(path -> {
                    throw Fixed.refusal("Role " + role.name(), "path", role.path(), path);
                });
    }

    private static void addProfile(Steps steps, Roles roles, AwsState.Call call) {
        String name = call.name();
        Optional<List<String>> members = roles.profile(name);
        call.expected().add("instance profile", name);
        if (members.isEmpty()) {
            steps.step(
                    "Instance profile " + name + " is set to be created.",
                    "Instance profile " + name + " created.",
                    change("instance_profile", null, name),
                    () -> roles.createProfile(name));
        }
        if (members.filter(m -> m.contains(name)).isEmpty()) {
            List<String> others = members.orElse(List.of());
            steps.step(
                    "Instance profile " + name + " is set to be associated.",
                    "Instance profile " + name + " associated.",
                    change("profile_associated", null, true),
                    () -> {
                        // A profile holds one role only.
                        others.forEach(other -> roles.removeFromProfile(name, other));
                        roles.addToProfile(name, name);
                    });
        }
    }

    private static Map<String, @Nullable Object> trust(AwsState.Call call) {
        Map<String, @Nullable Object> trust = new LinkedHashMap<>();
        List<Object> statements = new ArrayList<>();
        List<Map<String, @Nullable Object>> parts = new ArrayList<>();
        for (String key : Plain.texts(call.args().value("policy_document_from_pillars"))) {
            parts.add(Plain.mapping(PolicySteps.pillar(call, key)));
        }
        parts.add(Plain.mapping(call.args().value("policy_document")));
        for (Map<String, @Nullable Object> part : parts) {
            if (!part.isEmpty()) {
                trust.putAll(part);
                statements.addAll(Plain.list(part.get("Statement")));
                trust.put("Statement", statements);
            }
        }
        return trust;
    }

    private static Steps absent(AwsState.Call call) {
        String name = call.name();
        Roles roles = call.account().roles();
        Steps steps = new Steps();
        boolean exists = roles.find(name).isPresent();
        List<String> policies = exists ? roles.policies(name) : List.of();
        if (policies.isEmpty()) {
            steps.note("No policies in role " + name + ".");
        } else {
            steps.step(
                    "%s policies to be removed from role %s."
                            .formatted(String.join(", ", policies), name),
                    "%s policies removed from role %s."
                            .formatted(String.join(", ", policies), name),
                    change("policies", policies, List.of()),
                    () -> policies.forEach(p -> roles.remove(name, p)));
        }
        List<String> attached =
                exists
                        ? roles.attached(name).stream().map(Roles.Attached::arn).toList()
                        : List.of();
        if (attached.isEmpty()) {
            steps.note("No attached policies in role " + name + ".");
        } else {
            steps.step(
                    "%s policies to be detached from role %s."
                            .formatted(String.join(", ", attached), name),
                    "%s policies detached from role %s."
                            .formatted(String.join(", ", attached), name),
                    change("managed_policies", attached, List.of()),
                    () -> attached.forEach(p -> roles.detach(name, p)));
        }
        Optional<List<String>> members = roles.profile(name);
        if (members.filter(m -> m.contains(name)).isPresent()) {
            steps.step(
                    "Instance profile " + name + " is set to be disassociated.",
                    "Instance profile " + name + " disassociated.",
                    change("profile_associated", true, false),
                    () -> roles.removeFromProfile(name, name));
        }
        if (members.isPresent()) {
            steps.step(
                    "Instance profile " + name + " is set to be removed.",
                    "Instance profile " + name + " removed.",
                    change("instance_profile", name, null),
                    () -> roles.deleteProfile(name));
        } else {
            steps.note(name + " instance profile does not exist.");
        }
        if (exists) {
            steps.step(
                    "IAM role " + name + " is set to be removed.",
                    "IAM role " + name + " removed.",
                    change("role", name, null),
                    () -> roles.delete(name));
        } else {
            steps.note(name + " role does not exist.");
        }
        return steps;
    }
}
