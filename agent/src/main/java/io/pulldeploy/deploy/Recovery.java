package io.pulldeploy.deploy;

import io.pulldeploy.deploy.Journal.Line;
import io.pulldeploy.deploy.Journal.Phase;
import io.pulldeploy.model.ExitCode;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tidies up after runs that never ended. Their journals decide: before {@code current} had moved,
 * every link is put back; after that, the new release stands and the next run goes on from it.
 */
final class Recovery {
    private final Runs runs;
    private final Links links;
    private final Clock clock;

    Recovery(Runs runs, Links links, Clock clock) {
        this.runs = runs;
        this.links = links;
        this.clock = clock;
    }

    /**
     * Looks at every run without a report; only the lock's holder may do this.
     *
     * @param self the run that asks
     * @return what was found and done, one line per run
     */
    List<String> tidy(String self) {
        List<String> found = new ArrayList<>();
        for (String run : runs.names()) {
            if (!run.equals(self) && !runs.hasReport(run)) {
                tidy(run, runs.journal(run)).ifPresent(found::add);
            }
        }
        return found;
    }

    private Optional<String> tidy(String run, List<Line> journal) {
        if (journal.isEmpty()) {
            return Optional.empty();
        }
        List<Links.Change> begun = new ArrayList<>();
        boolean flipped = false;
        for (Line line : journal) {
            List<Links.Change> changes = changes(line);
            if (line.phase().equals(Phase.BEGIN.text())) {
                begun.addAll(changes);
            }
            if (line.is(Step.LINK_CURRENT, Phase.BEGIN)) {
                flipped = links.isMade(changes);
            }
            flipped |= line.is(Step.LINK_CURRENT, Phase.DONE);
        }
        Line last = journal.getLast();
        boolean refreshed =
                journal.stream().anyMatch(l -> l.is(Step.HIGHSTATE, Phase.DONE))
                        && "refresh".equals(detail(journal, "command").orElse(""));
        List<String> reverted = flipped || refreshed ? List.of() : links.undo(begun);
        String what =
                "the run "
                        + run
                        + " was interrupted in the step "
                        + last.step()
                        + "; "
                        + (flipped || refreshed
                                ? "its release was in place and stays"
                                : reverted.isEmpty()
                                        ? "it had moved no link"
                                        : "put " + String.join(", ", reverted));
        runs.write(report(run, journal, last, flipped, reverted, what));
        return Optional.of(what);
    }

    private RunReport report(
            String run,
            List<Line> journal,
            Line last,
            boolean flipped,
            List<String> reverted,
            String what) {
        Instant started = journal.getFirst().time();
        return new RunReport(
                run,
                detail(journal, "command").orElse("deploy"),
                detail(journal, "trigger").orElse("deploy"),
                detail(journal, "service").orElse(""),
                detail(journal, "instance").orElse(""),
                detail(journal, "version"),
                detail(journal, "previousVersion"),
                detail(journal, "base"),
                started,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                RunReport.Outcome.INTERRUPTED,
                flipped,
                true,
                ExitCode.INTERNAL.code(),
                Optional.of(last.step()),
                what,
                "",
                reverted,
                List.of(),
                steps(journal),
                Optional.empty());
    }

    /** The steps that were begun; the last of them never ended. */
    private static List<RunReport.StepTime> steps(List<Line> journal) {
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
                                ended.filter(l -> l.phase().equals(Phase.DONE.text())).isPresent(),
                                ended.map(l -> Duration.between(begun.time(), l.time()).toMillis())
                                                .orElse(0L)
                                        / 1000.0,
                                ended.map(l -> l.detail().get("what"))
                                        .map(String::valueOf)
                                        .orElse("interrupted")));
            }
        }
        return steps;
    }

    /** The newest mention of a text among the journal's details. */
    private static Optional<String> detail(List<Line> journal, String field) {
        return journal.reversed().stream()
                .map(l -> l.detail().get(field))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .findFirst();
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
