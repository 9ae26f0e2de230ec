package io.pulldeploy.render.jmespath;

import io.pulldeploy.render.jmespath.Expression.And;
import io.pulldeploy.render.jmespath.Expression.Call;
import io.pulldeploy.render.jmespath.Expression.Chain;
import io.pulldeploy.render.jmespath.Expression.Comparison;
import io.pulldeploy.render.jmespath.Expression.Field;
import io.pulldeploy.render.jmespath.Expression.FilterProjection;
import io.pulldeploy.render.jmespath.Expression.Flatten;
import io.pulldeploy.render.jmespath.Expression.Identity;
import io.pulldeploy.render.jmespath.Expression.Index;
import io.pulldeploy.render.jmespath.Expression.IndexExpression;
import io.pulldeploy.render.jmespath.Expression.Literal;
import io.pulldeploy.render.jmespath.Expression.MultiSelectHash;
import io.pulldeploy.render.jmespath.Expression.MultiSelectList;
import io.pulldeploy.render.jmespath.Expression.Not;
import io.pulldeploy.render.jmespath.Expression.Or;
import io.pulldeploy.render.jmespath.Expression.Projection;
import io.pulldeploy.render.jmespath.Expression.Reference;
import io.pulldeploy.render.jmespath.Expression.Slice;
import io.pulldeploy.render.jmespath.Expression.ValueProjection;
import io.pulldeploy.render.jmespath.Lexer.Token;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parses an expression by operator precedence. */
final class Parser {
    private static final Map<String, Integer> POWER =
            Map.ofEntries(
                    Map.entry("pipe", 1),
                    Map.entry("or", 2),
                    Map.entry("and", 3),
                    Map.entry("eq", 5),
                    Map.entry("gt", 5),
                    Map.entry("lt", 5),
                    Map.entry("gte", 5),
                    Map.entry("lte", 5),
                    Map.entry("ne", 5),
                    Map.entry("flatten", 9),
                    Map.entry("star", 20),
                    Map.entry("filter", 21),
                    Map.entry("dot", 40),
                    Map.entry("not", 45),
                    Map.entry("lbrace", 50),
                    Map.entry("lbracket", 55),
                    Map.entry("lparen", 60));
    private static final int PROJECTION_STOP = 10;
    private static final int DEEPEST = 300;
    private static final Expression IDENTITY = new Identity();

    private final String expression;
    private final List<Token> tokens;
    private int at;
    private int depth;

    Parser(String expression) {
        this.expression = expression;
        if (expression.isEmpty()) {
            throw new JmesPathError(
                    "EmptyExpressionError", "Invalid JMESPath expression: cannot be empty.");
        }
        this.tokens = new Lexer(expression).tokens();
    }

    Expression parse() {
        Expression parsed = expression(0);
        if (!current().is("eof")) {
            throw error(current(), "Unexpected token: " + current().text());
        }
        return parsed;
    }

    private Token current() {
        return tokens.get(at);
    }

    private static int power(String type) {
        return POWER.getOrDefault(type, 0);
    }

    private JmesPathError error(Token token, String message) {
        return JmesPathError.at(message, token.start(), token.text(), token.type(), expression);
    }

    private void match(String type) {
        if (!current().is(type)) {
            if (current().is("eof")) {
                throw JmesPathError.incomplete(expression);
            }
            throw error(current(), "Expecting: " + type + ", got: " + current().type());
        }
        at++;
    }

    private Expression expression(int bindingPower) {
        if (++depth > DEEPEST) {
            throw new JmesPathError("RecursionError", "maximum recursion depth exceeded");
        }
        Expression left = prefix(tokens.get(at++));
        while (bindingPower < power(current().type())) {
            left = infix(left, tokens.get(at++));
        }
        depth--;
        return left;
    }

    private Expression prefix(Token token) {
        return switch (token.type()) {
            case "literal" -> new Literal(token.value());
            case "unquoted_identifier" -> new Field(token.text());
            case "quoted_identifier" -> {
                if (current().is("lparen")) {
                    throw JmesPathError.at(
                            "Quoted identifier not allowed for function names.",
                            0,
                            current().text(),
                            current().type(),
                            expression);
                }
                yield new Field(token.text());
            }
            case "star" ->
                    new ValueProjection(
                            IDENTITY,
                            current().is("rbracket") ? IDENTITY : projected(power("star")));
            case "filter" -> filter(IDENTITY);
            case "lbrace" -> multiSelectHash();
            case "lparen" -> {
                Expression inner = expression(0);
                match("rparen");
                yield inner;
            }
            case "flatten" -> new Projection(new Flatten(IDENTITY), projected(power("flatten")));
            case "not" -> new Not(expression(power("not")));
            case "lbracket" -> bracket();
            case "current" -> IDENTITY;
            case "expref" -> new Reference(expression(0));
            case "eof" -> throw JmesPathError.incomplete(expression);
            default -> throw error(token, "invalid token");
        };
    }

    private Expression bracket() {
        if (current().is("number") || current().is("colon")) {
            return projectIfSlice(IDENTITY, index());
        }
        if (current().is("star") && tokens.get(at + 1).is("rbracket")) {
            at += 2;
            return new Projection(IDENTITY, projected(power("star")));
        }
        return multiSelectList();
    }

    private Expression infix(Expression left, Token token) {
        return switch (token.type()) {
            case "dot" -> {
                if (current().is("star")) {
                    at++;
                    yield new ValueProjection(left, projected(power("dot")));
                }
                yield new Chain(left, afterDot(power("dot")));
            }
            case "pipe" -> new Chain(left, expression(power("pipe")));
            case "or" -> new Or(left, expression(power("or")));
            case "and" -> new And(left, expression(power("and")));
            case "lparen" -> call(left);
            case "filter" -> filter(left);
            case "eq", "ne", "gt", "gte", "lt", "lte" ->
                    new Comparison(token.type(), left, expression(power(token.type())));
            case "flatten" -> new Projection(new Flatten(left), projected(power("flatten")));
            case "lbracket" -> {
                if (current().is("number") || current().is("colon")) {
                    Expression right = index();
                    if (left instanceof IndexExpression(List<Expression> parts)) {
                        List<Expression> more = new ArrayList<>(parts);
                        more.add(right);
                        yield new IndexExpression(more);
                    }
                    yield projectIfSlice(left, right);
                }
                match("star");
                match("rbracket");
                yield new Projection(left, projected(power("star")));
            }
            default -> throw error(token, "invalid token");
        };
    }

    private Expression call(Expression left) {
        if (!(left instanceof Field(String name))) {
            Token function = tokens.get(at - 2);
            throw error(function, "Invalid function name '" + function.text() + "'");
        }
        List<Expression> arguments = new ArrayList<>();
        while (!current().is("rparen")) {
            Expression argument = expression(0);
            if (current().is("comma")) {
                at++;
            }
            arguments.add(argument);
        }
        at++;
        return new Call(name, arguments);
    }

    private Expression filter(Expression left) {
        Expression condition = expression(0);
        match("rbracket");
        Expression each = current().is("flatten") ? IDENTITY : projected(power("filter"));
        return new FilterProjection(left, each, condition);
    }

    private Expression index() {
        if (current().is("colon") || tokens.get(at + 1).is("colon")) {
            return slice();
        }
        Expression index = new Index(number(current()));
        at++;
        match("rbracket");
        return index;
    }

    private static long number(Token token) {
        return token.value() instanceof Long n ? n : 0;
    }

    private Expression slice() {
        List<Optional<Long>> parts =
                new ArrayList<>(List.of(Optional.empty(), Optional.empty(), Optional.empty()));
        int part = 0;
        while (!current().is("rbracket") && part < 3) {
            if (current().is("colon")) {
                if (++part == 3) {
                    throw error(current(), "syntax error");
                }
            } else if (current().is("number")) {
                parts.set(part, Optional.of(number(current())));
            } else {
                throw error(current(), "syntax error");
            }
            at++;
        }
        match("rbracket");
        return new Slice(parts.get(0), parts.get(1), parts.get(2));
    }

    private Expression projectIfSlice(Expression left, Expression right) {
        Expression index = new IndexExpression(List.of(left, right));
        return right instanceof Slice ? new Projection(index, projected(power("star"))) : index;
    }

    private Expression multiSelectList() {
        List<Expression> items = new ArrayList<>();
        while (true) {
            items.add(expression(0));
            if (current().is("rbracket")) {
                break;
            }
            match("comma");
        }
        match("rbracket");
        return new MultiSelectList(items);
    }

    private Expression multiSelectHash() {
        List<Map.Entry<String, Expression>> entries = new ArrayList<>();
        while (true) {
            Token key = current();
            if (!key.is("quoted_identifier") && !key.is("unquoted_identifier")) {
                if (key.is("eof")) {
                    throw JmesPathError.incomplete(expression);
                }
                throw error(
                        key,
                        "Expecting: ['quoted_identifier', 'unquoted_identifier'], got: "
                                + key.type());
            }
            at++;
            match("colon");
            entries.add(Map.entry(key.text(), expression(0)));
            if (current().is("comma")) {
                at++;
            } else if (current().is("rbrace")) {
                at++;
                return new MultiSelectHash(entries);
            }
        }
    }

    private Expression projected(int bindingPower) {
        Token token = current();
        if (power(token.type()) < PROJECTION_STOP) {
            return IDENTITY;
        }
        return switch (token.type()) {
            case "lbracket", "filter" -> expression(bindingPower);
            case "dot" -> {
                at++;
                yield afterDot(bindingPower);
            }
            default -> throw error(token, "syntax error");
        };
    }

    private Expression afterDot(int bindingPower) {
        Token token = current();
        return switch (token.type()) {
            case "quoted_identifier", "unquoted_identifier", "star" -> expression(bindingPower);
            case "lbracket" -> {
                at++;
                yield multiSelectList();
            }
            case "lbrace" -> {
                at++;
                yield multiSelectHash();
            }
            default ->
                    throw error(
                            token,
                            "Expecting: ['quoted_identifier', 'unquoted_identifier', 'lbracket',"
                                    + " 'lbrace'], got: "
                                    + token.type());
        };
    }
}
