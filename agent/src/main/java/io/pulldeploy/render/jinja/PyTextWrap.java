package io.pulldeploy.render.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's {@code textwrap.wrap}, with the settings that {@code wordwrap} uses. */
final class PyTextWrap {
    private static final String SPACE = "[\\t\\n\\u000b\\f\\r ]";
    private static final String NO_SPACE = "[^\\t\\n\\u000b\\f\\r ]";
    private static final String LETTER = "[^\\d\\W]";
    private static final String WORD_PUNCTUATION = "[\\w!\"'&.,?]";

    private static final Pattern HYPHENS =
            Pattern.compile(
                    SPACE
                            + "+|(?<="
                            + WORD_PUNCTUATION
                            + ")-{2,}(?=\\w)|"
                            + NO_SPACE
                            + "+?(?:-(?:(?<="
                            + LETTER
                            + "{2}-)|(?<="
                            + LETTER
                            + "-"
                            + LETTER
                            + "-))(?="
                            + LETTER
                            + "-?"
                            + LETTER
                            + ")|(?="
                            + SPACE
                            + "|\\z)|(?<="
                            + WORD_PUNCTUATION
                            + ")(?=-{2,}\\w))",
                    Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern SPACES = Pattern.compile(SPACE + "+");

    private PyTextWrap() {}

    static List<String> wrap(String text, double width, boolean breakLong, boolean hyphens) {
        List<String> chunks = chunks(text, hyphens).reversed();
        List<String> lines = new ArrayList<>();
        List<String> left = new ArrayList<>(chunks);
        while (!left.isEmpty()) {
            if (isBlank(left.getLast()) && !lines.isEmpty()) {
                left.removeLast();
            }
            List<String> line = new ArrayList<>();
            int length = 0;
            while (!left.isEmpty() && length + PyStr.length(left.getLast()) <= width) {
                length += PyStr.length(left.getLast());
                line.add(left.removeLast());
            }
            if (!left.isEmpty() && PyStr.length(left.getLast()) > width) {
                int room = width < 1 ? 1 : (int) (width - length);
                String chunk = left.getLast();
                if (breakLong) {
                    int end = chunk.offsetByCodePoints(0, room);
                    if (hyphens && PyStr.length(chunk) > room) {
                        int hyphen = chunk.lastIndexOf('-', end - 1);
                        if (hyphen > 0
                                && chunk.substring(0, hyphen).chars().anyMatch(c -> c != '-')) {
                            end = hyphen + 1;
                        }
                    }
                    line.add(chunk.substring(0, end));
                    left.set(left.size() - 1, chunk.substring(end));
                } else if (line.isEmpty()) {
                    line.add(left.removeLast());
                }
            }
            if (!line.isEmpty() && isBlank(line.getLast())) {
                line.removeLast();
            }
            if (!line.isEmpty()) {
                lines.add(String.join("", line));
            }
        }
        return lines;
    }

    private static boolean isBlank(String chunk) {
        return PyStr.strip(chunk, null, true, true).isEmpty();
    }

    private static List<String> chunks(String text, boolean hyphens) {
        Matcher matcher = (hyphens ? HYPHENS : SPACES).matcher(text);
        List<String> chunks = new ArrayList<>();
        int from = 0;
        while (matcher.find()) {
            if (matcher.start() > from) {
                chunks.add(text.substring(from, matcher.start()));
            }
            if (!matcher.group().isEmpty()) {
                chunks.add(matcher.group());
            }
            from = matcher.end();
        }
        if (from < text.length()) {
            chunks.add(text.substring(from));
        }
        return chunks;
    }
}
