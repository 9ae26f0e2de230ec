package io.pulldeploy.deploy;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Questions that are asked at the same time, because each waits for the network. */
final class Questions implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Asks, and goes on.
     *
     * @return waits for the answer, and throws what the question threw
     */
    <T> Supplier<T> ask(Supplier<T> question) {
        Future<T> answer = threads.submit(question::get);
        return () -> await(answer);
    }

    private static <T> T await(Future<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException thrown -> throw thrown;
                case Error thrown -> throw thrown;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(
                    ExitCode.UNAVAILABLE, "interrupted while waiting for the bucket", "", e);
        }
    }

    /** Nobody waits for the answers that are still missing. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
