package io.pulldeploy.deploy;

import io.pulldeploy.artifact.Document;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.model.Secrets;
import io.pulldeploy.system.FileTree;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a run is about to do, and has done, on disk before it goes on. */
final class Journal implements AutoCloseable {
    static final String FILE = "journal.jsonl";

    private final FileChannel channel;
    private final Clock clock;
    private final Secrets secrets;
    private long sequence;

    Journal(FileTree files, Path runDirectory, Clock clock, Secrets secrets) {
        this.channel =
                files.channel(
                        runDirectory.resolve(FILE),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE);
        this.clock = clock;
        this.secrets = secrets;
        files.syncDirectory(runDirectory);
    }

    /** Where in a step a line stands. */
    enum Phase {
        BEGIN,
        DONE,
        FAILED;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A line that was written. */
    record Line(long sequence, Instant time, String step, String phase, Map<?, ?> detail) {
        boolean is(Step wanted, Phase inPhase) {
            return step.equals(wanted.text()) && phase.equals(inPhase.text());
        }
    }

    /** Writes a line and forces it to disk. */
    void write(Step step, Phase phase, Map<String, @Nullable Object> detail) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("seq", ++sequence);
        fields.put("time", clock.instant().toString());
        fields.put("step", step.text());
        fields.put("phase", phase.text());
        fields.put("detail", secrets.maskAll(detail));
        ByteBuffer bytes =
                ByteBuffer.wrap((Document.line(fields) + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.CANNOT_WRITE,
                    "cannot write the run's journal: " + e.getMessage(),
                    "Free some space, then run again; what runs now is untouched.",
                    e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Every line was forced to disk when it was written.
        }
    }

    /** The lines of a journal; a last one that a crash cut short is left out. */
    static List<Line> read(FileTree files, Path runDirectory) {
        List<Line> lines = new ArrayList<>();
        for (String text : files.textIfPresent(runDirectory.resolve(FILE)).orElse("").split("\n")) {
            try {
                Document line = Document.parseAny(text, FILE, "");
                lines.add(
                        new Line(
                                line.number("seq"),
                                line.time("time"),
                                line.text("step"),
                                line.text("phase"),
                                line.object("detail").fields()));
            } catch (Failure e) {
                break;
            }
        }
        return lines;
    }
}
