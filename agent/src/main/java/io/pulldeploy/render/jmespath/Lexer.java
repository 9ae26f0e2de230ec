package io.pulldeploy.render.jmespath;

import io.pulldeploy.render.Json;
import io.pulldeploy.render.JsonError;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Cuts an expression into tokens. */
final class Lexer {
    /**
     * @param type the names that the messages show
     * @param text as the messages show it
     * @param value a literal's, number's or identifier's value
     */
    record Token(String type, String text, @Nullable Object value, int start) {
        boolean is(String wanted) {
            return type.equals(wanted);
        }
    }

    private final String expression;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    Lexer(String expression) {
        this.expression = expression;
    }

    List<Token> tokens() {
        while (at < expression.length()) {
            next();
        }
        tokens.add(new Token("eof", "", "", expression.length()));
        return tokens;
    }

    private boolean isAt(char c) {
        return at < expression.length() && expression.charAt(at) == c;
    }

    private void next() {
        char c = expression.charAt(at);
        int simple = ".*],:@(){}".indexOf(c);
        if (simple >= 0) {
            String[] names = {
                "dot",
                "star",
                "rbracket",
                "comma",
                "colon",
                "current",
                "lparen",
                "rparen",
                "lbrace",
                "rbrace",
            };
            add(names[simple], 1);
        } else if (startsIdentifier(c)) {
            int end = at + 1;
            while (end < expression.length()
                    && (startsIdentifier(expression.charAt(end))
                            || isDigit(expression.charAt(end)))) {
                end++;
            }
            add("unquoted_identifier", end - at);
        } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            at++;
        } else {
            other(c);
        }
    }

    private void other(char c) {
        char following = at + 1 < expression.length() ? expression.charAt(at + 1) : '\0';
        switch (c) {
            case '[' -> {
                if (following == ']') {
                    add("flatten", 2);
                } else if (following == '?') {
                    add("filter", 2);
                } else {
                    add("lbracket", 1);
                }
            }
            case '\'' -> {
                int start = at;
                String raw = until('\'').replace("\\'", "'");
                tokens.add(new Token("literal", raw, raw, start));
            }
            case '|' -> either(following == '|', "or", "pipe");
            case '&' -> either(following == '&', "and", "expref");
            case '<' -> either(following == '=', "lte", "lt");
            case '>' -> either(following == '=', "gte", "gt");
            case '!' -> either(following == '=', "ne", "not");
            case '`' -> literal();
            case '"' -> quotedIdentifier();
            case '=' -> {
                if (following != '=') {
                    throw JmesPathError.lexer("Unknown token '='", at, expression);
                }
                add("eq", 2);
            }
            default -> {
                if (!isDigit(c) && c != '-') {
                    throw JmesPathError.lexer("Unknown token " + c, at, expression);
                }
                number();
            }
        }
    }

    private void add(String type, int length) {
        String text = expression.substring(at, at + length);
        tokens.add(new Token(type, text, text, at));
        at += length;
    }

    private void either(boolean two, String twoType, String oneType) {
        add(two ? twoType : oneType, two ? 2 : 1);
    }

    private void number() {
        int end = at + 1;
        while (end < expression.length() && isDigit(expression.charAt(end))) {
            end++;
        }
        String text = expression.substring(at, end);
        if (text.equals("-")) {
            throw JmesPathError.lexer("Unknown token '-'", at, expression);
        }
        BigInteger value = new BigInteger(text);
        // A list is never longer than a long can count.
        long index =
                value.bitLength() < Long.SIZE
                        ? value.longValue()
                        : value.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        tokens.add(new Token("number", value.toString(), index, at));
        at = end;
    }

    private void literal() {
        int start = at;
        String lexeme = until('`').replace("\\`", "`");
        Object value;
        try {
            value = Json.parse(lexeme);
        } catch (JsonError e) {
            try {
                value = Json.parse('"' + lexeme.stripLeading() + '"');
            } catch (JsonError still) {
                throw JmesPathError.lexer("Bad token " + lexeme, start, expression);
            }
        }
        tokens.add(new Token("literal", io.pulldeploy.model.PythonText.str(value), value, start));
    }

    private void quotedIdentifier() {
        int start = at;
        String lexeme = '"' + until('"') + '"';
        try {
            Object value = Json.parse(lexeme);
            tokens.add(new Token("quoted_identifier", String.valueOf(value), value, start));
        } catch (JsonError e) {
            throw JmesPathError.lexer(e.getMessage().split(":", 2)[0], start, expression);
        }
    }

    private String until(char delimiter) {
        int start = at++;
        StringBuilder text = new StringBuilder();
        while (!isAt(delimiter)) {
            if (isAt('\\')) {
                text.append('\\');
                at++;
            }
            if (at >= expression.length()) {
                throw JmesPathError.lexer(
                        "Unclosed " + delimiter + " delimiter", start, expression);
            }
            text.append(expression.charAt(at++));
        }
        at++;
        return text.toString();
    }

    private static boolean startsIdentifier(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
