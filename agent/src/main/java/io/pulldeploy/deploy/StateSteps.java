package io.pulldeploy.deploy;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The steps of a run that apply states. */
final class StateSteps {
    private static final String CORRECT =
            "Correct the states, publish and promote a new version, and run again.";

    /** The service runs; only joining is left. */
    private static final String JOIN =
            "Correct elb.register or the load balancer, then run 'pulldeploy call state.sls"
                    + " elb.register'.";

    private final Deployer.Parts parts;
    private final Role role;
    private final RunRecorder recorder;

    StateSteps(Deployer.Parts parts, Role role, RunRecorder recorder) {
        this.parts = parts;
        this.role = role;
        this.recorder = recorder;
    }

    /**
     * @throws Failure (SLS_ERROR, STATE_FAILED or PILLAR_ERROR) naming what failed
     */
    void highstate() {
        recorder.step(
                Step.HIGHSTATE,
                Map.of(),
                () -> {
                    StateRun run = parts.states().highstate(this::at);
                    recorder.applied(run);
                    parts.listener().states(run);
                    if (run.exitCode() != 0) {
                        throw failure(run, exitCode(run.exitCode()), CORRECT);
                    }
                    warnIfNamedOtherwise();
                    return run;
                },
                run -> RunRecorder.Said.of(RunReport.States.of(run).text()));
    }

    /**
     * @throws Failure (LOAD_BALANCER) naming what failed
     */
    void register() {
        recorder.step(
                Step.REGISTER,
                Map.of(),
                () -> {
                    StateRun run = parts.states().sls("elb.register", this::at);
                    parts.listener().states(run);
                    recorder.changed(run.changed() > 0);
                    if (run.exitCode() != 0) {
                        throw failure(run, ExitCode.LOAD_BALANCER, JOIN);
                    }
                    return run;
                },
                run ->
                        RunRecorder.Said.of(
                                run.changed() == 0 ? "already registered" : "registered"));
    }

    /** Between two states a run can be stopped without leaving one of them half done. */
    private void at(int done, int total) {
        recorder.stop().check();
        parts.listener().applied(done, total);
    }

    private void warnIfNamedOtherwise() {
        parts.identity()
                .get()
                .filter(named -> !named.equals(role))
                .ifPresent(named ->
                        recorder.warn(
                                "this instance is named as "
                                        + named
                                        + ", and "
                                        + role
                                        + " is deployed; states see the name's grains"));
    }

    private static Failure failure(StateRun run, ExitCode code, String remedy) {
        List<String> why = new ArrayList<>(run.errors());
        why.addAll(run.failures());
        return new Failure(
                code,
                (run.failed() == 0
                                ? "the states did not run"
                                : run.failed() + " of " + run.total() + " states failed")
                        + (why.isEmpty() ? "" : ":\n    " + String.join("\n    ", why)),
                remedy);
    }

    private static ExitCode exitCode(int code) {
        return switch (code) {
            case 1 -> ExitCode.SLS_ERROR;
            case 5 -> ExitCode.PILLAR_ERROR;
            default -> ExitCode.STATE_FAILED;
        };
    }
}
