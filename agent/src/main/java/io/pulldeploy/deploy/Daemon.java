package io.pulldeploy.deploy;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.Command;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.Processes;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Refreshes the base from time to time. Each refresh is a process of its own, so that the daemon
 * stays small and a new version of the agent is used as soon as it is there.
 */
public final class Daemon {
    private static final Logger log = LoggerFactory.getLogger(Daemon.class);

    private final Processes processes;
    private final List<String> refresh;
    private final Duration interval;
    private final Duration splay;
    private final RandomGenerator random;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * @param refresh program and arguments of a refresh
     * @param interval between two refreshes
     * @param splay upper bound of the random wait that is added, so that a fleet spreads out
     */
    public Daemon(
            Processes processes,
            List<String> refresh,
            Duration interval,
            Duration splay,
            RandomGenerator random) {
        this.processes = processes;
        this.refresh = List.copyOf(refresh);
        this.interval = interval;
        this.splay = splay;
        this.random = random;
    }

    /** Refreshes until it is told to stop; the first time after the splay alone. */
    public void run() {
        try {
            Duration wait = random(splay);
            while (!stopped.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                refresh();
                wait = interval.plus(random(splay));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    /**
     * Ends the loop, once a refresh that goes on has ended.
     *
     * @return whether it ended in time
     */
    public boolean stop(Duration patience) {
        stopped.countDown();
        try {
            return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** No outcome ends the daemon: the next refresh may go well. */
    private void refresh() {
        try {
            Completed completed = processes.run(Command.of(refresh));
            if (completed.succeeded()) {
                log.info("refreshed");
            } else if (completed.exitCode() == ExitCode.LOCKED.code()) {
                log.info("not refreshed: {}", completed.errors().strip());
            } else {
                log.warn(
                        "the refresh exited with {}: {}",
                        completed.exitCode(),
                        completed.errors().strip());
            }
        } catch (Failure e) {
            log.warn("the refresh did not start: {}", e.getMessage());
        }
    }

    private Duration random(Duration bound) {
        return Duration.ofMillis(random.nextLong(bound.toMillis() + 1));
    }
}
