package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.Group;
import software.amazon.awssdk.services.iam.model.MFADevice;
import software.amazon.awssdk.services.iam.model.UpdateAccountPasswordPolicyRequest;
import software.amazon.awssdk.services.iam.model.User;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** {@link Identities} over IAM. */
final class SdkIdentities implements Identities {
    private static final Set<String> ABSENT = Set.of("NoSuchEntity");

    /** IAM answers so while two changes of one identity meet, and while what was made spreads. */
    private static final Set<String> PASSING =
            Set.of("ConcurrentModification", "EntityTemporarilyUnmodifiable", "NoSuchEntity");

    private static final Set<String> IN_USE = Set.of("DeleteConflict", "ConcurrentModification");

    private final AwsClients clients;
    private final AwsCalls calls;

    SdkIdentities(AwsClients clients, AwsCalls calls) {
        this.clients = clients;
        this.calls = calls;
    }

    private void change(
            String action, String resource, Set<String> passing, Consumer<IamClient> request) {
        calls.run("iam:" + action, resource, passing, () -> request.accept(clients.iam()));
    }

    private <T> List<T> list(
            String action, String resource, Function<IamClient, Stream<T>> request) {
        return calls.find(
                        "iam:" + action,
                        resource,
                        ABSENT,
                        () -> request.apply(clients.iam()).toList())
                .orElse(List.of());
    }

    @Override
    public Optional<String> path(Kind kind, String name) {
        return calls.find(
                "iam:Get" + kind.words(),
                name,
                ABSENT,
                () ->
                        switch (kind) {
                            case USER -> clients.iam().getUser(r -> r.userName(name)).user().path();
                            case GROUP ->
                                    clients.iam().getGroup(r -> r.groupName(name)).group().path();
                        });
    }

    @Override
    public void create(Kind kind, String name, Optional<String> path) {
        change(
                "Create" + kind.words(),
                name,
                Set.of(),
                iam -> {
                    switch (kind) {
                        case USER -> iam.createUser(r -> r.userName(name).path(path.orElse(null)));
                        case GROUP ->
                                iam.createGroup(r -> r.groupName(name).path(path.orElse(null)));
                    }
                });
    }

    @Override
    public void move(Kind kind, String name, String path) {
        change(
                "Update" + kind.words(),
                name,
                PASSING,
                iam -> {
                    switch (kind) {
                        case USER -> iam.updateUser(r -> r.userName(name).newPath(path));
                        case GROUP -> iam.updateGroup(r -> r.groupName(name).newPath(path));
                    }
                });
    }

    @Override
    public void delete(Kind kind, String name) {
        change(
                "Delete" + kind.words(),
                name,
                IN_USE,
                iam -> {
                    switch (kind) {
                        case USER -> iam.deleteUser(r -> r.userName(name));
                        case GROUP -> iam.deleteGroup(r -> r.groupName(name));
                    }
                });
    }

    @Override
    public List<String> policies(Kind kind, String name) {
        return list(
                "List%sPolicies".formatted(kind.words()),
                name,
                iam ->
                        switch (kind) {
                            case USER ->
                                    iam
                                            .listUserPoliciesPaginator(r -> r.userName(name))
                                            .policyNames()
                                            .stream();
                            case GROUP ->
                                    iam
                                            .listGroupPoliciesPaginator(r -> r.groupName(name))
                                            .policyNames()
                                            .stream();
                        });
    }

    @Override
    public Optional<Object> policy(Kind kind, String name, String policy) {
        return calls.find(
                        "iam:Get%sPolicy".formatted(kind.words()),
                        name + " " + policy,
                        ABSENT,
                        () ->
                                switch (kind) {
                                    case USER ->
                                            clients.iam()
                                                    .getUserPolicy(r ->
                                                            r.userName(name).policyName(policy))
                                                    .policyDocument();
                                    case GROUP ->
                                            clients.iam()
                                                    .getGroupPolicy(r ->
                                                            r.groupName(name).policyName(policy))
                                                    .policyDocument();
                                })
                .flatMap(text -> Optional.ofNullable(AwsJson.parseEncoded(text)));
    }

    @Override
    public void put(Kind kind, String name, String policy, Map<String, ?> document) {
        String text = AwsJson.write(document);
        change(
                "Put%sPolicy".formatted(kind.words()),
                name + " " + policy,
                PASSING,
                iam -> {
                    switch (kind) {
                        case USER ->
                                iam.putUserPolicy(r ->
                                        r.userName(name).policyName(policy).policyDocument(text));
                        case GROUP ->
                                iam.putGroupPolicy(r ->
                                        r.groupName(name).policyName(policy).policyDocument(text));
                    }
                });
    }

    @Override
    public void remove(Kind kind, String name, String policy) {
        change(
                "Delete%sPolicy".formatted(kind.words()),
                name + " " + policy,
                Set.of(),
                iam -> {
                    switch (kind) {
                        case USER -> iam.deleteUserPolicy(r -> r.userName(name).policyName(policy));
                        case GROUP ->
                                iam.deleteGroupPolicy(r -> r.groupName(name).policyName(policy));
                    }
                });
    }

    @Override
    public List<Roles.Attached> attached(Kind kind, String name) {
        return list(
                "ListAttached%sPolicies".formatted(kind.words()),
                name,
                iam -> attachedTo(iam, kind, name).map(SdkIdentities::attached));
    }

    private static Stream<AttachedPolicy> attachedTo(IamClient iam, Kind kind, String name) {
        return switch (kind) {
            case USER ->
                    iam
                            .listAttachedUserPoliciesPaginator(r -> r.userName(name))
                            .attachedPolicies()
                            .stream();
            case GROUP ->
                    iam
                            .listAttachedGroupPoliciesPaginator(r -> r.groupName(name))
                            .attachedPolicies()
                            .stream();
        };
    }

    private static Roles.Attached attached(AttachedPolicy policy) {
        return new Roles.Attached(policy.policyName(), policy.policyArn());
    }

    @Override
    public void attach(Kind kind, String name, String policyArn) {
        change(
                "Attach%sPolicy".formatted(kind.words()),
                name + " " + policyArn,
                Set.of("ConcurrentModification"),
                iam -> {
                    switch (kind) {
                        case USER ->
                                iam.attachUserPolicy(r -> r.userName(name).policyArn(policyArn));
                        case GROUP ->
                                iam.attachGroupPolicy(r -> r.groupName(name).policyArn(policyArn));
                    }
                });
    }

    @Override
    public void detach(Kind kind, String name, String policyArn) {
        change(
                "Detach%sPolicy".formatted(kind.words()),
                name + " " + policyArn,
                Set.of(),
                iam -> {
                    switch (kind) {
                        case USER ->
                                iam.detachUserPolicy(r -> r.userName(name).policyArn(policyArn));
                        case GROUP ->
                                iam.detachGroupPolicy(r -> r.groupName(name).policyArn(policyArn));
                    }
                });
    }

    @Override
    public List<String> members(String group) {
        return list(
                "GetGroup",
                group,
                iam ->
                        iam.getGroupPaginator(r -> r.groupName(group)).users().stream()
                                .map(User::userName));
    }

    @Override
    public List<String> groupsOf(String user) {
        return list(
                "ListGroupsForUser",
                user,
                iam ->
                        iam.listGroupsForUserPaginator(r -> r.userName(user)).groups().stream()
                                .map(Group::groupName));
    }

    @Override
    public void join(String group, String user) {
        change(
                "AddUserToGroup",
                group + " " + user,
                PASSING,
                iam -> iam.addUserToGroup(r -> r.groupName(group).userName(user)));
    }

    @Override
    public void leave(String group, String user) {
        change(
                "RemoveUserFromGroup",
                group + " " + user,
                Set.of(),
                iam -> iam.removeUserFromGroup(r -> r.groupName(group).userName(user)));
    }

    @Override
    public boolean hasPassword(String user) {
        return calls.find(
                        "iam:GetLoginProfile",
                        user,
                        ABSENT,
                        () -> clients.iam().getLoginProfile(r -> r.userName(user)))
                .isPresent();
    }

    @Override
    public void givePassword(String user, String password) {
        change(
                "CreateLoginProfile",
                user,
                PASSING,
                iam -> iam.createLoginProfile(r -> r.userName(user).password(password)));
    }

    @Override
    public void takePassword(String user) {
        change(
                "DeleteLoginProfile",
                user,
                Set.of("EntityTemporarilyUnmodifiable"),
                iam -> iam.deleteLoginProfile(r -> r.userName(user)));
    }

    @Override
    public List<String> accessKeys(String user) {
        return list(
                "ListAccessKeys",
                user,
                iam ->
                        iam
                                .listAccessKeysPaginator(r -> r.userName(user))
                                .accessKeyMetadata()
                                .stream()
                                .map(AccessKeyMetadata::accessKeyId));
    }

    @Override
    public AccessKey createAccessKey(String user) {
        var made =
                calls.call(
                        "iam:CreateAccessKey",
                        user,
                        PASSING,
                        () -> clients.iam().createAccessKey(r -> r.userName(user)).accessKey());
        return new AccessKey(made.accessKeyId(), made.secretAccessKey());
    }

    @Override
    public void deleteAccessKey(String user, String id) {
        change(
                "DeleteAccessKey",
                user + " " + id,
                Set.of(),
                iam -> iam.deleteAccessKey(r -> r.userName(user).accessKeyId(id)));
    }

    @Override
    public List<String> devices(String user) {
        return list(
                "ListMFADevices",
                user,
                iam ->
                        iam.listMFADevicesPaginator(r -> r.userName(user)).mfaDevices().stream()
                                .map(MFADevice::serialNumber));
    }

    @Override
    public void removeDevice(String user, String serial) {
        change(
                "DeactivateMFADevice",
                user + " " + serial,
                Set.of(),
                iam -> iam.deactivateMFADevice(r -> r.userName(user).serialNumber(serial)));
        // One that is a thing has no ARN, and is not IAM's to delete.
        if (serial.startsWith("arn:")) {
            change(
                    "DeleteVirtualMFADevice",
                    serial,
                    IN_USE,
                    iam -> iam.deleteVirtualMFADevice(r -> r.serialNumber(serial)));
        }
    }

    @Override
    public Map<String, @Nullable Object> passwordPolicy() {
        return calls.find(
                        "iam:GetAccountPasswordPolicy",
                        "the account",
                        ABSENT,
                        () ->
                                AwsShapes.plain(
                                        clients.iam().getAccountPasswordPolicy().passwordPolicy()))
                .orElse(Map.of());
    }

    @Override
    public void setPasswordPolicy(Map<String, ?> policy) {
        UpdateAccountPasswordPolicyRequest request =
                AwsShapes.fill(UpdateAccountPasswordPolicyRequest.builder(), policy).build();
        change(
                "UpdateAccountPasswordPolicy",
                "the account",
                Set.of(),
                iam -> iam.updateAccountPasswordPolicy(request));
    }
}
