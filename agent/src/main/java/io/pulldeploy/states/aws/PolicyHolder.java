package io.pulldeploy.states.aws;

import io.pulldeploy.aws.Identities;
import io.pulldeploy.aws.Roles;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whoever has policies of its own, and managed ones attached: a role, a user, a group. */
sealed interface PolicyHolder {
    List<String> policies();

    Optional<Object> policy(String policy);

    void put(String policy, Map<String, ?> document);

    void remove(String policy);

    List<Roles.Attached> attached();

    void attach(String policyArn);

    void detach(String policyArn);

    /** A role. */
    record OfRole(Roles roles, String name) implements PolicyHolder {
        @Override
        public List<String> policies() {
            return roles.policies(name);
        }

        @Override
        public Optional<Object> policy(String policy) {
            return roles.policy(name, policy);
        }

        @Override
        public void put(String policy, Map<String, ?> document) {
            roles.put(name, policy, document);
        }

        @Override
        public void remove(String policy) {
            roles.remove(name, policy);
        }

        @Override
        public List<Roles.Attached> attached() {
            return roles.attached(name);
        }

        @Override
        public void attach(String policyArn) {
            roles.attach(name, policyArn);
        }

        @Override
        public void detach(String policyArn) {
            roles.detach(name, policyArn);
        }
    }

    /** A user or a group. */
    record OfIdentity(Identities identities, Identities.Kind kind, String name)
            implements PolicyHolder {
        @Override
        public List<String> policies() {
            return identities.policies(kind, name);
        }

        @Override
        public Optional<Object> policy(String policy) {
            return identities.policy(kind, name, policy);
        }

        @Override
        public void put(String policy, Map<String, ?> document) {
            identities.put(kind, name, policy, document);
        }

        @Override
        public void remove(String policy) {
            identities.remove(kind, name, policy);
        }

        @Override
        public List<Roles.Attached> attached() {
            return identities.attached(kind, name);
        }

        @Override
        public void attach(String policyArn) {
            identities.attach(kind, name, policyArn);
        }

        @Override
        public void detach(String policyArn) {
            identities.detach(kind, name, policyArn);
        }
    }
}
