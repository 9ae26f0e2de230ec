package io.pulldeploy.deploy;

import io.pulldeploy.artifact.Version;
import io.pulldeploy.deploy.Journal.Phase;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.HostLock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Writes down what a run does: each step in the journal before and after it, and the report at the
 * end, whatever the end is.
 */
final class RunRecorder {
    private static final Logger log = LoggerFactory.getLogger(RunRecorder.class);

    /** Under systemd's ninety seconds, after which it kills. */
    private static final Duration TO_STOP = Duration.ofSeconds(60);

    private final Deployer.Parts parts;
    private final String command;
    private final Role role;
    private final Trigger trigger;
    private final Optional<Version> previous;
    private final Runs runs;
    private final String run;
    private final Instant started;
    private final Journal journal;
    private final RunLog runLog;
    private final Stop stop = new Stop();
    private final List<RunReport.StepTime> steps = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private Optional<Version> version = Optional.empty();
    private Optional<Version> base = Optional.empty();
    private Optional<RunReport.States> states = Optional.empty();
    private Optional<Step> failedStep = Optional.empty();
    private boolean changed;
    private boolean flipped;

    /**
     * @param previous what runs now
     */
    RunRecorder(
            Deployer.Parts parts,
            String command,
            Role role,
            Trigger trigger,
            Optional<Version> previous) {
        this.parts = parts;
        this.command = command;
        this.role = role;
        this.trigger = trigger;
        this.previous = previous;
        this.runs = new Runs(parts.files(), parts.layout());
        this.started = now();
        this.run = runs.begin(parts.clock());
        this.journal =
                new Journal(parts.files(), runs.directory(run), parts.clock(), parts.secrets());
        this.runLog = new RunLog(parts.files(), parts.layout().log(run), parts.secrets());
    }

    /** What a step came to: one line for people, and what the journal keeps. */
    record Said(String what, Map<String, @Nullable Object> detail) {
        static Said of(String what) {
            return new Said(what, Map.of());
        }
    }

    String run() {
        return run;
    }

    Runs runs() {
        return runs;
    }

    Stop stop() {
        return stop;
    }

    RunLog log() {
        return runLog;
    }

    Optional<String> previousVersion() {
        return previous.map(Version::text);
    }

    void planned(Version planned, Version plannedBase) {
        version = Optional.of(planned);
        base = Optional.of(plannedBase);
    }

    void changed(boolean something) {
        changed |= something;
    }

    void flipped() {
        flipped = true;
    }

    void applied(StateRun states) {
        this.states = Optional.of(RunReport.States.of(states));
        changed |= states.changed() > 0;
    }

    void warn(String message) {
        String safe = parts.secrets().mask(message);
        notes.add(safe);
        parts.listener().warned(safe);
    }

    void tellRecovered(List<String> found) {
        found.forEach(this::warn);
    }

    /**
     * Takes the host's lock, runs the steps, and writes the report. A crash, which is an {@link
     * Error} here, writes nothing: the next run finds its traces, as after a power cut.
     *
     * @param putBack called after a failure; what it put back
     */
    RunReport record(Runnable body, Supplier<List<String>> putBack) {
        return parts.signals().during(this::stop, () -> locked(body, putBack));
    }

    private Duration stop(String signal) {
        stop.request(signal);
        parts.listener().stopping(signal);
        return TO_STOP;
    }

    private RunReport locked(Runnable body, Supplier<List<String>> putBack) {
        parts.listener().started(run, what());
        RunReport report;
        try (journal;
                runLog) {
            try {
                runLog.open();
                try (HostLock.Held _ = lock()) {
                    report = bodyReport(body, putBack);
                    runs.write(report);
                }
            } catch (Failure e) {
                report = failed(e, List.of());
                runs.write(report);
            }
        }
        return report;
    }

    private RunReport bodyReport(Runnable body, Supplier<List<String>> putBack) {
        try {
            body.run();
            return report(RunReport.Outcome.SUCCEEDED, ExitCode.OK, "", "", List.of());
        } catch (Failure e) {
            return failed(e, putBack.get());
        } catch (RuntimeException e) {
            log.debug("the error's origin", e);
            return failed(
                    new Failure(
                            ExitCode.INTERNAL,
                            "internal error: " + e,
                            "This is a bug. Run again with -l debug and report what it prints.",
                            e),
                    putBack.get());
        }
    }

    private HostLock.Held lock() {
        Map<String, @Nullable Object> detail = new LinkedHashMap<>();
        detail.put("command", command);
        detail.put("trigger", trigger.text());
        detail.put("service", role.service().text());
        detail.put("instance", role.instance().text());
        previous.ifPresent(v -> detail.put("previousVersion", v.text()));
        HostLock lock = new HostLock(parts.files(), parts.layout().lock());
        String holder =
                parts.agent()
                        + ", "
                        + what()
                        + ", since "
                        + started.truncatedTo(ChronoUnit.SECONDS);
        return step(Step.LOCK, detail, () -> lock.take(holder), _ -> Said.of("taken"));
    }

    private String what() {
        return command + " " + role;
    }

    /**
     * Runs a step, with a line in the journal before and after it.
     *
     * @param detail what the journal keeps before the step acts
     */
    <T> T step(
            Step step,
            Map<String, @Nullable Object> detail,
            Supplier<T> action,
            Function<T, Said> describe) {
        Instant begun = parts.clock().instant();
        journal.write(step, Phase.BEGIN, detail);
        parts.listener().began(step);
        try {
            T result = step.waits() ? stop.interruptibly(action) : unlessStopped(action);
            Said said = describe.apply(result);
            String what = parts.secrets().mask(said.what());
            Map<String, @Nullable Object> after = new LinkedHashMap<>();
            after.put("what", what);
            after.putAll(said.detail());
            journal.write(step, Phase.DONE, after);
            steps.add(new RunReport.StepTime(step.text(), true, seconds(begun), what));
            parts.listener().done(step, what);
            return result;
        } catch (RuntimeException e) {
            RuntimeException told = stop.signal().<RuntimeException>map(Stop::failure).orElse(e);
            if (stop.signal().isPresent()) {
                log.debug("what the signal broke off", e);
            }
            String message = parts.secrets().mask(String.valueOf(told.getMessage()));
            failedStep = Optional.of(step);
            steps.add(new RunReport.StepTime(step.text(), false, seconds(begun), message));
            parts.listener().failed(step, message);
            writeFailed(step, message);
            throw told;
        }
    }

    private <T> T unlessStopped(Supplier<T> action) {
        stop.check();
        return action.get();
    }

    /** The step's own error is the one to tell, even if the disk is too full to write it down. */
    private void writeFailed(Step step, String message) {
        try {
            journal.write(step, Phase.FAILED, Map.of("error", message));
        } catch (Failure e) {
            log.warn("{}", e.getMessage());
        }
    }

    private Instant now() {
        return parts.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private double seconds(Instant begun) {
        return Duration.between(begun, parts.clock().instant()).toMillis() / 1000.0;
    }

    private RunReport failed(Failure e, List<String> reverted) {
        return report(
                e.exitCode().isOfSignal() ? RunReport.Outcome.STOPPED : RunReport.Outcome.FAILED,
                e.exitCode(),
                parts.secrets().mask(String.valueOf(e.getMessage())),
                parts.secrets().mask(e.remedy()),
                reverted);
    }

    private RunReport report(
            RunReport.Outcome outcome,
            ExitCode code,
            String error,
            String remedy,
            List<String> reverted) {
        return new RunReport(
                run,
                command,
                trigger.text(),
                role.service().text(),
                role.instance().text(),
                version.map(Version::text),
                previousVersion(),
                base.map(Version::text),
                started,
                now(),
                outcome,
                flipped,
                changed,
                Optional.of(code.code()),
                failedStep.map(Step::text),
                error,
                remedy,
                reverted,
                notes,
                steps,
                states);
    }
}
