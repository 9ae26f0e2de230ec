package io.pulldeploy.aws;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import java.time.Duration;

/** A pause that really waits. */
final class SleepingPause implements AwsCalls.Pause {
    @Override
    public void of(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(
                    ExitCode.UNAVAILABLE, "interrupted while waiting for AWS", "Run again.", e);
        }
    }
}
