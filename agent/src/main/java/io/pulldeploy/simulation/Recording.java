package io.pulldeploy.simulation;

import io.pulldeploy.render.Json;
import io.pulldeploy.render.JsonStyle;
import io.pulldeploy.system.FileTree;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a simulated machine was told to change, one JSON object per line: {@code {"time", "what",
 * "action", …}}. The machine's state is what the lines add up to, so that a second run finds
 * nothing to do.
 */
final class Recording {
    private final FileTree files;
    private final Path file;
    private final Clock clock;

    Recording(FileTree files, Path file, Clock clock) {
        this.files = files;
        this.file = file;
        this.clock = clock;
    }

    /** One line, as its reader sees it: everything is text. */
    record Change(String what, String action, Map<String, String> details) {
        static Change of(String what, String action, String... details) {
            Map<String, String> pairs = new LinkedHashMap<>();
            for (int i = 0; i < details.length; i += 2) {
                pairs.put(details[i], details[i + 1]);
            }
            return new Change(what, action, pairs);
        }

        String get(String detail) {
            return details.getOrDefault(detail, "");
        }

        long number(String detail) {
            return Long.parseLong(get(detail));
        }

        List<String> list(String detail) {
            return get(detail).isEmpty() ? List.of() : List.of(get(detail).split(","));
        }
    }

    /** Hands every earlier change of one kind to its reader, in order. */
    synchronized void replay(String what, Consumer<Change> reader) {
        if (!files.exists(file)) {
            return;
        }
        for (String line : files.lines(file)) {
            if (Json.parse(line) instanceof Map<?, ?> object && what.equals(object.get("what"))) {
                Map<String, String> details = new LinkedHashMap<>();
                object.forEach((k, v) -> details.put(String.valueOf(k), String.valueOf(v)));
                reader.accept(new Change(what, String.valueOf(object.get("action")), details));
            }
        }
    }

    synchronized void add(Change change) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("time", clock.instant().toString());
        line.put("what", change.what());
        line.put("action", change.action());
        line.putAll(change.details());
        try (OutputStream out = files.append(file)) {
            out.write((Json.write(line, JsonStyle.SALT) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
