package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;
import static io.pulldeploy.states.aws.Steps.entry;

import io.pulldeploy.aws.Roles;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.modules.AwsConnections;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        Map<String, Map<String, @Nullable Object>> policies = policies(call);
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
        addPolicies(steps, roles, call, role.isPresent(), policies);
        addManaged(steps, roles, call, role.isPresent());
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

    private static void addPolicies(
            Steps steps,
            Roles roles,
            AwsState.Call call,
            boolean exists,
            Map<String, Map<String, @Nullable Object>> wanted) {
        String name = call.name();
        List<String> current = exists ? roles.policies(name) : List.of();
        Map<String, @Nullable Object> old = new LinkedHashMap<>();
        Map<String, Map<String, @Nullable Object>> toPut = new LinkedHashMap<>();
        wanted.forEach((policy, document) -> {
            Optional<Object> is =
                    current.contains(policy) ? roles.policy(name, policy) : Optional.empty();
            if (is.filter(d -> PolicyMeaning.same(d, document)).isEmpty()) {
                toPut.put(policy, document);
                is.ifPresent(d -> old.put(policy, d));
            }
        });
        List<String> toDelete =
                call.args().flag("delete_policies")
                        ? current.stream().filter(p -> !wanted.containsKey(p)).toList()
                        : List.of();
        if (toPut.isEmpty() && toDelete.isEmpty()) {
            return;
        }
        toDelete.forEach(p -> roles.policy(name, p).ifPresent(d -> old.put(p, d)));
        Set<String> after = new LinkedHashSet<>(current);
        after.removeAll(toDelete);
        after.addAll(toPut.keySet());
        List<String> touched = new ArrayList<>(toDelete);
        touched.addAll(toPut.keySet());
        Map<String, @Nullable Object> before = entry("policies", current);
        before.put("policy_documents", old);
        Map<String, @Nullable Object> then = entry("policies", List.copyOf(after));
        then.put("policy_documents", toPut);
        steps.step(
                "%s policies to be modified on role %s."
                        .formatted(String.join(", ", touched), name),
                "%s policies modified on role %s.".formatted(String.join(", ", touched), name),
                change(before, then),
                () -> {
                    toPut.forEach((policy, document) -> roles.put(name, policy, document));
                    toDelete.forEach(policy -> roles.remove(name, policy));
                });
    }

    private static void addManaged(Steps steps, Roles roles, AwsState.Call call, boolean exists) {
        String name = call.name();
        List<Roles.Attached> current = exists ? roles.attached(name) : List.of();
        List<String> wanted =
                Plain.list(call.args().value("managed_policies")).stream()
                        .map(String::valueOf)
                        .map(p -> arn(roles, current, p))
                        .toList();
        List<String> has = current.stream().map(Roles.Attached::arn).toList();
        List<String> toAttach = wanted.stream().filter(p -> !has.contains(p)).toList();
        List<String> toDetach = has.stream().filter(p -> !wanted.contains(p)).toList();
        if (toAttach.isEmpty() && toDetach.isEmpty()) {
            return;
        }
        List<String> touched = Stream.concat(toDetach.stream(), toAttach.stream()).toList();
        steps.step(
                "%s policies to be modified on role %s."
                        .formatted(String.join(", ", touched), name),
                "%s policies modified on role %s.".formatted(String.join(", ", touched), name),
                change("managed_policies", has, wanted),
                () -> {
                    toAttach.forEach(p -> roles.attach(name, p));
                    toDetach.forEach(p -> roles.detach(name, p));
                });
    }

    private static String arn(Roles roles, List<Roles.Attached> current, String nameOrArn) {
        return current.stream()
                .filter(a -> a.name().equals(nameOrArn))
                .map(Roles.Attached::arn)
                .findFirst()
                .or(() -> roles.managedPolicy(nameOrArn))
                .orElseThrow(
                        () -> new CallError("Managed policy " + nameOrArn + " does not exist."));
    }

    /** Policies of the pillar first; those of the state win. */
    private static Map<String, Map<String, @Nullable Object>> policies(AwsState.Call call) {
        Map<String, Map<String, @Nullable Object>> policies = new LinkedHashMap<>();
        for (String key : Plain.texts(call.args().value("policies_from_pillars"))) {
            Plain.mapping(pillar(call, key)).forEach((n, d) -> policies.put(n, Plain.mapping(d)));
        }
        Plain.mapping(call.args().value("policies"))
                .forEach((n, d) -> policies.put(n, Plain.mapping(d)));
        policies.forEach((policy, document) -> {
            if (!document.containsKey("Statement")) {
                throw new CallError("Policy '" + policy + "' has no Statement.");
            }
        });
        return policies;
    }

    private static Map<String, @Nullable Object> trust(AwsState.Call call) {
        Map<String, @Nullable Object> trust = new LinkedHashMap<>();
        List<Object> statements = new ArrayList<>();
        List<Map<String, @Nullable Object>> parts = new ArrayList<>();
        for (String key : Plain.texts(call.args().value("policy_document_from_pillars"))) {
            parts.add(Plain.mapping(pillar(call, key)));
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

    private static @Nullable Object pillar(AwsState.Call call, String key) {
        Object value = call.minion().call("pillar.get", List.of(key), Map.of());
        if (!(value instanceof Map<?, ?> map) || map.isEmpty()) {
            throw new CallError("The pillar has no mapping '" + key + "'.");
        }
        return value;
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
