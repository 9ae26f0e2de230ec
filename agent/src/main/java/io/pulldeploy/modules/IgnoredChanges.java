package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The differences of two texts that the author said not to mind.
 *
 * @param comments texts after which the rest of a line does not count
 */
public record IgnoredChanges(boolean ordering, boolean whitespace, List<String> comments) {
    public IgnoredChanges {
        comments = List.copyOf(comments);
    }

    /** As Salt's arguments {@code ignore_ordering} and its kin say. */
    public static IgnoredChanges of(Arguments args) {
        List<@Nullable Object> comments =
                args.flag("ignore_comment_characters")
                        ? args.list("ignore_comment_characters")
                        : List.of();
        return new IgnoredChanges(
                args.flag("ignore_ordering"),
                args.flag("ignore_whitespace"),
                comments.stream().map(Texts::str).toList());
    }

    /** Whether every difference counts. */
    public boolean isEmpty() {
        return !ordering && !whitespace && comments.isEmpty();
    }

    /** Whether the change is more than what does not count. */
    public boolean matters(String before, String after) {
        if (isEmpty()) {
            return true;
        }
        List<String> added = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        for (String line :
                UnifiedDiff.lines(Texts.linesWithEnds(before), Texts.linesWithEnds(after))) {
            char mark = line.charAt(0);
            if (line.startsWith("+++") || line.startsWith("---") || (mark != '+' && mark != '-')) {
                continue;
            }
            String rest = line.substring(1);
            for (String comment : comments) {
                int at = rest.indexOf(comment);
                rest = at < 0 ? rest : rest.substring(0, at);
            }
            rest = whitespace ? rest.strip() : rest;
            if (!rest.isEmpty()) {
                (mark == '+' ? added : removed).add(rest);
            }
        }
        return !added.stream().sorted().toList().equals(removed.stream().sorted().toList());
    }
}
