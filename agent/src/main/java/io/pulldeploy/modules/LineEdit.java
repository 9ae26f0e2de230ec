package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.model.PythonRegex;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code file.line}: inserts, replaces, deletes or ensures one line.
 *
 * @param location {@code start} or {@code end}, for {@code insert}
 */
public record LineEdit(
        String mode,
        Optional<String> content,
        Optional<String> match,
        Optional<String> location,
        Optional<String> before,
        Optional<String> after,
        boolean indent) {
    private static final Pattern LINE_END = Pattern.compile("((?<!\r)\n|\r(?!\n)|\r\n)$");

    /**
     * @throws CallError with Salt's text if the mode is unknown, or the place is not just one
     */
    public String apply(String text) {
        if (!List.of("insert", "ensure", "delete", "replace").contains(mode)) {
            throw new CallError("Unknown mode: \"" + mode + "\"");
        }
        if (!mode.equals("delete") && content.isEmpty()) {
            throw new CallError("Content can only be empty if mode is \"delete\"");
        }
        List<String> lines = new ArrayList<>(Texts.linesWithEnds(text));
        if (!lines.isEmpty() && !lineEnd(lines.getLast()).isEmpty()) {
            lines.add("");
        }
        List<String> edited = edit(lines);
        for (int i = 0; i + 1 < edited.size(); i++) {
            if (lineEnd(edited.get(i)).isEmpty()) {
                int previous = Math.max(1, i - 1);
                edited.set(
                        i, ended(edited.get(Math.min(previous, edited.size() - 1)), edited.get(i)));
            }
        }
        if (!edited.isEmpty() && edited.getLast().isEmpty()) {
            edited.removeLast();
        }
        return String.join("", edited);
    }

    private List<String> edit(List<String> lines) {
        boolean anywhere = match.isEmpty() && before.isEmpty() && after.isEmpty();
        List<String> matching = found(lines, anywhere ? content : match);
        List<String> befores = found(lines, before);
        List<String> afters = found(lines, after);
        switch (mode) {
            case "delete" -> {
                if (!matching.isEmpty()) {
                    String line = matching.getFirst();
                    lines.removeIf(l -> l.equals(line));
                }
            }
            case "replace" -> {
                if (!matching.isEmpty()) {
                    int at = lines.indexOf(matching.getFirst());
                    lines.set(at, indented(lines.get(at)));
                }
            }
            case "insert" -> insert(lines, befores, afters);
            default -> ensure(lines, befores, afters);
        }
        return lines;
    }

    private static List<String> found(List<String> lines, Optional<String> regex) {
        if (regex.isEmpty() || regex.get().isEmpty()) {
            return List.of();
        }
        PythonRegex pattern = Regexes.compile(regex.get(), 16);
        return lines.stream().filter(l -> pattern.isFound(l) || l.contains(regex.get())).toList();
    }

    private void insert(List<String> lines, List<String> befores, List<String> afters) {
        String line = content.orElseThrow();
        if (before.isEmpty() && after.isEmpty() && location.isEmpty()) {
            throw new CallError(
                    "On insert either \"location\" or \"before/after\" conditions are required.");
        }
        if (location.isPresent()) {
            if (location.get().equals("end")) {
                lines.add(lines.isEmpty() ? line : indented(lines.getLast()));
            } else if (location.get().equals("start")) {
                lines.add(0, lines.isEmpty() ? line + "\n" : ended(lines.getFirst(), line));
            }
        } else if (!befores.isEmpty() && !afters.isEmpty()) {
            one(befores, "before");
            one(afters, "after");
            int last = lines.indexOf(befores.getFirst());
            lines.add(last, indented(lines.get(last)));
        } else if (!afters.isEmpty()) {
            one(afters, "after");
            insertAfter(lines, lines.indexOf(afters.getFirst()));
        } else if (!befores.isEmpty()) {
            one(befores, "before");
            int at = lines.indexOf(befores.getFirst());
            String previous = lines.get(at == 0 ? lines.size() - 1 : at - 1);
            if (!same(previous, line)) {
                lines.add(at, indented(lines.get(at)));
            }
        } else {
            throw new CallError("Neither before or after was found in file");
        }
    }

    private void insertAfter(List<String> lines, int at) {
        if (at + 1 >= lines.size() || !same(lines.get(at + 1), content.orElseThrow())) {
            lines.add(at + 1, indented(lines.get(at)));
        }
    }

    private void ensure(List<String> lines, List<String> befores, List<String> afters) {
        String line = content.orElseThrow();
        if (!befores.isEmpty() && !afters.isEmpty()) {
            one(afters, "after");
            one(befores, "before");
            int first = lines.indexOf(afters.getFirst());
            int last = lines.indexOf(befores.getFirst());
            if (lines.stream().anyMatch(l -> l.stripLeading().equals(line))) {
                return;
            }
            if (first + 1 == last) {
                lines.add(first + 1, indented(lines.get(first)));
            } else if (first + 2 == last) {
                lines.set(first + 1, indented(lines.get(first)));
            } else {
                throw new CallError(
                        "Found more than one line between boundaries \"before\" and \"after\".");
            }
        } else if (!befores.isEmpty()) {
            one(befores, "before");
            int at = lines.indexOf(befores.getFirst());
            if (at == 0 || !same(lines.get(at - 1), line)) {
                lines.add(at, indented(lines.get(at == 0 ? lines.size() - 1 : at - 1)));
            }
        } else if (!afters.isEmpty()) {
            one(afters, "after");
            insertAfter(lines, lines.indexOf(afters.getFirst()));
        } else {
            throw new CallError(
                    "Wrong conditions? Unable to ensure line without knowing where to put it before and/or after.");
        }
    }

    private static void one(List<String> found, String what) {
        if (found.size() > 1) {
            throw new CallError(
                    "Found more than expected occurrences in \"" + what + "\" expression");
        }
    }

    private static boolean same(String a, String b) {
        return Texts.stripEnd(a, "\r\n").equals(Texts.stripEnd(b, "\r\n"));
    }

    private String indented(String source) {
        String line = content.orElseThrow();
        if (!indent) {
            return line;
        }
        int end = 0;
        while (end < source.length() && (source.charAt(end) == '\t' || source.charAt(end) == ' ')) {
            end++;
        }
        return source.substring(0, end) + line.stripLeading();
    }

    private static String ended(String source, String line) {
        String end = lineEnd(source);
        return line.stripTrailing() + (end.isEmpty() ? "\n" : end);
    }

    private static String lineEnd(String line) {
        Matcher m = LINE_END.matcher(line);
        @Nullable String end = m.find() ? m.group() : null;
        return end == null ? "" : end;
    }
}
