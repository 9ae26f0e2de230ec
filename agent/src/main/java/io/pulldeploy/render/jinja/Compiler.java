package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Turns a parsed template into code.
 *
 * <p>It follows Jinja2's compiler statement by statement, because what a name means and which line
 * an error gets depend on the order in which that one writes its Python.
 */
final class Compiler {
    /** What follows can never run. */
    static final class Unreachable extends RuntimeException {
        Unreachable() {
            super(null, null, false, false);
        }
    }

    private final Source source;
    private final ExpressionCompiler expressions;
    private final Map<String, Code.Routine> blocks = new LinkedHashMap<>();

    /** The line that Python's traceback would show for the code being made. */
    private int line = 1;

    private boolean extended;
    private boolean surelyExtended;

    /** Loops around the statement being compiled, within its function. */
    private int loops;

    private final Function<@Nullable Object, String> printer;

    private Compiler(Jinja jinja, Source source) {
        this.printer = jinja.options().printer();
        this.source = source;
        this.expressions = new ExpressionCompiler(jinja, source);
    }

    static Template compile(Jinja jinja, Source source, List<Stmt> body) {
        return new Compiler(jinja, source).template(body);
    }

    private Template template(List<Stmt> body) {
        Map<String, Stmt.Block> found = new LinkedHashMap<>();
        for (Stmt.Block block : SymbolVisitor.findAll(body, Stmt.Block.class)) {
            if (found.put(block.name(), block) != null) {
                throw assertion(
                        "block " + PyRepr.repr(block.name()) + " defined twice", block.line());
            }
        }
        boolean extending = !SymbolVisitor.findAll(body, Stmt.Extends.class).isEmpty();
        Scope scope = Scope.root();
        Symbols.@Nullable Slot self =
                SymbolVisitor.undeclared(body, Set.of("self")).isEmpty()
                        ? null
                        : scope.symbols.declareParameter("self");
        SymbolVisitor.enter(scope.symbols, body);
        scope.toplevel = true;
        scope.rootlevel = true;
        scope.outputChecked = extending;
        Code.Step enter = enter(scope);
        Code.Step steps = body(body, scope);
        int last = line;
        Code.Step root =
                frame -> {
                    if (self != null) {
                        frame.slots[self.index()] = new BlockReference.Self(frame.context);
                    }
                    enter.run(frame);
                    steps.run(frame);
                    Template parent = frame.parentTemplate;
                    if (parent != null) {
                        frame.line = last;
                        parent.run(frame.context, frame.out);
                    }
                    return Code.Flow.NEXT;
                };
        Code.Routine routine =
                new Code.Routine(
                        source, "top-level template code", 1, scope.function().size(), root);
        found.forEach((name, block) -> blocks.put(name, block(name, block)));
        return new Template(source, routine, blocks);
    }

    private Code.Routine block(String name, Stmt.Block block) {
        at(block);
        Scope scope = Scope.root();
        scope.inBlock = true;
        Set<String> special = SymbolVisitor.undeclared(block.body(), Set.of("self", "super"));
        Symbols.@Nullable Slot self =
                special.contains("self") ? scope.symbols.declareParameter("self") : null;
        Symbols.@Nullable Slot parent =
                special.contains("super") ? scope.symbols.declareParameter("super") : null;
        SymbolVisitor.enter(scope.symbols, block.body());
        Code.Step enter = enter(scope);
        Code.Step steps = body(block.body(), scope);
        Code.Routine[] routine = new Code.Routine[1];
        Code.Step whole =
                frame -> {
                    if (self != null) {
                        frame.slots[self.index()] = new BlockReference.Self(frame.context);
                    }
                    if (parent != null) {
                        frame.slots[parent.index()] =
                                BlockReference.parentOf(frame.context, name, routine[0]);
                    }
                    enter.run(frame);
                    return steps.run(frame);
                };
        routine[0] =
                new Code.Routine(
                        source,
                        "block " + PyRepr.repr(name),
                        block.line(),
                        scope.function().size(),
                        whole);
        return routine[0];
    }

    TemplateError assertion(String message, int at) {
        return new TemplateError("TemplateAssertionError", message)
                .within(source.frame(at, "template"));
    }

    /** Gives the variables of a scope what they hold at its start. */
    static Code.Step enter(Scope scope) {
        List<Code.Step> steps = new ArrayList<>();
        Symbols.Function function = scope.function();
        scope.symbols
                .loads()
                .forEach((slot, load) -> {
                    int index = slot.index();
                    switch (load) {
                        case Symbols.Load.Parameter() -> {}
                        case Symbols.Load.Resolve(String name) ->
                                steps.add(frame -> {
                                    frame.slots[index] = frame.context.resolve(name);
                                    return Code.Flow.NEXT;
                                });
                        case Symbols.Load.Alias(Symbols.Slot from) -> {
                            int hops = from.hops(function);
                            steps.add(frame -> {
                                frame.slots[index] = frame.outer(hops).slots[from.index()];
                                return Code.Flow.NEXT;
                            });
                        }
                        case Symbols.Load.Nothing() ->
                                steps.add(frame -> {
                                    frame.slots[index] = Missing.MISSING;
                                    return Code.Flow.NEXT;
                                });
                    }
                });
        return sequence(steps);
    }

    /** Takes the variables of a scope away at its end. */
    static Code.Step leave(Scope scope) {
        int[] slots =
                scope.symbols.loads().keySet().stream().mapToInt(Symbols.Slot::index).toArray();
        return frame -> {
            for (int slot : slots) {
                frame.slots[slot] = Missing.MISSING;
            }
            return Code.Flow.NEXT;
        };
    }

    static Code.Step sequence(List<Code.Step> steps) {
        if (steps.size() == 1) {
            return steps.getFirst();
        }
        Code.Step[] all = steps.toArray(Code.Step[]::new);
        return frame -> {
            for (Code.Step step : all) {
                Code.Flow flow = step.run(frame);
                if (flow != Code.Flow.NEXT) {
                    return flow;
                }
            }
            return Code.Flow.NEXT;
        };
    }

    Code.Step body(List<Stmt> statements, Scope scope) {
        List<Code.Step> steps = new ArrayList<>();
        try {
            for (Stmt statement : statements) {
                step(statement, scope, steps);
            }
        } catch (Unreachable e) {
            // The step that always fails is the last one of this body.
            return sequence(steps);
        }
        return sequence(steps);
    }

    /** What Python's compiler would refuse in Jinja2's code, we refuse with the template's line. */
    private void step(Stmt statement, Scope scope, List<Code.Step> steps) {
        try {
            compile(statement, scope, steps);
        } catch (TemplateError e) {
            throw e.kind().equals("SyntaxError") && e.frames().isEmpty()
                    ? e.within(source.frame(line, "template"))
                    : e;
        }
    }

    private void compile(Stmt statement, Scope scope, List<Code.Step> steps) {
        switch (statement) {
            case Stmt.Output output -> new OutputCompiler(this).output(output, scope, steps);
            case Stmt.If test -> steps.add(conditional(test, scope));
            case Stmt.For loop -> steps.add(new LoopCompiler(this).compile(loop, scope));
            case Stmt.Macro macro -> steps.add(new MacroCompiler(this).macro(macro, scope));
            case Stmt.CallBlock block -> steps.add(new MacroCompiler(this).callBlock(block, scope));
            case Stmt.FilterBlock block ->
                    steps.add(new OutputCompiler(this).filterBlock(block, scope));
            case Stmt.With with -> steps.add(with(with, scope));
            case Stmt.Block block -> new TemplateCompiler(this).block(block, scope, steps);
            case Stmt.Extends parent -> new TemplateCompiler(this).extend(parent, scope, steps);
            case Stmt.Include include ->
                    steps.add(new TemplateCompiler(this).include(include, scope));
            case Stmt.Import node -> steps.add(new TemplateCompiler(this).imported(node, scope));
            case Stmt.FromImport node ->
                    steps.add(new TemplateCompiler(this).fromImport(node, scope));
            case Stmt.Assign assign -> steps.add(new AssignCompiler(this).assign(assign, scope));
            case Stmt.AssignBlock block ->
                    steps.add(new AssignCompiler(this).assignBlock(block, scope));
            case Stmt.Do node -> {
                at(node);
                int at = line;
                Code code = expressions.compile(node.expression(), scope);
                steps.add(frame -> {
                    frame.line = at;
                    code.eval(frame);
                    return Code.Flow.NEXT;
                });
            }
            case Stmt.Autoescape node -> steps.add(autoescape(node, scope));
            case Stmt.Break node ->
                    steps.add(loopControl(node, Code.Flow.BREAK, "'break' outside loop"));
            case Stmt.Continue node ->
                    steps.add(
                            loopControl(
                                    node, Code.Flow.CONTINUE, "'continue' not properly in loop"));
        }
    }

    private Code.Step loopControl(Stmt node, Code.Flow flow, String outside) {
        if (loops == 0) {
            throw new TemplateError("SyntaxError", outside)
                    .within(source.frame(node.line(), "template"));
        }
        return _ -> flow;
    }

    private Code.Step conditional(Stmt.If node, Scope scope) {
        Scope inner = scope.soften();
        List<Code> tests = new ArrayList<>();
        List<Integer> lines = new ArrayList<>();
        List<Code.Step> bodies = new ArrayList<>();
        List<Stmt.If> branches = new ArrayList<>(List.of(node));
        branches.addAll(node.elifs());
        for (Stmt.If branch : branches) {
            at(branch);
            lines.add(line);
            tests.add(expressions.compile(branch.test(), inner));
            bodies.add(body(branch.body(), inner));
        }
        Code.Step otherwise = body(node.otherwise(), inner);
        return frame -> {
            for (int i = 0; i < tests.size(); i++) {
                frame.line = lines.get(i);
                if (PyValues.truth(tests.get(i).eval(frame))) {
                    return bodies.get(i).run(frame);
                }
            }
            return otherwise.run(frame);
        };
    }

    private Code.Step with(Stmt.With with, Scope scope) {
        Scope inner = scope.inner();
        SymbolVisitor.enter(inner.symbols, with.targets());
        SymbolVisitor.enter(inner.symbols, with.body());
        Code.Step enter = enter(inner);
        int at = line;
        List<Code> values = new ArrayList<>();
        List<Code.Target> targets = new ArrayList<>();
        for (int i = 0; i < with.targets().size(); i++) {
            values.add(expressions.compile(with.values().get(i), scope));
            targets.add(new TargetCompiler(expressions).compile(with.targets().get(i), inner));
        }
        Code.Step steps = body(with.body(), inner);
        Code.Step leave = leave(inner);
        return frame -> {
            enter.run(frame);
            frame.line = at;
            for (int i = 0; i < values.size(); i++) {
                targets.get(i).set(frame, values.get(i).eval(frame));
            }
            Code.Flow flow = steps.run(frame);
            leave.run(frame);
            return flow;
        };
    }

    private Code.Step autoescape(Stmt.Autoescape node, Scope scope) {
        Scope inner = scope.inner();
        SymbolVisitor.enter(inner.symbols, node.children());
        Code.Step enter = enter(inner);
        int at = line;
        Code enabled = expressions.compile(node.enabled(), inner);
        Escaping around = expressions.escaping();
        Object known = expressions.constant(node.enabled());
        expressions.setEscaping(
                known == Missing.MISSING
                        ? new Escaping(around.on(), true)
                        : new Escaping(PyValues.truth(known), around.dynamic()));
        Code.Step steps = body(node.body(), inner);
        expressions.setEscaping(around);
        Code.Step leave = leave(inner);
        return frame -> {
            enter.run(frame);
            frame.line = at;
            boolean before = frame.context.escaping.on;
            frame.context.escaping.on = PyValues.truth(enabled.eval(frame));
            Code.Flow flow = steps.run(frame);
            frame.context.escaping.on = before;
            leave.run(frame);
            return flow;
        };
    }

    /** Copies a variable of the template's own level into its context. */
    static Code.Step publish(String name, Scope scope, boolean exported) {
        int slot = scope.symbols.ref(name).index();
        boolean visible = exported && !name.startsWith("_");
        return frame -> {
            frame.context.vars.put(name, frame.slots[slot]);
            if (visible) {
                frame.context.exported.add(name);
            } else if (!exported && !name.startsWith("_")) {
                frame.context.exported.remove(name);
            }
            return Code.Flow.NEXT;
        };
    }

    /** Notes that what is compiled next comes from a node: the line of its errors. */
    int at(Node node) {
        line = node.line();
        return line;
    }

    /** The body of a loop, where break and continue may stand. */
    Code.Step loopBody(List<Stmt> statements, Scope scope) {
        loops++;
        Code.Step steps = body(statements, scope);
        loops--;
        return steps;
    }

    /** The body of a function within the template, which no break can leave. */
    Code.Step functionBody(List<Stmt> statements, Scope scope) {
        int around = loops;
        loops = 0;
        Code.Step steps = body(statements, scope);
        loops = around;
        return steps;
    }

    /** The line that code made now would get. */
    int line() {
        return line;
    }

    Source source() {
        return source;
    }

    ExpressionCompiler expressions() {
        return expressions;
    }

    /** What turns a value that is printed into text. */
    Function<@Nullable Object, String> printer() {
        return printer;
    }

    /** Whether the template extends another: surely, perhaps by now, or not yet. */
    boolean isSurelyExtended() {
        return surelyExtended;
    }

    boolean isPerhapsExtended() {
        return extended;
    }

    void extendedBy(boolean surely) {
        extended = true;
        surelyExtended |= surely;
    }
}
