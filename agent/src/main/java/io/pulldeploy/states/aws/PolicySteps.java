package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;
import static io.pulldeploy.states.aws.Steps.entry;

import io.pulldeploy.aws.Roles;
import io.pulldeploy.loader.CallError;
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

/**
 * The steps to other policies of a role, a user or a group.
 *
 * @param title as comments speak of it: {@code role web}
 * @param lookup knows managed policies by name
 */
record PolicySteps(String title, PolicyHolder holder, Roles lookup) {
    /** Policies of the pillar first; those of the state win. */
    static Map<String, Map<String, @Nullable Object>> wanted(AwsState.Call call) {
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

    static @Nullable Object pillar(AwsState.Call call, String key) {
        Object value = call.minion().call("pillar.get", List.of(key), Map.of());
        if (!(value instanceof Map<?, ?> map) || map.isEmpty()) {
            throw new CallError("The pillar has no mapping '" + key + "'.");
        }
        return value;
    }

    /**
     * @param deletes whether those go that nobody wants
     */
    void own(
            Steps steps,
            boolean exists,
            Map<String, Map<String, @Nullable Object>> wanted,
            boolean deletes) {
        List<String> current = exists ? holder.policies() : List.of();
        Map<String, @Nullable Object> old = new LinkedHashMap<>();
        Map<String, Map<String, @Nullable Object>> toPut = new LinkedHashMap<>();
        wanted.forEach((policy, document) -> {
            Optional<Object> is =
                    current.contains(policy) ? holder.policy(policy) : Optional.empty();
            if (is.filter(d -> PolicyMeaning.same(d, document)).isEmpty()) {
                toPut.put(policy, document);
                is.ifPresent(d -> old.put(policy, d));
            }
        });
        List<String> toDelete =
                deletes ? current.stream().filter(p -> !wanted.containsKey(p)).toList() : List.of();
        if (toPut.isEmpty() && toDelete.isEmpty()) {
            return;
        }
        toDelete.forEach(p -> holder.policy(p).ifPresent(d -> old.put(p, d)));
        Set<String> after = new LinkedHashSet<>(current);
        after.removeAll(toDelete);
        after.addAll(toPut.keySet());
        List<String> touched = new ArrayList<>(toDelete);
        touched.addAll(toPut.keySet());
        Map<String, @Nullable Object> before = entry("policies", current);
        before.put("policy_documents", old);
        Map<String, @Nullable Object> then = entry("policies", List.copyOf(after));
        then.put("policy_documents", toPut);
        modify(
                steps,
                touched,
                change(before, then),
                () -> {
                    toPut.forEach(holder::put);
                    toDelete.forEach(holder::remove);
                });
    }

    /**
     * @param given names and ARNs
     * @param deletes whether those are detached that nobody wants
     */
    void managed(Steps steps, boolean exists, @Nullable Object given, boolean deletes) {
        List<Roles.Attached> current = exists ? holder.attached() : List.of();
        List<String> named =
                Plain.list(given).stream().map(p -> arn(current, String.valueOf(p))).toList();
        List<String> has = current.stream().map(Roles.Attached::arn).toList();
        List<String> toAttach = named.stream().filter(p -> !has.contains(p)).toList();
        List<String> toDetach =
                deletes ? has.stream().filter(p -> !named.contains(p)).toList() : List.of();
        if (toAttach.isEmpty() && toDetach.isEmpty()) {
            return;
        }
        List<String> wanted =
                deletes ? named : Stream.concat(has.stream(), toAttach.stream()).toList();
        modify(
                steps,
                Stream.concat(toDetach.stream(), toAttach.stream()).toList(),
                change("managed_policies", has, wanted),
                () -> {
                    toAttach.forEach(holder::attach);
                    toDetach.forEach(holder::detach);
                });
    }

    private void modify(
            Steps steps,
            List<String> touched,
            Map<String, @Nullable Object> changes,
            Runnable effect) {
        String policies = String.join(", ", touched);
        steps.step(
                "%s policies to be modified on %s.".formatted(policies, title),
                "%s policies modified on %s.".formatted(policies, title),
                changes,
                effect);
    }

    private String arn(List<Roles.Attached> current, String nameOrArn) {
        return current.stream()
                .filter(a -> a.name().equals(nameOrArn))
                .map(Roles.Attached::arn)
                .findFirst()
                .or(() -> lookup.managedPolicy(nameOrArn))
                .orElseThrow(
                        () -> new CallError("Managed policy " + nameOrArn + " does not exist."));
    }
}
