package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Parses a template into statements, as Jinja2's parser does; tags of extensions call it back. */
public final class Parser {
    private final TokenStream stream;
    private final Source source;
    private final Map<String, Tag> tags;
    private final ExpressionParser expressions;
    private final Deque<String> open = new ArrayDeque<>();
    private final Deque<List<String>> ends = new ArrayDeque<>();
    private int identifiers;

    Parser(JinjaOptions options, Map<String, Tag> tags, Source source) {
        this.source = source;
        this.tags = tags;
        this.stream = new TokenStream(new Lexer(options, source));
        this.expressions = new ExpressionParser(stream, source);
    }

    List<Stmt> parse() {
        return body(List.of());
    }

    public TokenStream stream() {
        return stream;
    }

    /** An expression, conditional ones included. */
    public Expr parseExpression() {
        return expressions.parse();
    }

    /** A target of assignments: a name or a tuple of names. */
    public Expr parseAssignTarget() {
        return expressions.target(false);
    }

    /** The error of a template that cannot be parsed. */
    public TemplateError error(String message, int line) {
        return Lexer.error(message, line, source);
    }

    /** A name that no template can use. */
    public String freeIdentifier() {
        return "fi" + ++identifiers;
    }

    /**
     * The statements up to one of {@code ends} (names of tags), which is the current token then, or
     * left behind if {@code dropEnd}.
     */
    public List<Stmt> parseStatements(boolean dropEnd, String... ends) {
        stream.skipIf("colon");
        stream.expect("block_end");
        List<String> names = List.of(ends);
        List<Stmt> body = body(names);
        if (stream.current().type().equals("eof")) {
            this.ends.push(names);
            throw unexpectedEnd(null, stream.current().line());
        }
        if (dropEnd) {
            stream.next();
        }
        return body;
    }

    private List<Stmt> body(List<String> endNames) {
        List<Stmt> body = new ArrayList<>();
        List<Expr> output = new ArrayList<>();
        if (!endNames.isEmpty()) {
            ends.push(endNames);
        }
        while (!stream.current().type().equals("eof")) {
            Token token = stream.current();
            switch (token.type()) {
                case "data" -> {
                    output.add(new Expr.Data(token.text(), token.line()));
                    stream.next();
                }
                case "variable_begin" -> {
                    stream.next();
                    output.add(expressions.tuple(true));
                    stream.expect("variable_end");
                }
                default -> {
                    flush(output, body);
                    stream.next();
                    if (stream.current().type().equals("name")
                            && endNames.contains(stream.current().text())) {
                        ends.pop();
                        return body;
                    }
                    body.addAll(statement());
                    stream.expect("block_end");
                }
            }
        }
        flush(output, body);
        if (!endNames.isEmpty()) {
            ends.pop();
        }
        return body;
    }

    private static void flush(List<Expr> output, List<Stmt> body) {
        if (!output.isEmpty()) {
            body.add(new Stmt.Output(List.copyOf(output), output.getFirst().line()));
            output.clear();
        }
    }

    private TemplateError unexpectedEnd(@Nullable String name, int line) {
        StringBuilder message =
                new StringBuilder(
                        name == null
                                ? "Unexpected end of template."
                                : "Encountered unknown tag " + PyRepr.repr(name) + ".");
        List<String> looking = ends.peek();
        if (looking != null) {
            Set<String> expected = new HashSet<>();
            ends.forEach(expected::addAll);
            String list = String.join(" or ", looking.stream().map(PyRepr::repr).toList());
            message.append(
                    name != null && expected.contains(name)
                            ? " You probably made a nesting mistake. Jinja is expecting this tag,"
                                    + " but currently looking for "
                                    + list
                                    + "."
                            : " Jinja was looking for the following tags: " + list + ".");
        }
        String innermost = open.peek();
        if (innermost != null) {
            message.append(" The innermost block that needs to be closed is ")
                    .append(PyRepr.repr(innermost))
                    .append('.');
        }
        return error(message.toString(), line);
    }

    private List<Stmt> statement() {
        Token token = stream.current();
        if (!token.type().equals("name")) {
            throw error("tag name expected", token.line());
        }
        String name = token.text();
        expressions.enter();
        open.push(name);
        Tag tag = tags.get(name);
        List<Stmt> statements =
                switch (name) {
                    case "for" -> List.of(loop());
                    case "if" -> List.of(conditional());
                    case "block" -> List.of(block());
                    case "extends" -> {
                        int line = stream.next().line();
                        yield List.of(new Stmt.Extends(parseExpression(), line));
                    }
                    case "print" -> List.of(print());
                    case "macro" -> List.of(macro());
                    case "include" -> List.of(include());
                    case "from" -> List.of(fromImport());
                    case "import" -> List.of(parseImport());
                    case "set" -> List.of(assignment());
                    case "with" -> List.of(with());
                    case "autoescape" -> {
                        int line = stream.next().line();
                        Expr enabled = parseExpression();
                        yield List.of(
                                new Stmt.Autoescape(
                                        enabled, parseStatements(true, "endautoescape"), line));
                    }
                    case "call" -> List.of(callBlock());
                    case "filter" -> {
                        int line = stream.next().line();
                        Expr.Filter filter = expressions.primaries().filterBlock();
                        yield List.of(
                                new Stmt.FilterBlock(
                                        filter, parseStatements(true, "endfilter"), line));
                    }
                    case "do" -> {
                        int line = stream.next().line();
                        yield List.of(new Stmt.Do(expressions.tuple(true), line));
                    }
                    case "break" -> List.of(new Stmt.Break(stream.next().line()));
                    case "continue" -> List.of(new Stmt.Continue(stream.next().line()));
                    default -> {
                        if (tag == null) {
                            open.pop();
                            throw unexpectedEnd(name, token.line());
                        }
                        yield tag.parse(this);
                    }
                };
        open.pop();
        expressions.leave();
        return statements;
    }

    private Stmt loop() {
        int line = stream.expect("name:for").line();
        Expr target = expressions.target(false);
        stream.expect("name:in");
        Expr iterable = expressions.tuple(false);
        Expr test = stream.skipIf("name:if") ? parseExpression() : null;
        boolean recursive = stream.skipIf("name:recursive");
        List<Stmt> body = parseStatements(false, "endfor", "else");
        List<Stmt> otherwise =
                stream.next().text().equals("endfor") ? List.of() : parseStatements(true, "endfor");
        return new Stmt.For(target, iterable, body, otherwise, test, recursive, line);
    }

    private Stmt conditional() {
        int line = stream.expect("name:if").line();
        Expr test = expressions.tuple(false);
        List<Stmt> body = parseStatements(false, "elif", "else", "endif");
        List<Stmt.If> elifs = new ArrayList<>();
        List<Stmt> otherwise = List.of();
        while (true) {
            Token token = stream.next();
            if (token.is("name:elif")) {
                int at = stream.current().line();
                Expr elifTest = expressions.tuple(false);
                List<Stmt> elifBody = parseStatements(false, "elif", "else", "endif");
                elifs.add(new Stmt.If(elifTest, elifBody, List.of(), List.of(), at));
                continue;
            }
            if (token.is("name:else")) {
                otherwise = parseStatements(true, "endif");
            }
            return new Stmt.If(test, body, elifs, otherwise, line);
        }
    }

    private Stmt with() {
        int line = stream.next().line();
        List<Expr> targets = new ArrayList<>();
        List<Expr> values = new ArrayList<>();
        while (!stream.current().type().equals("block_end")) {
            if (!targets.isEmpty()) {
                stream.expect("comma");
            }
            targets.add(ExpressionParser.used(parseAssignTarget(), Expr.Use.PARAMETER));
            stream.expect("assign");
            values.add(parseExpression());
        }
        return new Stmt.With(targets, values, parseStatements(true, "endwith"), line);
    }

    private Stmt block() {
        int line = stream.next().line();
        String name = stream.expect("name").text();
        boolean scoped = stream.skipIf("name:scoped");
        boolean required = stream.skipIf("name:required");
        if (stream.current().type().equals("sub")) {
            throw error(
                    "Block names in Jinja have to be valid Python identifiers and may not contain"
                            + " hyphens, use an underscore instead.",
                    stream.current().line());
        }
        List<Stmt> body = parseStatements(true, "endblock");
        if (required && !body.stream().allMatch(Parser::isBlank)) {
            throw error(
                    "Required blocks can only contain comments or whitespace",
                    stream.current().line());
        }
        stream.skipIf("name:" + name);
        return new Stmt.Block(name, body, scoped, required, line);
    }

    private static boolean isBlank(Stmt statement) {
        return statement instanceof Stmt.Output output
                && output.parts().stream()
                        .allMatch(part ->
                                part instanceof Expr.Data data
                                        && data.text().codePoints().allMatch(PyStr::isSpace));
    }

    private Stmt print() {
        int line = stream.next().line();
        List<Expr> parts = new ArrayList<>();
        while (!stream.current().type().equals("block_end")) {
            if (!parts.isEmpty()) {
                stream.expect("comma");
            }
            parts.add(parseExpression());
        }
        return new Stmt.Output(parts, line);
    }

    private boolean isContext(String... words) {
        for (String word : words) {
            if (stream.current().is("name:" + word) && stream.look().is("name:context")) {
                return true;
            }
        }
        return false;
    }

    private boolean context(boolean otherwise) {
        if (!isContext("with", "without")) {
            return otherwise;
        }
        boolean with = stream.next().text().equals("with");
        stream.next();
        return with;
    }

    private Stmt include() {
        int line = stream.next().line();
        Expr template = parseExpression();
        boolean ignoreMissing =
                stream.current().is("name:ignore") && stream.look().is("name:missing");
        if (ignoreMissing) {
            stream.skip(2);
        }
        return new Stmt.Include(template, context(true), ignoreMissing, line);
    }

    /** {@code import "template" as name}, from the tag's name on. */
    public Stmt.Import parseImport() {
        int line = stream.next().line();
        Expr template = parseExpression();
        stream.expect("name:as");
        String target = stream.expect("name").text();
        return new Stmt.Import(template, target, context(false), line);
    }

    private Stmt fromImport() {
        int line = stream.next().line();
        Expr template = parseExpression();
        stream.expect("name:import");
        List<Stmt.ImportedName> names = new ArrayList<>();
        boolean withContext = false;
        while (true) {
            if (!names.isEmpty()) {
                stream.expect("comma");
            }
            if (!stream.current().type().equals("name")) {
                stream.expect("name");
            }
            if (isContext("with", "without")) {
                withContext = context(false);
                break;
            }
            Token name = stream.expect("name");
            if (name.text().startsWith("_")) {
                throw new TemplateError(
                                "TemplateAssertionError",
                                "names starting with an underline can not be imported")
                        .within(source.frame(name.line(), "template"));
            }
            String alias = stream.skipIf("name:as") ? stream.expect("name").text() : name.text();
            names.add(new Stmt.ImportedName(name.text(), alias));
            if (isContext("with", "without")) {
                withContext = context(false);
                break;
            }
            if (!stream.current().type().equals("comma")) {
                break;
            }
        }
        return new Stmt.FromImport(template, names, withContext, line);
    }

    private record Parameters(List<Expr.Name> names, List<Expr> defaults) {}

    private Parameters parameters() {
        List<Expr.Name> names = new ArrayList<>();
        List<Expr> defaults = new ArrayList<>();
        stream.expect("lparen");
        while (!stream.current().type().equals("rparen")) {
            if (!names.isEmpty()) {
                stream.expect("comma");
            }
            names.add(expressions.parameter());
            if (stream.skipIf("assign")) {
                defaults.add(parseExpression());
            } else if (!defaults.isEmpty()) {
                throw error(
                        "non-default argument follows default argument", stream.current().line());
            }
        }
        stream.expect("rparen");
        return new Parameters(names, defaults);
    }

    private Stmt macro() {
        int line = stream.next().line();
        String name = stream.expect("name").text();
        Parameters parameters = parameters();
        List<Stmt> body = parseStatements(true, "endmacro");
        return new Stmt.Macro(name, parameters.names(), parameters.defaults(), body, line);
    }

    private Stmt callBlock() {
        int line = stream.next().line();
        Parameters parameters =
                stream.current().type().equals("lparen")
                        ? parameters()
                        : new Parameters(List.of(), List.of());
        if (!(parseExpression() instanceof Expr.Call call)) {
            throw error("expected call", line);
        }
        List<Stmt> body = parseStatements(true, "endcall");
        return new Stmt.CallBlock(call, parameters.names(), parameters.defaults(), body, line);
    }

    private Stmt assignment() {
        int line = stream.next().line();
        Expr target = expressions.target(true);
        if (stream.skipIf("assign")) {
            return new Stmt.Assign(target, expressions.tuple(true), line);
        }
        Expr.Filter filter = expressions.primaries().optionalFilter();
        return new Stmt.AssignBlock(target, filter, parseStatements(true, "endset"), line);
    }
}
