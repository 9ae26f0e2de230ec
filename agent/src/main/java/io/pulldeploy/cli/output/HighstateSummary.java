package io.pulldeploy.cli.output;

import io.pulldeploy.cli.output.Colours.Colour;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The counts below the states of a run. */
final class HighstateSummary {
    private static final int LABEL_WIDTH = "Succeeded".length();

    private int succeeded;
    private int failed;
    private int differing;
    private int changed;
    private int warnings;
    private double sequentialMillis;
    private double longestParallelMillis;

    void count(StateLine state) {
        if (state.failed()) {
            failed++;
        } else if (state.differs()) {
            differing++;
        } else {
            succeeded++;
        }
        changed += state.changed() ? 1 : 0;
        if (state.parallel()) {
            longestParallelMillis = Math.max(longestParallelMillis, state.duration());
        } else {
            sequentialMillis += state.duration();
        }
    }

    void countWarning() {
        warnings++;
    }

    List<String> lines(String host, OutputOptions options) {
        Colours colours = options.colours();
        int total = succeeded + failed + differing;
        int digits =
                IntStream.of(succeeded, failed, differing, warnings)
                        .filter(n -> n > 0)
                        .map(n -> String.valueOf(n).length())
                        .max()
                        .orElse(total == 0 ? 0 : 1);
        int width = LABEL_WIDTH + digits + 2;
        List<String> lines = new ArrayList<>();
        lines.add(colours.paint(Colour.CYAN, "\nSummary for " + host + "\n" + "-".repeat(width)));
        lines.add(
                colours.paint(
                                Colour.GREEN,
                                row("Succeeded", String.valueOf(succeeded + differing), width))
                        + changes(colours));
        lines.add(
                colours.paint(
                        failed > 0 ? Colour.RED : Colour.CYAN,
                        row("Failed", String.valueOf(failed), width)));
        if (options.flag("state_output_pct", false) && total > 0) {
            lines.add(
                    colours.paint(
                            Colour.GREEN,
                            row("Success %", percent(succeeded + differing, total), width)));
            lines.add(
                    colours.paint(
                            failed > 0 ? Colour.RED : Colour.CYAN,
                            row("Failure %", percent(failed, total), width)));
        }
        if (warnings > 0) {
            lines.add(
                    colours.paint(
                            Colour.LIGHT_RED, row("Warnings", String.valueOf(warnings), width)));
        }
        lines.add(
                colours.paint(
                        Colour.CYAN,
                        "-".repeat(width)
                                + "\n"
                                + "Total states run: "
                                + padded(String.valueOf(total), width - 7)));
        if (options.flag("state_output_profile", true)) {
            double millis = sequentialMillis + longestParallelMillis;
            boolean seconds = millis > 999;
            String time = String.format(Locale.ROOT, "%.3f", seconds ? millis / 1000 : millis);
            lines.add(
                    colours.paint(
                            Colour.CYAN,
                            "Total run time: "
                                    + padded(time, width - 5)
                                    + " "
                                    + (seconds ? "s" : "ms")));
        }
        return lines;
    }

    private String changes(Colours colours) {
        List<String> parts = new ArrayList<>();
        if (differing > 0) {
            parts.add(colours.paint(Colour.LIGHT_YELLOW, "unchanged=" + differing));
        }
        if (changed > 0) {
            parts.add(colours.paint(Colour.GREEN, "changed=" + changed));
        }
        return parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
    }

    private static String row(String label, String value, int width) {
        return label + ": " + padded(value, width - (label.length() + 2));
    }

    private static String padded(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    /** Rounded to two places and written as Python writes a float. */
    private static String percent(int part, int total) {
        BigDecimal value = new BigDecimal(part * 100.0 / total).setScale(2, RoundingMode.HALF_EVEN);
        String text = value.stripTrailingZeros().toPlainString();
        return text.contains(".") ? text : text + ".0";
    }
}
