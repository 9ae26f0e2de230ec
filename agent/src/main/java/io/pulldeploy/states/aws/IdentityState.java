package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;

import io.pulldeploy.aws.Identities;
import io.pulldeploy.aws.Identities.Kind;
import io.pulldeploy.aws.Roles;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.modules.AwsConnections;
import io.pulldeploy.modules.Plain;
import io.pulldeploy.system.FileTree;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code boto_iam}: users, groups, and what passwords must be like. */
public final class IdentityState {
    private static final String POLICIES =
            "policies: policies=None, policies_from_pillars: texts=None, managed_policies:"
                    + " texts=None, ";

    private static final AwsParameters USER =
            AwsParameters.of(
                    "name: text, " + POLICIES + "password: text=None, path: text=None",
                    Map.of("policies", Shapes.mappingOf(Shapes.MAPPING)));

    private static final AwsParameters USER_ABSENT =
            AwsParameters.of(
                    "name: text, delete_keys: flag=True, delete_mfa_devices: flag=True,"
                            + " delete_profile: flag=True",
                    Map.of());

    private static final AwsParameters GROUP =
            AwsParameters.of(
                    "name: text, "
                            + POLICIES
                            + "users: texts=None, path: text='/', delete_policies: flag=True",
                    Map.of("policies", Shapes.mappingOf(Shapes.MAPPING)));

    private static final AwsParameters GROUP_ABSENT = AwsParameters.of("name: text", Map.of());

    private static final AwsParameters ACCOUNT =
            AwsParameters.of(
                    "name: text=None, allow_users_to_change_password: flag=None, hard_expiry:"
                            + " flag=None, max_password_age: integer=None, minimum_password_length:"
                            + " integer=None, password_reuse_prevention: integer=None,"
                            + " require_lowercase_characters: flag=None, require_numbers:"
                            + " flag=None, require_symbols: flag=None,"
                            + " require_uppercase_characters: flag=None",
                    Map.of());

    private final AwsConnections connections;
    private final AccessKeySteps keys;

    /**
     * @param files where secrets of new access keys are written
     */
    public IdentityState(AwsConnections connections, FileTree files) {
        this.connections = connections;
        this.keys = new AccessKeySteps(files);
    }

    public List<StateFunction> functions() {
        return AwsState.all(
                function(
                        "user_present",
                        "Ensures that a user exists with these policies.",
                        USER,
                        IdentityState::user),
                function(
                        "user_absent",
                        "Ensures that a user, its keys and its policies do not exist.",
                        USER_ABSENT,
                        IdentityState::userAbsent),
                function(
                        "keys_present",
                        "Ensures that a user has so many access keys; writes new ones to a file.",
                        AccessKeySteps.PRESENT,
                        keys::present),
                function(
                        "keys_absent",
                        "Ensures that a user does not have these access keys.",
                        AccessKeySteps.ABSENT,
                        AccessKeySteps::absent),
                function(
                        "group_present",
                        "Ensures that a group exists with these policies and users.",
                        GROUP,
                        IdentityState::group),
                function(
                        "group_absent",
                        "Ensures that a group and its policies do not exist.",
                        GROUP_ABSENT,
                        IdentityState::groupAbsent),
                function(
                        "account_policy",
                        "Ensures what the passwords of this account must be like.",
                        ACCOUNT,
                        IdentityState::accountPolicy));
    }

    private List<StateFunction> function(
            String function, String doc, AwsParameters parameters, AwsState.Body body) {
        return AwsState.named("boto_iam." + function, doc, parameters, connections, "iam", body);
    }

    private static Steps user(AwsState.Call call) {
        String name = call.name();
        Identities identities = call.account().identities();
        Map<String, Map<String, @Nullable Object>> policies = PolicySteps.wanted(call);
        Steps steps = new Steps();
        Optional<String> path =
                made(call, steps, Kind.USER, call.args().text("path"), call.args().isGiven("path"));
        call.args()
                .text("password")
                .ifPresent(password -> {
                    if (path.isPresent() && identities.hasPassword(name)) {
                        // IAM does not tell it, so nobody can say whether it is the same.
                        steps.note("Login profile for user " + name + " exists.");
                        return;
                    }
                    steps.step(
                            "Login profile for user " + name + " is set to be created.",
                            "Login profile for user " + name + " has been created.",
                            change("password", null, "(not shown)"),
                            () -> identities.givePassword(name, password));
                });
        policies(call, steps, Kind.USER, path.isPresent(), policies, true);
        return steps;
    }

    /** The steps to an identity, without its policies; where it is now. */
    private static Optional<String> made(
            AwsState.Call call,
            Steps steps,
            Kind kind,
            Optional<String> path,
            boolean isPathManaged) {
        String name = call.name();
        Identities identities = call.account().identities();
        Optional<String> is = identities.path(kind, name);
        String word = kind.words().toLowerCase(Locale.ROOT);
        call.expected().add(word, name);
        if (is.isEmpty()) {
            steps.step(
                    "IAM %s %s is set to be created.".formatted(word, name),
                    "%s %s has been created.".formatted(kind.words(), name),
                    change(word, null, name),
                    () -> identities.create(kind, name, path));
        } else {
            steps.note("%s %s is present.".formatted(kind.words(), name));
            path.filter(wanted -> isPathManaged && !is.get().equals(wanted))
                    .ifPresent(wanted ->
                            steps.step(
                                    "%s %s is set to be moved.".formatted(kind.words(), name),
                                    "%s %s has been moved.".formatted(kind.words(), name),
                                    change("path", is.get(), wanted),
                                    () -> identities.move(kind, name, wanted)));
        }
        return is;
    }

    private static void policies(
            AwsState.Call call,
            Steps steps,
            Kind kind,
            boolean exists,
            Map<String, Map<String, @Nullable Object>> wanted,
            boolean deletes) {
        String word = kind.words().toLowerCase(Locale.ROOT);
        PolicySteps held =
                new PolicySteps(
                        word + " " + call.name(),
                        new PolicyHolder.OfIdentity(call.account().identities(), kind, call.name()),
                        call.account().roles());
        held.own(steps, exists, wanted, deletes);
        held.managed(steps, exists, call.args().value("managed_policies"), deletes);
    }

    private static Steps userAbsent(AwsState.Call call) {
        String name = call.name();
        Identities identities = call.account().identities();
        if (identities.path(Kind.USER, name).isEmpty()) {
            return new Steps().note("IAM User " + name + " does not exist.");
        }
        Steps steps = new Steps();
        if (call.args().flag("delete_keys")) {
            gone(
                    steps,
                    identities.accessKeys(name),
                    "access_keys",
                    "Key %s",
                    "deleted",
                    key -> identities.deleteAccessKey(name, key));
        }
        if (call.args().flag("delete_mfa_devices")) {
            gone(
                    steps,
                    identities.devices(name),
                    "mfa_devices",
                    "IAM user " + name + " MFA device %s",
                    "deactivated",
                    serial -> identities.removeDevice(name, serial));
        }
        if (call.args().flag("delete_profile") && identities.hasPassword(name)) {
            steps.step(
                    "IAM user " + name + " login profile is set to be deleted.",
                    "IAM user " + name + " login profile is deleted.",
                    change("password", "(not shown)", null),
                    () -> identities.takePassword(name));
        }
        gone(
                steps,
                identities.groupsOf(name),
                "groups",
                "IAM user " + name + " in group %s",
                "removed",
                group -> identities.leave(group, name));
        withoutPolicies(call, steps, Kind.USER);
        return steps.step(
                "IAM user " + name + " is set to be deleted.",
                "IAM user " + name + " is deleted.",
                change("user", name, null),
                () -> identities.delete(Kind.USER, name));
    }

    private static void gone(
            Steps steps,
            List<String> items,
            String property,
            String words,
            String verb,
            Consumer<String> effect) {
        if (!items.isEmpty()) {
            String all = words.formatted(String.join(", ", items));
            steps.step(
                    "%s is set to be %s.".formatted(all, verb),
                    "%s has been %s.".formatted(all, verb),
                    change(property, items, List.of()),
                    () -> items.forEach(effect));
        }
    }

    private static void without(
            Steps steps,
            List<String> policies,
            String property,
            String verb,
            Consumer<String> effect) {
        if (!policies.isEmpty()) {
            String all = String.join(", ", policies);
            steps.step(
                    "%s policies to be %s.".formatted(all, verb),
                    "%s policies %s.".formatted(all, verb),
                    change(property, policies, List.of()),
                    () -> policies.forEach(effect));
        }
    }

    private static void withoutPolicies(AwsState.Call call, Steps steps, Kind kind) {
        String name = call.name();
        Identities identities = call.account().identities();
        String word = kind.words().toLowerCase(Locale.ROOT);
        without(
                steps,
                identities.attached(kind, name).stream().map(Roles.Attached::arn).toList(),
                "managed_policies",
                "detached from " + word + " " + name,
                arn -> identities.detach(kind, name, arn));
        without(
                steps,
                identities.policies(kind, name),
                "policies",
                "deleted from " + word + " " + name,
                policy -> identities.remove(kind, name, policy));
    }

    private static Steps group(AwsState.Call call) {
        String name = call.name();
        Identities identities = call.account().identities();
        Map<String, Map<String, @Nullable Object>> policies = PolicySteps.wanted(call);
        List<String> users = Plain.texts(call.args().value("users"));
        Steps steps = new Steps();
        boolean exists =
                made(call, steps, Kind.GROUP, call.args().text("path"), call.args().isGiven("path"))
                        .isPresent();
        if (call.args().value("users") != null) {
            List<String> members = exists ? identities.members(name) : List.of();
            for (String user : users) {
                if (!members.contains(user)
                        && !call.expected().contains("user", user)
                        && identities.path(Kind.USER, user).isEmpty()) {
                    throw new CallError("IAM user " + user + " does not exist.");
                }
            }
            List<String> more = users.stream().filter(u -> !members.contains(u)).toList();
            List<String> less = members.stream().filter(u -> !users.contains(u)).toList();
            if (!more.isEmpty() || !less.isEmpty()) {
                steps.step(
                        "Users of group " + name + " are set to be changed.",
                        "Users of group " + name + " have been changed.",
                        change("users", members, users),
                        () -> {
                            more.forEach(u -> identities.join(name, u));
                            less.forEach(u -> identities.leave(name, u));
                        });
            }
        }
        policies(call, steps, Kind.GROUP, exists, policies, call.args().flag("delete_policies"));
        return steps;
    }

    private static Steps groupAbsent(AwsState.Call call) {
        String name = call.name();
        Identities identities = call.account().identities();
        if (identities.path(Kind.GROUP, name).isEmpty()) {
            return new Steps().note("IAM Group " + name + " does not exist.");
        }
        Steps steps = new Steps();
        withoutPolicies(call, steps, Kind.GROUP);
        gone(
                steps,
                identities.members(name),
                "users",
                "User %s in group " + name,
                "removed",
                user -> identities.leave(name, user));
        return steps.step(
                "IAM group " + name + " is set to be deleted.",
                "IAM group " + name + " is deleted.",
                change("group", name, null),
                () -> identities.delete(Kind.GROUP, name));
    }

    private static Steps accountPolicy(AwsState.Call call) {
        Identities identities = call.account().identities();
        Map<String, @Nullable Object> current = identities.passwordPolicy();
        Map<String, @Nullable Object> wanted = new LinkedHashMap<>();
        ACCOUNT.signature()
                .parameters()
                .forEach(p -> {
                    Object value = call.args().value(p.name());
                    if (value != null && !AwsParameters.isCommon(p.name())) {
                        wanted.put(Properties.awsName(p.name()), value);
                    }
                });
        Properties.Diff diff = Properties.diff(wanted, current);
        if (diff.isEmpty()) {
            return new Steps().note("Account policy is not changed.");
        }
        Map<String, @Nullable Object> whole = new LinkedHashMap<>(current);
        // Follows from the age, and is not said.
        whole.remove("ExpirePasswords");
        whole.putAll(diff.now());
        return new Steps()
                .step(
                        "Account policy is set to be changed.",
                        "Account policy has been changed.",
                        change(diff.old(), diff.now()),
                        () -> identities.setPasswordPolicy(whole));
    }
}
