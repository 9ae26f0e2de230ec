package io.pulldeploy.model;

import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression as Python's {@code re} reads it, on {@code java.util.regex}.
 *
 * @param groupNames Python's group names to those of the pattern, which may hold no underscore
 */
public record PythonRegex(Pattern pattern, Map<String, String> groupNames) {
    /** Python's flags. */
    public enum Flag {
        IGNORECASE(Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE),
        MULTILINE(Pattern.MULTILINE),
        DOTALL(Pattern.DOTALL),
        VERBOSE(Pattern.COMMENTS);

        private final int bits;

        Flag(int bits) {
            this.bits = bits;
        }
    }

    /** Python refuses the expression. */
    public static final class SyntaxError extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /**
         * @param message Python's {@code re.error} text where it is one of the common mistakes
         */
        public SyntaxError(String message) {
            super(message);
        }
    }

    /**
     * @throws SyntaxError if Python would refuse the expression, or it uses what Java lacks: a
     *     conditional group
     */
    public static PythonRegex compile(String python, Flag... flags) {
        int bits = Pattern.UNIX_LINES;
        for (Flag flag : flags) {
            bits |= flag.bits;
        }
        PythonRegexTranslator translator = new PythonRegexTranslator(python);
        String java = translator.translate();
        if (!translator.asciiOnly()) {
            bits |= Pattern.UNICODE_CHARACTER_CLASS;
        }
        try {
            return new PythonRegex(Pattern.compile(java, bits), translator.groupNames());
        } catch (PatternSyntaxException e) {
            throw new SyntaxError(e.getDescription() + " at position " + Math.max(0, e.getIndex()));
        }
    }

    /** Python's {@code re.match}: from the start of the text, not necessarily to its end. */
    public boolean matchesStart(String text) {
        return pattern.matcher(text).lookingAt();
    }

    /** Python's {@code re.fullmatch}. */
    public boolean matchesWhole(String text) {
        return pattern.matcher(text).matches();
    }

    /** Python's {@code re.search}. */
    public boolean isFound(String text) {
        return pattern.matcher(text).find();
    }

    public Matcher matcher(String text) {
        return pattern.matcher(text);
    }

    /**
     * Python's {@code re.sub}.
     *
     * @param replacement with {@code \1}, {@code \g<1>}, {@code \g<name>} and {@code \n}
     * @param count how many matches are replaced; 0 is all
     */
    public String sub(String replacement, String text, int count) {
        return sub(match -> expand(replacement, match), text, count);
    }

    /** Python's {@code re.sub} with a function. */
    public String sub(Function<MatchResult, String> replacement, String text, int count) {
        Matcher matcher = pattern.matcher(text);
        StringBuilder result = new StringBuilder();
        int from = 0;
        int done = 0;
        while ((count == 0 || done < count) && matcher.find()) {
            result.append(text, from, matcher.start());
            result.append(replacement.apply(matcher.toMatchResult()));
            from = matcher.end();
            done++;
        }
        return result.append(text.substring(from)).toString();
    }

    /** Python's {@code Match.expand}. */
    public String expand(String template, MatchResult match) {
        StringBuilder result = new StringBuilder();
        int i = 0;
        while (i < template.length()) {
            char c = template.charAt(i++);
            if (c != '\\' || i == template.length()) {
                result.append(c);
                continue;
            }
            char escaped = template.charAt(i++);
            if (escaped == 'g' && i < template.length() && template.charAt(i) == '<') {
                int end = template.indexOf('>', i);
                if (end < 0) {
                    throw new SyntaxError("missing >, unterminated name at position " + (i + 1));
                }
                result.append(group(template.substring(i + 1, end), match, i + 1));
                i = end + 1;
            } else if (escaped == '0') {
                int end = i;
                while (end < template.length()
                        && end < i + 2
                        && "01234567".indexOf(template.charAt(end)) >= 0) {
                    end++;
                }
                result.append((char) Integer.parseInt("0" + template.substring(i, end), 8));
                i = end;
            } else if (Character.isDigit(escaped)) {
                int end = i;
                if (end < template.length() && Character.isDigit(template.charAt(end))) {
                    end++;
                }
                result.append(group(template.substring(i - 1, end), match, i - 1));
                i = end;
            } else {
                result.append(literal(escaped, i - 2));
            }
        }
        return result.toString();
    }

    private static String literal(char escaped, int position) {
        return switch (escaped) {
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'r' -> "\r";
            case 'f' -> "\f";
            case 'v' -> "\u000b";
            case 'a' -> "\u0007";
            case 'b' -> "\b";
            case '\\' -> "\\";
            default -> {
                if (escaped < 128 && Character.isLetter(escaped)) {
                    throw new SyntaxError("bad escape \\" + escaped + " at position " + position);
                }
                yield "\\" + escaped;
            }
        };
    }

    private String group(String reference, MatchResult match, int position) {
        if (!reference.isEmpty() && reference.chars().allMatch(Character::isDigit)) {
            int number = Integer.parseInt(reference);
            if (number > match.groupCount()) {
                throw new SyntaxError(
                        "invalid group reference " + number + " at position " + position);
            }
            String text = match.group(number);
            return text == null ? "" : text;
        }
        String name = groupNames.get(reference);
        if (name == null) {
            throw new SyntaxError("unknown group name '" + reference + "'");
        }
        String text = match.group(name);
        return text == null ? "" : text;
    }
}
