package io.pulldeploy.engine.run;

/**
 * How a run goes.
 *
 * @param test whether nothing may be changed
 * @param failhard whether the first failed state ends the run
 * @param mock whether no state function is called at all
 * @param mostParallel how many {@code parallel} states may run at once; 0 is no limit
 */
public record RunOptions(boolean test, boolean failhard, boolean mock, int mostParallel) {}
