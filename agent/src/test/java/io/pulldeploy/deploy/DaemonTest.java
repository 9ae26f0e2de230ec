package io.pulldeploy.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.Command;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.Processes;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

class DaemonTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final LinkedBlockingQueue<List<String>> ran = new LinkedBlockingQueue<>();

    @Test
    void refreshesAgainAndAgainWhateverComesOfIt() throws Exception {
        Daemon daemon =
                daemon(() -> {
                    throw new Failure(ExitCode.UNAVAILABLE, "cannot run", "");
                });
        Thread thread = Thread.ofVirtual().start(daemon::run);

        for (int i = 0; i < 3; i++) {
            assertThat(ran.poll(10, TimeUnit.SECONDS)).containsExactly("pulldeploy", "refresh");
        }

        assertThat(daemon.stop(SOON)).isTrue();
        assertThat(thread.join(SOON)).isTrue();
    }

    @Test
    void aRefreshThatGoesOnIsWaitedFor() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        Daemon daemon =
                daemon(() -> {
                    await(goOn);
                    return new Completed(1, 75, "", "another run holds the lock", false);
                });
        Thread thread = Thread.ofVirtual().start(daemon::run);
        ran.poll(10, TimeUnit.SECONDS);

        assertThat(daemon.stop(Duration.ofMillis(50))).as("still refreshing").isFalse();
        goOn.countDown();

        assertThat(daemon.stop(SOON)).isTrue();
        assertThat(thread.join(SOON)).isTrue();
        assertThat(ran).as("no other refresh after the stop").isEmpty();
    }

    private Daemon daemon(Supplier<Completed> outcome) {
        return new Daemon(
                new OneProgram(outcome),
                List.of("pulldeploy", "refresh"),
                Duration.ofMillis(1),
                Duration.ofMillis(2),
                new SplittableRandom(1));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class OneProgram implements Processes {
        private final Supplier<Completed> outcome;

        OneProgram(Supplier<Completed> outcome) {
            this.outcome = outcome;
        }

        @Override
        public Completed run(Command command, Listener listener) {
            ran.add(command.arguments());
            return outcome.get();
        }

        @Override
        public long start(Command command) {
            throw new IllegalStateException("not started in the background");
        }

        @Override
        public Optional<String> which(String program) {
            return Optional.empty();
        }

        @Override
        public Map<String, String> environment() {
            return Map.of();
        }
    }
}
