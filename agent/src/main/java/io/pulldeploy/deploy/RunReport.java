package io.pulldeploy.deploy;

import io.pulldeploy.artifact.Document;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a run did, and why it stopped.
 *
 * @param command {@code deploy}, {@code refresh} or {@code rollback}
 * @param version of the service that was to run, and base, as far as they were known
 * @param previousVersion what ran before
 * @param flipped whether {@code current} names the version since this run, or did already
 * @param changed whether anything on the instance changed: a download, a link or a state
 * @param exitCode of the process; empty for one that goes on, or was killed
 * @param failedStep empty after a success
 * @param error the message, which may have further, indented lines; empty after a success
 * @param remedy what the reader can do; may be empty
 * @param reverted links that were put back
 * @param notes what the reader should know, one line each
 */
public record RunReport(
        String run,
        String command,
        String trigger,
        String service,
        String instance,
        Optional<String> version,
        Optional<String> previousVersion,
        Optional<String> base,
        Instant started,
        Instant finished,
        Outcome outcome,
        boolean flipped,
        boolean changed,
        Optional<Integer> exitCode,
        Optional<String> failedStep,
        String error,
        String remedy,
        List<String> reverted,
        List<String> notes,
        List<StepTime> steps,
        Optional<States> states) {

    public static final String FILE = "report.json";

    public RunReport {
        reverted = List.copyOf(reverted);
        notes = List.copyOf(notes);
        steps = List.copyOf(steps);
    }

    /** How a run ended. */
    public enum Outcome {
        SUCCEEDED,
        FAILED,
        /** A signal ended it, and it tidied up. */
        STOPPED,
        /** It never ended: a kill or a power cut left its traces. */
        INTERRUPTED,
        /** It goes on; no report says so, only its journal. */
        RUNNING;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A step that was begun.
     *
     * @param what came of it, one line
     */
    public record StepTime(String step, boolean succeeded, double seconds, String what) {}

    /** How many states a highstate had. */
    public record States(int total, int failed, int changed) {
        static States of(StateRun run) {
            return new States(run.total(), run.failed(), run.changed());
        }

        /** Such as {@code 14 states, 3 changed}. */
        public String text() {
            return total + (total == 1 ? " state, " : " states, ") + changed + " changed";
        }
    }

    /**
     * The error in one line, for lists: a heading alone says nothing, so what it heads follows it.
     */
    public String errorLine() {
        List<String> lines = error.lines().map(String::strip).toList();
        if (lines.isEmpty()) {
            return "";
        }
        String first = lines.getFirst();
        return first.endsWith(":") && lines.size() > 1 ? first + " " + lines.get(1) : first;
    }

    public Duration duration() {
        return Duration.between(started, finished);
    }

    /** The report as a plain value, in the shape of {@code report.json}. */
    public Map<String, @Nullable Object> fields() {
        Map<String, @Nullable Object> fields = Document.start();
        fields.put("run", run);
        fields.put("command", command);
        fields.put("trigger", trigger);
        fields.put("service", service);
        fields.put("instance", instance);
        fields.put("version", version.orElse(null));
        fields.put("previousVersion", previousVersion.orElse(null));
        fields.put("base", base.orElse(null));
        fields.put("started", started.toString());
        fields.put("finished", finished.toString());
        fields.put("outcome", outcome.text());
        fields.put("flipped", flipped);
        fields.put("changed", changed);
        fields.put("exitCode", exitCode.map(Integer::longValue).orElse(null));
        fields.put("failedStep", failedStep.orElse(null));
        fields.put("error", error);
        fields.put("remedy", remedy);
        fields.put("reverted", reverted);
        fields.put("notes", notes);
        List<Object> stepFields = new ArrayList<>();
        for (StepTime step : steps) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("step", step.step());
            one.put("succeeded", step.succeeded());
            one.put("seconds", step.seconds());
            one.put("what", step.what());
            stepFields.add(one);
        }
        fields.put("steps", stepFields);
        states.ifPresent(s -> {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("total", (long) s.total());
            one.put("failed", (long) s.failed());
            one.put("changed", (long) s.changed());
            fields.put("states", one);
        });
        return fields;
    }

    static RunReport parse(String text, String where) {
        Document document =
                Document.parse(
                        text,
                        where,
                        "Remove the run's directory; it is a record and nothing else.");
        return new RunReport(
                document.text("run"),
                document.text("command"),
                document.text("trigger"),
                document.text("service"),
                document.text("instance"),
                document.optionalText("version"),
                document.optionalText("previousVersion"),
                document.optionalText("base"),
                document.time("started"),
                document.time("finished"),
                outcome(document),
                document.flag("flipped"),
                document.flag("changed"),
                document.fields().get("exitCode") instanceof Number code
                        ? Optional.of(code.intValue())
                        : Optional.empty(),
                document.optionalText("failedStep"),
                document.optionalText("error").orElse(""),
                document.optionalText("remedy").orElse(""),
                texts(document, "reverted"),
                texts(document, "notes"),
                steps(document),
                document.fields().containsKey("states")
                        ? Optional.of(states(document.object("states")))
                        : Optional.empty());
    }

    private static Outcome outcome(Document document) {
        String text = document.text("outcome");
        for (Outcome outcome : Outcome.values()) {
            if (outcome.text().equals(text)) {
                return outcome;
            }
        }
        throw document.refused("has the unknown outcome '" + text + "'");
    }

    private static List<String> texts(Document document, String field) {
        return document.fields().get(field) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static List<StepTime> steps(Document document) {
        List<StepTime> steps = new ArrayList<>();
        if (document.fields().get("steps") instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof Map<?, ?> map && map.get("seconds") instanceof Number seconds) {
                    steps.add(
                            new StepTime(
                                    String.valueOf(map.get("step")),
                                    Boolean.TRUE.equals(map.get("succeeded")),
                                    seconds.doubleValue(),
                                    String.valueOf(map.get("what"))));
                }
            }
        }
        return steps;
    }

    private static States states(Document states) {
        return new States(
                (int) states.number("total"),
                (int) states.number("failed"),
                (int) states.number("changed"));
    }
}
