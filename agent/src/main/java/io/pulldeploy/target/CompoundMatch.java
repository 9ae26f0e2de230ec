package io.pulldeploy.target;

import io.pulldeploy.model.PythonText;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compound expressions: {@code G@os:Debian and not ( web* or L@a,b )}. */
final class CompoundMatch {
    private static final Logger LOG = LoggerFactory.getLogger(CompoundMatch.class);
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern WORD =
            Pattern.compile("(?:([GPIJLNSERTM])((?<=[GPIJ]).)?@)?(.+)$", Pattern.UNIX_LINES);
    private static final Set<String> OPERATORS = Set.of("and", "or", "not", "(", ")");
    private static final Map<String, String> ENGINES =
            Map.of(
                    "G", "grain",
                    "P", "grain_pcre",
                    "I", "pillar",
                    "J", "pillar_pcre",
                    "L", "list",
                    "S", "ipcidr",
                    "E", "pcre");

    private CompoundMatch() {}

    static List<String> words(String expression) {
        return SPACES.splitAsStream(expression).filter(word -> !word.isEmpty()).toList();
    }

    static boolean matches(@Nullable Object expression, Subject subject) {
        List<String> words =
                switch (expression) {
                    case String text -> words(text);
                    case List<?> list -> list.stream().map(PythonText::str).toList();
                    case null, default -> {
                        LOG.error(
                                "Compound target received that is neither string, list nor tuple");
                        yield List.of();
                    }
                };
        List<String> tokens = new ArrayList<>();
        return evaluate(words, tokens, subject) && new Truth(tokens).value();
    }

    /**
     * Puts operators, True and False into {@code tokens}.
     *
     * @return whether the expression could be read
     */
    private static boolean evaluate(
            Collection<String> expression, List<String> tokens, Subject subject) {
        Deque<String> words = new ArrayDeque<>(expression);
        while (!words.isEmpty()) {
            String word = words.pop();
            if (OPERATORS.contains(word)) {
                if (!mayFollow(word, tokens)) {
                    LOG.error("Invalid beginning operator: {}", word);
                    return false;
                }
                if (word.equals("not")
                        && !tokens.isEmpty()
                        && !Set.of("and", "or", "(").contains(tokens.getLast())) {
                    tokens.add("and");
                }
                tokens.add(word);
                continue;
            }
            Matcher target = WORD.matcher(word);
            String engine = target.lookingAt() ? target.group(1) : null;
            if (engine == null) {
                tokens.add(truth(Targets.matches(word, "glob", subject)));
            } else if (engine.equals("N")) {
                Nodegroups.expand(target.group(3), subject.nodegroups())
                        .reversed()
                        .forEach(words::push);
            } else {
                String type = ENGINES.get(engine);
                if (type == null) {
                    LOG.error("Unrecognized target engine \"{}\" in \"{}\"", engine, word);
                    return false;
                }
                String delimiter = target.group(2) == null ? ":" : target.group(2);
                tokens.add(truth(Targets.matches(target.group(3), type, subject, delimiter)));
            }
        }
        return true;
    }

    private static boolean mayFollow(String operator, List<String> tokens) {
        boolean binary = operator.equals("and") || operator.equals("or");
        return tokens.isEmpty()
                ? !binary && !operator.equals(")")
                : !(binary && tokens.getLast().equals("("));
    }

    private static String truth(boolean value) {
        return value ? "True" : "False";
    }

    /**
     * The value of tokens as a Python expression; false if they are none, or if Python fails at
     * them: a value before a parenthesis is a call to it, which fails only where it is come to.
     */
    private static final class Truth {
        private final List<String> tokens;
        private int at;
        private boolean broken;

        /** How many operators around this place have decided without it. */
        private int decided;

        Truth(List<String> tokens) {
            this.tokens = tokens;
        }

        boolean value() {
            boolean value = or();
            return value && !broken && at == tokens.size();
        }

        private boolean next(String token) {
            if (at < tokens.size() && tokens.get(at).equals(token)) {
                at++;
                return true;
            }
            return false;
        }

        private boolean or() {
            boolean value = and();
            while (next("or")) {
                decided += value ? 1 : 0;
                boolean right = and();
                decided -= value ? 1 : 0;
                value |= right;
            }
            return value;
        }

        private boolean and() {
            boolean value = not();
            while (next("and")) {
                decided += value ? 0 : 1;
                boolean right = not();
                decided -= value ? 0 : 1;
                value &= right;
            }
            return value;
        }

        private boolean not() {
            return next("not") ? !not() : call();
        }

        private boolean call() {
            boolean value = atom();
            while (at < tokens.size() && tokens.get(at).equals("(")) {
                atom();
                broken |= decided == 0;
            }
            return value;
        }

        private boolean atom() {
            if (next("True")) {
                return true;
            }
            if (next("False")) {
                return false;
            }
            if (next("(")) {
                if (next(")")) {
                    return false;
                }
                boolean value = or();
                broken |= !next(")");
                return value;
            }
            broken = true;
            return false;
        }
    }
}
