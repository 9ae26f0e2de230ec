package io.pulldeploy.cli.output;

import io.pulldeploy.cli.output.Colours.Colour;
import io.pulldeploy.model.PythonText;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Salt's outputter for state runs, with {@code state_output}, {@code state_verbose} and their kin.
 */
public final class HighstateOutputter implements Outputter {
    private static final Pattern CHUNK = Pattern.compile(" +|[^ ]+");
    private static final String COMMENT_INDENT = "\n" + " ".repeat(14);

    private final NestedOutputter nested;

    public HighstateOutputter(NestedOutputter nested) {
        this.nested = nested;
    }

    @Override
    public String format(@Nullable Object data, OutputOptions options) {
        return switch (data) {
            case null -> "None";
            case Map<?, ?> hosts when hosts.values().stream().anyMatch(this::isOfNoRun) ->
                    nested.format(data, options);
            case Map<?, ?> hosts ->
                    hosts.entrySet().stream()
                            .map(host ->
                                    formatHost(
                                            PythonText.str(host.getKey()),
                                            host.getValue(),
                                            options))
                            .collect(Collectors.joining("\n"));
            default -> PythonText.str(data);
        };
    }

    /**
     * Whether a mapping holds something else than results of states, such as a pillar, which is
     * shown as any other data.
     */
    private boolean isOfNoRun(@Nullable Object returned) {
        return returned instanceof Map<?, ?> map
                && !map.isEmpty()
                && map.values().stream()
                        .noneMatch(info ->
                                info instanceof Map<?, ?> result && result.containsKey("result"));
    }

    private String formatHost(String host, @Nullable Object data, OutputOptions options) {
        Colours colours = options.colours();
        List<String> lines = new ArrayList<>();
        Colour heading =
                switch (data) {
                    case Map<?, ?> results -> states(host, results, options, lines);
                    case List<?> errors -> {
                        lines.add(
                                "    "
                                        + colours.paint(
                                                Colour.LIGHT_RED, "Data failed to compile:"));
                        errors.forEach(error ->
                                lines.add(
                                        colours.of(Colour.LIGHT_RED)
                                                + "----------\n    "
                                                + PythonText.str(error).replace('\u001b', '?')
                                                + colours.of(Colour.END)));
                        yield Colour.LIGHT_RED;
                    }
                    case null, default -> {
                        PythonText.str(data)
                                .lines()
                                .forEach(line ->
                                        lines.add(colours.paint(Colour.GREEN, "    " + line)));
                        yield Colour.CYAN;
                    }
                };
        lines.addFirst(colours.paint(heading, host.replace('\u001b', '?') + ":"));
        return String.join("\n", lines);
    }

    /**
     * @return the colour of the host's line
     */
    private Colour states(
            String host, Map<?, ?> results, OutputOptions options, List<String> lines) {
        List<StateLine> states =
                results.entrySet().stream()
                        .filter(e ->
                                e.getValue() instanceof Map<?, ?> info
                                        && info.containsKey("result"))
                        .map(e ->
                                new StateLine(
                                        PythonText.str(e.getKey()).split("_\\|-", -1),
                                        (Map<?, ?>) e.getValue()))
                        .sorted(Comparator.comparingLong(StateLine::runNumber))
                        .toList();
        HighstateSummary summary = new HighstateSummary();
        Colour heading = Colour.GREEN;
        for (StateLine state : states) {
            summary.count(state);
            boolean quiet =
                    !options.flag("state_verbose", true)
                            || options.flag("state_output_diff", false);
            if (quiet && state.succeeded() && !state.changed()) {
                continue;
            }
            Colour colour =
                    state.failed()
                            ? Colour.RED
                            : state.differs()
                                    ? Colour.LIGHT_YELLOW
                                    : state.changed() ? Colour.CYAN : Colour.GREEN;
            if (state.failed() || state.differs()) {
                heading = colour;
            }
            show(state, colour, options, summary, lines);
        }
        lines.addAll(summary.lines(host, options));
        return heading;
    }

    private void show(
            StateLine state,
            Colour colour,
            OutputOptions options,
            HighstateSummary summary,
            List<String> lines) {
        String mode = options.text("state_output", "full");
        StateLine shown = mode.endsWith("_id") ? state.namedById() : state;
        String result = PythonText.str(state.result());
        if (mode.startsWith("filter")) {
            if (words(options, "state_output_terse").contains(result)) {
                lines.add(terse(shown, colour, options));
                return;
            }
            if (words(options, "state_output_exclude").contains(result)) {
                return;
            }
        } else if (mode.startsWith("terse")
                || (mode.startsWith("mixed") && !state.failed())
                || (mode.startsWith("changes") && state.succeeded() && !state.changed())) {
            lines.add(terse(shown, colour, options));
            return;
        }
        full(shown, colour, options, lines);
        if (!state.warnings().isEmpty()) {
            summary.countWarning();
            lines.add(
                    "   "
                            + options.colours()
                                    .paint(
                                            Colour.LIGHT_RED,
                                            " Warnings: "
                                                    + wrap(String.join("\n", state.warnings()))));
        }
    }

    private static List<String> words(OutputOptions options, String key) {
        return switch (options.value(key).orElse("")) {
            case List<?> list -> list.stream().map(String::valueOf).toList();
            case Object text -> List.of(text.toString().split(","));
        };
    }

    private void full(StateLine state, Colour colour, OutputOptions options, List<String> lines) {
        Colours colours = options.colours();
        lines.add(colours.paint(colour, "----------"));
        lines.add("    " + colours.paint(colour, "      ID: " + state.id()));
        lines.add("    " + colours.paint(colour, "Function: " + state.function()));
        if (!state.id().equals(state.name())) {
            lines.add("    " + colours.paint(colour, "    Name: " + state.name()));
        }
        lines.add("    " + colours.paint(colour, "  Result: " + PythonText.str(state.result())));
        lines.add("    " + colours.paint(colour, " Comment: " + comment(state)));
        if (options.flag("state_output_profile", true) && state.has("start_time")) {
            lines.add(
                    "    "
                            + colours.paint(
                                    colour,
                                    " Started: " + PythonText.str(state.get("start_time"))));
            lines.add("    " + colours.paint(colour, "Duration: " + duration(state)));
        }
        lines.add(colours.paint(colour, "     Changes:   " + changes(state, options)));
    }

    private String comment(StateLine state) {
        String comment = PythonText.str(state.get("comment")).strip().replace("\n", COMMENT_INDENT);
        return switch (state.get("data")) {
            case null -> comment;
            case List<?> items ->
                    comment
                            + items.stream()
                                    .map(item -> " " + PythonText.str(item))
                                    .collect(Collectors.joining());
            case Map<?, ?> pairs ->
                    comment
                            + pairs.entrySet().stream()
                                    .map(e ->
                                            "\n\t\t"
                                                    + PythonText.str(e.getKey())
                                                    + ": "
                                                    + PythonText.str(e.getValue()))
                                    .collect(Collectors.joining());
            case Object other -> comment + " " + PythonText.str(other);
        };
    }

    private String duration(StateLine state) {
        return state.has("duration") ? PythonText.str(state.get("duration")) + " ms" : "";
    }

    private String changes(StateLine state, OutputOptions options) {
        if (!state.changed()) {
            return "";
        }
        if (!(state.get("changes") instanceof Map<?, ?> changes)) {
            return "Invalid Changes data: " + PythonText.str(state.get("changes"));
        }
        if ("highstate".equals(changes.get("out"))
                && changes.get("ret") instanceof Map<?, ?> inner) {
            return inner.entrySet().stream()
                    .map(e -> formatHost(PythonText.str(e.getKey()), e.getValue(), options))
                    .flatMap(String::lines)
                    .map(line -> COMMENT_INDENT + line)
                    .collect(Collectors.joining());
        }
        // Salt colours the changes of a failed run as those of any other.
        return "\n"
                + nested.format(
                        changes, new OutputOptions(options.opts(), options.colours(), 0), 14);
    }

    private String terse(StateLine state, Colour colour, OutputOptions options) {
        Colours colours = options.colours();
        String outcome =
                state.failed()
                        ? "Failed"
                        : state.differs() ? "Differs" : state.changed() ? "Changed" : "Clean";
        boolean timed = options.flag("state_output_profile", true) && state.has("start_time");
        String warnings =
                state.warnings().isEmpty()
                        ? ""
                        : colours.paint(
                                Colour.LIGHT_RED,
                                "Warnings:\n" + String.join("\n", state.warnings()));
        if (Boolean.TRUE.equals(options.value("state_tabular").orElse(false))) {
            return (warnings.isEmpty() ? "" : warnings + "\n")
                    + colours.of(colour)
                    + (timed
                            ? "%s [%7s ms] "
                                    .formatted(
                                            PythonText.str(state.get("start_time")),
                                            PythonText.str(state.get("duration")))
                            : "")
                    + "%10s.%-10s %-7s   Name: %s"
                            .formatted(
                                    state.stateName(), state.functionName(), outcome, state.name())
                    + colours.of(Colour.END);
        }
        return warnings
                + " "
                + colours.of(colour)
                + " Name: "
                + state.name()
                + " - Function: "
                + state.function()
                + " - Result: "
                + outcome
                + (timed
                        ? " - Started: "
                                + PythonText.str(state.get("start_time"))
                                + " - Duration: "
                                + duration(state)
                        : "")
                + colours.of(Colour.END);
    }

    /** Python's textwrap.fill at 80 columns, 14 of them indentation, without the first line's. */
    private static String wrap(String text) {
        StringBuilder wrapped = new StringBuilder();
        StringBuilder line = new StringBuilder();
        Matcher chunks = CHUNK.matcher(text.replaceAll("\\s", " "));
        while (chunks.find()) {
            String chunk = chunks.group();
            if (line.length() + chunk.length() > 80 - 14 && !line.isEmpty()) {
                wrapped.append(line.toString().stripTrailing()).append(COMMENT_INDENT);
                line.setLength(0);
            }
            // The space between two lines is dropped; within a line it stays as it was.
            line.append(line.isEmpty() ? chunk.stripLeading() : chunk);
        }
        return wrapped.append(line).toString().strip();
    }
}
