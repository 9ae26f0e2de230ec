package io.pulldeploy.cli.orchestrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.cli.orchestrate.Plan.Action;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

class PlanTest {
    private static Map<String, @Nullable Object> result(
            @Nullable Object result, Map<String, ?> changes) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("result", result);
        map.put("changes", changes);
        map.put("comment", "said");
        return map;
    }

    private static Map<String, @Nullable Object> changes(
            @Nullable Object old, @Nullable Object now) {
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        changes.put("old", old);
        changes.put("new", now);
        return changes;
    }

    private static Plan plan(@Nullable Object threshold) {
        Map<String, Object> results = new LinkedHashMap<>();
        results.put("boto_sqs_|-queue_|-work_|-present", result(null, changes(null, "work")));
        results.put(
                "boto_cloudwatch_alarm_|-alarm_|-high_|-present",
                result(null, changes(Map.of("Threshold", 50.0), mapping("Threshold", threshold))));
        results.put("boto_elb_|-elb_|-web_|-absent", result(null, changes("web", null)));
        results.put("boto_lc_|-lc_|-lc_|-present", result(true, Map.of()));
        results.put("boto_asg_|-asg_|-g_|-present", result(false, Map.of()));
        return Plan.of("orchestration.myapp", results);
    }

    private static Map<String, @Nullable Object> mapping(String key, @Nullable Object value) {
        Map<String, @Nullable Object> mapping = new LinkedHashMap<>();
        mapping.put(key, value);
        return mapping;
    }

    @Test
    void saysWhatIsCreatedChangedAndDestroyed() {
        Plan plan = plan(60.0);

        assertThat(plan.entries())
                .extracting(Plan.Entry::action)
                .containsExactly(
                        Action.CREATE, Action.CHANGE, Action.DESTROY, Action.NONE, Action.FAIL);
        assertThat(PlanText.of(plan))
                .isEqualTo(
                        """
                        + boto_sqs.present work  (queue)
                            work
                        ~ boto_cloudwatch_alarm.present high  (alarm)
                            Threshold: 50.0 -> 60.0
                        - boto_elb.absent web  (elb)
                            web -> nothing
                        ! boto_asg.present g  (asg)
                            said
                        1 to create, 1 to change, 1 to destroy, 1 as they are, 1 failing.
                        """);
    }

    @Test
    void aChangedPartIsAChange() {
        Plan plan =
                Plan.of(
                        "s",
                        Map.of(
                                "boto_elb_|-elb_|-web_|-present",
                                result(
                                        null,
                                        mapping("listeners", changes(List.of(1L), List.of())))));

        assertThat(plan.entries().getFirst().action()).isEqualTo(Action.CHANGE);
    }

    @Test
    void aPlanKnowsWhenTheWorldHasChanged() {
        Map<String, @Nullable Object> written = plan(60.0).json();

        assertThat(Plan.differences(written, plan(60.0).json())).isEmpty();
        assertThat(Plan.differences(written, plan(70.0).json()))
                .containsExactly("alarm (boto_cloudwatch_alarm.present high)");
    }

    /** {@code names} makes states of one ID that differ in their name alone. */
    @Test
    void statesOfOneIdAreTold() {
        Plan one = queues("a", "b");

        assertThat(Plan.differences(one.json(), queues("a", "b").json())).isEmpty();
        assertThat(Plan.differences(one.json(), queues("c", "b").json()))
                .containsExactly("queues (boto_sqs.present a)", "queues (boto_sqs.present c)");
        assertThat(Plan.differences(one.json(), queues("b", "a").json()))
                .containsExactly("the order of the states");
    }

    @Test
    void whatARunHasDoneIsSaidAsDone() {
        assertThat(PlanText.done(plan(60.0)))
                .endsWith("1 created, 1 changed, 1 destroyed, 1 as they were, 1 failed.\n");
    }

    private static Plan queues(String... names) {
        Map<String, Object> results = new LinkedHashMap<>();
        for (String name : names) {
            results.put(
                    "boto_sqs_|-queues_|-" + name + "_|-present",
                    result(null, changes(null, "it")));
        }
        return Plan.of("s", results);
    }

    @Test
    void whatWasDoneBeforeAFailureIsShown() {
        Plan plan =
                Plan.of(
                        "s",
                        Map.of("boto_sqs_|-q_|-q_|-present", result(false, changes(null, "q"))));

        assertThat(PlanText.of(plan)).startsWith("! boto_sqs.present q  (q)\n    said\n    q\n");
    }

    @Test
    void whatWasMadeLastIsTakenDownFirst() {
        List<Map<String, ?>> chunks =
                Arrays.asList(
                        Map.of(
                                "state",
                                "boto_secgroup",
                                "fun",
                                "present",
                                "name",
                                "g",
                                "vpc_id",
                                "v"),
                        Map.of(
                                "state",
                                "boto_elb",
                                "fun",
                                "present",
                                "name",
                                "web",
                                "profile",
                                "p",
                                "cnames",
                                List.of(Map.of("name", "www.", "zone", "z."))),
                        Map.of("state", "file", "fun", "managed", "name", "/etc/x"),
                        Map.of(
                                "state",
                                "boto_asg",
                                "fun",
                                "present",
                                "name",
                                "a",
                                "launch_config_name",
                                "t",
                                "launch_config",
                                List.of(),
                                "use_launch_template",
                                true,
                                "alarms",
                                Map.of("CPU", Map.of("name", "cpu"))),
                        Map.of("state", "boto_asg", "fun", "present", "name", "b"));
        Map<String, Object> pillar =
                Map.of("boto_asg_alarms", Map.of("disk", Map.of("name", "full")));

        assertThat(Teardown.of(chunks, pillar::get))
                .containsExactly(
                        new Teardown("boto_cloudwatch_alarm.absent", Map.of("name", "b full")),
                        new Teardown(
                                "boto_asg.absent",
                                Map.of("name", "b", "force", true, "remove_lc", false)),
                        new Teardown("boto_cloudwatch_alarm.absent", Map.of("name", "a cpu")),
                        new Teardown("boto_cloudwatch_alarm.absent", Map.of("name", "a full")),
                        new Teardown(
                                "boto_asg.absent",
                                Map.of("name", "a", "force", true, "remove_lc", true)),
                        new Teardown("aws_launch_template.absent", Map.of("name", "t")),
                        new Teardown(
                                "boto_route53.absent",
                                Map.of(
                                        "name", "www.",
                                        "zone", "z.",
                                        "record_type", "CNAME",
                                        "profile", "p")),
                        new Teardown("boto_elb.absent", Map.of("name", "web", "profile", "p")),
                        new Teardown("boto_secgroup.absent", Map.of("name", "g", "vpc_id", "v")));
    }

    /** The reference page names every state function, and is held to the code by a test. */
    @Test
    void whateverAnAwsStateMakesCanBeTakenDown() throws IOException {
        Set<String> functions = new TreeSet<>();
        try (Stream<String> lines =
                Files.lines(Path.of("..", "docs", "reference", "state-functions.md"))) {
            lines.map(Pattern.compile("^\\| `((?:boto3?|aws)_\\w+\\.\\w+)`")::matcher)
                    .filter(Matcher::find)
                    .forEach(m -> functions.add(m.group(1)));
        }
        List<String> making =
                functions.stream()
                        .filter(f ->
                                !f.matches(
                                        ".*(absent|deregistered|register_instances|accept_vpc_peering_connection|keys_present|account_policy)|.*\\.delete_.*|boto3?_sns\\..*"))
                        .toList();
        assertThat(making).hasSizeGreaterThan(20);
        for (String function : making) {
            String[] parts = function.split("\\.");
            assertThat(
                            Teardown.of(
                                    List.of(
                                            Map.of(
                                                    "state", parts[0], "fun", parts[1], "name",
                                                    "x")),
                                    Map.of()::get))
                    .describedAs(function)
                    .singleElement()
                    .satisfies(undo -> assertThat(functions).contains(undo.function()));
        }
    }

    @Test
    void aTopicIsTakenDownByTheStateThatMadeIt() {
        List<Object> chunks =
                List.of(
                        Map.of("state", "boto_sns", "fun", "present", "name", "news"),
                        Map.of("state", "boto3_sns", "fun", "topic_present", "name", "more"));

        assertThat(Teardown.of(chunks, _ -> null))
                .containsExactly(
                        new Teardown("boto3_sns.topic_absent", Map.of("name", "more")),
                        new Teardown("boto_sns.absent", Map.of("name", "news")));
    }
}
