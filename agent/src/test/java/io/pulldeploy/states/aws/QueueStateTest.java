package io.pulldeploy.states.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.aws.AwsSettings;
import io.pulldeploy.aws.FakeAws;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

class QueueStateTest {
    private final FakeAws aws = new FakeAws();
    private final AwsStateHarness harness =
            new AwsStateHarness(aws, aws::mutations, List.of(c -> new QueueState(c).functions()));

    @Test
    void createsAndRemovesAQueue() {
        assertThat(harness.converges("boto_sqs.present", "{name: work}").comment())
                .isEqualTo("SQS queue work created.");
        assertThat(harness.converges("boto_sqs.absent", "{name: work}").comment())
                .isEqualTo("SQS queue work was deleted.");
        assertThat(harness.isSilent("boto3_sqs.absent", "{name: work}").comment())
                .isEqualTo("SQS queue work does not exist in None.");
    }

    @Test
    void setsTheAttributesThatDiffer() {
        harness.converges("boto_sqs.present", "{name: work, attributes: {DelaySeconds: 5}}");
        var done =
                harness.converges(
                        "boto_sqs.present",
                        "{name: work, attributes: {DelaySeconds: '5', VisibilityTimeout: 40}}");

        assertThat(done.changes())
                .isEqualTo(
                        Map.of(
                                "old", Map.of("attributes", Map.of("VisibilityTimeout", "30")),
                                "new", Map.of("attributes", Map.of("VisibilityTimeout", 40L))));
    }

    @Test
    void theRegionComesFromProfileThenArgumentThenConfiguration() {
        harness.minion().opts().put("sqs.region", "eu-west-1");
        harness.minion()
                .pillar()
                .put("prod", Map.of("region", "us-west-2", "keyid", "A", "key", "B"));
        harness.run("boto_sqs.present", "{name: a}");
        harness.run("boto_sqs.present", "{name: b, region: us-east-2}");
        harness.run("boto_sqs.present", "{name: c, region: us-east-2, profile: prod}");

        assertThat(aws.asked().stream().map(AwsSettings::region).flatMap(Optional::stream))
                .containsExactly("eu-west-1", "us-east-2", "us-west-2");
        assertThat(aws.asked().getLast().credentials())
                .contains(new AwsSettings.Credentials("A", "B", Optional.empty()));
    }

    @Test
    void aProfileMustBeWhole() {
        assertThat(harness.refuses("boto_sqs.present", "{name: a, profile: {keyid: A}}"))
                .contains("'key' and 'keyid' belong together: 'key' is missing.");
        assertThat(harness.refuses("boto_sqs.present", "{name: a, profile: {regoin: A}}"))
                .contains("but no 'regoin'");
    }

    @Test
    void aQueueIsFifoFromTheStartOrNever() {
        String fifo = "{name: work.fifo, attributes: {FifoQueue: true, DelaySeconds: %d}}";
        harness.converges("boto_sqs.present", fifo.formatted(1));
        harness.converges("boto_sqs.present", fifo.formatted(2));
        harness.converges("boto_sqs.present", "{name: work, attributes: {FifoQueue: false}}");
        assertThat(harness.refuses("boto_sqs.present", "{name: w, attributes: {FifoQueue: true}}"))
                .isEqualTo("'attributes.FifoQueue': the name of such a queue ends in .fifo.");
        assertThat(harness.refuses("boto_sqs.present", "{name: w.fifo}"))
                .contains("needs the attribute FifoQueue: true");
        assertThat(harness.refuses("boto_sqs.present", "{name: w, attributes: {DelaySecond: 1}}"))
                .isEqualTo("'attributes' has no 'DelaySecond'; did you mean DelaySeconds?");
    }
}
