package io.pulldeploy.model;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Shell patterns with the meaning of Python's {@code fnmatch}: case counts, slashes are ordinary.
 */
public final class Fnmatch {
    private Fnmatch() {}

    public static boolean matches(String text, String pattern) {
        return compile(pattern).matcher(text).matches();
    }

    /** The pattern as a regular expression for {@code matches()}. */
    public static Pattern compile(String pattern) {
        StringBuilder regex = new StringBuilder();
        int i = 0;
        while (i < pattern.length()) {
            char c = pattern.charAt(i++);
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                case '[' -> {
                    int end = closing(pattern, i);
                    if (end < 0) {
                        regex.append("\\[");
                    } else {
                        regex.append(set(pattern.substring(i, end)));
                        i = end + 1;
                    }
                }
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /** Whether the text holds one of the characters that make it a pattern. */
    public static boolean isPattern(String text) {
        return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
    }

    private static int closing(String pattern, int start) {
        int j = start;
        if (j < pattern.length() && pattern.charAt(j) == '!') {
            j++;
        }
        if (j < pattern.length() && pattern.charAt(j) == ']') {
            j++;
        }
        return pattern.indexOf(']', j);
    }

    /**
     * What stands between the brackets, as a character class; ranges that run backwards are empty.
     */
    private static String set(String stuff) {
        boolean negated = stuff.startsWith("!");
        String members = negated ? stuff.substring(1) : stuff;
        List<String> parts = new ArrayList<>();
        int i = 0;
        while (i < members.length()) {
            char low = members.charAt(i);
            if (i + 2 < members.length() && members.charAt(i + 1) == '-') {
                char high = members.charAt(i + 2);
                if (low <= high) {
                    parts.add(escaped(low) + "-" + escaped(high));
                }
                i += 3;
            } else {
                parts.add(escaped(low));
                i++;
            }
        }
        if (parts.isEmpty()) {
            return negated ? "." : "(?!)";
        }
        return (negated ? "[^" : "[") + String.join("", parts) + "]";
    }

    private static String escaped(char c) {
        return "\\x{%x}".formatted((int) c);
    }
}
