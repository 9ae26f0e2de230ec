package io.pulldeploy.deploy;

import io.pulldeploy.deploy.Journal.Line;
import io.pulldeploy.deploy.Journal.Phase;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the journal tells of a run that wrote no report: it goes on, or it never ended.
 *
 * @param journal with at least one line
 */
record Traces(String run, List<Line> journal) {
    Traces {
        journal = List.copyOf(journal);
    }

    Line last() {
        return journal.getLast();
    }

    /** Whether it ever held the lock: without it, a run moves nothing. */
    boolean locked() {
        return did(Step.LOCK);
    }

    boolean did(Step step) {
        return journal.stream().anyMatch(l -> l.is(step, Phase.DONE));
    }

    /** The links that it was about to move, in this order. */
    List<Links.Change> begun() {
        return journal.stream()
                .filter(l -> l.phase().equals(Phase.BEGIN.text()))
                .flatMap(l -> changes(l).stream())
                .toList();
    }

    /** Whether {@code current} had moved, or needed no move. */
    boolean flipped(Links links) {
        return did(Step.LINK_CURRENT)
                || journal.stream()
                        .filter(l -> l.is(Step.LINK_CURRENT, Phase.BEGIN))
                        .anyMatch(l -> links.isMade(changes(l)));
    }

    /** The newest mention of a text among the journal's details. */
    Optional<String> detail(String field) {
        return journal.reversed().stream()
                .map(l -> l.detail().get(field))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .findFirst();
    }

    /**
     * @param until when it ended, as far as anybody knows
     * @param said what is to be said of its end
     * @param reverted links that were put back
     */
    RunReport report(
            RunReport.Outcome outcome,
            Instant until,
            boolean flipped,
            String said,
            List<String> reverted) {
        return new RunReport(
                run,
                detail("command").orElse("deploy"),
                detail("trigger").orElse("deploy"),
                detail("service").orElse(""),
                detail("instance").orElse(""),
                detail("version"),
                detail("previousVersion"),
                detail("base"),
                journal.getFirst().time().truncatedTo(ChronoUnit.MILLIS),
                until.truncatedTo(ChronoUnit.MILLIS),
                outcome,
                flipped,
                true,
                Optional.empty(),
                Optional.of(last().step()),
                said,
                "",
                reverted,
                List.of(),
                steps(outcome),
                Optional.empty());
    }

    /** The steps that were begun; the last of them never ended. */
    private List<RunReport.StepTime> steps(RunReport.Outcome outcome) {
        boolean running = outcome == RunReport.Outcome.RUNNING;
        List<RunReport.StepTime> steps = new ArrayList<>();
        for (Line begun : journal) {
            if (begun.phase().equals(Phase.BEGIN.text())) {
                Optional<Line> ended =
                        journal.stream()
                                .filter(l -> l.step().equals(begun.step()))
                                .filter(l -> !l.phase().equals(Phase.BEGIN.text()))
                                .findFirst();
                steps.add(
                        new RunReport.StepTime(
                                begun.step(),
                                ended.map(l -> l.phase().equals(Phase.DONE.text())).orElse(running),
                                ended.map(l -> Duration.between(begun.time(), l.time()).toMillis())
                                                .orElse(0L)
                                        / 1000.0,
                                ended.map(l -> l.detail().get("what"))
                                        .map(String::valueOf)
                                        .orElse(running ? "goes on" : "interrupted")));
            }
        }
        return steps;
    }

    private static List<Links.Change> changes(Line line) {
        return line.detail().get("links") instanceof List<?> list
                ? list.stream()
                        .filter(Map.class::isInstance)
                        .flatMap(fields -> Links.Change.of(fields).stream())
                        .toList()
                : List.of();
    }
}
