package io.pulldeploy.render;

import java.util.ArrayList;
import java.util.List;

/** The lines around an error: salt.utils.stringutils.get_context. */
public final class ErrorContext {
    private static final int LINES = 5;
    private static final String MARKER = "    <======================";

    private ErrorContext() {}

    /**
     * @param line 1-based
     */
    public static String of(String text, int line) {
        return of(text, line, false);
    }

    /**
     * The lines around an error whose traceback Salt puts below the text; of that only the first
     * line is shown, as those after it name files of Python.
     *
     * @param line 1-based
     */
    public static String withTraceback(String text, int line) {
        return of(text + "\nTraceback (most recent call last):\n", line, true);
    }

    private static String of(String text, int line, boolean more) {
        List<String> lines = text.lines().toList();
        if (line > lines.size()) {
            return text;
        }
        int start = Math.max(0, line - LINES - 1);
        int end = Math.min(lines.size(), line + LINES);
        List<String> shown = new ArrayList<>();
        if (start > 0) {
            shown.add("[...]");
        }
        for (int i = start; i < end; i++) {
            shown.add(lines.get(i) + (i == line - 1 ? MARKER : ""));
        }
        if (more || end < lines.size()) {
            shown.add("[...]");
        }
        return "---\n" + String.join("\n", shown) + "\n---";
    }

    /** One line of a text; empty if there is no such line. */
    public static String line(String text, int line) {
        return line < 1 ? "" : text.lines().skip(line - 1L).findFirst().orElse("").strip();
    }
}
