package io.pulldeploy.deploy;

/** The state engine, as a deploy needs it: each call reads configuration and files anew. */
public interface HighstateRunner {
    /** Applies what the top file says. */
    StateRun highstate(Progress progress);

    /** Applies one SLS, such as {@code elb.register}. */
    StateRun sls(String sls, Progress progress);

    /** Hears how far a run is. */
    @FunctionalInterface
    interface Progress {
        /**
         * @param done states that have ended
         */
        void at(int done, int total);
    }
}
