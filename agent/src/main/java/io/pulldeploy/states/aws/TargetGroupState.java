package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;
import static io.pulldeploy.states.aws.Steps.entry;

import io.pulldeploy.aws.LoadBalancersV2;
import io.pulldeploy.aws.TargetGroups;
import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.modules.AwsConnections;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code boto_elbv2}: target groups and their members. */
public final class TargetGroupState {
    private static final AwsParameters PRESENT =
            AwsParameters.of(
                    "name: text, protocol: text, port: port, vpc_id: text,"
                            + " health_check_protocol: text='HTTP', health_check_port:"
                            + " text='traffic-port', health_check_path: text='/',"
                            + " health_check_interval_seconds: integer=30,"
                            + " health_check_timeout_seconds: integer=5, healthy_threshold_count:"
                            + " integer=5, unhealthy_threshold_count: integer=2, attributes:"
                            + " tags=None, tags: tags=None",
                    Map.of());

    private static final AwsParameters ABSENT = AwsParameters.of("name: text", Map.of());

    private static final AwsParameters TARGETS =
            AwsParameters.of("name: text, targets: texts", Map.of());

    /** What AWS fixes when a target group is made. */
    private static final List<String> FIXED = List.of("Protocol", "Port", "VpcId");

    private final AwsConnections connections;

    public TargetGroupState(AwsConnections connections) {
        this.connections = connections;
    }

    public List<StateFunction> functions() {
        return AwsState.all(
                function(
                        "create_target_group",
                        "Ensures that a target group exists.",
                        PRESENT,
                        TargetGroupState::present),
                function(
                        "delete_target_group",
                        "Ensures that a target group does not exist.",
                        ABSENT,
                        TargetGroupState::absent),
                function(
                        "targets_registered",
                        "Ensures that targets are registered with a target group.",
                        TARGETS,
                        TargetGroupState::registered),
                function(
                        "targets_deregistered",
                        "Ensures that targets are not registered with a target group.",
                        TARGETS,
                        TargetGroupState::deregistered));
    }

    private List<StateFunction> function(
            String function, String doc, AwsParameters parameters, AwsState.Body body) {
        return AwsState.named(
                "boto_elbv2." + function, doc, parameters, connections, "elbv2", body);
    }

    private static Steps present(AwsState.Call call) {
        String name = call.name();
        call.expected().add("target group", name);
        Optional<Map<String, @Nullable Object>> found = call.account().targetGroups().find(name);
        Steps steps =
                found.isPresent() ? changed(call, found.get()) : created(call, wanted(call.args()));
        attributes(call, steps, found);
        if (found.isPresent() && call.args().value("tags") != null) {
            String arn = arn(found.get());
            LoadBalancersV2 balancers = call.account().loadBalancersV2();
            TagDiff.of(Plain.textMapping(call.args().value("tags")), balancers.tags(arn))
                    .addTo(
                            steps,
                            tags -> balancers.tag(arn, tags),
                            keys -> balancers.untag(arn, keys));
        }
        return steps;
    }

    private static Steps created(AwsState.Call call, Map<String, @Nullable Object> wanted) {
        String name = call.name();
        Map<String, @Nullable Object> request = entry("Name", name);
        request.putAll(wanted);
        List<Object> tags = new ArrayList<>();
        Plain.textMapping(call.args().value("tags"))
                .forEach((k, v) -> tags.add(Map.of("Key", k, "Value", v)));
        if (!tags.isEmpty()) {
            request.put("Tags", tags);
        }
        return new Steps()
                .step(
                        "Target Group " + name + " will be created",
                        "Target Group " + name + " created",
                        entry("target_group", change(null, request)),
                        () -> call.account().targetGroups().create(request));
    }

    private static Steps changed(AwsState.Call call, Map<String, @Nullable Object> is) {
        String name = call.name();
        Properties.Diff diff = Properties.diff(wanted(call.args()), is);
        if (diff.isEmpty()) {
            return new Steps().note("Target Group " + name + " already exists");
        }
        List<String> fixed = diff.now().keySet().stream().filter(FIXED::contains).toList();
        if (!fixed.isEmpty()) {
            throw Fixed.refusal("Target Group " + name, diff, fixed, Map.of());
        }
        Map<String, @Nullable Object> request = entry("TargetGroupArn", is.get("TargetGroupArn"));
        request.putAll(diff.now());
        return new Steps()
                .step(
                        "Target Group " + name + " will be changed",
                        "Target Group " + name + " changed",
                        entry("target_group", change(diff.old(), diff.now())),
                        () -> call.account().targetGroups().modify(request));
    }

    /** Attributes that are not given are not managed. */
    private static void attributes(
            AwsState.Call call, Steps steps, Optional<Map<String, @Nullable Object>> found) {
        TargetGroups groups = call.account().targetGroups();
        Map<String, String> wanted =
                LoadBalancerV2State.attributes(call.args().value("attributes"));
        if (wanted.isEmpty()) {
            return;
        }
        Properties.Diff diff =
                Properties.diff(wanted, found.map(f -> groups.attributes(arn(f))).orElse(Map.of()));
        if (!diff.isEmpty()) {
            steps.step(
                    "Target Group " + call.name() + " will have attributes set",
                    "Target Group " + call.name() + " has attributes set",
                    change("attributes", diff.old(), diff.now()),
                    () ->
                            groups.setAttributes(
                                    arn(groups.find(call.name()).orElseThrow()),
                                    Plain.textMapping(diff.now())));
        }
    }

    private static Map<String, @Nullable Object> wanted(Arguments args) {
        Map<String, @Nullable Object> wanted = new LinkedHashMap<>();
        PRESENT.signature()
                .parameters()
                .forEach(p -> {
                    boolean ours =
                            !List.of(
                                            "name",
                                            "attributes",
                                            "tags",
                                            "region",
                                            "key",
                                            "keyid",
                                            "profile")
                                    .contains(p.name());
                    Object value = args.value(p.name());
                    if (ours && value != null) {
                        wanted.put(Properties.awsName(p.name()), value);
                    }
                });
        // A check over TCP has no path.
        if (!String.valueOf(wanted.get("HealthCheckProtocol")).startsWith("HTTP")) {
            wanted.remove("HealthCheckPath");
        }
        return wanted;
    }

    private static Steps absent(AwsState.Call call) {
        String name = call.name();
        TargetGroups groups = call.account().targetGroups();
        Optional<Map<String, @Nullable Object>> found = groups.find(name);
        if (found.isEmpty()) {
            return new Steps().note("Target Group " + name + " does not exists");
        }
        return new Steps()
                .step(
                        "Target Group " + name + " will be deleted",
                        "Target Group " + name + " deleted",
                        entry("target_group", change(name, null)),
                        () -> groups.delete(arn(found.get())));
    }

    static String arn(Map<String, @Nullable Object> group) {
        return String.valueOf(group.get("TargetGroupArn"));
    }

    private static Steps registered(AwsState.Call call) {
        return members(call, true);
    }

    private static Steps deregistered(AwsState.Call call) {
        return members(call, false);
    }

    private static Steps members(AwsState.Call call, boolean in) {
        String name = call.name();
        TargetGroups groups = call.account().targetGroups();
        Map<String, @Nullable Object> found =
                groups.find(name)
                        .orElseThrow(() -> new CallError("Could not find target group " + name));
        Map<String, String> health = groups.health(arn(found));
        List<String> targets =
                Plain.texts(call.args().value("targets")).stream()
                        .filter(t -> in != isMember(health, t))
                        .toList();
        if (targets.isEmpty()) {
            return new Steps()
                    .note(
                            "Target/s %s already %s."
                                    .formatted(
                                            Plain.texts(call.args().value("targets")),
                                            in ? "registered" : "deregistered"));
        }
        Map<String, @Nullable Object> after = new LinkedHashMap<>(health);
        targets.forEach(t -> after.put(t, in ? "initial" : "draining"));
        return new Steps()
                .step(
                        "Target Group " + name + " would be changed",
                        "Target Group " + name + " has been changed",
                        change(health, after),
                        () -> {
                            if (in) {
                                groups.register(arn(found), targets);
                            } else {
                                groups.deregister(arn(found), targets);
                            }
                        });
    }

    private static boolean isMember(Map<String, String> health, String target) {
        return health.containsKey(target) && !"draining".equals(health.get(target));
    }
}
