package io.pulldeploy.system;

/**
 * How a program ended.
 *
 * @param exitCode its exit code, or 128 plus the signal's number
 * @param timedOut whether the time limit ended it
 */
public record Completed(long pid, int exitCode, String output, String errors, boolean timedOut) {
    public boolean succeeded() {
        return exitCode == 0 && !timedOut;
    }
}
