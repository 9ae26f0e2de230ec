package io.pulldeploy.model;

import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An author's mistake in an SLS, pillar, top or template file.
 *
 * @param saltText the error as Salt 3008.3 words it, which goes into {@code {"local": […]}}
 * @param file path of the file, as the reader can open it; empty if no file is to blame
 * @param line 1-based line; 0 if unknown
 * @param offending the text at fault; empty if unknown
 * @param hint what to write instead; empty if there is nothing better to say
 */
public record SlsError(String saltText, String file, int line, String offending, String hint) {
    public static SlsError of(String saltText) {
        return new SlsError(saltText, "", 0, "", "");
    }

    public static SlsError at(
            String saltText, String file, int line, String offending, String hint) {
        return new SlsError(saltText, file, line, offending, hint);
    }

    /** {@code file:line}, {@code file}, or nothing. */
    public Optional<String> where() {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(line > 0 ? file + ":" + line : file);
    }

    /** Salt's text on one line: its paragraphs, without the excerpts and positions between them. */
    public String summary() {
        return saltText.lines()
                .takeWhile(line -> !line.startsWith("---"))
                .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
                .collect(Collectors.joining(": "));
    }
}
