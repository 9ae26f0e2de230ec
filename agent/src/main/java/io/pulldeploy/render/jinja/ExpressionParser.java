package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Parses expressions, with Jinja2's precedences and lines. */
final class ExpressionParser {
    /** Expressions within each other; Python's own stack ends near there, too. */
    private static final int MAX_DEPTH = 200;

    private static final Set<String> COMPARISONS = Set.of("eq", "ne", "lt", "lteq", "gt", "gteq");
    private static final Set<String> TEST_ARGUMENTS =
            Set.of("name", "string", "integer", "float", "lparen", "lbracket", "lbrace");

    private final TokenStream stream;
    private final Source source;
    private int depth;

    ExpressionParser(TokenStream stream, Source source) {
        this.stream = stream;
        this.source = source;
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

    void enter() {
        if (++depth > MAX_DEPTH) {
            throw TemplateError.limit(
                            "the template is nested deeper than the limit of " + MAX_DEPTH)
                    .within(source.frame(line(), "template"));
        }
    }

    void leave() {
        depth--;
    }

    Expr parse() {
        return parse(true);
    }

    private Expr parse(boolean conditional) {
        enter();
        Expr expression = conditional ? conditional() : or();
        leave();
        return expression;
    }

    private Expr conditional() {
        int line = line();
        Expr then = or();
        while (stream.skipIf("name:if")) {
            Expr test = or();
            Expr otherwise = stream.skipIf("name:else") ? parse(true) : null;
            then = new Expr.Conditional(test, then, otherwise, line);
            line = line();
        }
        return then;
    }

    private Expr or() {
        int line = line();
        Expr left = and();
        while (stream.skipIf("name:or")) {
            left = new Expr.Or(left, and(), line);
            line = line();
        }
        return left;
    }

    private Expr and() {
        int line = line();
        Expr left = not();
        while (stream.skipIf("name:and")) {
            left = new Expr.And(left, not(), line);
            line = line();
        }
        return left;
    }

    private Expr not() {
        if (!stream.current().is("name:not")) {
            return comparison();
        }
        int line = stream.next().line();
        enter();
        Expr operand = not();
        leave();
        return new Expr.Not(operand, line);
    }

    private Expr comparison() {
        int line = line();
        Expr first = sum();
        List<String> operators = new ArrayList<>();
        List<Expr> operands = new ArrayList<>();
        while (true) {
            if (COMPARISONS.contains(stream.current().type())) {
                operators.add(stream.next().type());
            } else if (stream.skipIf("name:in")) {
                operators.add("in");
            } else if (stream.current().is("name:not") && stream.look().is("name:in")) {
                stream.skip(2);
                operators.add("notin");
            } else {
                break;
            }
            operands.add(sum());
            line = line();
        }
        return operators.isEmpty() ? first : new Expr.Compare(first, operators, operands, line);
    }

    private Expr sum() {
        int line = line();
        Expr left = concat();
        while (at("add") || at("sub")) {
            String operator = stream.next().text();
            left = new Expr.Binary(operator, left, concat(), line);
            line = line();
        }
        return left;
    }

    private Expr concat() {
        int line = line();
        Expr first = product();
        if (!at("tilde")) {
            return first;
        }
        List<Expr> parts = new ArrayList<>(List.of(first));
        while (stream.skipIf("tilde")) {
            parts.add(product());
        }
        return new Expr.Concat(parts, line);
    }

    private Expr product() {
        int line = line();
        Expr left = power();
        while (at("mul") || at("div") || at("floordiv") || at("mod")) {
            String operator = stream.next().text();
            left = new Expr.Binary(operator, left, power(), line);
            line = line();
        }
        return left;
    }

    private Expr power() {
        int line = line();
        Expr left = unary(true);
        while (at("pow")) {
            stream.next();
            left = new Expr.Binary("**", left, unary(true), line);
            line = line();
        }
        return left;
    }

    private Expr unary(boolean withFilter) {
        int line = line();
        Expr node;
        if (at("sub") || at("add")) {
            String operator = stream.next().text();
            enter();
            node = new Expr.Unary(operator, unary(false), line);
            leave();
        } else {
            node = primary(false);
        }
        node = postfix(node);
        return withFilter ? filters(node) : node;
    }

    private Expr primary(boolean withNamespace) {
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
                Expr inner = tuple(false, true, true, false);
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

    /** An expression, or a tuple without parentheses. */
    Expr tuple(boolean conditional) {
        return tuple(false, conditional, false, false);
    }

    private Expr tuple(
            boolean simple, boolean conditional, boolean parenthesised, boolean withNamespace) {
        int line = line();
        List<Expr> items = new ArrayList<>();
        boolean isTuple = false;
        while (true) {
            if (!items.isEmpty()) {
                stream.expect("comma");
            }
            if (at("variable_end") || at("block_end") || at("rparen")) {
                break;
            }
            items.add(simple ? primary(withNamespace) : parse(conditional));
            if (!at("comma")) {
                break;
            }
            isTuple = true;
            line = line();
        }
        if (!isTuple) {
            if (!items.isEmpty()) {
                return items.getFirst();
            }
            if (!parenthesised) {
                throw error(
                        "Expected an expression, got " + PyRepr.repr(stream.current().describe()),
                        line());
            }
        }
        return new Expr.Tuple(items, line);
    }

    /** A target of assignments. */
    Expr target(boolean withNamespace) {
        Expr target = used(tuple(true, true, false, withNamespace), Expr.Use.STORE);
        checkAssignable(target, target);
        return target;
    }

    /** A parameter of a macro or call block. */
    Expr.Name parameter() {
        Token token = stream.expect("name");
        Expr.Name name = new Expr.Name(token.text(), Expr.Use.PARAMETER, token.line());
        checkAssignable(name, name);
        return name;
    }

    private void checkAssignable(Expr target, Expr whole) {
        switch (target) {
            case Expr.Name name -> {
                if (Set.of("true", "false", "none", "True", "False", "None")
                        .contains(name.name())) {
                    throw cannotAssign(whole);
                }
            }
            case Expr.Tuple tuple -> tuple.items().forEach(item -> checkAssignable(item, whole));
            case Expr.NamespaceRef _ -> {}
            default -> throw cannotAssign(whole);
        }
    }

    private TemplateError cannotAssign(Expr target) {
        String type =
                switch (target) {
                    case Expr.ListDisplay _ -> "list";
                    case Expr.DictDisplay _ -> "dict";
                    default -> target.getClass().getSimpleName().toLowerCase(Locale.ROOT);
                };
        return error("can't assign to " + PyRepr.repr(type), target.line());
    }

    /** The same names, as what they are used for. */
    static Expr used(Expr target, Expr.Use use) {
        return switch (target) {
            case Expr.Name name -> new Expr.Name(name.name(), use, name.line());
            case Expr.Tuple tuple ->
                    new Expr.Tuple(
                            tuple.items().stream().map(item -> used(item, use)).toList(),
                            tuple.line());
            default -> target;
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
            items.add(parse());
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
            keys.add(parse());
            stream.expect("colon");
            values.add(parse());
        }
        stream.expect("rbrace");
        return new Expr.DictDisplay(keys, values, line);
    }

    private Expr postfix(Expr start) {
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

    private Expr filters(Expr start) {
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
            start = parse();
            if (!at("colon")) {
                return start;
            }
        }
        stream.next();
        Expr stop = at("colon") || at("rbracket") || at("comma") ? null : parse();
        Expr step = null;
        if (stream.skipIf("colon") && !at("rbracket") && !at("comma")) {
            step = parse();
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
                star = parse();
            } else if (at("pow")) {
                ensure(doubleStar == null, token);
                stream.next();
                doubleStar = parse();
            } else if (at("name") && stream.look().type().equals("assign")) {
                ensure(doubleStar == null, token);
                String name = stream.next().text();
                stream.next();
                keywords.add(new Expr.Keyword(name, parse()));
            } else {
                ensure(star == null && doubleStar == null && keywords.isEmpty(), token);
                positional.add(parse());
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
