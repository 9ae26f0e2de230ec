package io.pulldeploy.deploy;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * A signal's wish that a run ends. A step that waits is interrupted; one that moves links is not,
 * and the next one is not begun.
 */
final class Stop {
    private Optional<String> signal = Optional.empty();
    private Optional<Thread> waiting = Optional.empty();

    /** Asks for the end; called from the signal's thread. */
    synchronized void request(String by) {
        signal = Optional.of(by);
        waiting.ifPresent(Thread::interrupt);
    }

    synchronized Optional<String> signal() {
        return signal;
    }

    /**
     * @throws Failure if the end was asked for
     */
    void check() {
        signal().ifPresent(by -> {
            throw failure(by);
        });
    }

    /** Runs what may wait for long, with an interrupt once the end is asked for. */
    <T> T interruptibly(Supplier<T> action) {
        check();
        synchronized (this) {
            waiting = Optional.of(Thread.currentThread());
        }
        try {
            return action.get();
        } finally {
            leave();
        }
    }

    /** What comes next writes journals and puts links back, which an interrupt would break off. */
    private synchronized void leave() {
        waiting = Optional.empty();
        if (signal.isPresent()) {
            Thread.interrupted();
        }
    }

    static Failure failure(String signal) {
        return new Failure(ExitCode.ofSignal(signal), "stopped by " + signal, "Run it again.");
    }
}
