package io.pulldeploy.engine.run;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** The states that run beside the others: each on a thread of its own, at most so many at once. */
final class ParallelStates implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore permits;
    private final Map<String, CompletableFuture<ChunkReturn>> running = new LinkedHashMap<>();

    /**
     * @param most how many may run at once; 0 is no limit
     */
    ParallelStates(int most) {
        permits = new Semaphore(most <= 0 ? Integer.MAX_VALUE : most);
    }

    void start(String tag, Supplier<ChunkReturn> state) {
        running.put(
                tag,
                CompletableFuture.supplyAsync(
                        () -> {
                            permits.acquireUninterruptibly();
                            try {
                                return state.get();
                            } finally {
                                permits.release();
                            }
                        },
                        threads));
    }

    /** Takes over what has ended; whether none of these tags still runs. */
    boolean collect(Collection<String> tags, Map<String, ChunkReturn> results) {
        for (String tag : List.copyOf(running.keySet())) {
            CompletableFuture<ChunkReturn> future = running.get(tag);
            if (future != null && future.isDone() && tags.contains(tag)) {
                ChunkReturn result = results.get(tag);
                if (result != null) {
                    result.data().putAll(future.join().data());
                    running.remove(tag);
                }
            }
        }
        return tags.stream().noneMatch(running::containsKey);
    }

    /** Waits until one of these tags has ended. */
    void await(Collection<String> tags) {
        CompletableFuture<?>[] wanted =
                running.entrySet().stream()
                        .filter(entry -> tags.contains(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .toArray(CompletableFuture<?>[]::new);
        if (wanted.length > 0) {
            CompletableFuture.anyOf(wanted).join();
        }
    }

    /** Waits until any has ended. */
    void awaitAny() {
        await(List.copyOf(running.keySet()));
    }

    @Override
    public void close() {
        threads.close();
    }
}
