package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;

/** Compiles {@code for}. */
final class LoopCompiler {
    private final Compiler compiler;
    private final ExpressionCompiler expressions;

    LoopCompiler(Compiler compiler) {
        this.compiler = compiler;
        this.expressions = compiler.expressions();
    }

    /** The parts of a loop as compiled. */
    private record Parts(
            int line,
            int loopSlot,
            Code.Target target,
            Code.Step enter,
            Code.Step body,
            Code.Step leave,
            @Nullable Filter filter,
            Code.@Nullable Step otherwise,
            Escaping escaping) {}

    /** The condition of a loop, which is a function of its own. */
    private record Filter(Code.Routine routine, Code.Target target, Code again, Code test) {}

    Code.Step compile(Stmt.For node, Scope scope) {
        boolean extended =
                node.recursive()
                        || !SymbolVisitor.undeclared(node.body(), Set.of("loop")).isEmpty()
                        || SymbolVisitor.findAll(List.of(node), Stmt.Block.class).stream()
                                .anyMatch(Stmt.Block::scoped);
        Scope inner = node.recursive() ? scope.innerFunction() : scope.inner();
        inner.inLoop = true;
        int loopSlot = extended ? inner.symbols.declareParameter("loop").index() : -1;
        SymbolVisitor.enterTarget(inner.symbols, node.target());
        SymbolVisitor.enter(inner.symbols, node.body());
        Scope elseScope = scope.inner(inner.function());
        SymbolVisitor.enter(elseScope.symbols, node.otherwise());

        Filter filter = node.test() == null ? null : filter(node, node.test(), scope);
        for (Expr.Name name : SymbolVisitor.findAll(List.of(node), Expr.Name.class)) {
            if (name.use() == Expr.Use.STORE && name.name().equals("loop")) {
                throw compiler.assertion(
                        "Can't assign to special loop variable in for-loop target", name.line());
            }
        }
        int line = compiler.at(node);
        Code.Target target = new TargetCompiler(expressions).compile(node.target(), inner);
        Code iterable = node.recursive() ? null : expressions.compile(node.iterable(), scope);
        Code.Step enter = Compiler.enter(inner);
        Code.Step body = compiler.loopBody(node.body(), inner);
        Code.Step leave = Compiler.leave(inner);
        Code.Step otherwise = null;
        if (!node.otherwise().isEmpty()) {
            otherwise =
                    Compiler.sequence(
                            List.of(
                                    Compiler.enter(elseScope),
                                    compiler.body(node.otherwise(), elseScope),
                                    Compiler.leave(elseScope)));
        }
        Parts parts =
                new Parts(
                        line,
                        loopSlot,
                        target,
                        enter,
                        body,
                        leave,
                        filter,
                        otherwise,
                        expressions.escaping());
        if (iterable != null) {
            return frame -> {
                frame.line = line;
                return run(parts, frame, iterable.eval(frame), null, 0);
            };
        }
        compiler.at(node);
        Code outermost = expressions.compile(node.iterable(), scope);
        Code.Routine routine =
                new Code.Routine(
                        compiler.source(),
                        "template",
                        line,
                        inner.function().size(),
                        _ -> Code.Flow.NEXT);
        return frame -> {
            frame.line = line;
            OutputCompiler.append(frame, recurse(parts, routine, frame, outermost.eval(frame), 0));
            return Code.Flow.NEXT;
        };
    }

    private static Object recurse(
            Parts parts, Code.Routine shape, Frame around, @Nullable Object iterable, int depth) {
        StringBuilder out = new StringBuilder();
        Code.Routine routine =
                new Code.Routine(
                        shape.source(),
                        shape.location(),
                        shape.line(),
                        shape.slots(),
                        frame ->
                                run(
                                        parts,
                                        frame,
                                        iterable,
                                        (items, inner) ->
                                                recurse(parts, shape, around, items, inner),
                                        depth));
        routine.run(new Frame(around.context, around, routine, out));
        return parts.escaping.isOn(around) ? new Markup(out.toString()) : out.toString();
    }

    private static Code.Flow run(
            Parts parts,
            Frame frame,
            @Nullable Object value,
            java.util.function.@Nullable BiFunction<@Nullable Object, Integer, Object> recurse,
            int depth) {
        Environment environment = frame.context.environment();
        Object iterable =
                parts.filter == null ? value : filtered(parts.filter, frame, value, depth);
        LoopContext loop =
                parts.loopSlot < 0 ? null : new LoopContext(environment, iterable, recurse, depth);
        Iterator<@Nullable Object> items = loop == null ? PyValues.iterate(iterable) : loop.items();
        boolean completed = false;
        while (items.hasNext()) {
            environment.meter().tick();
            frame.line = parts.line;
            Object item = items.next();
            parts.target.set(frame, item);
            if (loop != null) {
                frame.slots[parts.loopSlot] = loop;
            }
            parts.enter.run(frame);
            Code.Flow flow = parts.body.run(frame);
            completed |= flow == Code.Flow.NEXT;
            if (flow == Code.Flow.BREAK) {
                break;
            }
            frame.line = parts.line;
        }
        parts.leave.run(frame);
        if (!completed && parts.otherwise != null) {
            return parts.otherwise.run(frame);
        }
        return Code.Flow.NEXT;
    }

    private Filter filter(Stmt.For node, Expr test, Scope scope) {
        Scope inner = scope.innerFunction();
        SymbolVisitor.enterTarget(inner.symbols, node.target());
        SymbolVisitor.enter(inner.symbols, List.of(test));
        int line = compiler.at(test);
        Code.Step enter = Compiler.enter(inner);
        Code.Target target = new TargetCompiler(expressions).compile(node.target(), inner);
        Code again =
                expressions.compile(ExpressionParser.used(node.target(), Expr.Use.LOAD), inner);
        Code holds = expressions.compile(test, inner);
        Code.Routine routine =
                new Code.Routine(
                        compiler.source(), "template", line, inner.function().size(), enter);
        return new Filter(routine, target, again, holds);
    }

    /** The items that fulfil the condition, each tested when it is asked for. */
    private static Object filtered(Filter filter, Frame around, @Nullable Object value, int depth) {
        Frame frame = new Frame(around.context, around, filter.routine, new StringBuilder());
        return new PyGenerator(
                "t_" + depth,
                new Iterator<@Nullable Object>() {
                    private @Nullable Object next = Missing.MISSING;
                    private Iterator<@Nullable Object> source = Collections.emptyIterator();
                    private boolean entered;

                    @Override
                    public boolean hasNext() {
                        if (next != Missing.MISSING) {
                            return true;
                        }
                        try {
                            if (!entered) {
                                filter.routine.body().run(frame);
                                source = PyValues.iterate(value);
                                entered = true;
                            }
                            while (source.hasNext()) {
                                frame.context.environment().meter().tick();
                                filter.target.set(frame, source.next());
                                if (PyValues.truth(filter.test.eval(frame))) {
                                    next = filter.again.eval(frame);
                                    return true;
                                }
                            }
                            return false;
                        } catch (TemplateError e) {
                            throw e.within(
                                    filter.routine
                                            .source()
                                            .frame(frame.line, filter.routine.location()));
                        }
                    }

                    @Override
                    public @Nullable Object next() {
                        if (!hasNext()) {
                            throw new NoSuchElementException();
                        }
                        Object item = next;
                        next = Missing.MISSING;
                        return item;
                    }
                });
    }
}
