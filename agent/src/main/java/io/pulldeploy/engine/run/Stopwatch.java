package io.pulldeploy.engine.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;

/** When something started, and how long it took, in the form of Salt's results. */
final class Stopwatch {
    private final Clock clock;
    private final Instant start;

    Stopwatch(Clock clock) {
        this.clock = clock;
        this.start = clock.instant();
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : String.valueOf(number);
    }

    /** Local time of the start: {@code 14:07:31.532471}. */
    String startTime() {
        ZonedDateTime local = ZonedDateTime.ofInstant(start, clock.getZone());
        return two(local.getHour())
                + ":"
                + two(local.getMinute())
                + ":"
                + two(local.getSecond())
                + "."
                + String.valueOf(1_000_000 + local.getNano() / 1000).substring(1);
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
