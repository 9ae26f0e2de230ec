package io.pulldeploy.model;

import io.pulldeploy.model.PythonRegex.SyntaxError;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rewrites one Python regular expression for Java: the few constructs whose spelling differs. */
final class PythonRegexTranslator {
    private static final Pattern REPEAT = Pattern.compile("\\{(\\d*)(?:(,)(\\d*))?}");
    private static final Pattern FLAGS = Pattern.compile("\\(\\?([aiLmsux]*)(-[imsx]+)?([:)])");
    private static final String KEPT_ESCAPES = "AbBdDsSwWfnrtx";

    private final String python;
    private final StringBuilder java = new StringBuilder();
    private final Map<String, String> groupNames = new LinkedHashMap<>();
    private final Deque<Integer> open = new ArrayDeque<>();
    private int at;
    private boolean ascii;

    /** Whether something stands before {@link #at} that a quantifier can repeat. */
    private boolean repeatable;

    PythonRegexTranslator(String python) {
        this.python = python;
    }

    Map<String, String> groupNames() {
        return Collections.unmodifiableMap(groupNames);
    }

    /** Whether the flag {@code a} was set. */
    boolean asciiOnly() {
        return ascii;
    }

    String translate() {
        while (at < python.length()) {
            char c = python.charAt(at);
            switch (c) {
                case '\\' -> escape(false);
                case '[' -> set();
                case '(' -> group();
                case ')' -> {
                    if (open.isEmpty()) {
                        throw error("unbalanced parenthesis", at);
                    }
                    open.pop();
                    copy(true);
                }
                case '{' -> braces();
                case '*', '+', '?' -> {
                    if (!repeatable) {
                        throw error("nothing to repeat", at);
                    }
                    copy(false);
                    repeatSuffix();
                }
                case '|', '^' -> copy(false);
                default -> copy(true);
            }
        }
        if (!open.isEmpty()) {
            throw error("missing ), unterminated subpattern", open.peek());
        }
        return java.toString();
    }

    private void copy(boolean canRepeat) {
        java.append(python.charAt(at++));
        repeatable = canRepeat;
    }

    private void repeatSuffix() {
        if (at < python.length() && (python.charAt(at) == '?' || python.charAt(at) == '+')) {
            java.append(python.charAt(at++));
        }
        if (at < python.length() && "*+?".indexOf(python.charAt(at)) >= 0) {
            throw error("multiple repeat", at);
        }
        repeatable = true;
    }

    /** A brace that is no quantifier is a brace, and a quantifier may lack its lower bound. */
    private void braces() {
        Matcher repeat = REPEAT.matcher(python).region(at, python.length());
        if (!repeat.lookingAt() || repeat.group().equals("{}")) {
            java.append("\\{");
            at++;
            repeatable = true;
            return;
        }
        if (!repeatable) {
            throw error("nothing to repeat", at);
        }
        String low = repeat.group(1).isEmpty() ? "0" : repeat.group(1);
        String high = repeat.group(3);
        if (high != null && !high.isEmpty() && Long.parseLong(high) < Long.parseLong(low)) {
            throw error("min repeat greater than max repeat", at);
        }
        java.append('{').append(low);
        if (repeat.group(2) != null) {
            java.append(',').append(high);
        }
        java.append('}');
        at = repeat.end();
        repeatSuffix();
    }

    private void group() {
        int start = at;
        repeatable = false;
        if (python.startsWith("(?P<", at)) {
            String name = name('>', at + 4);
            if (groupNames.containsKey(name)) {
                throw error("redefinition of group name '" + name + "'", at + 4);
            }
            groupNames.put(
                    name, "g" + groupNames.size() + "x" + name.replaceAll("[^A-Za-z0-9]", ""));
            java.append("(?<").append(groupNames.get(name)).append('>');
            at += 5 + name.length();
            open.push(start);
        } else if (python.startsWith("(?P=", at)) {
            String name = name(')', at + 4);
            if (!groupNames.containsKey(name)) {
                throw error("unknown group name '" + name + "'", at + 4);
            }
            java.append("\\k<").append(groupNames.get(name)).append('>');
            at += 5 + name.length();
            repeatable = true;
        } else if (python.startsWith("(?#", at)) {
            int end = python.indexOf(')', at);
            if (end < 0) {
                throw error("missing ), unterminated comment", at);
            }
            at = end + 1;
            repeatable = true;
        } else if (python.startsWith("(?(", at)) {
            throw error("conditional groups are not supported", at);
        } else if (FLAGS.matcher(python).region(at, python.length()).lookingAt()) {
            flags();
        } else if (python.startsWith("(?", at)) {
            int length = python.startsWith("(?<=", at) || python.startsWith("(?<!", at) ? 4 : 3;
            String kind = python.substring(at, Math.min(python.length(), at + length));
            if (!Pattern.matches("\\(\\?(?:[=!>]|<[=!])", kind)) {
                throw error("unknown extension " + kind.substring(1), at + 1);
            }
            java.append(kind);
            at += length;
            open.push(start);
        } else {
            java.append(python.charAt(at++));
            open.push(start);
        }
    }

    private String name(char end, int from) {
        int to = python.indexOf(end, from);
        if (to < 0) {
            throw error("missing " + end + ", unterminated name", from);
        }
        String name = python.substring(from, to);
        if (!Pattern.matches("[\\p{L}_][\\p{L}\\p{N}_]*", name)) {
            throw error("bad character in group name '" + name + "'", from);
        }
        return name;
    }

    private void flags() {
        Matcher flags = FLAGS.matcher(python).region(at, python.length());
        if (!flags.lookingAt()) {
            throw new IllegalStateException("no flags at " + at);
        }
        String on = flags.group(1);
        boolean global = flags.group(3).equals(")");
        if (global && at != 0) {
            throw error("global flags not at the start of the expression", at);
        }
        ascii |= on.contains("a");
        String kept = on.replaceAll("[aLu]", "");
        String javaFlags = kept.contains("i") ? kept + "u" : kept;
        String off = flags.group(2) == null ? "" : flags.group(2);
        if (!global) {
            open.push(at);
        }
        if (!global || !javaFlags.isEmpty()) {
            java.append("(?").append(javaFlags).append(off).append(flags.group(3));
        }
        at = flags.end();
    }

    private void escape(boolean inSet) {
        int start = at++;
        if (at == python.length()) {
            throw error("bad escape (end of pattern)", start);
        }
        char c = python.charAt(at++);
        repeatable = true;
        if (c == 'Z' && !inSet) {
            java.append("\\z");
        } else if (c == 'b' && inSet) {
            java.append("\\x08");
        } else if (c == 'v') {
            java.append("\\x0B");
        } else if (c == 'a') {
            java.append("\\x07");
        } else if (c == 'u' || c == 'U') {
            int digits = c == 'u' ? 4 : 8;
            if (at + digits > python.length()) {
                throw error("incomplete escape " + python.substring(start), start);
            }
            java.append("\\x{").append(python, at, at + digits).append('}');
            at += digits;
        } else if (c == '0' || (inSet && c >= '1' && c <= '7') || octal(c)) {
            int end = at;
            while (end < python.length()
                    && end < start + 4
                    && "01234567".indexOf(python.charAt(end)) >= 0) {
                end++;
            }
            java.append("\\x{%x}".formatted(Integer.parseInt(python.substring(start + 1, end), 8)));
            at = end;
        } else if (Character.isDigit(c)) {
            int end = at;
            if (end < python.length() && Character.isDigit(python.charAt(end))) {
                end++;
            }
            // A group of its own keeps a digit that follows from joining the reference.
            java.append("(?:\\").append(python, start + 1, end).append(')');
            at = end;
        } else if (c < 128 && Character.isLetter(c)) {
            if (KEPT_ESCAPES.indexOf(c) < 0 || (inSet && "AB".indexOf(c) >= 0)) {
                throw error("bad escape \\" + c, start);
            }
            java.append('\\').append(c);
            repeatable = inSet || "ABb".indexOf(c) < 0;
        } else {
            java.append(Character.isLetterOrDigit(c) ? "" : "\\").append(c);
        }
    }

    /** Three octal digits are a character, not a reference to a group. */
    private boolean octal(char first) {
        return first >= '1'
                && first <= '3'
                && at + 1 < python.length()
                && "01234567".indexOf(python.charAt(at)) >= 0
                && "01234567".indexOf(python.charAt(at + 1)) >= 0;
    }

    /** Inside brackets Java knows nested sets, intersections and comments; Python none of them. */
    private void set() {
        int start = at;
        java.append(python.charAt(at++));
        if (at < python.length() && python.charAt(at) == '^') {
            java.append(python.charAt(at++));
        }
        boolean first = true;
        while (true) {
            if (at >= python.length()) {
                throw error("unterminated character set", start);
            }
            char c = python.charAt(at);
            if (c == ']' && !first) {
                break;
            }
            if (c == '\\') {
                escape(true);
            } else if ("[]&#^ \t\n".indexOf(c) >= 0) {
                java.append('\\').append(c);
                at++;
            } else {
                java.append(c);
                at++;
            }
            first = false;
        }
        java.append(python.charAt(at++));
        repeatable = true;
    }

    private static SyntaxError error(String message, int position) {
        return new SyntaxError(message + " at position " + position);
    }
}
