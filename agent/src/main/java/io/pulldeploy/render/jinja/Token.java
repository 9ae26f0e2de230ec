package io.pulldeploy.render.jinja;

import java.util.Map;

/**
 * A token: Jinja2's name of its type, and its value.
 *
 * @param value a String; for numbers a Long, BigInteger or Double
 */
public record Token(int line, String type, Object value) {
    private static final Map<String, String> OPERATORS =
            Map.ofEntries(
                    Map.entry("add", "+"),
                    Map.entry("sub", "-"),
                    Map.entry("div", "/"),
                    Map.entry("floordiv", "//"),
                    Map.entry("mul", "*"),
                    Map.entry("mod", "%"),
                    Map.entry("pow", "**"),
                    Map.entry("tilde", "~"),
                    Map.entry("lbracket", "["),
                    Map.entry("rbracket", "]"),
                    Map.entry("lparen", "("),
                    Map.entry("rparen", ")"),
                    Map.entry("lbrace", "{"),
                    Map.entry("rbrace", "}"),
                    Map.entry("eq", "=="),
                    Map.entry("ne", "!="),
                    Map.entry("gt", ">"),
                    Map.entry("gteq", ">="),
                    Map.entry("lt", "<"),
                    Map.entry("lteq", "<="),
                    Map.entry("assign", "="),
                    Map.entry("dot", "."),
                    Map.entry("colon", ":"),
                    Map.entry("pipe", "|"),
                    Map.entry("comma", ","),
                    Map.entry("semicolon", ";"));

    /** Whether the type is {@code expression}, or type and value are {@code type:value}. */
    public boolean is(String expression) {
        if (type.equals(expression)) {
            return true;
        }
        int colon = expression.indexOf(':');
        return colon > 0
                && type.length() == colon
                && expression.startsWith(type)
                && expression.substring(colon + 1).equals(value);
    }

    boolean isAny(String... expressions) {
        for (String expression : expressions) {
            if (is(expression)) {
                return true;
            }
        }
        return false;
    }

    public String text() {
        return value.toString();
    }

    /** How messages name this token. */
    String describe() {
        return type.equals("name") ? text() : describeType(type);
    }

    /** How messages name what was expected. */
    static String describeExpression(String expression) {
        int colon = expression.indexOf(':');
        if (colon < 0) {
            return describeType(expression);
        }
        String type = expression.substring(0, colon);
        return type.equals("name") ? expression.substring(colon + 1) : describeType(type);
    }

    private static String describeType(String type) {
        return switch (type) {
            case "comment_begin" -> "begin of comment";
            case "comment_end" -> "end of comment";
            case "block_begin" -> "begin of statement block";
            case "block_end" -> "end of statement block";
            case "variable_begin" -> "begin of print statement";
            case "variable_end" -> "end of print statement";
            case "data" -> "template data / text";
            case "eof" -> "end of template";
            default -> OPERATORS.getOrDefault(type, type);
        };
    }
}
