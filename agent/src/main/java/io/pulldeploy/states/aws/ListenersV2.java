package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;
import static io.pulldeploy.states.aws.Steps.entry;

import io.pulldeploy.aws.LoadBalancersV2;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The listeners of an application or network load balancer, and their rules.
 *
 * @param balancer its ARN, if it exists yet
 */
record ListenersV2(AwsState.Call call, Optional<String> balancer) {
    void addTo(Steps steps, @Nullable Object listeners) {
        LoadBalancersV2 balancers = call.account().loadBalancersV2();
        Map<String, Map<String, @Nullable Object>> current = new LinkedHashMap<>();
        balancer.ifPresent(arn ->
                balancers
                        .listeners(arn)
                        .forEach(l -> current.put(String.valueOf(l.get("Port")), l)));
        for (Object entry : Plain.list(listeners)) {
            Map<String, @Nullable Object> given = Plain.mapping(entry);
            String port = String.valueOf(given.get("port"));
            Optional<Map<String, @Nullable Object>> is = Optional.ofNullable(current.remove(port));
            listener(steps, port, given, is);
            rules(steps, port, given, is);
        }
        current.forEach((port, gone) ->
                steps.step(
                        "Listener " + port + " is set to be deleted.",
                        "Listener " + port + " deleted.",
                        entry("listener_" + port, change(gone, null)),
                        () -> balancers.deleteListener(String.valueOf(gone.get("ListenerArn")))));
    }

    private void listener(
            Steps steps,
            String port,
            Map<String, @Nullable Object> given,
            Optional<Map<String, @Nullable Object>> is) {
        LoadBalancersV2 balancers = call.account().loadBalancersV2();
        Map<String, @Nullable Object> wanted = wanted(given, true);
        Properties.Diff diff =
                Properties.diff(wanted, is.orElse(Map.of()), ListenersV2::sameActions);
        if (is.isPresent() && diff.isEmpty()) {
            return;
        }
        steps.step(
                "Listener %s is set to be %s."
                        .formatted(port, is.isPresent() ? "changed" : "added"),
                "Listener %s %s.".formatted(port, is.isPresent() ? "changed" : "added"),
                entry(
                        "listener_" + port,
                        change(
                                (is.isPresent() ? diff.old() : null),
                                is.isPresent() ? diff.now() : wanted)),
                () -> {
                    Map<String, @Nullable Object> request =
                            new LinkedHashMap<>(wanted(given, false));
                    if (is.isPresent()) {
                        request.put("ListenerArn", is.get().get("ListenerArn"));
                        balancers.modifyListener(request);
                    } else {
                        request.put("LoadBalancerArn", arn());
                        balancers.createListener(request);
                    }
                });
    }

    private String arn() {
        return call.account()
                .loadBalancersV2()
                .find(call.name())
                .map(LoadBalancerV2State::arn)
                .orElseThrow(
                        () -> new CallError("Load balancer " + call.name() + " does not exist."));
    }

    private Map<String, @Nullable Object> wanted(
            Map<String, @Nullable Object> given, boolean planned) {
        Map<String, @Nullable Object> wanted = new LinkedHashMap<>();
        wanted.put("Port", given.get("port"));
        wanted.put("Protocol", given.get("protocol"));
        if (given.get("certificate") != null) {
            wanted.put("Certificates", List.of(entry("CertificateArn", given.get("certificate"))));
        }
        if (given.get("ssl_policy") != null) {
            wanted.put("SslPolicy", given.get("ssl_policy"));
        }
        wanted.put("DefaultActions", actions(given, "default_actions", planned));
        return wanted;
    }

    /** Actions as AWS takes them; {@code target_group} is short for forwarding to one. */
    private List<Object> actions(Map<String, @Nullable Object> given, String key, boolean planned) {
        List<Object> actions = new ArrayList<>();
        Plain.text(given.get("target_group"))
                .ifPresent(group -> {
                    Map<String, @Nullable Object> forward = entry("Type", "forward");
                    forward.put("TargetGroupArn", targetGroup(group, planned));
                    actions.add(forward);
                });
        for (Object entry : Plain.list(given.get(key))) {
            Map<String, @Nullable Object> action = Properties.awsNamedMapping(entry);
            Plain.text(action.remove("TargetGroup"))
                    .ifPresent(g -> action.put("TargetGroupArn", targetGroup(g, planned)));
            actions.add(action);
        }
        if (actions.isEmpty()) {
            throw new CallError("A listener or rule needs target_group or " + key + ".");
        }
        return actions;
    }

    private String targetGroup(String nameOrArn, boolean planned) {
        if (nameOrArn.startsWith("arn:")) {
            return nameOrArn;
        }
        Optional<String> arn =
                call.account().targetGroups().find(nameOrArn).map(TargetGroupState::arn);
        if (arn.isEmpty() && planned && call.expected().contains("target group", nameOrArn)) {
            return Steps.LATER;
        }
        return arn.orElseThrow(
                () -> new CallError("Target group " + nameOrArn + " does not exist."));
    }

    private void rules(
            Steps steps,
            String port,
            Map<String, @Nullable Object> given,
            Optional<Map<String, @Nullable Object>> is) {
        if (given.get("rules") == null) {
            return;
        }
        LoadBalancersV2 balancers = call.account().loadBalancersV2();
        Map<String, Map<String, @Nullable Object>> current = new LinkedHashMap<>();
        is.ifPresent(l ->
                balancers
                        .rules(String.valueOf(l.get("ListenerArn")))
                        .forEach(r -> current.put(String.valueOf(r.get("Priority")), r)));
        for (Object entry : Plain.list(given.get("rules"))) {
            Map<String, @Nullable Object> rule = Plain.mapping(entry);
            String priority = String.valueOf(rule.get("priority"));
            Map<String, @Nullable Object> old = current.remove(priority);
            Map<String, @Nullable Object> wanted = rule(rule, true);
            Properties.Diff diff =
                    Properties.diff(wanted, old == null ? Map.of() : old, ListenersV2::sameActions);
            if (old != null && diff.isEmpty()) {
                continue;
            }
            steps.step(
                    "Rule %s of listener %s is set.".formatted(priority, port),
                    "Rule %s of listener %s set.".formatted(priority, port),
                    entry(
                            "rule_%s_%s".formatted(port, priority),
                            change(
                                    (old == null ? null : diff.old()),
                                    old == null ? wanted : diff.now())),
                    () -> {
                        Map<String, @Nullable Object> request = rule(rule, false);
                        if (old != null) {
                            request.put("RuleArn", old.get("RuleArn"));
                            balancers.modifyRule(request);
                        } else {
                            request.put("Priority", rule.get("priority"));
                            request.put("ListenerArn", listenerArn(port));
                            balancers.createRule(request);
                        }
                    });
        }
        current.forEach((priority, gone) ->
                steps.step(
                        "Rule %s of listener %s is set to be deleted.".formatted(priority, port),
                        "Rule %s of listener %s deleted.".formatted(priority, port),
                        entry("rule_%s_%s".formatted(port, priority), change(gone, null)),
                        () -> balancers.deleteRule(String.valueOf(gone.get("RuleArn")))));
    }

    private String listenerArn(String port) {
        return call.account().loadBalancersV2().listeners(arn()).stream()
                .filter(l -> port.equals(String.valueOf(l.get("Port"))))
                .map(l -> String.valueOf(l.get("ListenerArn")))
                .findFirst()
                .orElseThrow(() -> new CallError("There is no listener on port " + port + "."));
    }

    private Map<String, @Nullable Object> rule(
            Map<String, @Nullable Object> given, boolean planned) {
        List<Object> conditions = new ArrayList<>();
        condition("host-header", given.get("host")).ifPresent(conditions::add);
        condition("path-pattern", given.get("path")).ifPresent(conditions::add);
        Plain.list(given.get("conditions"))
                .forEach(c -> conditions.add(Properties.awsNamedMapping(c)));
        Map<String, @Nullable Object> rule = new LinkedHashMap<>();
        rule.put("Conditions", conditions);
        rule.put("Actions", actions(given, "actions", planned));
        return rule;
    }

    private static Optional<Map<String, @Nullable Object>> condition(
            String field, @Nullable Object values) {
        List<String> texts = Plain.texts(values);
        if (texts.isEmpty()) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> condition = entry("Field", field);
        condition.put("Values", texts);
        return Optional.of(condition);
    }

    /** AWS fills in what actions and conditions leave out, such as an order or a whole config. */
    private static boolean sameActions(@Nullable Object wanted, @Nullable Object current) {
        if (wanted instanceof List<?> w && current instanceof List<?> c && w.size() == c.size()) {
            for (int i = 0; i < w.size(); i++) {
                if (!(w.get(i) instanceof Map<?, ?>)
                        || !Properties.diff(Plain.mapping(w.get(i)), Plain.mapping(c.get(i)))
                                .isEmpty()) {
                    return Properties.same(wanted, current);
                }
            }
            return true;
        }
        return Properties.same(wanted, current);
    }
}
