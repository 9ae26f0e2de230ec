package io.pulldeploy.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A bucket in memory, for the tests of everything above the port. */
public final class InMemoryObjectStore implements ObjectStore {
    private record Version(ByteBuffer content, String etag) {
        byte[] bytes() {
            byte[] copy = new byte[content.remaining()];
            content.duplicate().get(copy);
            return copy;
        }
    }

    private final ConcurrentSkipListMap<String, Version> objects = new ConcurrentSkipListMap<>();
    private final AtomicInteger versions = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();

    @Override
    public String name() {
        return "memory://bucket";
    }

    @Override
    public List<Stored> list(String prefix) {
        return objects.tailMap(prefix).entrySet().stream()
                .takeWhile(e -> e.getKey().startsWith(prefix))
                .map(e -> stored(e.getKey(), e.getValue()))
                .toList();
    }

    @Override
    public Optional<Stored> find(String key) {
        return Optional.ofNullable(objects.get(key)).map(v -> stored(key, v));
    }

    @Override
    public Optional<InputStream> open(String key, String etag, long from) {
        Version version = objects.get(key);
        if (version == null) {
            throw new Failure(
                    ExitCode.NO_PERMISSION, "not allowed: s3:GetObject on " + uri(key), "");
        }
        opened.incrementAndGet();
        return version.etag().equals(etag)
                ? Optional.of(
                        new ByteArrayInputStream(
                                version.bytes(), (int) from, version.bytes().length - (int) from))
                : Optional.empty();
    }

    @Override
    public Optional<Opened> open(String key) {
        return find(key).map(s -> new Opened(s, open(key, s.etag(), 0).orElseThrow()));
    }

    @Override
    public synchronized PutOutcome put(String key, Content content, Condition condition) {
        Optional<String> now = find(key).map(Stored::etag);
        boolean holds =
                switch (condition) {
                    case Condition.Absent() -> now.isEmpty();
                    case Condition.Matches(String etag) -> now.equals(Optional.of(etag));
                    case Condition.Always() -> true;
                };
        if (!holds) {
            return new PutOutcome.ConditionFailed();
        }
        return new PutOutcome.Written(replace(key, bytes(content)));
    }

    /** Overwrites an object behind everybody's back, as a broken disk or an attacker would. */
    public String replace(String key, byte[] bytes) {
        String etag = "\"" + versions.incrementAndGet() + "\"";
        objects.put(key, new Version(ByteBuffer.wrap(bytes.clone()), etag));
        return etag;
    }

    public String text(String key) {
        return new String(bytes(key), UTF_8);
    }

    public byte[] bytes(String key) {
        return Optional.ofNullable(objects.get(key)).orElseThrow().bytes();
    }

    public void remove(String key) {
        objects.remove(key);
    }

    /** How many objects were opened for reading so far. */
    public int opened() {
        return opened.get();
    }

    private static Stored stored(String key, Version version) {
        return new Stored(key, version.bytes().length, version.etag());
    }

    private static byte[] bytes(Content content) {
        return switch (content) {
            case Content.Text(String text) -> text.getBytes(UTF_8);
            case Content.File(java.nio.file.Path path) -> {
                try {
                    yield Files.readAllBytes(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }
}
