package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** {@link Identities} in memory. */
final class FakeIdentities implements Identities {
    private final Map<String, Identity> identities = new LinkedHashMap<>();
    private final Map<String, String> passwords = new LinkedHashMap<>();
    private final Map<String, List<String>> keys = new LinkedHashMap<>();
    private final Map<String, List<String>> members = new LinkedHashMap<>();
    private Map<String, @Nullable Object> passwordPolicy = Map.of();
    private final Consumer<String> mutated;
    private int last;

    /** A user or a group. */
    private record Identity(
            String path, Map<String, Object> policies, List<Roles.Attached> attached) {}

    FakeIdentities(Consumer<String> mutated) {
        this.mutated = mutated;
    }

    private static String key(Kind kind, String name) {
        return kind + " " + name;
    }

    private Optional<Identity> find(Kind kind, String name) {
        return Optional.ofNullable(identities.get(key(kind, name)));
    }

    private Identity existing(Kind kind, String name) {
        return Existing.in(identities, key(kind, name));
    }

    @Override
    public Optional<String> path(Kind kind, String name) {
        return find(kind, name).map(Identity::path);
    }

    @Override
    public void create(Kind kind, String name, Optional<String> path) {
        mutated.accept("iam:Create" + kind.words() + " " + name);
        identities.put(
                key(kind, name),
                new Identity(path.orElse("/"), new LinkedHashMap<>(), new ArrayList<>()));
    }

    @Override
    public void move(Kind kind, String name, String path) {
        mutated.accept("iam:Update" + kind.words() + " " + name);
        Identity is = existing(kind, name);
        identities.put(key(kind, name), new Identity(path, is.policies(), is.attached()));
    }

    @Override
    public void delete(Kind kind, String name) {
        mutated.accept("iam:Delete" + kind.words() + " " + name);
        identities.remove(key(kind, name));
    }

    @Override
    public List<String> policies(Kind kind, String name) {
        return find(kind, name).map(i -> List.copyOf(i.policies().keySet())).orElse(List.of());
    }

    @Override
    public Optional<Object> policy(Kind kind, String name, String policy) {
        return find(kind, name).map(i -> i.policies().get(policy));
    }

    @Override
    public void put(Kind kind, String name, String policy, Map<String, ?> document) {
        mutated.accept("iam:Put%sPolicy %s %s".formatted(kind.words(), name, policy));
        existing(kind, name).policies().put(policy, document);
    }

    @Override
    public void remove(Kind kind, String name, String policy) {
        mutated.accept("iam:Delete%sPolicy %s %s".formatted(kind.words(), name, policy));
        existing(kind, name).policies().remove(policy);
    }

    @Override
    public List<Roles.Attached> attached(Kind kind, String name) {
        return find(kind, name).map(i -> List.copyOf(i.attached())).orElse(List.of());
    }

    @Override
    public void attach(Kind kind, String name, String policyArn) {
        mutated.accept("iam:Attach%sPolicy %s".formatted(kind.words(), name));
        existing(kind, name)
                .attached()
                .add(
                        new Roles.Attached(
                                policyArn.substring(policyArn.lastIndexOf('/') + 1), policyArn));
    }

    @Override
    public void detach(Kind kind, String name, String policyArn) {
        mutated.accept("iam:Detach%sPolicy %s".formatted(kind.words(), name));
        existing(kind, name).attached().removeIf(a -> a.arn().equals(policyArn));
    }

    @Override
    public List<String> members(String group) {
        return List.copyOf(members.getOrDefault(group, List.of()));
    }

    @Override
    public List<String> groupsOf(String user) {
        return members.entrySet().stream()
                .filter(m -> m.getValue().contains(user))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public void join(String group, String user) {
        mutated.accept("iam:AddUserToGroup " + group + " " + user);
        members.computeIfAbsent(group, _ -> new ArrayList<>()).add(user);
    }

    @Override
    public void leave(String group, String user) {
        mutated.accept("iam:RemoveUserFromGroup " + group + " " + user);
        Existing.in(members, group).remove(user);
    }

    @Override
    public boolean hasPassword(String user) {
        return passwords.containsKey(user);
    }

    @Override
    public void givePassword(String user, String password) {
        mutated.accept("iam:CreateLoginProfile " + user);
        passwords.put(user, password);
    }

    @Override
    public void takePassword(String user) {
        mutated.accept("iam:DeleteLoginProfile " + user);
        passwords.remove(user);
    }

    @Override
    public List<String> accessKeys(String user) {
        return List.copyOf(keys.getOrDefault(user, List.of()));
    }

    @Override
    public AccessKey createAccessKey(String user) {
        mutated.accept("iam:CreateAccessKey " + user);
        AccessKey key = new AccessKey("AKIA" + ++last, "secret-" + last);
        keys.computeIfAbsent(user, _ -> new ArrayList<>()).add(key.id());
        return key;
    }

    @Override
    public void deleteAccessKey(String user, String id) {
        mutated.accept("iam:DeleteAccessKey " + user + " " + id);
        Existing.in(keys, user).remove(id);
    }

    /** Nobody has a second factor here: only AWS and its emulator make one. */
    @Override
    public List<String> devices(String user) {
        return List.of();
    }

    @Override
    public void removeDevice(String user, String serial) {
        throw new AssertionError(user + " has no device " + serial);
    }

    @Override
    public Map<String, @Nullable Object> passwordPolicy() {
        return passwordPolicy;
    }

    @Override
    public void setPasswordPolicy(Map<String, ?> policy) {
        mutated.accept("iam:UpdateAccountPasswordPolicy");
        passwordPolicy = new LinkedHashMap<>(policy);
    }
}
