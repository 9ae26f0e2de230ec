package io.pulldeploy.states.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.aws.AwsSettings;
import io.pulldeploy.aws.FakeAws;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class TopicStateTest {
    private static final String QUEUE = "arn:aws:sqs:us-east-1:123456789012:work";
    private static final String ARN = "arn:aws:sns:us-east-1:123456789012:news";

    private final FakeAws aws = new FakeAws();
    private final AwsStateHarness harness =
            new AwsStateHarness(aws, aws::mutations, List.of(c -> new TopicState(c).functions()));

    @Test
    void createsAndRemovesATopic() {
        var made = harness.converges("boto_sns.present", "{name: news}");
        assertThat(made.comment()).isEqualTo("AWS SNS topic news created.");
        Map<String, Object> changes = new HashMap<>();
        changes.put("old", null);
        changes.put("new", Map.of("topic", "news", "arn", ARN));
        assertThat(made.changes()).isEqualTo(changes);
        assertThat(harness.isSilent("boto3_sns.present", "{name: " + ARN + "}").comment())
                .isEqualTo("AWS SNS topic " + ARN + " present.");
        assertThat(harness.converges("boto_sns.absent", "{name: news}").comment())
                .isEqualTo("AWS SNS topic news deleted.");
        assertThat(harness.isSilent("boto3_sns.topic_absent", "{name: news}").comment())
                .isEqualTo("AWS SNS topic news does not exist.");
        harness.converges("boto_sns.present", "{name: news.fifo}");
    }

    @Test
    void subscribesWhoIsNotThereAndLeavesOthersAlone() {
        harness.converges("boto_sns.present", present("sqs", QUEUE));
        var done = harness.converges("boto_sns.present", present("email", "ann@example.org"));

        assertThat(done.comment())
                .isEqualTo(
                        "AWS SNS topic news present. AWS SNS subscription email:ann@example.org set"
                                + " on topic news.");
        Map<String, String> queue = Map.of("protocol", "sqs", "endpoint", QUEUE);
        Map<String, String> ann = Map.of("protocol", "email", "endpoint", "ann@example.org");
        assertThat(done.changes())
                .isEqualTo(
                        Map.of(
                                "old", Map.of("subscriptions", List.of(queue)),
                                "new", Map.of("subscriptions", List.of(queue, ann))));
        assertThat(aws.topics().subscriptions(ARN).getLast().isConfirmed()).isFalse();
    }

    @Test
    void aPasswordIsComparedAsSnsShowsItAndToldNowhere() {
        var done = harness.converges("boto_sns.present", present("https", "https://a:s3.cr-t@b/c"));

        assertThat(done.toString()).contains("https://a:****@b/c").doesNotContain("s3.cr-t");
        assertThat(aws.mutations())
                .containsExactly(
                        "sns:CreateTopic news", "sns:Subscribe https https://a:s3.cr-t@b/c");
    }

    @Test
    void aTelephoneNumberIsItsDigits() {
        harness.converges("boto_sns.present", present("sms", "+1 555 555 0100"));
        harness.isSilent("boto_sns.present", present("sms", "+15555550100"));
    }

    @Test
    void unsubscribesBeforeTheTopicGoes() {
        harness.run(
                "boto_sns.present",
                """
                name: news
                subscriptions:
                  - {protocol: sqs, endpoint: %s}
                  - {protocol: email, endpoint: ann@example.org}
                """
                        .formatted(QUEUE));
        int before = aws.mutations().size();
        var done = harness.converges("boto_sns.absent", "{name: news, unsubscribe: true}");

        assertThat(aws.mutations().subList(before, aws.mutations().size()))
                .containsExactly("sns:Unsubscribe news:1", "sns:DeleteTopic news");
        Map<String, Object> changes = new HashMap<>();
        changes.put(
                "old",
                Map.of(
                        "topic",
                        "news",
                        "subscriptions",
                        List.of(Map.of("protocol", "sqs", "endpoint", QUEUE))));
        changes.put("new", null);
        assertThat(done.changes()).isEqualTo(changes);
    }

    @Test
    void theNewerStateHasAttributesAndTakesAwayOtherSubscriptions() {
        harness.converges("boto_sns.present", present("sqs", QUEUE));
        harness.isSilent("boto3_sns.topic_present", "{name: news}");
        harness.converges(
                "boto3_sns.topic_present",
                "{name: news, subscriptions: [{Protocol: email, Endpoint: a@example.org}]}");
        assertThat(aws.topics().subscriptions(ARN))
                .singleElement()
                .matches(s -> s.protocol().equals("email"));
        var done =
                harness.converges(
                        "boto3_sns.topic_present",
                        "{name: news, attributes: {DisplayName: News, DeliveryPolicy:"
                                + " '{\"http\": {\"numRetries\": 3}}'}}");
        assertThat(done.comment())
                .isEqualTo(
                        "AWS SNS topic news present. Updated attribute DisplayName. Updated"
                                + " attribute DeliveryPolicy.");
        harness.isSilent(
                "boto3_sns.topic_present",
                "{name: news, attributes: {DeliveryPolicy: {http: {numRetries: '3'}}}}");
        harness.converges(
                "boto3_sns.topic_present", "{name: news, attributes: {DeliveryPolicy: ''}}");
        harness.converges(
                "boto3_sns.topic_present", "{name: more, attributes: {DisplayName: More}}");
        assertThat(aws.mutations()).endsWith("sns:CreateTopic more");
    }

    @Test
    void mistakesAreFoundBeforeTheFirstCall() {
        assertThat(harness.refuses("boto_sns.present", "{name: has blanks}"))
                .isEqualTo(
                        "'has blanks' is no name of a topic: letters, digits, - and _, 256 at"
                                + " most.");
        assertThat(harness.refuses("boto_sns.present", present("htps", "https://a")))
                .isEqualTo(
                        "'subscriptions[0].protocol' is one of http, https, email, email-json, sms,"
                                + " sqs, application, lambda, firehose, not 'htps'.");
        assertThat(harness.refuses("boto_sns.present", present("email", "''")))
                .isEqualTo("'subscriptions[0].endpoint' is empty.");
        assertThat(harness.refuses("boto_sns.present", present("sqs", "work")))
                .isEqualTo(
                        "'subscriptions[0].endpoint' of protocol sqs begins with arn:, and not as"
                                + " 'work'.");
        assertThat(
                        harness.refuses(
                                "boto_sns.present", "{name: n, subscriptions: [{protocol: sms}]}"))
                .isEqualTo("'subscriptions[0]' needs 'endpoint'.");
        assertThat(
                        harness.refuses(
                                "boto3_sns.topic_present", "{name: n, attributes: {Policy: ''}}"))
                .startsWith("'attributes.Policy' is no JSON: ");
        assertThat(aws.asked()).isEmpty();
        assertThat(harness.refuses("boto_sns.present", "{name: " + ARN + "}"))
                .isEqualTo(
                        "Topic "
                                + ARN
                                + " does not exist. A topic is made by its name alone: give that.");
    }

    @Test
    void itsSettingsHaveItsPrefix() {
        harness.minion().opts().put("sns.region", "eu-west-1");
        harness.minion().opts().put("sns.keyid", "A");
        harness.minion().opts().put("sns.key", "B");
        harness.run("boto_sns.present", "{name: news}");

        AwsSettings asked = aws.asked().getLast();
        assertThat(asked.region()).contains("eu-west-1");
        assertThat(asked.credentials())
                .contains(new AwsSettings.Credentials("A", "B", Optional.empty()));
    }

    private static String present(String protocol, String endpoint) {
        return "{name: news, subscriptions: [{protocol: %s, endpoint: %s}]}"
                .formatted(protocol, endpoint.equals("''") ? endpoint : "'" + endpoint + "'");
    }
}
