package io.pulldeploy.states.aws;

import io.pulldeploy.modules.AwsConnections;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The alarms that a load balancer or group brings along: the pillar's first, then the state's, each
 * under the owner's name.
 *
 * @param dimension what CloudWatch calls the owner
 * @param module {@code boto_elb} or {@code boto_asg}
 */
record OwnedAlarms(AwsState.Call call, String owner, String dimension, String module) {
    static final Shape SHAPE =
            Shapes.mappingOf(
                    Shapes.fields("name: text!").with("attributes", AlarmState.ATTRIBUTES));

    private static final List<String> ACTIONS =
            List.of("alarm_actions", "insufficient_data_actions", "ok_actions");

    /** The attributes of each alarm, by its name. */
    Map<String, Map<String, @Nullable Object>> wanted() {
        Map<String, @Nullable Object> given =
                Plain.mapping(
                        AwsConnections.value(
                                call.minion(), call.args().string("alarms_from_pillar")));
        given.putAll(Plain.mapping(call.args().value("alarms")));
        Map<String, Map<String, @Nullable Object>> wanted = new LinkedHashMap<>();
        given.values()
                .forEach(alarm -> {
                    Map<String, @Nullable Object> info = Plain.mapping(alarm);
                    wanted.put(
                            owner + " " + info.get("name"),
                            attributes(Plain.mapping(info.get("attributes"))));
                });
        return wanted;
    }

    private Map<String, @Nullable Object> attributes(Map<String, @Nullable Object> given) {
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>(given);
        attributes.put(
                "description", owner + " " + Plain.text(given.get("description")).orElse(""));
        attributes.putIfAbsent("dimensions", Map.of(dimension, List.of(owner)));
        for (String actions : ACTIONS) {
            if (given.containsKey(actions)) {
                attributes.put(
                        actions,
                        Plain.list(given.get(actions)).stream()
                                .map(a -> a.toString().replace(":self:", ":" + owner + ":"))
                                .toList());
            }
        }
        return attributes;
    }

    /** Whether all that an alarm does is to scale. */
    static boolean onlyScales(Map<String, @Nullable Object> attributes) {
        return ACTIONS.stream()
                .flatMap(a -> Plain.list(attributes.get(a)).stream())
                .allMatch(a -> a.toString().startsWith("scaling_policy"));
    }

    static Steps steps(AwsState.Call call, String name, Map<String, @Nullable Object> attributes) {
        return AlarmState.present(call, name, attributes).under(name);
    }
}
