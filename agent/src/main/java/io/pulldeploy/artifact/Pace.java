package io.pulldeploy.artifact;

import java.time.Duration;

/**
 * How slow a download may be before its connection is given up and taken up anew.
 *
 * @param bytes that have to arrive in a window
 * @param window of waiting; time that the disk takes does not count
 * @param firstPause before a connection is taken up again; doubled each time
 */
public record Pace(long bytes, Duration window, Duration firstPause) {
    public static final Pace DEFAULT =
            new Pace(128 << 10, Duration.ofSeconds(15), Duration.ofMillis(500));
}
