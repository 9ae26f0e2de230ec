package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** IAM's users and groups, what they may do, and what a user signs in with. */
public interface Identities {
    /** Who may have policies. */
    enum Kind {
        USER("User"),
        GROUP("Group");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** As IAM's names of calls have it. */
        public String words() {
            return words;
        }
    }

    /** An access key that was just made: its secret is told this once. */
    record AccessKey(String id, String secret) {
        @Override
        public String toString() {
            return id;
        }
    }

    /** The path that it is under. */
    Optional<String> path(Kind kind, String name);

    void create(Kind kind, String name, Optional<String> path);

    void move(Kind kind, String name, String path);

    void delete(Kind kind, String name);

    /** The names of its own policies. */
    List<String> policies(Kind kind, String name);

    Optional<Object> policy(Kind kind, String name, String policy);

    void put(Kind kind, String name, String policy, Map<String, ?> document);

    void remove(Kind kind, String name, String policy);

    /** The managed policies that are attached to it. */
    List<Roles.Attached> attached(Kind kind, String name);

    void attach(Kind kind, String name, String policyArn);

    void detach(Kind kind, String name, String policyArn);

    List<String> members(String group);

    List<String> groupsOf(String user);

    void join(String group, String user);

    void leave(String group, String user);

    /** Whether a user has a password. */
    boolean hasPassword(String user);

    void givePassword(String user, String password);

    void takePassword(String user);

    /** Ids of a user's access keys. */
    List<String> accessKeys(String user);

    AccessKey createAccessKey(String user);

    void deleteAccessKey(String user, String id);

    /** Serial numbers of a user's second factors. */
    List<String> devices(String user);

    /** Takes a second factor from a user; a virtual one is deleted. */
    void removeDevice(String user, String serial);

    /** What passwords in this account must be like; nothing if nobody has said so. */
    Map<String, @Nullable Object> passwordPolicy();

    /**
     * @param policy the whole: IAM forgets what is not said
     */
    void setPasswordPolicy(Map<String, ?> policy);
}
