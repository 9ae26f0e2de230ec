package io.pulldeploy.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulldeploy.model.Failure;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.Set;

class AwsCallsTest {
    private Instant now = Instant.EPOCH;
    private int attempts;
    private final InstantSource time = () -> now;

    /** Time passes only by waiting. */
    private final AwsCalls calls =
            new AwsCalls(time.withZone(ZoneOffset.UTC), this::pass, new Random(1));

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private String refuse(int status, String code, int times) {
        attempts++;
        if (attempts > times) {
            return "done";
        }
        throw AwsServiceException.builder()
                .statusCode(status)
                .awsErrorDetails(
                        AwsErrorDetails.builder().errorCode(code).errorMessage("said so").build())
                .message("said so")
                .build();
    }

    @Test
    void aBusyServiceIsAskedAgainForAMinute() {
        assertThat(calls.call("ec2:X", "x", () -> refuse(503, "Unavailable", 6))).isEqualTo("done");

        attempts = 0;
        assertThatThrownBy(() -> calls.call("ec2:X", "x", () -> refuse(400, "Throttling", 999)))
                .isInstanceOf(Failure.class)
                .hasMessage("ec2:X on x failed: Throttling: said so");
        assertThat(attempts).isGreaterThan(6);
        assertThat(now).isBefore(Instant.EPOCH.plusSeconds(121));
    }

    @Test
    void aDenialIsFinal() {
        assertThatThrownBy(() -> calls.call("iam:X", "x", () -> refuse(403, "AccessDenied", 9)))
                .isInstanceOf(Failure.class);
        assertThat(attempts).isEqualTo(1);
    }

    @Test
    void whatWasMadeAMomentAgoIsWaitedFor() {
        assertThat(
                        calls.call(
                                "autoscaling:X",
                                "x",
                                Set.of("ValidationError"),
                                () -> refuse(400, "ValidationError", 3)))
                .isEqualTo("done");
    }

    @Test
    void whatDoesNotExistIsNothing() {
        assertThat(calls.find("iam:X", "x", Set.of("NoSuch"), () -> refuse(404, "NoSuch", 9)))
                .isEmpty();
    }

    @Test
    void waitingEndsToo() {
        assertThatThrownBy(() -> calls.until("x:Y", "z", Duration.ofMinutes(5), () -> false))
                .isInstanceOf(Failure.class)
                .hasMessage("x:Y on z: not there after 300 seconds");
    }
}
