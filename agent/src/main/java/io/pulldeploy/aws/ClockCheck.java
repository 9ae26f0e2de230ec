package io.pulldeploy.aws;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Says once that this machine's clock is wrong. The SDK signs with AWS's time after the first
 * refusal, so that nothing else would tell.
 */
final class ClockCheck implements ExecutionInterceptor {
    private static final Logger log = LoggerFactory.getLogger(ClockCheck.class);

    /** AWS itself refuses from fifteen minutes on, and IAM's tokens mind five. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final Clock clock;
    private final AtomicBoolean told = new AtomicBoolean();

    ClockCheck(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void afterTransmission(
            Context.AfterTransmission context, ExecutionAttributes executionAttributes) {
        context.httpResponse()
                .firstMatchingHeader("Date")
                .flatMap(ClockCheck::time)
                .map(theirs -> Duration.between(theirs, clock.instant()))
                .filter(ahead -> ahead.abs().compareTo(TOLERANCE) > 0)
                .filter(_ -> told.compareAndSet(false, true))
                .ifPresent(ahead ->
                        log.warn(
                                "this machine's clock is {} minutes {} AWS's: requests are signed"
                                        + " with AWS's time; correct the clock, such as with"
                                        + " 'chronyc makestep'",
                                ahead.abs().toMinutes(),
                                ahead.isNegative() ? "behind" : "ahead of"));
    }

    /** What is no date is a proxy's business. */
    private static Optional<Instant> time(String header) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header, Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
