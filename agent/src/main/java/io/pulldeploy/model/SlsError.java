package io.pulldeploy.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An author's mistake in an SLS, pillar, top or template file.
 *
 * @param saltText the error as Salt 3008.3 words it, which goes into {@code {"local": […]}}
 * @param reason what a reader is told instead, where Salt's words say less than is known; else
 *     empty
 * @param file path of the file, as the reader can open it; empty if no file is to blame
 * @param line 1-based line; 0 if unknown
 * @param offending the text at fault; empty if unknown
 * @param hint what to write instead; empty if there is nothing better to say
 */
public record SlsError(
        String saltText, String reason, String file, int line, String offending, String hint) {
    public static SlsError of(String saltText) {
        return new SlsError(saltText, "", "", 0, "", "");
    }

    public static SlsError at(
            String saltText, String file, int line, String offending, String hint) {
        return new SlsError(saltText, "", file, line, offending, hint);
    }

    /** The same mistake, told in other words than Salt's. */
    public SlsError because(String told) {
        return new SlsError(saltText, told, file, line, offending, hint);
    }

    /** The same mistake, found at another place. */
    public SlsError foundAt(String path, int lineThere, String text) {
        return new SlsError(saltText, reason, path, lineThere, text, hint);
    }

    /** {@code file:line}, {@code file}, or nothing. */
    public Optional<String> where() {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(line > 0 ? file + ":" + line : file);
    }

    /**
     * What is wrong, in one line: the paragraphs of the text, without excerpts, traces and
     * positions between them.
     */
    public String summary() {
        StringBuilder summary = new StringBuilder();
        for (String text : (reason.isEmpty() ? saltText : reason).lines().toList()) {
            if (text.startsWith("---") || text.startsWith("Traceback")) {
                break;
            }
            if (!text.isBlank() && !Character.isWhitespace(text.charAt(0))) {
                if (!summary.isEmpty()) {
                    summary.append(summary.charAt(summary.length() - 1) == '.' ? " " : ": ");
                }
                summary.append(text.replaceFirst("; line \\d+$", ""));
            }
        }
        return summary.toString();
    }

    /**
     * What a person reads: where and what, then the text at fault and the hint on lines of their
     * own; nothing where all that is known stands in Salt's words already.
     */
    public List<String> told() {
        List<String> told = new ArrayList<>();
        if (where().isEmpty() && hint.isEmpty() && reason.isEmpty()) {
            return told;
        }
        told.add(where().map(place -> place + ": ").orElse("") + summary());
        if (!offending.isBlank()) {
            told.add(offending.strip());
        }
        if (!hint.isEmpty()) {
            told.add(hint);
        }
        return told;
    }
}
