package io.pulldeploy.artifact;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * An object's bytes as they arrive. A thread of its own opens and reads the connection: whoever
 * waits for it can give up when it says nothing or trickles, and can be interrupted.
 */
final class Transfer implements AutoCloseable {
    private static final int CHUNK = 128 * 1024;

    /** What may be read ahead of the disk. */
    private static final int AHEAD = 4;

    /** What the reading thread has to tell. */
    private sealed interface Part {
        record Opened(boolean sameVersion) implements Part {}

        record Bytes(ByteBuffer bytes) implements Part {}

        record End() implements Part {}

        record Broken(IOException cause) implements Part {}

        record Refused(RuntimeException cause) implements Part {}
    }

    private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>(AHEAD);
    private final Pace pace;
    private final Thread reader;
    private long arrived;
    private long waited;

    /**
     * @param open opens the object; empty if it is another version by now
     */
    Transfer(Supplier<Optional<InputStream>> open, Pace pace) {
        this.pace = pace;
        this.reader = Thread.ofVirtual().name("download").start(() -> read(open));
    }

    /**
     * Waits for the connection, as long as the store does.
     *
     * @return whether the object still is the version that was asked for
     */
    boolean opened() {
        try {
            return switch (parts.take()) {
                case Part.Opened(boolean sameVersion) -> sameVersion;
                case Part.Refused(RuntimeException cause) -> throw cause;
                case Part other -> throw new IllegalStateException("before the start: " + other);
            };
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * The next bytes; empty at the end.
     *
     * @throws IOException if the connection broke, or is too slow
     */
    Optional<ByteBuffer> next() throws IOException {
        try {
            return switch (await()) {
                case Part.Bytes(ByteBuffer bytes) -> {
                    arrived += bytes.remaining();
                    yield Optional.of(bytes);
                }
                case Part.End() -> Optional.empty();
                case Part.Broken(IOException cause) -> throw cause;
                case Part.Refused(RuntimeException cause) -> throw cause;
                case Part.Opened _ -> throw new IllegalStateException("opened twice");
            };
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private Part await() throws InterruptedException, IOException {
        while (true) {
            long before = System.nanoTime();
            Part part = parts.poll(pace.window().toNanos() - waited, TimeUnit.NANOSECONDS);
            waited += System.nanoTime() - before;
            if (waited >= pace.window().toNanos()) {
                if (arrived < pace.bytes()) {
                    throw new IOException(
                            "only "
                                    + arrived
                                    + " bytes came in "
                                    + pace.window().toSeconds()
                                    + " s");
                }
                arrived = 0;
                waited = 0;
            }
            if (part != null) {
                return part;
            }
        }
    }

    private void read(Supplier<Optional<InputStream>> open) {
        try {
            tell(open);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(Supplier<Optional<InputStream>> open) throws InterruptedException {
        Optional<InputStream> opened;
        try {
            opened = open.get();
        } catch (RuntimeException e) {
            parts.put(new Part.Refused(e));
            return;
        }
        parts.put(new Part.Opened(opened.isPresent()));
        if (opened.isEmpty()) {
            return;
        }
        try (InputStream in = opened.get()) {
            byte[] buffer = new byte[CHUNK];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                parts.put(new Part.Bytes(ByteBuffer.wrap(Arrays.copyOf(buffer, n))));
            }
            parts.put(new Part.End());
        } catch (IOException e) {
            parts.put(new Part.Broken(e));
        } catch (RuntimeException e) {
            // The SDK wraps what breaks its streams.
            parts.put(new Part.Broken(new IOException(e)));
        }
    }

    private static Failure interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Failure(
                ExitCode.UNAVAILABLE, "interrupted while a download went on", "Run again.", e);
    }

    /** An interrupted read of a virtual thread closes its socket. */
    @Override
    public void close() {
        reader.interrupt();
    }
}
