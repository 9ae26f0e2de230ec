package io.pulldeploy.deploy;

import io.pulldeploy.artifact.Document;
import io.pulldeploy.model.CloseNames;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.FileTree;

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

    /** Whether a run wrote down how it ended. */
    boolean hasReport(String run) {
        return files.isFile(directory(run).resolve(RunReport.FILE));
    }

    /** The reports of all runs that have one, the oldest first; a damaged one is left out. */
    public List<RunReport> reports() {
        List<RunReport> reports = new ArrayList<>();
        for (String run : names()) {
            try {
                report(run).ifPresent(reports::add);
            } catch (Failure e) {
                log.warn("{}", e.getMessage());
            }
        }
        return reports;
    }

    /** What a run wrote down before and after each step. */
    List<Journal.Line> journal(String run) {
        return Journal.read(files, directory(run));
    }

    /** How far a run without a report came, for people. */
    public String lastWords(String run) {
        List<Journal.Line> lines = journal(run);
        return lines.isEmpty()
                ? "it had not begun"
                : "the last that it wrote down is "
                        + lines.getLast().step()
                        + ", "
                        + lines.getLast().phase();
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
