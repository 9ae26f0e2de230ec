package io.pulldeploy.target;

import io.pulldeploy.model.PythonText;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Replaces a nodegroup by the words of a compound expression, as Salt does. */
final class Nodegroups {
    private static final Logger LOG = LoggerFactory.getLogger(Nodegroups.class);
    private static final Set<String> OPERATORS = Set.of("and", "or", "not", "(", ")");
    private static final Pattern GROUP_TYPE = Pattern.compile("^[A-Z]@");
    private static final Pattern REGEX_CHARACTERS = Pattern.compile("[(\\[{\\\\?}\\])]");

    private Nodegroups() {}

    /** The words of the nodegroup's expression; none if it is unknown or holds itself. */
    static List<String> expand(String name, Map<?, ?> nodegroups) {
        return expand(name, nodegroups, new LinkedHashSet<>(), true);
    }

    private static List<String> expand(
            String name, Map<?, ?> nodegroups, SequencedSet<String> open, boolean outermost) {
        if (open.contains(name)) {
            LOG.error("Failed nodegroup expansion: illegal nested nodegroup \"{}\"", name);
            return List.of();
        }
        if (!nodegroups.containsKey(name)) {
            LOG.error("Failed nodegroup expansion: unknown nodegroup \"{}\"", name);
            return List.of();
        }
        List<String> words = words(name, nodegroups.get(name));
        open.add(name);
        boolean nested = false;
        List<String> expanded = new ArrayList<>();
        for (String word : words) {
            if (word.length() >= 3 && word.startsWith("N@")) {
                nested = true;
                expanded.addAll(expand(word.substring(2), nodegroups, open, false));
            } else {
                expanded.add(word);
            }
        }
        open.remove(name);
        if (nested && outermost) {
            return parenthesised(expanded);
        }
        String joined = hosts(words);
        if (!joined.isEmpty()) {
            return List.of(joined);
        }
        return outermost ? words : parenthesised(expanded);
    }

    private static List<String> parenthesised(List<String> words) {
        if (words.isEmpty()) {
            return words;
        }
        List<String> group = new ArrayList<>();
        group.add("(");
        group.addAll(words);
        group.add(")");
        return group;
    }

    private static List<String> words(String name, @Nullable Object definition) {
        return switch (definition) {
            case String text -> CompoundMatch.words(text);
            case List<?> list -> list.stream().map(PythonText::str).toList();
            case null, default -> {
                LOG.error("Nodegroup '{}' is neither a string, list nor tuple", name);
                yield List.of();
            }
        };
    }

    /** Words that are no expression are a list of ids, or one regular expression. */
    private static String hosts(List<String> words) {
        if (words.stream().anyMatch(OPERATORS::contains)
                || words.stream().anyMatch(w -> w.contains("*") || GROUP_TYPE.matcher(w).find())) {
            return "";
        }
        boolean expression = words.stream().anyMatch(w -> REGEX_CHARACTERS.matcher(w).find());
        return (expression ? "E@" : "L@") + String.join(",", words);
    }
}
