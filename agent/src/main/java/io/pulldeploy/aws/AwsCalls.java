package io.pulldeploy.aws;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Calls of AWS that are tried again while a refusal may still pass: a service that is busy, or one
 * that has not yet heard of what another one made a moment ago.
 */
final class AwsCalls {
    /** How a call waits; a test's does not. */
    @FunctionalInterface
    interface Pause {
        void of(Duration time);
    }

    /** What is said here everybody hears who has not asked for quiet. */
    private static final Logger LOG = LoggerFactory.getLogger("io.pulldeploy.waiting");

    /** After how many seconds a wait is worth a word, and then another one. */
    private static final long PATIENCE = 5;

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

    private final Clock clock;
    private final Pause pause;
    private final RandomGenerator random;

    AwsCalls(Clock clock, Pause pause, RandomGenerator random) {
        this.clock = clock;
        this.pause = pause;
        this.random = random;
    }

    /**
     * @param action IAM name, such as {@code iam:CreateRole}
     * @param resource what it is asked of, as the reader would name it
     * @throws io.pulldeploy.model.Failure with AWS's code and message
     */
    <T> T call(String action, String resource, Supplier<T> body) {
        return call(action, resource, Set.of(), body);
    }

    /**
     * A call that answers nothing if AWS says that there is no such thing.
     *
     * @param absent AWS's codes that mean so
     */
    <T> Optional<T> find(String action, String resource, Set<String> absent, Supplier<T> body) {
        return call(
                action,
                resource,
                Set.of(),
                () -> {
                    try {
                        return Optional.of(body.get());
                    } catch (AwsServiceException e) {
                        if (AwsFailures.code(e).filter(absent::contains).isPresent()) {
                            return Optional.empty();
                        }
                        throw e;
                    }
                });
    }

    /**
     * @param passing AWS's codes, or parts of its messages, that pass within a minute, because
     *     something was made or deleted just now
     */
    <T> T call(String action, String resource, Set<String> passing, Supplier<T> body) {
        Wait wait = new Wait(action, resource);
        Instant deadline = clock.instant().plus(DEADLINE);
        for (int attempt = 1; ; attempt++) {
            try {
                return body.get();
            } catch (SdkException e) {
                Duration time = waitBefore(attempt + 1);
                if (!mayPass(e, passing) || clock.instant().plus(time).isAfter(deadline)) {
                    throw AwsFailures.of(e, action, resource);
                }
                wait.say("asking again, because AWS says: " + AwsFailures.said(e));
                pause.of(time);
            }
        }
    }

    /**
     * A call whose answer says nothing.
     *
     * @param passing as of {@link #call(String, String, Set, Supplier)}
     */
    void run(String action, String resource, Set<String> passing, Runnable body) {
        call(
                action,
                resource,
                passing,
                () -> {
                    body.run();
                    return resource;
                });
    }

    /**
     * Asks until the answer is yes.
     *
     * @throws io.pulldeploy.model.Failure if it is still no when the time for a call is over
     */
    void until(String action, String resource, Supplier<Boolean> arrived) {
        until(action, resource, DEADLINE, arrived);
    }

    /** The same for what takes AWS minutes, and says so while it does. */
    void until(String action, String resource, Duration limit, Supplier<Boolean> arrived) {
        Wait wait = new Wait(action, resource);
        Instant deadline = clock.instant().plus(limit);
        for (int attempt = 1; !call(action, resource, arrived); attempt++) {
            Duration time = waitBefore(attempt + 1);
            if (clock.instant().plus(time).isAfter(deadline)) {
                throw new Failure(
                        ExitCode.UNAVAILABLE,
                        "%s on %s: not there after %d seconds"
                                .formatted(action, resource, limit.toSeconds()),
                        "Run again; what is done stays done.");
            }
            wait.say("waiting for %d seconds at most".formatted(limit.toSeconds()));
            pause.of(time);
        }
    }

    /** Says that something takes long, after a while and then every while. */
    private final class Wait {
        private final String what;
        private final Instant begun = clock.instant();
        private Instant next = begun.plusSeconds(PATIENCE);
        private long pause = PATIENCE;

        Wait(String action, String resource) {
            this.what = action + " on " + resource;
        }

        void say(String why) {
            Instant now = clock.instant();
            if (now.isBefore(next)) {
                return;
            }
            LOG.info(
                    "{}: {} ({} seconds so far)",
                    what,
                    why,
                    Duration.between(begun, now).toSeconds());
            pause = Math.min(2 * pause, DEADLINE.toSeconds());
            next = now.plusSeconds(pause);
        }
    }

    private static boolean mayPass(SdkException e, Set<String> passing) {
        if (!(e instanceof SdkServiceException service)) {
            return false;
        }
        if (e instanceof AwsServiceException aws) {
            String said = AwsFailures.code(aws).orElse("") + ": " + aws.getMessage();
            if (passing.stream().anyMatch(said::contains)) {
                return true;
            }
        }
        return service.isThrottlingException() || isBusy(service.statusCode());
    }

    /** 501 is an emulator's or a region's way to say that it will never know the call. */
    private static boolean isBusy(int status) {
        return status >= 500 && status != 501;
    }

    /** Exponential with full jitter, so that many instances do not knock together. */
    private Duration waitBefore(int attempt) {
        long ceiling = Math.min(LONGEST_PAUSE.toMillis(), 500L << Math.min(attempt - 2, 10));
        return Duration.ofMillis(ceiling / 2 + random.nextLong(ceiling / 2 + 1));
    }
}
