package io.pulldeploy.deploy;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

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
            if (!run.equals(self)) {
                runs.traces(run)
                        .filter(t -> !mayGoOn(t, self))
                        .map(this::tidy)
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    /** One that was begun after us, and still hopes for the lock that we hold. */
    private static boolean mayGoOn(Traces traces, String self) {
        return !traces.locked() && traces.run().compareTo(self) > 0;
    }

    private String tidy(Traces traces) {
        boolean flipped = traces.flipped(links);
        boolean refreshed =
                traces.did(Step.HIGHSTATE) && "refresh".equals(traces.detail("command").orElse(""));
        List<String> reverted = flipped || refreshed ? List.of() : links.undo(traces.begun());
        String did =
                flipped || refreshed
                        ? "its release was in place and stays"
                        : reverted.isEmpty()
                                ? "it had moved no link"
                                : "put " + String.join(", ", reverted);
        runs.write(
                traces.report(
                        RunReport.Outcome.INTERRUPTED, clock.instant(), flipped, did, reverted));
        return "the run "
                + traces.run()
                + " was interrupted in the step "
                + traces.last().step()
                + "; "
                + did;
    }
}
