package io.pulldeploy.render.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Parses expressions, with Jinja2's precedences and lines. */
final class ExpressionParser {
    /** Expressions within each other; Python's own stack ends near there, too. */
    private static final int MAX_DEPTH = 200;

    private static final Set<String> COMPARISONS = Set.of("eq", "ne", "lt", "lteq", "gt", "gteq");

    private final TokenStream stream;
    private final Source source;
    private final PrimaryParser primaries;
    private int depth;

    ExpressionParser(TokenStream stream, Source source) {
        this.stream = stream;
        this.source = source;
        this.primaries = new PrimaryParser(stream, source, this);
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

    /** The part that knows filters without a value, as blocks have them. */
    PrimaryParser primaries() {
        return primaries;
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
            node = primaries.primary(false);
        }
        node = primaries.postfix(node);
        return withFilter ? primaries.filters(node) : node;
    }

    /** An expression, or a tuple without parentheses. */
    Expr tuple(boolean conditional) {
        return tuple(false, conditional, false, false);
    }

    /** What stands in parentheses. */
    Expr parenthesised() {
        return tuple(false, true, true, false);
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
            items.add(simple ? primaries.primary(withNamespace) : parse(conditional));
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
}
