package io.pulldeploy.aws;

import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@link Roles} over IAM. */
final class SdkRoles implements Roles {
    private static final Set<String> ABSENT = Set.of("NoSuchEntity");

    /** IAM answers so while two changes of one role meet. */
    private static final Set<String> PASSING =
            Set.of("ConcurrentModification", "EntityTemporarilyUnmodifiable", "NoSuchEntity");

    private static final Set<String> IN_USE = Set.of("DeleteConflict", "ConcurrentModification");

    private final AwsClients clients;
    private final AwsCalls calls;

    SdkRoles(AwsClients clients, AwsCalls calls) {
        this.clients = clients;
        this.calls = calls;
    }

    @Override
    public Optional<Role> find(String name) {
        return calls.find(
                "iam:GetRole",
                name,
                ABSENT,
                () -> {
                    var role = clients.iam().getRole(r -> r.roleName(name)).role();
                    return new Role(
                            role.roleName(),
                            role.arn(),
                            role.path(),
                            AwsJson.parseEncoded(role.assumeRolePolicyDocument()));
                });
    }

    @Override
    public void create(String name, Map<String, ?> trust, Optional<String> path) {
        calls.call(
                "iam:CreateRole",
                name,
                () ->
                        clients.iam()
                                .createRole(r -> {
                                    r.roleName(name).assumeRolePolicyDocument(AwsJson.write(trust));
                                    path.ifPresent(r::path);
                                }));
    }

    @Override
    public void trust(String name, Map<String, ?> trust) {
        calls.call(
                "iam:UpdateAssumeRolePolicy",
                name,
                PASSING,
                () ->
                        clients.iam()
                                .updateAssumeRolePolicy(r ->
                                        r.roleName(name).policyDocument(AwsJson.write(trust))));
    }

    @Override
    public void delete(String name) {
        calls.call(
                "iam:DeleteRole",
                name,
                IN_USE,
                () -> clients.iam().deleteRole(r -> r.roleName(name)));
    }

    @Override
    public List<String> policies(String role) {
        return calls.find(
                        "iam:ListRolePolicies",
                        role,
                        ABSENT,
                        () ->
                                clients
                                        .iam()
                                        .listRolePoliciesPaginator(r -> r.roleName(role))
                                        .policyNames()
                                        .stream()
                                        .toList())
                .orElse(List.of());
    }

    @Override
    public Optional<Object> policy(String role, String policy) {
        return calls.find(
                        "iam:GetRolePolicy",
                        role + " " + policy,
                        ABSENT,
                        () ->
                                clients.iam()
                                        .getRolePolicy(r -> r.roleName(role).policyName(policy))
                                        .policyDocument())
                .flatMap(text -> Optional.ofNullable(AwsJson.parseEncoded(text)));
    }

    @Override
    public void put(String role, String policy, Map<String, ?> document) {
        calls.call(
                "iam:PutRolePolicy",
                role + " " + policy,
                PASSING,
                () ->
                        clients.iam()
                                .putRolePolicy(r ->
                                        r.roleName(role)
                                                .policyName(policy)
                                                .policyDocument(AwsJson.write(document))));
    }

    @Override
    public void remove(String role, String policy) {
        calls.call(
                "iam:DeleteRolePolicy",
                role + " " + policy,
                () -> clients.iam().deleteRolePolicy(r -> r.roleName(role).policyName(policy)));
    }

    @Override
    public List<Attached> attached(String role) {
        return calls.find(
                        "iam:ListAttachedRolePolicies",
                        role,
                        ABSENT,
                        () ->
                                clients
                                        .iam()
                                        .listAttachedRolePoliciesPaginator(r -> r.roleName(role))
                                        .attachedPolicies()
                                        .stream()
                                        .map(p -> new Attached(p.policyName(), p.policyArn()))
                                        .toList())
                .orElse(List.of());
    }

    @Override
    public Optional<String> managedPolicy(String name) {
        if (name.startsWith("arn:")) {
            return Optional.of(name);
        }
        return calls.call(
                "iam:ListPolicies",
                name,
                () ->
                        clients.iam().listPoliciesPaginator().policies().stream()
                                .filter(p -> p.policyName().equals(name))
                                .map(Policy::arn)
                                .findFirst());
    }

    @Override
    public void attach(String role, String policyArn) {
        calls.call(
                "iam:AttachRolePolicy",
                role + " " + policyArn,
                Set.of("ConcurrentModification"),
                () -> clients.iam().attachRolePolicy(r -> r.roleName(role).policyArn(policyArn)));
    }

    @Override
    public void detach(String role, String policyArn) {
        calls.call(
                "iam:DetachRolePolicy",
                role + " " + policyArn,
                () -> clients.iam().detachRolePolicy(r -> r.roleName(role).policyArn(policyArn)));
    }

    @Override
    public Optional<List<String>> profile(String name) {
        return calls.find(
                "iam:GetInstanceProfile",
                name,
                ABSENT,
                () -> {
                    InstanceProfile profile =
                            clients.iam()
                                    .getInstanceProfile(r -> r.instanceProfileName(name))
                                    .instanceProfile();
                    return profile.roles().stream().map(r -> r.roleName()).toList();
                });
    }

    @Override
    public void createProfile(String name) {
        calls.call(
                "iam:CreateInstanceProfile",
                name,
                () -> clients.iam().createInstanceProfile(r -> r.instanceProfileName(name)));
    }

    @Override
    public void deleteProfile(String name) {
        calls.call(
                "iam:DeleteInstanceProfile",
                name,
                IN_USE,
                () -> clients.iam().deleteInstanceProfile(r -> r.instanceProfileName(name)));
    }

    @Override
    public void addToProfile(String profile, String role) {
        calls.call(
                "iam:AddRoleToInstanceProfile",
                profile,
                PASSING,
                () ->
                        clients.iam()
                                .addRoleToInstanceProfile(
                                        r -> r.instanceProfileName(profile).roleName(role)));
    }

    @Override
    public void removeFromProfile(String profile, String role) {
        calls.call(
                "iam:RemoveRoleFromInstanceProfile",
                profile,
                () ->
                        clients.iam()
                                .removeRoleFromInstanceProfile(
                                        r -> r.instanceProfileName(profile).roleName(role)));
    }
}
