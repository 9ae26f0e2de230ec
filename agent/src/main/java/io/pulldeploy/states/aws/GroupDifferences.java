package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;

import io.pulldeploy.aws.AutoScalingGroups;
import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.modules.AwsConnections;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The steps to what an Auto Scaling group has that is changed by calls of its own. */
record GroupDifferences(AwsState.Call call, String name, AutoScalingGroups groups) {
    /** Load balancers and target groups join and leave by calls of their own. */
    void members(Steps parts, Properties.Diff diff, Map<String, @Nullable Object> current) {
        for (String property : List.of("load_balancers", "target_group_arns")) {
            if (!diff.now().containsKey(property)) {
                continue;
            }
            List<String> is = Plain.texts(current.get(property));
            List<String> should = Plain.texts(diff.now().get(property));
            List<String> more = should.stream().filter(m -> !is.contains(m)).toList();
            List<String> less = is.stream().filter(m -> !should.contains(m)).toList();
            boolean classic = property.equals("load_balancers");
            parts.step(
                    "",
                    "",
                    change(property, is, should),
                    () -> {
                        if (!more.isEmpty() && classic) {
                            groups.attachLoadBalancers(name, more);
                        } else if (!more.isEmpty()) {
                            groups.attachTargetGroups(name, more);
                        }
                        if (!less.isEmpty() && classic) {
                            groups.detachLoadBalancers(name, less);
                        } else if (!less.isEmpty()) {
                            groups.detachTargetGroups(name, less);
                        }
                    });
        }
    }

    void tags(Steps parts, Map<String, @Nullable Object> group) {
        Arguments args = call.args();
        if (args.value("tags") == null) {
            return;
        }
        List<Map<String, @Nullable Object>> is = GroupParts.tags(group);
        List<Map<String, @Nullable Object>> should = GroupParts.wantedTags(args.value("tags"));
        List<Map<String, @Nullable Object>> toSet =
                should.stream().filter(t -> !is.contains(t)).toList();
        List<String> toRemove =
                is.stream()
                        .map(t -> String.valueOf(t.get("key")))
                        .filter(k -> !k.startsWith("aws:"))
                        .filter(k -> should.stream().noneMatch(t -> k.equals(t.get("key"))))
                        .toList();
        if (toSet.isEmpty() && toRemove.isEmpty()) {
            return;
        }
        parts.step(
                "",
                "",
                change("tags", is, should),
                () -> {
                    if (!toSet.isEmpty()) {
                        groups.tag(
                                name,
                                awsTags(toSet).stream()
                                        .map(t -> (Map<?, ?>) t)
                                        .map(GroupDifferences::known)
                                        .toList());
                    }
                    if (!toRemove.isEmpty()) {
                        groups.untag(name, toRemove);
                    }
                });
    }

    private static Map<String, Object> known(Map<?, ?> tag) {
        Map<String, Object> known = new LinkedHashMap<>();
        tag.forEach((k, v) -> known.put(String.valueOf(k), v));
        return known;
    }

    static List<Object> awsTags(List<Map<String, @Nullable Object>> tags) {
        return tags.stream().<Object>map(Properties::awsNamedMapping).toList();
    }

    /** The processes to suspend, or those to resume; what nobody asks for runs. */
    void suspended(Steps parts, Map<String, @Nullable Object> group, boolean suspends) {
        Set<String> is = new TreeSet<>(GroupParts.suspended(group));
        Set<String> should = new TreeSet<>(Plain.texts(call.args().value("suspended_processes")));
        Set<String> changing = new TreeSet<>(suspends ? should : is);
        changing.removeAll(suspends ? is : should);
        if (changing.isEmpty()) {
            return;
        }
        parts.step(
                "",
                "",
                change("suspended_processes", List.copyOf(is), List.copyOf(should)),
                () -> {
                    if (suspends) {
                        groups.suspend(name, changing);
                    } else {
                        groups.resume(name, changing);
                    }
                });
    }

    /**
     * The topics that hear of launches and terminations. A topic that is named is the only one; if
     * none is named, they are not managed; an empty name removes them.
     */
    void notifications(Steps steps, boolean exists) {
        Object arn =
                Objects.requireNonNullElseGet(
                        call.args().value("notification_arn"),
                        () -> Plain.list(pillar("notification_arn_from_pillar")));
        boolean managed = call.args().value("notification_arn") != null;
        List<String> topics = Plain.texts(arn).stream().filter(t -> !t.isEmpty()).toList();
        if (topics.isEmpty() && !managed) {
            return;
        }
        Object given = call.args().value("notification_types");
        List<String> kinds =
                Plain.texts(
                        Plain.list(given).isEmpty()
                                ? pillar("notification_types_from_pillar")
                                : given);
        if (kinds.isEmpty() && !topics.isEmpty()) {
            throw new CallError("'notification_arn' needs 'notification_types'.");
        }
        Map<String, List<String>> is = exists ? groups.notifications(name) : Map.of();
        List<String> more =
                topics.stream()
                        .filter(t -> !Meaning.same(kinds, is.getOrDefault(t, List.of())))
                        .toList();
        List<String> less = is.keySet().stream().filter(t -> !topics.contains(t)).toList();
        if (more.isEmpty() && less.isEmpty()) {
            return;
        }
        Map<String, @Nullable Object> now = new LinkedHashMap<>();
        topics.forEach(t -> now.put(t, kinds));
        steps.step(
                "Autoscale group notifications set to be updated.",
                "Updated autoscale group notifications.",
                change("notifications", is, now),
                () -> {
                    more.forEach(t -> groups.notify(name, t, kinds));
                    less.forEach(t -> groups.stopNotifying(name, t));
                });
    }

    private @Nullable Object pillar(String parameter) {
        return AwsConnections.value(call.minion(), call.args().string(parameter));
    }
}
