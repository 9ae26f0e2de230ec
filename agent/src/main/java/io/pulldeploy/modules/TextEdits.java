package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.model.PythonRegex;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Salt's edits of a text: what a file holds before in, what it is to hold after out. */
public final class TextEdits {
    private TextEdits() {}

    /**
     * {@code file.replace}.
     *
     * @param count how many matches to replace; 0 is all
     * @param missing what to do if there is no match, and with what text
     */
    public record Replacement(
            PythonRegex pattern, String repl, long count, boolean literal, Missing missing) {}

    /** What to do where a pattern or block is not found. */
    public record Missing(Place place, Optional<String> content) {
        public static final Missing NOTHING = new Missing(Place.NOWHERE, Optional.empty());
    }

    /** Where text goes that was not found. */
    public enum Place {
        NOWHERE,
        START,
        END
    }

    public static String replace(String text, Replacement r) {
        String replaced =
                r.pattern()
                        .sub(
                                r.literal() ? r.repl().replace("\\", "\\\\") : r.repl(),
                                text,
                                (int) r.count());
        if (r.missing().place() == Place.NOWHERE || r.pattern().isFound(text)) {
            return replaced;
        }
        String sought = r.missing().content().filter(c -> !c.isEmpty()).orElse(r.repl());
        if (Pattern.compile(
                        "^" + Pattern.quote(sought) + "($|(?=\r\n))", r.pattern().pattern().flags())
                .matcher(text)
                .find()) {
            return text;
        }
        String content = r.missing().content().orElse(r.repl()) + "\n";
        return r.missing().place() == Place.START ? content + text : ended(text) + content;
    }

    private static String ended(String text) {
        return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    }

    /** {@code file.append}: lines at the end, after a last line that is complete. */
    public static String append(String text, List<String> lines) {
        StringBuilder out = new StringBuilder(ended(text));
        lines.forEach(l -> out.append(l).append('\n'));
        return out.toString();
    }

    /** {@code file.prepend}. */
    public static String prepend(String text, List<String> lines) {
        StringBuilder out = new StringBuilder();
        lines.forEach(l -> out.append(l).append('\n'));
        return out.append(text).toString();
    }

    /** The expression by which Salt looks for lines whatever white space is between the words. */
    public static PythonRegex anyWhitespace(String text) {
        StringBuilder regex = new StringBuilder();
        for (String line : Texts.splitLines(text, false)) {
            List<String> words = new ArrayList<>();
            for (String word : words(line)) {
                words.add(Regexes.escape(word));
            }
            regex.append("(?:[\\s]+)?")
                    .append(String.join("(?:[\\s]+)?", words))
                    .append("(?:[\\s]+)?");
        }
        return Regexes.compile("(?m)^" + regex + "$", 0);
    }

    /** Words as Python's non-POSIX shlex splits them with the quotes that Salt leaves it. */
    private static List<String> words(String line) {
        String quotes = line.contains("'\\\"") ? "" : line.contains("'") ? "\"" : "";
        List<String> words = new ArrayList<>();
        int i = 0;
        while (i < line.length()) {
            if (" \t\r\n".indexOf(line.charAt(i)) >= 0) {
                i++;
                continue;
            }
            int start = i;
            if (quotes.indexOf(line.charAt(i)) >= 0) {
                int close = line.indexOf(line.charAt(i), i + 1);
                if (close < 0) {
                    throw new CallError("No closing quotation");
                }
                i = close + 1;
            } else {
                while (i < line.length() && " \t\r\n".indexOf(line.charAt(i)) < 0) {
                    i++;
                }
            }
            words.add(line.substring(start, i));
        }
        return words;
    }

    /**
     * {@code file.comment_line}: puts the mark before every line that matches, or takes it away.
     */
    public static String comment(String text, String regex, String mark, boolean add) {
        String body = Texts.stripEnd(Texts.stripStart(regex, "^"), "$");
        String end = regex.endsWith("$") ? "$" : "";
        PythonRegex pattern =
                Regexes.compile(
                        add
                                ? (regex.startsWith("^") ? "^" : "") + "(" + body + ")" + end
                                : "^" + mark + "\\s*(" + body + ")" + end,
                        0);
        StringBuilder out = new StringBuilder();
        for (String line : Texts.linesWithEnds(text)) {
            if (!pattern.matchesStart(line)) {
                out.append(line);
            } else if (add) {
                out.append(mark).append(line);
            } else {
                out.append(Texts.stripStart(line, mark));
            }
        }
        return out.toString();
    }

    /**
     * {@code file.blockreplace}.
     *
     * @param before an expression for the line before which a missing block goes
     * @param after an expression for the line after which a missing block goes
     */
    public record Block(
            String start,
            String end,
            String content,
            boolean newline,
            Place missing,
            Optional<String> before,
            Optional<String> after) {}

    /**
     * @throws CallError with Salt's text if the block has no end, or is not there and has no place
     */
    public static String block(String text, Block block) {
        List<String> lines = Texts.linesWithEnds(text);
        String lineEnd = !lines.isEmpty() && lines.getFirst().endsWith("\r\n") ? "\r\n" : "\n";
        List<String> out = new ArrayList<>();
        boolean inBlock = false;
        boolean found = false;
        for (String line : lines) {
            if (line.contains(block.start())) {
                inBlock = true;
                out.add(line);
            } else if (!inBlock) {
                out.add(line);
            } else if (line.contains(block.end())) {
                inBlock = false;
                found = true;
                out.addAll(content(block, lineEnd, line.substring(line.indexOf(block.end()))));
            }
        }
        if (inBlock) {
            throw new CallError(
                    "Unterminated marked block. End of file reached before marker_end.");
        }
        return String.join("", found ? out : withBlock(block, out, lineEnd));
    }

    private static List<String> withBlock(Block block, List<String> lines, String lineEnd) {
        List<String> whole = new ArrayList<>();
        whole.add(block.start() + lineEnd);
        whole.addAll(content(block, lineEnd, block.end()));
        List<String> out = new ArrayList<>(lines);
        switch (block.missing()) {
            case START -> out.addAll(0, whole);
            case END -> {
                if (!out.isEmpty() && !out.getLast().endsWith(lineEnd)) {
                    out.add(out.removeLast() + lineEnd);
                }
                out.addAll(whole);
            }
            case NOWHERE -> {
                PythonRegex pattern =
                        Regexes.compile(
                                block.before().or(block::after).orElseThrow(TextEdits::noMarkers),
                                0);
                int at = 0;
                while (at < lines.size() && !pattern.isFound(lines.get(at))) {
                    at++;
                }
                if (at == lines.size()) {
                    throw noMarkers();
                }
                out.addAll(block.before().isPresent() ? at : at + 1, whole);
            }
        }
        return out;
    }

    private static CallError noMarkers() {
        return new CallError("Cannot edit marked block. Markers were not found in file.");
    }

    private static List<String> content(Block block, String lineEnd, String endLine) {
        String end = Texts.stripEnd(endLine, "\r\n") + lineEnd;
        List<String> out = new ArrayList<>();
        String[] lines = block.content().replace("\r\n", "\n").split("\n", -1);
        for (int i = 0; i < lines.length - 1; i++) {
            out.add(lines[i] + lineEnd);
        }
        String last = lines[lines.length - 1];
        if (block.newline()) {
            out.add(last + lineEnd);
            out.add(end);
        } else {
            out.add(last + end);
        }
        return out;
    }
}
