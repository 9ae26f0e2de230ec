package io.pulldeploy.states.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.Conformance;
import io.pulldeploy.render.yaml.YamlLoader;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The page's picture shows what the example's file makes, and how it hangs together. */
class OrchestrationPictureTest {
    private static final Path SLS = Path.of("..", "states", "orchestration", "myapp.sls");
    private static final Path PAGE = Path.of("..", "docs", "how-to", "create-the-aws-resources.md");

    private final Map<String, String> ids = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();
    private final Set<String> given = new LinkedHashSet<>();

    @Test
    void thePageShowsIt() throws IOException {
        String sls = ExampleOrchestration.rendered(Files.readString(SLS));
        Map<?, ?> states = Conformance.mapping(YamlLoader.load(sls, YamlLoader.TEXT));
        states.values()
                .forEach(body ->
                        Conformance.mapping(body)
                                .forEach((function, args) -> {
                                    Map<String, @Nullable Object> all = new LinkedHashMap<>();
                                    Conformance.list(args)
                                            .forEach(a -> all.putAll(Conformance.mapping(a)));
                                    draw(function, all);
                                }));
        lines.add("    classDef given stroke-dasharray: 5 5\n");
        lines.add("    class %s given\n".formatted(String.join(",", given)));
        String picture = "```mermaid\nflowchart LR\n" + String.join("", lines) + "```\n";
        assertThat(Files.readString(PAGE)).contains(picture);
    }

    private void draw(String function, Map<String, @Nullable Object> args) {
        String name = String.valueOf(args.get("name"));
        switch (function) {
            case "boto_secgroup.present" -> drawGroup(name, args);
            case "boto_iam_role.present" -> {
                String role = node("role " + name, "[", "]");
                Conformance.mapping(args.get("policies"))
                        .forEach((policy, document) ->
                                edge(
                                        role,
                                        "may, by its policy " + policy,
                                        node(allowed(document), "(", ")")));
            }
            case "boto_elb.present" -> drawBalancer(name, args);
            case "boto_sqs.present" -> node("queue " + name, "[(", ")]");
            case "boto_asg.present" -> drawScaling(name, args);
            case "boto_cloudwatch_alarm.present" ->
                    drawAlarm(Conformance.mapping(args.get("attributes")));
            default -> throw new AssertionError("no picture of " + function);
        }
    }

    /** What a policy allows, by the services whose actions it names. */
    private static String allowed(@Nullable Object document) {
        TreeSet<String> services = new TreeSet<>();
        Conformance.list(Conformance.mapping(document).get("Statement"))
                .forEach(statement ->
                        Conformance.list(Conformance.mapping(statement).get("Action"))
                                .forEach(a -> services.add(a.toString().replaceFirst(":.*", ""))));
        return String.join(", ", services);
    }

    private void drawGroup(String name, Map<String, @Nullable Object> args) {
        String group = node("security group " + name, "[", "]");
        Conformance.list(args.getOrDefault("rules", List.of()))
                .forEach(entry -> {
                    Map<String, @Nullable Object> rule = Conformance.mapping(entry);
                    edge(
                            given("security group " + rule.get("source_group_name"), "[", "]"),
                            "%s %s".formatted(rule.get("ip_protocol"), rule.get("to_port")),
                            group);
                });
    }

    private void drawBalancer(String name, Map<String, @Nullable Object> args) {
        String balancer = node("load balancer " + name, "[", "]");
        Conformance.list(args.get("cnames"))
                .forEach(c ->
                        edge(
                                node("CNAME " + Conformance.mapping(c).get("name"), "([", "])"),
                                "is",
                                balancer));
        Map<String, @Nullable Object> log =
                Conformance.mapping(Conformance.mapping(args.get("attributes")).get("access_log"));
        edge(balancer, "access log", given("bucket " + log.get("s3_bucket_name"), "[(", ")]"));
    }

    private void drawScaling(String name, Map<String, @Nullable Object> args) {
        String group = node("Auto Scaling group " + name, "[", "]");
        Conformance.list(args.get("load_balancers"))
                .forEach(b ->
                        edge(
                                group,
                                "instances join after their first deploy",
                                node("load balancer " + b, "[", "]")));
        String launch = node("launch configuration " + args.get("launch_config_name"), "[", "]");
        edge(group, "starts instances from", launch);
        Conformance.list(args.get("launch_config"))
                .forEach(part ->
                        Conformance.list(
                                        Conformance.mapping(part)
                                                .getOrDefault("security_groups", List.of()))
                                .forEach(g ->
                                        edge(
                                                launch,
                                                "in",
                                                given("security group " + g, "[", "]"))));
        Object profile = args.get("instance_profile_name");
        String instances = node("instance profile " + profile, "[", "]");
        edge(launch, "as", instances);
        edge(instances, "is", node("role " + profile, "[", "]"));
    }

    private void drawAlarm(Map<String, @Nullable Object> alarm) {
        String shown =
                node(
                        "alarm %s %s %s"
                                .formatted(
                                        alarm.get("metric"),
                                        alarm.get("comparison"),
                                        alarm.get("threshold")),
                        "{{",
                        "}}");
        Conformance.list(alarm.get("alarm_actions"))
                .forEach(action -> {
                    String[] parts = action.toString().split(":");
                    if (parts[0].equals("scaling_policy")) {
                        edge(shown, parts[2], node("Auto Scaling group " + parts[1], "[", "]"));
                    } else {
                        edge(shown, "tells", given("topic " + parts[5], "([", "])"));
                    }
                });
    }

    private String node(String words, String open, String close) {
        String known = ids.get(words);
        if (known != null) {
            return known;
        }
        String id = "n" + (ids.size() + 1);
        ids.put(words, id);
        lines.add("    %s%s\"%s\"%s\n".formatted(id, open, words, close));
        return id;
    }

    /** What a state names: given, unless a state before made it. */
    private String given(String words, String open, String close) {
        boolean made = ids.containsKey(words);
        String id = node(words, open, close);
        if (!made) {
            given.add(id);
        }
        return id;
    }

    private void edge(String from, String words, String to) {
        lines.add("    %s -- %s --> %s\n".formatted(from, words, to));
    }
}
