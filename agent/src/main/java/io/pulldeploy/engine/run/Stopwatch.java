package io.pulldeploy.engine.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** When something started, and how long it took, in the form of Salt's results. */
final class Stopwatch {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT);

    private final Clock clock;
    private final Instant start;

    Stopwatch(Clock clock) {
        this.clock = clock;
        this.start = clock.instant();
    }

    /** Local time of the start: {@code 14:07:31.532471}. */
    String startTime() {
        return TIME.format(ZonedDateTime.ofInstant(start, clock.getZone()));
    }

    /** Milliseconds so far, with three decimals. */
    double milliseconds() {
        long microseconds = Duration.between(start, clock.instant()).toNanos() / 1000;
        return microseconds / 1000.0;
    }

    void record(ChunkReturn result) {
        result.put("start_time", startTime()).put("duration", milliseconds());
    }
}
