package io.pulldeploy.engine.compile;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds where a file speaks of something, for errors that Salt reports without a line. */
final class SourceLines {
    private static final Pattern EXPRESSION = Pattern.compile("\\{\\{.*?}}");

    private SourceLines() {}

    /**
     * The first line that starts with the key, quoted or not; else the one whose template most
     * likely makes it; else the first that mentions it; 0 if none does.
     */
    static int declaring(String source, String key) {
        if (key.isEmpty()) {
            return 0;
        }
        int number = 0;
        int mentioned = 0;
        int made = 0;
        int mostLiteral = 0;
        for (String line : source.lines().toList()) {
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
