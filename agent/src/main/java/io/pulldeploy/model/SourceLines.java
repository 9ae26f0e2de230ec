package io.pulldeploy.model;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds where a file speaks of something, for errors that Salt reports without a line. */
public final class SourceLines {
    private static final Pattern EXPRESSION = Pattern.compile("\\{\\{.*?}}");

    private SourceLines() {}

    /**
     * The first line that starts with the key, quoted or not; else the one whose template most
     * likely makes it; else the first that mentions it; 0 if none does.
     */
    public static int declaring(String source, String key) {
        return key.isEmpty() ? 0 : declaring(source.lines().toList(), key, 0);
    }

    /**
     * The first such line at or below the one that declares something else; that one's line if
     * there is none.
     */
    public static int declaring(String source, String within, String key) {
        int start = declaring(source, within);
        int line = start == 0 ? 0 : declaring(source.lines().toList(), key, start - 1);
        return line == 0 ? start : line;
    }

    private static int declaring(List<String> lines, String key, int from) {
        int number = from;
        int mentioned = 0;
        int made = 0;
        int mostLiteral = 0;
        for (String line : lines.subList(from, lines.size())) {
            number++;
            String text = line.strip();
            String bare = text.startsWith("- ") ? text.substring(2).strip() : text;
            if (bare.equals(key)
                    || bare.startsWith(key + ":")
                    || bare.startsWith("'" + key + "':")
                    || bare.startsWith("\"" + key + "\":")) {
                return number;
            }
            int literal = literalPart(bare, key);
            if (literal > mostLiteral) {
                made = number;
                mostLiteral = literal;
            }
            if (mentioned == 0 && !text.startsWith("#") && text.contains(key)) {
                mentioned = number;
            }
        }
        return made > 0 ? made : mentioned;
    }

    /** How much of the key a templated line says itself; 0 if it cannot make the key. */
    private static int literalPart(String line, String key) {
        int end = line.lastIndexOf(':');
        if (end < 0 || !line.contains("{{")) {
            return 0;
        }
        StringBuilder pattern = new StringBuilder();
        int literal = 0;
        int from = 0;
        String made = line.substring(0, end).replaceFirst("^(['\"])(.*)\\1$", "$2");
        Matcher expression = EXPRESSION.matcher(made);
        while (expression.find()) {
            literal += expression.start() - from;
            pattern.append(Pattern.quote(made.substring(from, expression.start()))).append(".*");
            from = expression.end();
        }
        literal += made.length() - from;
        pattern.append(Pattern.quote(made.substring(from)));
        return key.matches(pattern.toString()) ? literal + 1 : 0;
    }
}
