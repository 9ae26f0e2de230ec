package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Parses what stands between operators: literals, names, and what is appended to them. */
final class PrimaryParser {
    private static final Set<String> TEST_ARGUMENTS =
            Set.of("name", "string", "integer", "float", "lparen", "lbracket", "lbrace");

    private final TokenStream stream;
    private final Source source;
    private final ExpressionParser expressions;

    PrimaryParser(TokenStream stream, Source source, ExpressionParser expressions) {
        this.stream = stream;
        this.source = source;
        this.expressions = expressions;
    }

    private TemplateError error(String message, int line) {
        return Lexer.error(message, line, source);
    }

    private boolean at(String type) {
        return stream.current().type().equals(type);
    }

    private int line() {
        return stream.current().line();
    }

    Expr primary(boolean withNamespace) {
        Token token = stream.current();
        return switch (token.type()) {
            case "name" -> {
                stream.next();
                yield name(token, withNamespace);
            }
            case "string" -> {
                StringBuilder text = new StringBuilder();
                while (at("string")) {
                    text.append(stream.next().text());
                }
                yield new Expr.Const(text.toString(), token.line());
            }
            case "integer", "float" -> {
                stream.next();
                yield new Expr.Const(token.value(), token.line());
            }
            case "lparen" -> {
                stream.next();
                Expr inner = expressions.parenthesised();
                stream.expect("rparen");
                yield inner;
            }
            case "lbracket" -> list();
            case "lbrace" -> dict();
            default -> throw error("unexpected " + PyRepr.repr(token.describe()), token.line());
        };
    }

    private Expr name(Token token, boolean withNamespace) {
        String name = token.text();
        return switch (name) {
            case "true", "True" -> new Expr.Const(true, token.line());
            case "false", "False" -> new Expr.Const(false, token.line());
            case "none", "None" -> new Expr.Const(null, token.line());
            default -> {
                if (withNamespace && stream.skipIf("dot")) {
                    yield new Expr.NamespaceRef(name, stream.expect("name").text(), token.line());
                }
                yield new Expr.Name(name, Expr.Use.LOAD, token.line());
            }
        };
    }

    private Expr list() {
        int line = stream.expect("lbracket").line();
        List<Expr> items = new ArrayList<>();
        while (!at("rbracket")) {
            if (!items.isEmpty()) {
                stream.expect("comma");
            }
            if (at("rbracket")) {
                break;
            }
            items.add(expressions.parse());
        }
        stream.expect("rbracket");
        return new Expr.ListDisplay(items, line);
    }

    private Expr dict() {
        int line = stream.expect("lbrace").line();
        List<Expr> keys = new ArrayList<>();
        List<Expr> values = new ArrayList<>();
        while (!at("rbrace")) {
            if (!keys.isEmpty()) {
                stream.expect("comma");
            }
            if (at("rbrace")) {
                break;
            }
            keys.add(expressions.parse());
            stream.expect("colon");
            values.add(expressions.parse());
        }
        stream.expect("rbrace");
        return new Expr.DictDisplay(keys, values, line);
    }

    Expr postfix(Expr start) {
        Expr node = start;
        while (true) {
            if (at("dot") || at("lbracket")) {
                node = subscript(node);
            } else if (at("lparen")) {
                node = call(node);
            } else {
                return node;
            }
        }
    }

    Expr filters(Expr start) {
        Expr node = start;
        while (true) {
            if (at("pipe")) {
                node = filter(node);
            } else if (stream.current().is("name:is")) {
                node = test(node);
            } else if (at("lparen")) {
                node = call(node);
            } else {
                return node;
            }
        }
    }

    private Expr subscript(Expr owner) {
        Token token = stream.next();
        if (token.type().equals("dot")) {
            Token attribute = stream.next();
            if (attribute.type().equals("name")) {
                return new Expr.GetAttribute(owner, attribute.text(), token.line());
            }
            if (!attribute.type().equals("integer")) {
                throw error("expected name or number", attribute.line());
            }
            return new Expr.GetItem(
                    owner, new Expr.Const(attribute.value(), attribute.line()), token.line());
        }
        List<Expr> keys = new ArrayList<>();
        while (!at("rbracket")) {
            if (!keys.isEmpty()) {
                stream.expect("comma");
            }
            keys.add(subscribed());
        }
        stream.expect("rbracket");
        if (keys.size() > 1 && keys.stream().anyMatch(Expr.Slice.class::isInstance)) {
            // Jinja2 takes it, and Python refuses what Jinja2 makes of it.
            throw error("invalid syntax", token.line());
        }
        Expr key = keys.size() == 1 ? keys.getFirst() : new Expr.Tuple(keys, token.line());
        return new Expr.GetItem(owner, key, token.line());
    }

    private Expr subscribed() {
        int line = line();
        Expr start = null;
        if (!at("colon")) {
            start = expressions.parse();
            if (!at("colon")) {
                return start;
            }
        }
        stream.next();
        Expr stop = at("colon") || at("rbracket") || at("comma") ? null : expressions.parse();
        Expr step = null;
        if (stream.skipIf("colon") && !at("rbracket") && !at("comma")) {
            step = expressions.parse();
        }
        return new Expr.Slice(start, stop, step, line);
    }

    private Expr call(Expr function) {
        int line = line();
        return new Expr.Call(function, arguments(), line);
    }

    private Expr.CallArguments arguments() {
        Token token = stream.expect("lparen");
        List<Expr> positional = new ArrayList<>();
        List<Expr.Keyword> keywords = new ArrayList<>();
        Expr star = null;
        Expr doubleStar = null;
        boolean more = false;
        while (!at("rparen")) {
            if (more) {
                stream.expect("comma");
                if (at("rparen")) {
                    break;
                }
            }
            if (at("mul")) {
                ensure(star == null && doubleStar == null, token);
                stream.next();
                star = expressions.parse();
            } else if (at("pow")) {
                ensure(doubleStar == null, token);
                stream.next();
                doubleStar = expressions.parse();
            } else if (at("name") && stream.look().type().equals("assign")) {
                ensure(doubleStar == null, token);
                String name = stream.next().text();
                stream.next();
                keywords.add(new Expr.Keyword(name, expressions.parse()));
            } else {
                ensure(star == null && doubleStar == null && keywords.isEmpty(), token);
                positional.add(expressions.parse());
            }
            more = true;
        }
        stream.expect("rparen");
        return new Expr.CallArguments(positional, keywords, star, doubleStar);
    }

    private void ensure(boolean holds, Token token) {
        if (!holds) {
            throw error("invalid syntax for function call expression", token.line());
        }
    }

    private String dottedName() {
        StringBuilder name = new StringBuilder(stream.expect("name").text());
        while (stream.skipIf("dot")) {
            name.append('.').append(stream.expect("name").text());
        }
        return name.toString();
    }

    /** The filters of a {@code filter} block, from the first one's name on. */
    Expr.Filter filterBlock() {
        return filterNamed(null);
    }

    /** The filters of a {@code set} block, if it has any. */
    Expr.@Nullable Filter optionalFilter() {
        return at("pipe") ? filter(null) : null;
    }

    private Expr.Filter filter(@Nullable Expr value) {
        stream.expect("pipe");
        return filterNamed(value);
    }

    private Expr.Filter filterNamed(@Nullable Expr value) {
        int line = line();
        String name = dottedName();
        Expr.CallArguments arguments = at("lparen") ? arguments() : Expr.CallArguments.NONE;
        Expr.Filter filter = new Expr.Filter(value, name, arguments, line);
        return at("pipe") ? filter(filter) : filter;
    }

    private Expr test(Expr value) {
        int line = stream.next().line();
        boolean negated = stream.skipIf("name:not");
        String name = dottedName();
        Expr.CallArguments arguments = Expr.CallArguments.NONE;
        if (at("lparen")) {
            arguments = arguments();
        } else if (TEST_ARGUMENTS.contains(stream.current().type())
                && !stream.current().isAny("name:else", "name:or", "name:and")) {
            if (stream.current().is("name:is")) {
                throw error("You cannot chain multiple tests with is", line());
            }
            Expr argument = postfix(primary(false));
            arguments = new Expr.CallArguments(List.of(argument), List.of(), null, null);
        }
        Expr test = new Expr.Test(value, name, arguments, line);
        return negated ? new Expr.Not(test, line) : test;
    }
}
