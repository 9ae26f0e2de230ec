package io.pulldeploy.system;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What happens when a signal tells the process to end. The JVM gives it the exit code that shells
 * expect, 128 and the signal's number.
 */
public final class Signals {
    /** How the JVM names the thread that ends it. */
    private static final String HANDLER = " handler";

    private final Ending atFirst;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Ending ending;
    private volatile boolean raised;

    /**
     * @param atFirst ends what goes on while nothing else is said, and what did not end in time
     */
    public Signals(Ending atFirst) {
        this.atFirst = atFirst;
        this.ending = atFirst;
    }

    /** Ends what goes on. */
    @FunctionalInterface
    public interface Ending {
        /**
         * @param signal such as {@code SIGTERM}
         * @return how long to wait until the program has ended by itself
         */
        Duration by(String signal);
    }

    /** From now on signals are heard. */
    public void listen() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> raise(name()), "signals"));
    }

    /** Ends this way while the body runs. */
    public <T> T during(Ending other, Supplier<T> body) {
        Ending before = ending;
        ending = other;
        try {
            return body.get();
        } finally {
            ending = before;
        }
    }

    /**
     * Ends the process, because the program has come to its end. If a signal ends it already, its
     * exit code counts.
     */
    public void exit(int code) {
        ended.countDown();
        if (raised) {
            System.exit(code);
        }
        // System.exit sets up Java's own logging to log that it was called: a tenth of a short run.
        Runtime.getRuntime().halt(code);
    }

    /** Does what a signal does, and waits for its end. */
    public void raise(String signal) {
        if (ended.getCount() == 0) {
            return;
        }
        raised = true;
        Duration patience = ending.by(signal);
        try {
            if (!ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                atFirst.by(signal);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The one public trace of the signal's name is the thread that the JVM starts for it. */
    private static String name() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(n -> n.startsWith("SIG") && n.endsWith(HANDLER))
                .map(n -> n.substring(0, n.length() - HANDLER.length()))
                .findFirst()
                .orElse("SIGTERM");
    }
}
