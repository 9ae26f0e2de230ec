package io.pulldeploy.deploy;

import io.pulldeploy.artifact.Document;
import io.pulldeploy.model.CloseNames;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.HostLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The records of all runs, in the order in which they started. */
public final class Runs {
    private static final Logger log = LoggerFactory.getLogger(Runs.class);

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /** Older records are dropped: a timer makes one every half hour. */
    private static final int KEPT = 500;

    private final FileTree files;
    private final InstanceLayout layout;

    public Runs(FileTree files, InstanceLayout layout) {
        this.files = files;
        this.layout = layout;
    }

    /** Makes the directory of a new run, named after the time. */
    String begin(Clock clock) {
        files.makeDirectories(layout.runs());
        String name = NAME.format(clock.instant());
        String free = name;
        for (int i = 2; files.isPresent(directory(free)); i++) {
            free = name + "-" + i;
        }
        files.makeDirectory(directory(free));
        files.syncDirectory(layout.runs());
        return free;
    }

    Path directory(String run) {
        return layout.runs().resolve(run);
    }

    /** Every run's name, the oldest first. */
    public List<String> names() {
        return files.isDirectory(layout.runs()) ? files.list(layout.runs()) : List.of();
    }

    /** How a run ended; empty if it goes on or never ended. */
    public Optional<RunReport> report(String run) {
        Path file = directory(run).resolve(RunReport.FILE);
        return files.textIfPresent(file).map(text -> RunReport.parse(text, file.toString()));
    }

    /** What a run without a report left; empty if it has one, or had not begun. */
    Optional<Traces> traces(String run) {
        if (files.isFile(directory(run).resolve(RunReport.FILE))) {
            return Optional.empty();
        }
        List<Journal.Line> journal = Journal.read(files, directory(run));
        return journal.isEmpty() ? Optional.empty() : Optional.of(new Traces(run, journal));
    }

    /**
     * What is known of a run: its report, or else what its journal tells so far; empty if it had
     * not begun.
     */
    public Optional<RunReport> known(String run) {
        return report(run).or(() -> traces(run).map(this::unfinished));
    }

    /** What is known of all runs, the oldest first; a damaged report is left out. */
    public List<RunReport> known() {
        List<RunReport> reports = new ArrayList<>();
        for (String run : names()) {
            try {
                known(run).ifPresent(reports::add);
            } catch (Failure e) {
                log.warn("{}", e.getMessage());
            }
        }
        return reports;
    }

    /** The lock says whether a run goes on: its holder is the last one that got it. */
    private RunReport unfinished(Traces traces) {
        boolean goesOn =
                new HostLock(files, layout.lock()).heldBy().isPresent()
                        && traces.locked()
                        && names().reversed().stream()
                                .flatMap(name -> traces(name).stream())
                                .filter(Traces::locked)
                                .findFirst()
                                .filter(traces::equals)
                                .isPresent();
        return traces.report(
                goesOn ? RunReport.Outcome.RUNNING : RunReport.Outcome.INTERRUPTED,
                traces.last().time(),
                traces.flipped(new Links(files)),
                goesOn ? "" : "it was killed; the next run sees to what it left",
                List.of());
    }

    void write(RunReport report) {
        files.write(
                directory(report.run()).resolve(RunReport.FILE), Document.write(report.fields()));
    }

    /**
     * The run that a person means: its name, an unambiguous beginning of it, or {@code last}.
     *
     * @throws Failure (USAGE) if there is none, naming close ones
     */
    public String find(String text) {
        List<String> names = names();
        if (names.isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "there are no runs yet",
                    "'pulldeploy deploy SERVICE INSTANCE' makes one.");
        }
        if (text.equals("last")) {
            return names.getLast();
        }
        List<String> matching = names.stream().filter(n -> n.startsWith(text)).toList();
        if (names.contains(text)) {
            return text;
        }
        if (matching.size() == 1) {
            return matching.getFirst();
        }
        List<String> close = CloseNames.of(text, names);
        throw new Failure(
                ExitCode.USAGE,
                matching.isEmpty()
                        ? "there is no run " + text
                        : matching.size()
                                + " runs begin with "
                                + text
                                + ", the newest is "
                                + matching.getLast(),
                close.isEmpty()
                        ? "'pulldeploy history' lists them."
                        : "Close ones are: " + String.join(", ", close) + ".");
    }

    /** Drops the oldest records and logs beyond what is kept. */
    void prune() {
        List<String> names = names();
        for (String old : names.subList(0, Math.max(0, names.size() - KEPT))) {
            files.delete(directory(old));
            files.delete(layout.log(old));
        }
    }
}
