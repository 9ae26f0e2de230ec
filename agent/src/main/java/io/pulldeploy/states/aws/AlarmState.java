package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;
import static io.pulldeploy.states.aws.Steps.entry;

import io.pulldeploy.aws.Alarms;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.modules.AwsConnections;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** {@code boto_cloudwatch_alarm}: metric alarms, whose actions may name scaling policies. */
public final class AlarmState {
    /** An alarm's attributes under Salt's names, and AWS's. */
    private static final Map<String, String> NAMES = names();

    static final Shape ATTRIBUTES = attributes();

    private static final AwsParameters PRESENT =
            AwsParameters.of(
                    "name: text, attributes: attributes", Map.of("attributes", ATTRIBUTES));

    private static final AwsParameters ABSENT = AwsParameters.of("name: text", Map.of());

    private static final Map<String, String> COMPARISONS =
            Map.of(
                    ">=", "GreaterThanOrEqualToThreshold",
                    ">", "GreaterThanThreshold",
                    "<=", "LessThanOrEqualToThreshold",
                    "<", "LessThanThreshold");

    private static final List<String> ACTIONS =
            List.of("AlarmActions", "InsufficientDataActions", "OKActions");

    private final AwsConnections connections;

    public AlarmState(AwsConnections connections) {
        this.connections = connections;
    }

    public List<StateFunction> functions() {
        return AwsState.all(
                AwsState.named(
                        "boto_cloudwatch_alarm.present",
                        "Ensures that an alarm exists with these attributes.",
                        PRESENT,
                        connections,
                        "cloudwatch",
                        call -> present(call, call.name(), call.args().value("attributes"))),
                AwsState.named(
                        "boto_cloudwatch_alarm.absent",
                        "Ensures that an alarm does not exist.",
                        ABSENT,
                        connections,
                        "cloudwatch",
                        AlarmState::absent));
    }

    /**
     * The steps to an alarm, for this state and for those that bring alarms of their own.
     *
     * @throws CallError if an action names a scaling policy that does not exist, and that no state
     *     before makes
     */
    static Steps present(AwsState.Call call, String name, @Nullable Object attributes) {
        Map<String, @Nullable Object> wanted = wanted(name, attributes);
        Map<String, @Nullable Object> resolved = resolved(call, wanted);
        Alarms alarms = call.account("cloudwatch").alarms();
        Optional<Map<String, @Nullable Object>> current = alarms.find(name);
        Properties.Diff diff = Properties.diff(resolved, current.orElse(Map.of()));
        if (current.isPresent() && diff.isEmpty()) {
            return new Steps().note("alarm " + name + " present and matching");
        }
        Map<String, @Nullable Object> old = diff.old();
        return new Steps()
                .stepTelling(
                        "alarm " + name + " is to be created/updated.",
                        "",
                        changes(current.isPresent(), old, resolved, diff.now().keySet()),
                        () -> {
                            Map<String, @Nullable Object> known = resolved(call, wanted);
                            requireKnown(known);
                            alarms.put(given(known));
                            return changes(current.isPresent(), old, known, diff.now().keySet());
                        });
    }

    /**
     * Salt's changes of an alarm.
     *
     * @param changed names of the attributes that differ, if it exists
     */
    private static Map<String, @Nullable Object> changes(
            boolean exists,
            Map<String, @Nullable Object> old,
            Map<String, @Nullable Object> wanted,
            Set<String> changed) {
        if (!exists) {
            return entry("new", given(wanted));
        }
        Map<String, @Nullable Object> now = new LinkedHashMap<>(wanted);
        now.keySet().retainAll(changed);
        List<String> sentences = new ArrayList<>();
        now.forEach((property, value) ->
                sentences.add(
                        "%s='%s' was: '%s'"
                                .formatted(
                                        property,
                                        PythonText.str(value),
                                        PythonText.str(old.get(property)))));
        Map<String, @Nullable Object> changes = change(old, now);
        changes.put("diff", sentences);
        return changes;
    }

    /** PutMetricAlarm takes away what it is not told. */
    private static Map<String, @Nullable Object> given(Map<String, @Nullable Object> wanted) {
        Map<String, @Nullable Object> given = new LinkedHashMap<>(wanted);
        given.values().removeIf(Objects::isNull);
        return given;
    }

    private static void requireKnown(Map<String, @Nullable Object> resolved) {
        for (String action : ACTIONS) {
            if (resolved.get(action) instanceof List<?> list && list.contains(Steps.LATER)) {
                throw new CallError(
                        "A scaling policy that %s names does not exist.".formatted(action));
            }
        }
    }

    private static Steps absent(AwsState.Call call) {
        String name = call.name();
        Alarms alarms = call.account().alarms();
        if (alarms.find(name).isEmpty()) {
            return new Steps()
                    .note(
                            "%s does not exist in %s."
                                    .formatted(name, call.args().text("region").orElse("None")));
        }
        return new Steps()
                .step(
                        "alarm " + name + " is set to be removed.",
                        "",
                        change(name, null),
                        () -> alarms.delete(name));
    }

    /** The attributes under AWS's names; one that is null is not to be there. */
    private static Map<String, @Nullable Object> wanted(String name, @Nullable Object attributes) {
        Map<String, @Nullable Object> wanted = new LinkedHashMap<>();
        wanted.put("AlarmName", name);
        Plain.mapping(attributes)
                .forEach((attribute, value) -> {
                    String aws = NAMES.getOrDefault(attribute, attribute);
                    wanted.put(aws, value == null ? null : value(aws, value));
                });
        // An alarm that does not say is told by its own defaults, and compared with them.
        wanted.putIfAbsent("ActionsEnabled", true);
        wanted.putIfAbsent("AlarmDescription", "");
        ACTIONS.forEach(a -> wanted.putIfAbsent(a, List.of()));
        return wanted;
    }

    private static Object value(String attribute, Object value) {
        return switch (attribute) {
            case "ComparisonOperator" -> comparison(value.toString());
            case "Dimensions" -> dimensions(value);
            case "AlarmActions", "InsufficientDataActions", "OKActions" ->
                    Plain.list(value).stream().map(String::valueOf).toList();
            default -> value;
        };
    }

    private static String comparison(String text) {
        if (!COMPARISONS.containsKey(text) && !COMPARISONS.containsValue(text)) {
            throw new CallError(
                    "'attributes.comparison' must be >=, >, < or <=, not '" + text + "'.");
        }
        return COMPARISONS.getOrDefault(text, text);
    }

    private static List<Object> dimensions(Object value) {
        List<Object> dimensions = new ArrayList<>();
        if (value instanceof List<?> list
                && list.stream().allMatch(d -> d instanceof Map<?, ?> m && m.containsKey("Name"))) {
            dimensions.addAll(list);
            return dimensions;
        }
        Plain.mapping(value)
                .forEach((name, values) ->
                        Plain.list(values)
                                .forEach(v -> {
                                    Map<String, Object> one = new LinkedHashMap<>();
                                    one.put("Name", name);
                                    one.put("Value", v.toString());
                                    dimensions.add(one);
                                }));
        return dimensions;
    }

    private static Map<String, @Nullable Object> resolved(
            AwsState.Call call, Map<String, @Nullable Object> wanted) {
        Map<String, @Nullable Object> resolved = new LinkedHashMap<>(wanted);
        for (String action : ACTIONS) {
            List<String> arns =
                    Plain.list(wanted.get(action)).stream()
                            .map(a -> arn(call, a.toString()))
                            .toList();
            resolved.put(action, arns);
        }
        return resolved;
    }

    /** {@code scaling_policy:GROUP:POLICY} is the ARN that AWS made up for it. */
    private static String arn(AwsState.Call call, String action) {
        if (!action.startsWith("scaling_policy:")) {
            return action;
        }
        String[] parts = action.split(":", 3);
        if (parts.length < 3) {
            throw new CallError("'" + action + "' must be scaling_policy:GROUP:POLICY.");
        }
        return arn(call.policies().getOrDefault(parts[1], List.of()), parts[2])
                .or(() -> {
                    List<Map<String, @Nullable Object>> policies =
                            call.account("asg").autoScalingGroups().policies(parts[1]);
                    call.policies().put(parts[1], policies);
                    return arn(policies, parts[2]);
                })
                .or(() ->
                        call.expected().contains("scaling policy", parts[1] + ":" + parts[2])
                                ? Optional.of(Steps.LATER)
                                : Optional.empty())
                .orElseThrow(() ->
                        new CallError(
                                "Auto Scaling group %s has no scaling policy %s."
                                        .formatted(parts[1], parts[2])));
    }

    private static Optional<String> arn(List<Map<String, @Nullable Object>> policies, String name) {
        return policies.stream()
                .filter(p -> name.equals(p.get("PolicyName")))
                .map(p -> String.valueOf(p.get("PolicyARN")))
                .findFirst();
    }

    private static Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("metric", "MetricName");
        names.put("namespace", "Namespace");
        names.put("statistic", "Statistic");
        names.put("extended_statistic", "ExtendedStatistic");
        names.put("comparison", "ComparisonOperator");
        names.put("threshold", "Threshold");
        names.put("period", "Period");
        names.put("evaluation_periods", "EvaluationPeriods");
        names.put("datapoints_to_alarm", "DatapointsToAlarm");
        names.put("treat_missing_data", "TreatMissingData");
        names.put("unit", "Unit");
        names.put("description", "AlarmDescription");
        names.put("dimensions", "Dimensions");
        names.put("actions_enabled", "ActionsEnabled");
        names.put("alarm_actions", "AlarmActions");
        names.put("insufficient_data_actions", "InsufficientDataActions");
        names.put("ok_actions", "OKActions");
        return names;
    }

    private static Shape attributes() {
        String types =
                "metric: text, namespace: text, statistic: text, extended_statistic: text,"
                        + " comparison: text, threshold: number, period: integer,"
                        + " evaluation_periods: integer, datapoints_to_alarm: integer,"
                        + " treat_missing_data: text, unit: text, description: text, dimensions:"
                        + " any, actions_enabled: flag, alarm_actions: texts,"
                        + " insufficient_data_actions: texts, ok_actions: texts";
        Shape.Fields salt = Shapes.fields(types);
        Shape.Fields both = salt;
        for (Map.Entry<String, String> name : NAMES.entrySet()) {
            Shape shape = salt.shapes().get(name.getKey());
            if (shape != null) {
                both = both.with(name.getValue(), shape);
            }
        }
        return both;
    }
}
