package io.pulldeploy.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** {@link Roles} in memory. */
final class FakeRoles implements Roles {
    private final Map<String, Role> roles = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> policies = new LinkedHashMap<>();
    private final Map<String, List<Attached>> attached = new LinkedHashMap<>();
    private final Map<String, List<String>> profiles = new LinkedHashMap<>();
    private final Consumer<String> mutated;

    FakeRoles(Consumer<String> mutated) {
        this.mutated = mutated;
    }

    @Override
    public Optional<Role> find(String name) {
        return Optional.ofNullable(roles.get(name));
    }

    @Override
    public void create(String name, Map<String, ?> trust, Optional<String> path) {
        mutated.accept("iam:CreateRole " + name);
        String at = path.orElse("/");
        roles.put(name, new Role(name, "arn:aws:iam::123456789012:role" + at + name, at, trust));
        policies.put(name, new LinkedHashMap<>());
        attached.put(name, new ArrayList<>());
    }

    @Override
    public void trust(String name, Map<String, ?> trust) {
        mutated.accept("iam:UpdateAssumeRolePolicy " + name);
        Role role = Existing.in(roles, name);
        roles.put(name, new Role(name, role.arn(), role.path(), trust));
    }

    @Override
    public void delete(String name) {
        mutated.accept("iam:DeleteRole " + name);
        roles.remove(name);
    }

    @Override
    public List<String> policies(String role) {
        return List.copyOf(policies.getOrDefault(role, Map.of()).keySet());
    }

    @Override
    public Optional<Object> policy(String role, String policy) {
        return Optional.ofNullable(policies.getOrDefault(role, Map.of()).get(policy));
    }

    @Override
    public void put(String role, String policy, Map<String, ?> document) {
        mutated.accept("iam:PutRolePolicy " + role + " " + policy);
        Existing.in(policies, role).put(policy, document);
    }

    @Override
    public void remove(String role, String policy) {
        mutated.accept("iam:DeleteRolePolicy " + role + " " + policy);
        Existing.in(policies, role).remove(policy);
    }

    @Override
    public List<Attached> attached(String role) {
        return List.copyOf(attached.getOrDefault(role, List.of()));
    }

    @Override
    public Optional<String> managedPolicy(String name) {
        return name.startsWith("arn:")
                ? Optional.of(name)
                : name.startsWith("Amazon")
                        ? Optional.of("arn:aws:iam::aws:policy/" + name)
                        : Optional.empty();
    }

    @Override
    public void attach(String role, String policyArn) {
        mutated.accept("iam:AttachRolePolicy " + role);
        Existing.in(attached, role)
                .add(new Attached(policyArn.substring(policyArn.lastIndexOf('/') + 1), policyArn));
    }

    @Override
    public void detach(String role, String policyArn) {
        mutated.accept("iam:DetachRolePolicy " + role);
        Existing.in(attached, role).removeIf(a -> a.arn().equals(policyArn));
    }

    @Override
    public Optional<List<String>> profile(String name) {
        return Optional.ofNullable(profiles.get(name)).map(List::copyOf);
    }

    @Override
    public void createProfile(String name) {
        mutated.accept("iam:CreateInstanceProfile " + name);
        profiles.put(name, new ArrayList<>());
    }

    @Override
    public void deleteProfile(String name) {
        mutated.accept("iam:DeleteInstanceProfile " + name);
        profiles.remove(name);
    }

    @Override
    public void addToProfile(String profile, String role) {
        mutated.accept("iam:AddRoleToInstanceProfile " + profile);
        Existing.in(profiles, profile).add(role);
    }

    @Override
    public void removeFromProfile(String profile, String role) {
        mutated.accept("iam:RemoveRoleFromInstanceProfile " + profile);
        Existing.in(profiles, profile).remove(role);
    }
}
